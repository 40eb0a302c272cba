/**
 * Everything of one's own to take along. A plain link: the browser shows how far it is, and a slow line may
 * take its time.
 *
 * @import { OwnDataInfo } from "../../../server/protocol_own.ts"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { formatSize } from "../../text/size.js";

export function OwnData() {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const [info, setInfo] = useState(/** @type {OwnDataInfo | null} */ (null));
  const size = info === null
    ? ""
    : info.files === 0
    ? t("data.words")
    : t("data.size", { n: info.files, size: formatSize(info.bytes, language) });
  return html`
    <details
      class="account__more"
      onToggle=${async (/** @type {ToggleEvent} */ { newState }) => {
        if (newState === "open") setInfo(await actions.people.ask("api/account/data"));
      }}
    >
      <summary>${t("data.title")}</summary>
      <div class="account__form">
        <p class="account__note">${t("data.text")}</p>
        <a class="button own__download" href="api/account/export" download data-test="own-data">
          ${t("data.download")}
        </a>
        <p class="account__note" role="status" data-test="own-data-size">${size}</p>
      </div>
    </details>
  `;
}
