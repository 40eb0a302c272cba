/**
 * What the Enter key does in the field for messages: it sends where there is a keyboard with keys, and
 * begins a new line on the one of a touch screen, which has no Shift to hold. What is written on that
 * key says the same.
 */
import { useState } from "preact/hooks";

/** Keys that no keyboard on a screen has or tells of. */
const HARDWARE_KEYS = /^(Shift|Control|Alt|Meta|Tab|Escape|CapsLock|Arrow\w+|F\d+)$/;

export function useEnterKey() {
  const [hasKeys, setHasKeys] = useState(false);
  const sends = hasKeys || !matchMedia("(pointer: coarse)").matches;
  return {
    hint: sends ? "send" : "enter",
    /**
     * True where this key sends what is written.
     * @param {KeyboardEvent} event
     */
    isSend({ key, code, shiftKey, ctrlKey, metaKey }) {
      if (code !== "" && HARDWARE_KEYS.test(key)) setHasKeys(true);
      return key === "Enter" && (ctrlKey || metaKey || (sends && !shiftKey));
    },
  };
}
