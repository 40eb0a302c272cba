/**
 * The text of a message as nodes: words, links, emphasis, code, quotes and lists, never HTML. A sign is
 * left out where it did its work, and the element keeps it (`data-before`, `data-after`), so that what is
 * copied is what was written (`written.js`). Whatever means nothing stays the text it is.
 *
 * Each character is looked at a fixed number of times, whatever it is: nobody's text makes others wait.
 */
import { html } from "htm/preact";
import { splitCode } from "./code.js";
import { parseInline } from "./emphasis.js";

const ONLY_EMOJI = /^(?:\p{RGI_Emoji}|\s){1,24}$/v;

const FENCE = "```";
/** The word behind the first fence tells the language of what follows, and is nobody's to read. */
const LANGUAGE = /^[\w+#.-]{0,20}\n(?=[^])/;
const QUOTE = /^>(?: |$)/;
/** The spaces before its sign tell the level of an item. */
const ITEM = /^( {0,8})(?:[-*]|(\d{1,3})\.) {1,3}(?=\S)/;
/** Spaces of one level, and the deepest that is drawn. */
const INDENT = 2;
const MAX_LEVELS = 3;

/** @typedef {unknown[]} Nodes strings and nodes, to be children of an element */

/**
 * How a block of code is drawn.
 * @typedef {(props: { code: string, before: string, after: string }) => unknown} Block
 */

/**
 * Lines of one kind that follow each other; plain ones with the breaks around them.
 * @typedef {object} Segment
 * @property {"plain" | "code" | "quote" | "ul" | "ol"} kind
 * @property {Line[]} lines
 */

/**
 * @typedef {object} Line
 * @property {string} text without its sign
 * @property {string} sign with the spaces around it, "" where there is none
 * @property {number} number of an item that has one
 * @property {number} level of an item
 */

/**
 * @param {string} text
 * @param {Block} [block] a component
 * @returns {Nodes}
 */
export function markup(text, block = PlainBlock) {
  const segments = splitCode(text, (code) => code.startsWith(FENCE)).flatMap((part) =>
    part.isCode
      ? [{ kind: /** @type {const} */ ("code"), lines: [lineOf(part.text)] }]
      : segmentsOf(part.text)
  );
  return mergeStrings(segments.flatMap(({ kind, lines }, i) => {
    if (kind === "code") return [codeBlock(lines[0]?.text ?? "", block)];
    if (kind === "quote") {
      return [html`<blockquote dir="auto">${lines.map(quoteLine)}</blockquote>`];
    }
    if (kind === "ul") return [html`<ul>${lines.map(listItem)}</ul>`];
    if (kind === "ol") return [html`<ol>${lines.map(listItem)}</ol>`];
    return plainText(lines[0]?.text ?? "", i > 0, i < segments.length - 1);
  }));
}

/**
 * @param {string} text
 * @returns {Segment[]}
 */
function segmentsOf(text) {
  /** @type {Segment[]} */
  const segments = [];
  let words = "";
  let kind = /** @type {Segment["kind"]} */ ("plain");
  for (const [i, whole] of text.split("\n").entries()) {
    const line = i === 0 ? "" : "\n";
    const before = kind;
    const read = readLine(whole, before);
    kind = read.kind;
    if (kind === "plain") words += line + whole;
    else if (kind === before) {
      segments.at(-1)?.lines.push({ ...read.line, sign: line + read.line.sign });
    } else {
      words += line;
      if (words !== "") segments.push({ kind: "plain", lines: [lineOf(words)] });
      segments.push({ kind, lines: [read.line] });
      words = "";
    }
  }
  if (words !== "") segments.push({ kind: "plain", lines: [lineOf(words)] });
  return segments;
}

/**
 * @param {string} line
 * @param {Segment["kind"]} before
 * @returns {{ kind: Segment["kind"], line: Line }}
 */
function readLine(line, before) {
  const quote = QUOTE.exec(line)?.[0] ?? "";
  if (quote !== "" && (before === "quote" || /\S/.test(line.slice(quote.length)))) {
    return { kind: "quote", line: lineOf(line.slice(quote.length), quote) };
  }
  const [sign = "", indent = "", number] = ITEM.exec(line) ?? [];
  if (sign === "") return { kind: "plain", line: lineOf(line) };
  const level = Math.min(MAX_LEVELS, Math.floor(indent.length / INDENT));
  return {
    kind: number === undefined ? "ul" : "ol",
    line: { ...lineOf(line.slice(sign.length), sign), number: Number(number ?? 0), level },
  };
}

/**
 * @param {string} text
 * @param {string} [sign]
 * @returns {Line}
 */
function lineOf(text, sign = "") {
  return { text, sign, number: 0, level: 0 };
}

/**
 * @param {string} text with its fences
 * @param {Block} block
 */
function codeBlock(text, block) {
  const inside = text.slice(FENCE.length, -FENCE.length);
  const start = LANGUAGE.exec(inside)?.[0].length ?? 0;
  const end = inside.length - (inside.length > start + 1 && inside.endsWith("\n") ? 1 : 0);
  return html`
    <${block}
      code=${inside.slice(start, end)}
      before=${FENCE + inside.slice(0, start)}
      after=${inside.slice(end) + FENCE}
    />
  `;
}

/** @type {Block} */
function PlainBlock({ code, before, after }) {
  return html`<pre data-before=${before} data-after=${after}>${code}</pre>`;
}

/** @param {Line} line */
function quoteLine({ text, sign }) {
  return html`<div data-before=${sign}>${mergeStrings(parseInline(text))}</div>`;
}

/** @param {Line} line */
function listItem({ text, sign, number, level }) {
  const place = number > 0 ? { value: number } : {};
  return html`
    <li data-before=${sign} data-level=${level} ...${place}>${mergeStrings(parseInline(text))}</li>
  `;
}

/**
 * A line break that only parts these words from a block is nothing to see.
 * @param {string} text
 * @param {boolean} isBehind a block
 * @param {boolean} isAbove one
 * @returns {Nodes}
 */
function plainText(text, isBehind, isAbove) {
  let [start, end] = [0, text.length];
  while (isBehind && text[start] === "\n") start++;
  while (isAbove && end > start && text[end - 1] === "\n") end--;
  const lines = text.slice(start, end).split("\n");
  return [
    ...hiddenBreaks(text.slice(0, start)),
    ...lines.flatMap((line, i) => [i === 0 ? "" : "\n", ...parseInline(line)]),
    ...hiddenBreaks(text.slice(end)),
  ];
}

/**
 * @param {string} breaks
 * @returns {Nodes}
 */
function hiddenBreaks(breaks) {
  return breaks === "" ? [] : [html`<span data-before=${breaks}></span>`];
}

/**
 * With strings that stand side by side made one.
 * @param {Nodes} nodes
 * @returns {Nodes}
 */
function mergeStrings(nodes) {
  /** @type {Nodes} */
  const all = [];
  let text = "";
  for (const node of nodes) {
    if (typeof node === "string") text += node;
    else {
      if (text !== "") all.push(text);
      text = "";
      all.push(node);
    }
  }
  return text === "" ? all : [...all, text];
}

/**
 * True for a text of a few emoji and nothing else: it is shown large.
 * @param {string} text
 */
export function isOnlyEmoji(text) {
  return text.length <= 40 && ONLY_EMOJI.test(text) && /\S/.test(text);
}
