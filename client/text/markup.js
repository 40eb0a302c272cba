/**
 * The text of a message as nodes: words and links, never HTML. A link is only what `URL` takes for
 * http or https; everything else stays the text it is.
 */
import { html } from "htm/preact";

const LINK = /\bhttps?:\/\/[^\s<>"'`]+/giu;
const ONLY_EMOJI = /^(?:\p{RGI_Emoji}|\s){1,24}$/v;

/**
 * @param {string} text
 * @returns {unknown[]} strings and nodes, to be children of an element
 */
export function markup(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trimmed(match[0]);
    const href = safeHref(link);
    if (href === null) continue;
    nodes.push(
      text.slice(done, match.index),
      html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${link}</a>`,
    );
    done = match.index + link.length;
  }
  nodes.push(text.slice(done));
  return nodes.filter((node) => node !== "");
}

/**
 * True for a text of a few emoji and nothing else: it is shown large.
 * @param {string} text
 */
export function isOnlyEmoji(text) {
  return text.length <= 40 && ONLY_EMOJI.test(text) && /\S/.test(text);
}

/**
 * Without the punctuation that belongs to the sentence around it.
 * @param {string} link
 */
function trimmed(link) {
  let end = link.length;
  for (;;) {
    const last = link[end - 1] ?? "";
    const isOpened = last === ")" &&
      link.slice(0, end).split("(").length >= link.slice(0, end).split(")").length;
    if (isOpened || !/[.,:;!?)\]}»”’…]/u.test(last)) return link.slice(0, end);
    end--;
  }
}

/**
 * @param {string} link
 * @returns {string | null}
 */
function safeHref(link) {
  try {
    const url = new URL(link);
    return (url.protocol === "http:" || url.protocol === "https:") && url.host !== ""
      ? url.href
      : null;
  } catch {
    return null;
  }
}
