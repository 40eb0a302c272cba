/**
 * What one can do with a message, for a mouse and a keyboard: six emoji at one press, and the rest. It is
 * drawn only for the message that is pointed at or walked to, and never over the words of that message.
 * A finger has `message_sheet.js`.
 *
 * @import { Message } from "../../../server/protocol.ts"
 * @import { OpenOverlay } from "../message_overlay.js"
 * @import { ToolbarPosition } from "../toolbar_position.js"
 */
import { html } from "htm/preact";
import { useActions, useWords } from "../hooks.js";
import { IconButton } from "../icons.js";
import { chosenFor, useMessageTools } from "./message_tools.js";
import { QuickReactions } from "./quick_reactions.js";

/**
 * @param {{ message: Message, position: ToolbarPosition, me: string, canEdit: boolean, canErase: boolean,
 *   onOpen: OpenOverlay }} props
 */
export function MessageToolbar({ message, position, me, canEdit, canErase, onOpen }) {
  const t = useWords();
  const actions = useActions();
  const { id, reactions } = message;
  const tools = useMessageTools({ message, canEdit, canErase });
  return html`
    <div class="toolbar toolbar--${position}">
      <div
        class="toolbar__row"
        role="toolbar"
        aria-label=${t("message.tools")}
        onMouseDown=${(/** @type {MouseEvent} */ event) => event.preventDefault()}
        onKeyDown=${moveFocus}
      >
        <${QuickReactions}
          class="toolbar__button toolbar__emoji"
          chosen=${chosenFor(reactions, me)}
          onPick=${(/** @type {string} */ emoji, /** @type {boolean} */ on) =>
            actions.messages.react(id, emoji, on)}
        />
        <${IconButton}
          class="toolbar__button"
          test="react"
          icon="smile"
          word=${t("message.react")}
          onClick=${(/** @type {MouseEvent & { currentTarget: HTMLElement }} */ event) =>
            onOpen({ kind: "picker", id, anchor: event.currentTarget.getBoundingClientRect() })}
        />
        ${tools.map(({ test, icon, word, run }) =>
          html`
            <${IconButton}
              key=${test}
              class="toolbar__button"
              test=${test}
              icon=${icon}
              word=${word}
              onClick=${run}
            />
          `
        )}
      </div>
    </div>
  `;
}

/**
 * Arrow keys walk along the tools (ARIA toolbar pattern).
 * @param {KeyboardEvent & { currentTarget: HTMLElement }} event
 */
function moveFocus(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const isMirrored = getComputedStyle(event.currentTarget).direction === "rtl";
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = at + (isMirrored ? -step : step);
  buttons[(next + buttons.length) % buttons.length]?.focus();
}
