/**
 * The emoji on a message, one's own marked; a press puts one's own there or takes it off.
 *
 * @import { Reaction } from "../../server/protocol.ts"
 */
import { html } from "htm/preact";
import { useActions, useWords } from "./hooks.js";

/** @param {{ id: number, reactions: Reaction[], me: string }} props */
export function Reactions({ id, reactions, me }) {
  const t = useWords();
  const actions = useActions();
  return html`
    <ul class="reactions">
      ${reactions.map(({ emoji, names }) => {
        const isMine = names.includes(me);
        return html`
          <li key=${emoji}>
            <button
              class="reaction"
              type="button"
              data-test="reaction"
              aria-pressed=${isMine}
              title=${names.join(", ")}
              onClick=${() => actions.messages.react(id, emoji, !isMine)}
            >
              <span class="reaction__emoji">${emoji}</span> ${names.length}
              <span class="hidden">${t("message.reaction", { names: names.join(", ") })}</span>
            </button>
          </li>
        `;
      })}
    </ul>
  `;
}
