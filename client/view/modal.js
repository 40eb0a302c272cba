/** A native dialog that stands in front of everything: Escape and a press beside it close it. */
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * What a `<dialog>` needs to be one, to be spread on it.
 * @param {() => void} close
 */
export function useModal(close) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const element = ref.current;
    if (element !== null && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return {
    ref,
    onCancel: close,
    onClick: (/** @type {MouseEvent} */ event) => event.target === ref.current && close(),
  };
}
