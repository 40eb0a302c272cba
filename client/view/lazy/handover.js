/**
 * The way onto one's own phone: a code that is good once, shown when it is asked for.
 *
 * @import { HandoverInfo } from "../../../server/protocol_links.ts"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { LinkField } from "./link_field.js";
import { QrCode } from "./qr_code.js";
import { clockTime } from "../../text/time.js";

export function Handover() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const [made, setMade] = useState(/** @type {HandoverInfo | null} */ (null));
  return html`
    <div class="handover">
      ${made !== null && html`
        <p class="account__note">
          ${t("handover.text", { time: clockTime(made.until, language) })}
        </p>
        <${QrCode} link=${made} label=${t("handover.picture")} />
        <${LinkField} name="handover" label=${t("handover.link")} link=${made.link} />
      `}
      <button
        class="button"
        type="button"
        data-test="hand-over"
        onClick=${async () => setMade(await actions.links.handOver())}
      >
        ${t(made === null ? "handover.make" : "handover.again")}
      </button>
    </div>
  `;
}
