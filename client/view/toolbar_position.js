/**
 * Whether the tools of a message are wanted, and where: beside it, above or below it, never over its words.
 * The tools themselves are fetched when they are first wanted.
 */
import { useState } from "preact/hooks";

/** Pixels that the tools need above or below a message, and each of them beside it. */
const ROW_PX = 44;
const TOOL_PX = 30;
/** Six emoji, and what everybody can do. */
const COMMON_TOOLS = 10;

/** @typedef {"side" | "above" | "below" | "column"} ToolbarPosition */

/**
 * Whether the tools of a row are wanted, and where; `watch` is to be spread on the row.
 * @param {number} own how many tools there are that not everybody has
 */
export function useToolbarPosition(own) {
  const width = (COMMON_TOOLS + own) * TOOL_PX + TOOL_PX;
  const [position, setPosition] = useState(/** @type {ToolbarPosition | null} */ (null));
  const watch = {
    onPointerMove: (/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      if (event.pointerType !== "touch") setPosition(positionAt(event.currentTarget, width));
    },
    onPointerLeave: (/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      if (!event.currentTarget.matches(":focus-within")) setPosition(null);
    },
    onFocusIn: (/** @type {FocusEvent & { currentTarget: HTMLElement }} */ event) => {
      const { target, currentTarget } = event;
      if (/** @type {HTMLElement} */ (target).matches(":focus-visible")) {
        setPosition(positionAt(currentTarget, width));
      }
    },
    onFocusOut: (/** @type {FocusEvent & { currentTarget: HTMLElement }} */ event) => {
      const { relatedTarget, currentTarget } = event;
      // What was opened from here gives the focus back to where it was.
      if (document.querySelector("dialog[open]") !== null) return;
      if (!currentTarget.contains(/** @type {Node | null} */ (relatedTarget))) setPosition(null);
    },
  };
  return { position, watch };
}

/**
 * Beside the message, else above it, else below it; a message taller than the screen has them in a
 * column, which stays in sight.
 * @param {HTMLElement} row
 * @param {number} needed pixels that they are wide
 * @returns {ToolbarPosition}
 */
function positionAt(row, needed) {
  const list = row.closest(".log")?.getBoundingClientRect();
  const column = row.closest(".log__inner")?.getBoundingClientRect();
  const { top, bottom, width } = row.getBoundingClientRect();
  if (list === undefined || column === undefined) return "above";
  // Beside a picture of an album stands the next picture.
  if (column.width - width > needed && row.closest(".album") === null) return "side";
  if (top - list.top > ROW_PX) return "above";
  return list.bottom - bottom > ROW_PX ? "below" : "column";
}
