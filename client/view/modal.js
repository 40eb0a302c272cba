/**
 * A native dialog that stands in front of everything: Escape, a press beside it and the browser's way
 * back close it. The cursor is in its field from the first moment, and goes back where it was.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { useActions } from "./hooks.js";
import { isComposing } from "../text/shortcut.js";

/** What the cursor goes to: the field that asks for it, else the first one. */
const FIELDS = [
  "[autofocus]",
  "input:checked:enabled",
  "input:enabled:not([type=radio], [type=file]), select:enabled, textarea:enabled",
  "[data-first]",
];

/**
 * What a `<dialog>` needs to be one, to be spread on it.
 * @param {() => void} close
 */
export function useModal(close) {
  const actions = useActions();
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const latest = useRef(close);
  latest.current = close;
  /** True where the press began beside it: words that are marked past its edge do not close it. */
  const isBeside = useRef(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element !== null && !element.open) {
      element.showModal();
      focusField(element);
    }
    const release = actions.pushLayer(() => latest.current());
    return () => {
      release();
      element?.close();
      // What had the cursor may be gone by now, or go with this: then it belongs to the message.
      const { activeElement, body } = document;
      const isLost = !activeElement || activeElement === body || element?.contains(activeElement);
      if (isLost && matchMedia("(pointer: fine)").matches) {
        document.getElementById("composer")?.focus();
      }
    };
  }, []);
  return {
    ref,
    onCancel: close,
    // A browser may close it without asking; after it is gone that says nothing about the next one.
    onClose: () => ref.current !== null && close(),
    onPointerDown: (/** @type {PointerEvent} */ event) => {
      isBeside.current = event.target === ref.current;
    },
    onClick: (/** @type {MouseEvent} */ event) =>
      isBeside.current && event.target === ref.current && close(),
    onKeyDownCapture: (/** @type {KeyboardEvent} */ event) => {
      // Escape that ends a composition does not end the dialog too.
      if (event.key === "Escape" && isComposing(event)) event.preventDefault();
    },
  };
}

/**
 * Puts the cursor into a dialog's field. Doing it again, when more of the dialog is there, moves it
 * only where nobody has moved it meanwhile.
 * @param {HTMLDialogElement} dialog
 */
export function focusField(dialog) {
  for (const selector of FIELDS) {
    const field = dialog.querySelector(selector);
    if (!(field instanceof HTMLElement)) continue;
    field.focus();
    if (field instanceof HTMLInputElement) field.select();
    return;
  }
}
