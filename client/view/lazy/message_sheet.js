/**
 * What one can do with a message, for a finger: a sheet at the bottom of the screen, with words.
 *
 * @import { Message } from "../../../server/protocol.ts"
 */
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { Icon, IconButton } from "../icons.js";
import { chosenFor, useMessageTools } from "./message_tools.js";
import { useModal } from "../modal.js";
import { QuickReactions } from "./quick_reactions.js";
import { fullTime } from "../../text/time.js";

/**
 * @param {{ message: Message, me: string, canEdit: boolean, canErase: boolean, onMore: () => void,
 *   onClose: () => void }} props `onMore`: all the other emoji are wanted
 */
export function MessageSheet({ message, me, canEdit, canErase, onMore, onClose }) {
  const t = useWords();
  const actions = useActions();
  const language = useSelect((state) => state.preferences.language);
  const modal = useModal(onClose);
  const tools = useMessageTools({ message, canEdit, canErase });
  const { id, name, time, reactions } = message;
  return html`
    <dialog
      class="dialog sheet"
      ...${modal}
      aria-label=${t("message.tools")}
      tabindex="-1"
      autofocus
      data-test="sheet"
    >
      <p class="sheet__caption"><bdi>${name}</bdi> · ${fullTime(time, language)}</p>
      <div class="sheet__emoji">
        <${QuickReactions}
          class="sheet__button"
          chosen=${chosenFor(reactions, me)}
          onPick=${(/** @type {string} */ emoji, /** @type {boolean} */ on) => {
            actions.messages.react(id, emoji, on);
            onClose();
          }}
        />
        <${IconButton}
          class="sheet__button"
          test="react"
          icon="plus"
          word=${t("emoji.more")}
          onClick=${onMore}
        />
      </div>
      <ul class="sheet__tools">
        ${tools.map(({ test, icon, word, run }) =>
          html`
            <li key=${test}>
              <button
                class=${`sheet__tool ${test === "erase" ? "sheet__tool--danger" : ""}`}
                type="button"
                data-test=${test}
                onClick=${() => {
                  onClose();
                  run();
                }}
              >
                <${Icon} name=${icon} /> ${word}
              </button>
            </li>
          `
        )}
      </ul>
    </dialog>
  `;
}
