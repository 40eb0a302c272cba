/**
 * `@name` in what people say: the longest name that somebody has wins, and in code and addresses nobody
 * is called. The page shows by the same rule, in `client/text/mention.js`.
 */
import { foldName } from "../people/names.ts";

/** Calls that count in one message: a wall of names is one wall. */
const MAX_CALLS = 20;
/** UTF-16 units behind an `@` in which a name fits. */
const MAX_NAME_UNITS = 64;

/** Marks of exactly one, two or three ticks, none behind a backslash. */
const CODE = /(?<![`\\])(?:```(?!`)[^]*?[^`]```(?!`)|``(?!`)[^\n]*?[^`\n]``(?!`)|`[^`\n]+`(?!`))/g;
/** Scripts that put no space before an `@`; in an address of mail they do not stand. */
const SPACELESS =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]\p{M}*$/u;
const WORD_BEFORE = /[\p{L}\p{N}][\p{M}\u200c\u200d]*$/u;
/** A name that goes on: no shorter one was meant. Also the `@Ada@example.org` of other networks. */
const GOES_ON =
  /^(?:[\p{L}\p{M}\p{N}\u200c\u200d]|[-_.'’][\p{L}\p{N}]|@[\p{L}\p{N}-]{1,63}\.\p{L})/u;
const NAME_START = /^[\p{L}\p{Nd}]/u;
const NAME_CHARACTER = /[\p{L}\p{M}\p{Nd} _\-.'’\u200c\u200d]/u;
/** What no address holds: it ends there. */
const TOKEN = /[^\s<>"“”„«»‹›（）「」『』【】《》〈〉、。，！？；：…،؛؟।]+/gu;
const ADDRESS_BEGINS =
  /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/|(?<![\p{L}\p{N}.-])(?:www\.|mailto:|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?::\d+)?\/)/iu;

/** Keyboards differ in the sign they have for the apostrophe of a name. */
const APOSTROPHE = /['’ʼ]/g;

/** The folded names that a text calls, of those that somebody has. */
export function calledIn(text: string, isName: (folded: string) => boolean): Set<string> {
  const names = new Set<string>();
  for (const at of callsIn(text)) {
    const name = nameBehind(text, at, isName);
    if (name !== null) names.add(name);
  }
  return names;
}

/** Where an `@` may call somebody: not in code, in an address or in a word. */
function callsIn(text: string): number[] {
  const calls: number[] = [];
  if (!text.includes("@")) return calls;
  // Of the same length, so that offsets stay.
  const said = text.replace(CODE, (code) => " ".repeat(code.length));
  for (const { 0: token, index } of said.matchAll(TOKEN)) {
    let at = token.indexOf("@");
    if (at < 0) continue;
    const address = token.search(ADDRESS_BEGINS);
    for (; at >= 0 && (address < 0 || at < address); at = token.indexOf("@", at + 1)) {
      const before = token.slice(Math.max(0, at - 8), at);
      if (WORD_BEFORE.test(before) && !SPACELESS.test(before)) continue;
      if (calls.push(index + at) === MAX_CALLS) return calls;
    }
  }
  return calls;
}

/** The longest name that stands behind an `@`, folded. */
function nameBehind(
  text: string,
  at: number,
  isName: (folded: string) => boolean,
): string | null {
  const start = at + 1;
  if (!NAME_START.test(text.slice(start, start + 2))) return null;
  let end = start;
  for (const character of text.slice(start, start + MAX_NAME_UNITS)) {
    if (!NAME_CHARACTER.test(character)) break;
    end += character.length;
  }
  for (; end > start; end--) {
    if (text[end - 1] === " " || GOES_ON.test(text.slice(end, end + 66))) continue;
    const name = spellings(foldName(text.slice(start, end))).find(isName);
    if (name !== undefined) return name;
  }
  return null;
}

/** A folded name as it is written, then with each apostrophe. */
function spellings(folded: string): string[] {
  const others = folded.search(APOSTROPHE) < 0 ? [] : ["'", "’", "ʼ"];
  return [folded, ...others.map((sign) => folded.replace(APOSTROPHE, sign))];
}
