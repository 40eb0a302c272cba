/**
 * What one can do with a message, for a mouse and a keyboard: six emoji at one press, and the rest. It is
 * drawn only for the message that is pointed at or walked to, and never over the words of that message.
 * A finger has `lazy/message_sheet.js`.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { Open } from "./message_overlay.js"
 */
import { useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useWords } from "./hooks.js";
import { IconButton } from "./icons.js";
import { chosenFor, useMessageTools } from "./message_tools.js";
import { QuickReactions } from "./reactions.js";

/** Pixels that the tools need above or below a message, and each of them beside it. */
const ROW_PX = 44;
const TOOL_PX = 30;
/** Six emoji, and what everybody can do. */
const COMMON_TOOLS = 10;

/** @typedef {"side" | "above" | "below" | "column"} Place */

/**
 * Whether the tools of a row are wanted, and where; `watch` is to be spread on the row.
 * @param {number} own how many tools there are that not everybody has
 */
export function useToolPlace(own) {
  const width = (COMMON_TOOLS + own) * TOOL_PX + TOOL_PX;
  const [place, setPlace] = useState(/** @type {Place | null} */ (null));
  const watch = {
    onPointerMove: (/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      if (event.pointerType !== "touch") setPlace(placeAt(event.currentTarget, width));
    },
    onPointerLeave: (/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      if (!event.currentTarget.matches(":focus-within")) setPlace(null);
    },
    onFocusIn: (/** @type {FocusEvent & { currentTarget: HTMLElement }} */ event) => {
      const { target, currentTarget } = event;
      if (/** @type {HTMLElement} */ (target).matches(":focus-visible")) {
        setPlace(placeAt(currentTarget, width));
      }
    },
    onFocusOut: (/** @type {FocusEvent & { currentTarget: HTMLElement }} */ event) => {
      const { relatedTarget, currentTarget } = event;
      // What was opened from here gives the focus back to where it was.
      if (document.querySelector("dialog[open]") !== null) return;
      if (!currentTarget.contains(/** @type {Node | null} */ (relatedTarget))) setPlace(null);
    },
  };
  return { place, watch };
}

/**
 * Beside the message, else above it, else below it; a message taller than the screen has them in a
 * column, which stays in sight.
 * @param {HTMLElement} row
 * @param {number} needed pixels that they are wide
 * @returns {Place}
 */
function placeAt(row, needed) {
  const list = row.closest(".log")?.getBoundingClientRect();
  const column = row.closest(".log__inner")?.getBoundingClientRect();
  const { top, bottom, width } = row.getBoundingClientRect();
  if (list === undefined || column === undefined) return "above";
  // Beside a picture of an album stands the next picture.
  if (column.width - width > needed && row.closest(".album") === null) return "side";
  if (top - list.top > ROW_PX) return "above";
  return list.bottom - bottom > ROW_PX ? "below" : "column";
}

/**
 * @param {{ message: Message, place: Place, me: string, canEdit: boolean, canErase: boolean,
 *   onOpen: Open }} props
 */
export function Tools({ message, place, me, canEdit, canErase, onOpen }) {
  const t = useWords();
  const actions = useActions();
  const { id, reactions } = message;
  const tools = useMessageTools({ message, canEdit, canErase });
  return html`
    <div class="tools tools--${place}">
      <div
        class="tools__row"
        role="toolbar"
        aria-label=${t("message.tools")}
        onMouseDown=${(/** @type {MouseEvent} */ event) => event.preventDefault()}
        onKeyDown=${walk}
      >
        <${QuickReactions}
          class="tools__one tools__emoji"
          chosen=${chosenFor(reactions, me)}
          onPick=${(/** @type {string} */ emoji, /** @type {boolean} */ on) =>
            actions.messages.react(id, emoji, on)}
        />
        <${IconButton}
          class="tools__one"
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
              class="tools__one"
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
function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const isMirrored = getComputedStyle(event.currentTarget).direction === "rtl";
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = at + (isMirrored ? -step : step);
  buttons[(next + buttons.length) % buttons.length]?.focus();
}
