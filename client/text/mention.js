/**
 * `@name` in what people say: the longest name that somebody has wins, and in code and addresses nobody
 * is called. The server counts by the same rule, in `history/mentions.ts`.
 */
import { splitCode } from "./code.js";
import { foldName } from "./fold.js";

/** Calls that count in one message: a wall of names is one wall. */
const MAX_MENTIONS = 20;
/** UTF-16 units behind an `@` in which a name fits. */
const MAX_NAME_UNITS = 64;

/** Scripts that put no space before an `@`; in an address of mail they do not stand. */
const SPACELESS =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]\p{M}*$/u;
const WORD_BEFORE = /[\p{L}\p{N}][\p{M}\u200c\u200d]*$/u;
/** A name that goes on: no shorter one was meant. Also the `@Ada@example.org` of other networks. */
const NAME_CONTINUES =
  /^(?:[\p{L}\p{M}\p{N}\u200c\u200d]|[-_.'’][\p{L}\p{N}]|@[\p{L}\p{N}-]{1,63}\.\p{L})/u;
const NAME_START = /^[\p{L}\p{Nd}]/u;
const NAME_CHARACTER = /[\p{L}\p{M}\p{Nd} _\-.'’\u200c\u200d]/u;
/** What no address holds: it ends there. */
const TOKEN = /[^\s<>"“”„«»‹›（）「」『』【】《》〈〉、。，！？；：…،؛؟।]+/gu;
const ADDRESS_BEGINS =
  /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/|(?<![\p{L}\p{N}.-])(?:www\.|mailto:|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?::\d+)?\/)/iu;

/** Keyboards differ in the sign they have for the apostrophe of a name. */
const APOSTROPHE = /['’ʼ]/g;

/**
 * Where an `@` may call somebody: not in code, in an address or in a word.
 * @param {string} text
 * @returns {number[]}
 */
function mentionStarts(text) {
  if (!text.includes("@")) return [];
  const starts = [];
  for (const part of splitCode(text)) {
    if (part.isCode || !part.text.includes("@")) continue;
    for (const { 0: token, index } of part.text.matchAll(TOKEN)) {
      let at = token.indexOf("@");
      if (at < 0) continue;
      const address = token.search(ADDRESS_BEGINS);
      for (; at >= 0 && (address < 0 || at < address); at = token.indexOf("@", at + 1)) {
        const before = token.slice(Math.max(0, at - 8), at);
        if (WORD_BEFORE.test(before) && !SPACELESS.test(before)) continue;
        starts.push(part.index + index + at);
        if (starts.length === MAX_MENTIONS) return starts;
      }
    }
  }
  return starts;
}

/**
 * The longest name that stands behind an `@`, folded.
 * @param {string} text
 * @param {number} at where the `@` is
 * @param {(folded: string) => boolean} isName
 */
function nameBehind(text, at, isName) {
  const start = at + 1;
  if (!NAME_START.test(text.slice(start, start + 2))) return null;
  let end = start;
  for (const character of text.slice(start, start + MAX_NAME_UNITS)) {
    if (!NAME_CHARACTER.test(character)) break;
    end += character.length;
  }
  for (; end > start; end--) {
    if (text[end - 1] === " " || NAME_CONTINUES.test(text.slice(end, end + 66))) continue;
    const name = spellings(foldName(text.slice(start, end))).find(isName);
    if (name !== undefined) return name;
  }
  return null;
}

/**
 * A folded name as it is written, then with each apostrophe.
 * @param {string} folded
 */
function spellings(folded) {
  const others = folded.search(APOSTROPHE) < 0 ? [] : ["'", "’", "ʼ"];
  return [folded, ...others.map((sign) => folded.replace(APOSTROPHE, sign))];
}

/**
 * A name as it is looked for where somebody begins to write it, with one apostrophe for all.
 * @param {string} name
 */
export function foldCall(name) {
  return foldName(name).replace(APOSTROPHE, "'");
}

/**
 * True where a text calls somebody by name. Of the names in `others` the longest one is meant.
 * @param {string} text
 * @param {string} name
 * @param {Iterable<string>} [others] names of those who could be meant as well
 */
export function isMentioned(text, name, others = []) {
  if (name === "" || !text.includes("@")) return false;
  const key = foldName(name);
  const known = new Set([...others].map(foldName)).add(key);
  return mentionStarts(text).some((at) => nameBehind(text, at, (one) => known.has(one)) === key);
}

/**
 * True for a message that calls somebody: with everybody, by name, or by answering what they said.
 * @param {{ text: string, to?: { name: string }, calls?: string }} message
 * @param {string} name
 * @param {Iterable<string>} [others]
 */
export function isAddressedTo({ text, to, calls }, name, others = []) {
  return calls !== undefined ||
    (to !== undefined && name !== "" && foldName(to.name) === foldName(name)) ||
    isMentioned(text, name, others);
}
