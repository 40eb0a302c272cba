/**
 * Selected messages as text: words with the signs they were written with, names and times where more
 * than one message is meant, and none of the page's own labels.
 *
 * @import { Message } from "../../server/protocol.ts"
 */
import { useEffect, useRef } from "preact/hooks";
import { transcript } from "../text/transcript.js";

/**
 * @param {{ current: HTMLElement | null }} list
 * @param {readonly Message[]} messages
 * @param {string} language
 */
export function useCopying(list, messages, language) {
  const latest = useRef({ messages, language });
  latest.current = { messages, language };
  useEffect(() => {
    /** @param {ClipboardEvent} event */
    function copy(event) {
      const { messages, language } = latest.current;
      const said = selectedIn(list.current, messages);
      const [first] = said;
      if (first === undefined || event.clipboardData === null) return;
      const text = said.length === 1 ? first.text : transcript(said, language);
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    }
    document.addEventListener("copy", copy);
    return () => document.removeEventListener("copy", copy);
  }, []);
}

/**
 * The messages that are selected, with those of their words that are.
 * @param {HTMLElement | null} list
 * @param {readonly Message[]} messages
 */
function selectedIn(list, messages) {
  const selection = getSelection();
  if (list === null || selection === null || selection.isCollapsed || isInField()) return [];
  const range = selection.getRangeAt(0);
  const known = new Map(messages.map((message) => [String(message.id), message]));
  const said = [];
  for (const row of list.querySelectorAll("article[data-id]")) {
    const message = known.get(row.getAttribute("data-id") ?? "");
    if (message === undefined || message.erased || !range.intersectsNode(row)) continue;
    const text = [fileIn(row, range, message), wordsIn(row, range, message)]
      .filter((part) => part !== "").join("\n");
    if (text !== "") said.push({ name: message.name, time: message.time, text });
  }
  return said;
}

/** True where a field has a selection of its own. */
function isInField() {
  const field = document.activeElement;
  return (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) &&
    field.selectionStart !== field.selectionEnd;
}

/**
 * @param {Element} row
 * @param {Range} range
 * @param {Message} message
 */
function fileIn(row, range, { file }) {
  const shown = row.querySelector("[data-file]");
  return file !== undefined && shown !== null && range.intersectsNode(shown) ? file.name : "";
}

/**
 * @param {Element} row
 * @param {Range} range
 * @param {Message} message
 */
function wordsIn(row, range, message) {
  const words = row.querySelector(".message__text");
  if (words === null || !range.intersectsNode(words)) return "";
  const part = document.createRange();
  part.selectNodeContents(words);
  const whole = part.toString();
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) {
    part.setStart(range.startContainer, range.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) {
    part.setEnd(range.endContainer, range.endOffset);
  }
  return part.toString() === whole ? message.text : part.toString();
}
