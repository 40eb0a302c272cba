/**
 * How a person looks in an exported page: initials and one of twelve hues, by the rule of the chat itself
 * (`client/text/person.js`); a test holds the two together.
 */

/** Hues in the style of a page. */
export const HUES = 12;

/** A stable number for a name, 0 to HUES - 1: FNV-1a over the folded name. */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const char of name.normalize("NFKC").toLowerCase()) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  // The low bits of FNV are its weakest.
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}

/** The first letter of the first and the last word, as `segmenter` parts letters, in capitals. */
export function initialsOf(name: string, segmenter: Intl.Segmenter): string {
  const words = name.split(/[\s_.-]+/u).filter((word) => word !== "");
  const letterOf = (word: string): string => {
    for (const { segment } of segmenter.segment(word)) return segment;
    return "";
  };
  const last = words.length > 1 ? words.at(-1) ?? "" : "";
  return (letterOf(words[0] ?? name) + letterOf(last)).toLocaleUpperCase();
}
