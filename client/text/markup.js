/**
 * The text of a message as nodes: words, links and a little emphasis, never HTML. Every character stays
 * where it was written, the signs too, which are only drawn fainter: what is copied is what was said.
 * A link is only what `URL` takes for http or https; everything else stays the text it is.
 */
import { html } from "htm/preact";

const ONLY_EMOJI = /^(?:\p{RGI_Emoji}|\s){1,24}$/v;

/** Three back ticks around whole lines or words. */
const BLOCK = /```[^]*?```/g;
/** Lines that begin with "> ". */
const QUOTE = /(?:^|(?<=\n))> [^\n]*(?:\n> [^\n]*)*/g;
/** In the order in which one wins over the next where both begin. */
const INLINE = new RegExp(
  [
    "(?<link>\\bhttps?:\\/\\/[^\\s<>\"'`]+)",
    "(?<code>`[^`\\n]+`)",
    "(?<strong>(?<![\\p{L}\\p{N}*])\\*(?=[^\\s*])[^*\\n]{0,300}(?<=\\S)\\*(?![\\p{L}\\p{N}*]))",
    "(?<em>(?<![\\p{L}\\p{N}_])_(?=[^\\s_])[^_\\n]{0,300}(?<=\\S)_(?![\\p{L}\\p{N}_]))",
    "(?<del>(?<![\\p{L}\\p{N}~])~~(?=[^\\s~])[^~\\n]{0,300}(?<=\\S)~~(?![\\p{L}\\p{N}~]))",
  ].join("|"),
  "giu",
);

/** @typedef {unknown[]} Nodes strings and nodes, to be children of an element */

/**
 * @param {string} text
 * @returns {Nodes}
 */
export function markup(text) {
  return split(
    text,
    BLOCK,
    (block) => [html`<code class="block">${signed(block, 3)}</code>`],
    quoted,
  );
}

/** @param {string} text */
function quoted(text) {
  return split(text, QUOTE, (quote) => [html`<q class="quote">${inline(quote)}</q>`], inline);
}

/**
 * @param {string} text
 * @returns {Nodes}
 */
function inline(text) {
  /** @type {Nodes} */
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(INLINE)) {
    const { link, code, strong, em, del } = match.groups ?? {};
    const url = link === undefined ? "" : trimmed(link);
    const href = link === undefined ? null : safeHref(url);
    if (link !== undefined && href === null) continue;
    nodes.push(text.slice(done, match.index));
    if (href !== null) {
      nodes.push(
        html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${url}</a>`,
      );
    } else if (code !== undefined) nodes.push(html`<code>${signed(code, 1)}</code>`);
    else if (strong !== undefined) nodes.push(html`<strong>${signed(strong, 1)}</strong>`);
    else if (em !== undefined) nodes.push(html`<em>${signed(em, 1)}</em>`);
    else nodes.push(html`<del>${signed(del ?? "", 2)}</del>`);
    done = match.index + (href === null ? match[0].length : url.length);
  }
  nodes.push(text.slice(done));
  return nodes.filter((node) => node !== "");
}

/**
 * The signs at both ends, fainter than what stands between them.
 * @param {string} text
 * @param {number} length of a sign
 * @returns {Nodes}
 */
function signed(text, length) {
  const [open, close] = [text.slice(0, length), text.slice(-length)];
  return [
    html`<span class="sign">${open}</span>`,
    text.slice(length, -length),
    html`<span class="sign">${close}</span>`,
  ];
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {(part: string) => Nodes} found
 * @param {(part: string) => Nodes} between
 * @returns {Nodes}
 */
function split(text, pattern, found, between) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    nodes.push(...between(text.slice(done, match.index)), ...found(match[0]));
    done = match.index + match[0].length;
  }
  nodes.push(...between(text.slice(done)));
  return nodes;
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
