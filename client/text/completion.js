/**
 * What somebody who writes could mean: `:smi` for an emoji, `@an` for a person. What stands at the
 * caret, which names begin so, and what Enter may take unasked. Pure.
 */
import { fold } from "./fold.js";
import { foldCall } from "./mention.js";

/** Longest name in code points. */
const MAX_NAME = 32;
/** Letters of a shortcode from which Enter takes it: ":D" and ":pp" stay what they are. */
const MIN_SURE_LETTERS = 3;

const EMOJI = /(?:^|[\s([{"'“„«‘/])(:([\p{L}\p{N}_+-]{2,30}))$/u;
/** Behind what an `@` calls nobody: letters, unless their script puts no space between words. */
const IN_WORD =
  /(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}])[\p{L}\p{N}][\p{M}\u200c\u200d]*$/u;
const NAME = /^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd} _\-.'’\u200c\u200d]*$/u;

/**
 * What is being written at the end of a text.
 * @typedef {{ kind: "emoji" | "person", query: string, start: number }} Token
 */

/**
 * @param {string} before what stands before the caret
 * @returns {Token | null}
 */
export function tokenAt(before) {
  const emoji = EMOJI.exec(before);
  if (emoji !== null) {
    return { kind: "emoji", query: emoji[2] ?? "", start: before.length - (emoji[1] ?? "").length };
  }
  const start = before.lastIndexOf("@");
  const query = before.slice(start + 1);
  if (start < 0 || !NAME.test(query) || [...query].length > MAX_NAME) return null;
  if (IN_WORD.test(before.slice(Math.max(0, start - 8), start))) return null;
  return { kind: "person", query, start };
}

/**
 * Names that begin as what was typed does, then those in which a later word does.
 * @param {readonly string[]} names
 * @param {string} query
 * @param {number} max
 */
export function namesFor(names, query, max) {
  const wanted = foldCall(query);
  /** @param {string} name */
  const rank = (name) => {
    const folded = foldCall(name);
    return folded.startsWith(wanted) ? 0 : ` ${folded}`.includes(` ${wanted}`) ? 1 : 2;
  };
  return names.map((name) => ({ name, rank: rank(name) })).filter(({ rank }) => rank < 2)
    .sort((a, b) => a.rank - b.rank).slice(0, max).map(({ name }) => name);
}

/**
 * True where Enter takes the first name: it goes on as what was typed begins, which is nobody's whole name.
 * @param {readonly string[]} names that are offered, the likeliest first
 * @param {string} query
 */
export function isSureName([first, ...others], query) {
  const wanted = foldCall(query);
  if (first === undefined || query.endsWith(" ")) return false;
  return foldCall(first).startsWith(wanted) &&
    ![first, ...others].some((name) => foldCall(name) === wanted);
}

/**
 * True where Enter takes the first emoji: its shortcode begins with what was typed, or the name it has
 * in a language of other letters does.
 * @param {{ code: string, words: string } | undefined} first
 * @param {string} query
 */
export function isSureEmoji(first, query) {
  if (first === undefined || [...query].length < MIN_SURE_LETTERS) return false;
  const wanted = fold(query);
  // deno-lint-ignore no-control-regex -- letters of one byte are those of shortcodes
  const isForeign = /[^\x00-\x7f]/.test(query);
  return first.code.startsWith(wanted) || (isForeign && fold(first.words).startsWith(wanted));
}
