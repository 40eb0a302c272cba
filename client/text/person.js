/**
 * How a person looks: initials and one of twelve hues, the same on every page and every day.
 */

/** Made once: making one costs more than a hundred uses. */
const SEGMENTER = new Intl.Segmenter();

/** Hues in `style/tokens.css`. */
export const HUES = 12;

/**
 * A stable number for a name, 0 to HUES - 1: FNV-1a over the folded name.
 * @param {string} name
 */
export function hueOf(name) {
  let hash = 0x811c9dc5;
  for (const char of name.normalize("NFKC").toLowerCase()) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  // The low bits of FNV are its weakest.
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}

/**
 * The first grapheme of the first and the last word, in capitals where there are any.
 * @param {string} name
 */
export function initialsOf(name) {
  const words = name.split(/[\s_.-]+/u).filter((word) => word !== "");
  const first = words[0] ?? name;
  const last = words.length > 1 ? words.at(-1) ?? "" : "";
  return (firstGrapheme(first) + firstGrapheme(last)).toLocaleUpperCase();
}

/** @param {string} word */
function firstGrapheme(word) {
  for (const { segment } of SEGMENTER.segment(word)) return segment;
  return "";
}
