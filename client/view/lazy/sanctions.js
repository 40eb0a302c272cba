/**
 * Who may not write or not come in, until when; each can be lifted.
 *
 * @import { SanctionInfo } from "../../../server/protocol_http.ts"
 */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { fullTime } from "../../text/time.js";

/** @param {{ sanctions: SanctionInfo[], onLifted: () => void }} props */
export function Sanctions({ sanctions, onLifted }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  return html`
    <ul class="account__sessions" data-test="measures">
      ${sanctions.map(({ what, name, until }) =>
        html`
          <li key=${`${what} ${name}`}>
            <span>${t(`moderation.${what}_until`, {
              name,
              time: fullTime(until, language),
            })}</span>
            <button class="link" type="button" onClick=${async () => {
              await actions.people.lift({ what, name });
              onLifted();
            }}>
              ${t("moderation.undo")}
            </button>
          </li>
        `
      )}
    </ul>
  `;
}
