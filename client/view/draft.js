/**
 * What stands in the composer. Every change is kept at once, for its room or its message, and the caret
 * stands where the change has put it.
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useActions, useSelect } from "./hooks.js";

/**
 * @param {string} room
 * @param {number | null} edited id of the message whose words are changed
 * @param {boolean} isPicking an emoji is being picked, which takes the focus
 */
export function useDraft(room, edited, isPicking) {
  const actions = useActions();
  const problem = useSelect((state) => state.dialog === null ? state.problem : null);
  const insertion = useSelect((state) => edited === null ? state.insertion : null);
  const [text, setText] = useState(() =>
    edited === null ? actions.drafts.draft(room) : actions.messages.edits.textFor(edited)
  );
  const [caret, setCaret] = useState(text.length);
  const [isTall, setTall] = useState(false);
  /** Where the caret belongs once the field has its new text. */
  const wantedCaret = useRef(/** @type {number | null} */ (null));
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));

  useLayoutEffect(() => {
    grow(field.current);
    // Once wide it stays so until it is empty: else it would change with every line that fits again.
    setTall((tall) => text !== "" && (tall || lineCount(field.current) > 1));
    if (wantedCaret.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = null;
  }, [text, isPicking]);
  useLayoutEffect(() => {
    // On a phone the keyboard would cover half of the room that was just opened.
    if (edited !== null || matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, []);
  useLayoutEffect(() => {
    if (insertion === null) return;
    actions.messages.onInserted();
    write(text === "" ? insertion : `${text.trimEnd()}\n${insertion}`);
    wantedCaret.current = insertion.length + (text === "" ? 0 : text.trimEnd().length + 1);
  }, [insertion]);

  /** @param {string} next */
  function write(next) {
    setText(next);
    if (edited === null) actions.drafts.saveDraft(room, next);
    else actions.messages.edits.save(edited, next);
    if (problem !== null) actions.show({ problem: null });
  }

  /**
   * Puts another text before the caret, and the caret behind it.
   * @param {string} before
   * @param {number} [from] where the caret stands
   */
  function replaceBefore(before, from = caret) {
    write(before + text.slice(from));
    setCaret(before.length);
    wantedCaret.current = before.length;
  }

  /** @param {string} words that come back, before what stands there */
  function prepend(words) {
    if (words !== "") write(text === "" ? words : `${words}\n${text}`);
  }

  return { text, setText, caret, setCaret, isTall, field, write, replaceBefore, prepend };
}

/**
 * Where the browser cannot size a field by its content, we do.
 * @param {HTMLTextAreaElement | null} field
 */
function grow(field) {
  if (field === null || CSS.supports("field-sizing", "content")) return;
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${field.scrollHeight}px`);
}

/** @param {HTMLTextAreaElement | null} field */
function lineCount(field) {
  if (field === null) return 1;
  const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(field);
  const height = field.scrollHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
  return Math.round(height / parseFloat(lineHeight));
}
