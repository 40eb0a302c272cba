/**
 * Selected messages as text: words with the signs they were written with, names and times where more
 * than one message is meant, and none of the page's own labels.
 *
 * @import { Message } from "../../../server/protocol.ts"
 */
import { transcript } from "../../text/transcript.js";
import { markupSource } from "../../text/markup_source.js";

/**
 * Puts what is selected on the clipboard, if it is messages.
 * @param {ClipboardEvent} event
 * @param {HTMLElement} list
 * @param {readonly Message[]} messages
 * @param {string} language
 */
export function copySelected(event, list, messages, language) {
  const selected = selectedIn(list, messages);
  const [first] = selected;
  if (first === undefined || event.clipboardData === null) return;
  const text = selected.length === 1 ? first.text : transcript(selected, language);
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}

/**
 * The messages that are selected, with those of their words that are.
 * @param {HTMLElement} list
 * @param {readonly Message[]} messages
 */
function selectedIn(list, messages) {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || isInField()) return [];
  const range = selection.getRangeAt(0);
  const known = new Map(messages.map((message) => [String(message.id), message]));
  const selected = [];
  for (const row of list.querySelectorAll("article[data-id]")) {
    const message = known.get(row.getAttribute("data-id") ?? "");
    if (message === undefined || message.erased || !range.intersectsNode(row)) continue;
    const text = [fileIn(row, range, message), wordsIn(row, range, message)]
      .filter((part) => part !== "").join("\n");
    if (text !== "") selected.push({ name: message.name, time: message.time, text });
  }
  return selected;
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
  // Whoever selects in code wants to run it, not to send it on.
  if (isInCode(part.commonAncestorContainer)) return part.toString();
  if (part.toString() === whole) return message.text;
  return markupSource(part.cloneContents()).replace(/^\n+|\n+$/g, "");
}

/** @param {Node} node */
function isInCode(node) {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest("code") !== null;
}
