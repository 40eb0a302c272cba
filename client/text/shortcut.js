/**
 * What a pressed key means, on every keyboard layout. A letter is what the layout says it is; only
 * where the layout has no Latin letters (Cyrillic, Greek, Thai, Arabic …) is it the place on the
 * keyboard. Keys that a browser, an input method or a layout needs are never ours.
 *
 * @typedef {"switch" | "help" | "search" | "attach" | "above" | "below" | "unread_above" |
 *   "unread_below" | "mention" | "all_read"} Shortcut
 * @typedef {Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey"> &
 *   Partial<Pick<KeyboardEvent, "isComposing" | "keyCode" | "getModifierState">>} KeyPress
 */

/** Letters and marks that stand on the keys of a layout without Latin letters. */
const OTHER_SCRIPT = /^(?!\p{Script=Latin})[\p{L}\p{M}]$/u;
const LATIN_LETTER = /^\p{Script=Latin}$/u;

/**
 * True while an input method has the keys: nothing else may act on them, not even on Escape. Safari
 * ends the composition before the event; 229 says that it was still going on (WCAG SCR41).
 * @param {KeyPress} event
 */
export function isComposing(event) {
  return event.isComposing === true || event.keyCode === 229;
}

/**
 * The shortcut that was pressed, or null.
 * @param {KeyPress} event
 * @param {boolean} isApple Command in the place of Ctrl
 * @returns {Shortcut | null}
 */
export function shortcutOf(event, isApple) {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (isComposing(event)) return null;
  const [command, other] = isApple ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  // Nothing is typed by an arrow: what Windows takes for AltGr is none here.
  if (key === "ArrowDown" && command && !other && altKey && shiftKey) return "mention";
  if (isAltGraph(event)) return null;
  if (altKey && !ctrlKey && !metaKey) {
    const way = key === "ArrowUp" ? "above" : key === "ArrowDown" ? "below" : null;
    return way !== null && shiftKey ? `unread_${way}` : way;
  }
  if (key === "Escape" && shiftKey && !ctrlKey && !metaKey) return "all_read";
  if (!command || other || altKey) return null;
  // Where / is Shift and 7 it cannot be pressed without Shift.
  if (key === "/" || (event.code === "Slash" && OTHER_SCRIPT.test(key))) return "help";
  const letter = letterOf(event);
  if (letter === "k" && !shiftKey) return "switch";
  if (letter === "f" && shiftKey) return "search";
  if (letter === "u" && shiftKey) return "attach";
  return null;
}

/**
 * The character that a key types, or null where it types none.
 * @param {KeyPress} event
 * @param {boolean} isApple
 */
export function typedCharacter(event, isApple) {
  const { key, altKey, ctrlKey, metaKey } = event;
  if (isComposing(event) || [...key].length !== 1) return null;
  // AltGr types, and says on Windows that Ctrl and Alt are down; so does Option on a Mac.
  if (isAltGraph(event)) return key;
  return ctrlKey || metaKey || (altKey && !isApple) ? null : key;
}

/** @param {KeyPress} event */
function letterOf({ key, code }) {
  if (LATIN_LETTER.test(key)) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : null;
}

/** @param {KeyPress} event */
function isAltGraph(event) {
  return event.getModifierState?.("AltGraph") ?? false;
}
