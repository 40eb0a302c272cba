/**
 * One line of a message as nodes: links, code, and words between signs that make them bold, italic or
 * struck through. Of several signs of a kind the nearest fit together, and one inside a word is none.
 */
import { html } from "htm/preact";
import { splitCode } from "./code.js";
import { linksIn } from "./links.js";

/** @typedef {import("./markup.js").Nodes} Nodes */

/** @type {Record<string, string>} */
const ELEMENTS = { "*": "strong", "**": "strong", "***": "strong", "_": "em", "~~": "del" };
const SIGN = /\*+|_+|~+/g;
/** A sign that an address may have at its end, where the same one is open before it. */
const LAST_SIGN = /(?:\*{1,3}|_|~~)$/;
const TICKS = /^`+/;
/** What makes a word go on, in scripts that put spaces between words. */
const WORD =
  /[[\p{L}\p{M}\p{N}]--[\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}]]/v;

/**
 * @param {string} line
 * @returns {Nodes}
 */
export function parseInline(line) {
  const words = new InlineParser(line);
  for (const { text, isCode, index } of splitCode(line)) {
    if (isCode) words.add(code(text));
    else addLinks(words, text, index);
  }
  return words.nodes();
}

/** What a line is made of, and which of its signs fit together. Goes once from left to right. */
class InlineParser {
  #line;
  /** @type {Nodes} */
  #tokens = [];
  /** Signs that wait for their second, one of a kind: they are so few that looking through them costs nothing.
   * @type {{ sign: string, at: number }[]} */
  #open = [];
  /** Where the second of a sign is, by where the first is. @type {Map<number, number>} */
  #pairs = new Map();

  /** @param {string} line */
  constructor(line) {
    this.#line = line;
  }

  /** @param {unknown} node */
  add(node) {
    this.#tokens.push(node);
  }

  /**
   * @param {string} text without code and links
   * @param {number} index of it in the line
   */
  addText(text, index) {
    let done = 0;
    for (const { 0: sign, index: at } of text.matchAll(SIGN)) {
      if (!Object.hasOwn(ELEMENTS, sign)) continue;
      this.add(text.slice(done, at));
      this.#addSign(sign, index + at);
      done = at + sign.length;
    }
    this.add(text.slice(done));
  }

  /** @param {string} sign */
  isOpen(sign) {
    return this.#open.some((one) => one.sign === sign);
  }

  /**
   * @param {string} sign
   * @param {number} index of it in the line
   */
  #addSign(sign, index) {
    const before = lastCharacter(this.#line.slice(Math.max(0, index - 2), index));
    const behind = firstCharacter(this.#line.slice(index + sign.length, index + sign.length + 2));
    const at = this.#tokens.push(sign) - 1;
    if (before === "\\") return;
    const found = this.#open.findIndex((one) => one.sign === sign);
    const first = this.#open[found];
    if (first !== undefined && /\S/.test(before) && !WORD.test(behind)) {
      this.#pairs.set(first.at, at);
      // What opened in between and did not close stays a sign.
      this.#open.splice(found);
    } else if (/\S/.test(behind) && !WORD.test(before)) {
      if (first !== undefined) this.#open.splice(found, 1);
      this.#open.push({ sign, at });
    }
  }

  /** @returns {Nodes} */
  nodes(from = 0, to = this.#tokens.length) {
    const nodes = [];
    for (let at = from; at < to; at++) {
      const end = this.#pairs.get(at);
      const token = this.#tokens[at];
      if (end === undefined) nodes.push(token);
      else {
        nodes.push(wrap(String(token), this.nodes(at + 1, end)));
        at = end;
      }
    }
    return nodes.filter((node) => node !== "");
  }
}

/**
 * @param {string} sign
 * @param {Nodes} nodes
 */
function wrap(sign, nodes) {
  return html`<${ELEMENTS[sign]} data-before=${sign} data-after=${sign}>${nodes}<//>`;
}

/** @param {string} text with its ticks */
function code(text) {
  const sign = TICKS.exec(text)?.[0] ?? "";
  const words = text.slice(sign.length, -sign.length);
  return html`<code data-before=${sign} data-after=${sign}>${words}</code>`;
}

/**
 * @param {InlineParser} words grow
 * @param {string} text
 * @param {number} index of it in the line
 */
function addLinks(words, text, index) {
  let done = 0;
  for (const found of linksIn(text)) {
    words.addText(text.slice(done, found.index), index + done);
    const sign = LAST_SIGN.exec(found.text)?.[0] ?? "";
    const isLonger = sign !== "" && words.isOpen(sign);
    const link = isLonger ? linksIn(found.text.slice(0, -sign.length))[0] : found;
    if (link === undefined) continue;
    words.add(
      html`<a href=${link.href} target="_blank" rel="noopener noreferrer nofollow">${link.text}</a>`,
    );
    done = found.index + link.text.length;
  }
  words.addText(text.slice(done), index + done);
}

/** @param {string} text */
function lastCharacter(text) {
  return [...text].at(-1) ?? "";
}

/** @param {string} text */
function firstCharacter(text) {
  return [...text][0] ?? "";
}
