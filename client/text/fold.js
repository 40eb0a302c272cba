/**
 * Two spellings of one word: equal once folded, whatever their width, case, composition, invisible
 * characters, and whether a phone made its apostrophes, quotes and dashes curly or long. The server searches
 * by the same rule, in `history/search_text.ts`.
 */

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** What is folded together: a character with the marks on it, or the letters of a Hangul syllable. */
const CLUSTER = /[\u1100-\u11ff]+|[^][\p{M}\p{Default_Ignorable_Code_Point}\uff9e\uff9f]*/gu;

/** @param {string} text */
export function fold(text) {
  return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC")
    .replace(IGNORABLE, "").replaceAll("ς", "σ")
    .replace(/[‘’ʼ′]/g, "'").replace(/[“”„«»]/g, '"').replace(/[‐-―−]/g, "-")
    // Thai writes the tone before or behind the upper part of sara am.
    .replace(/\u0e4d([\u0e48-\u0e4b])/g, "$1\u0e4d");
}

/**
 * Two names are the same when this makes them equal; the server's rule, in `people/names.ts`.
 * @param {string} name
 */
export function foldName(name) {
  return name.replace(/[\u200c\u200d]/g, "").normalize("NFKC").toUpperCase().toLowerCase()
    .normalize("NFKC");
}

/**
 * Where a text says the same as a query, in any spelling, or null.
 * @param {string} text
 * @param {string} query
 * @returns {[start: number, end: number] | null}
 */
export function findFolded(text, query) {
  const wanted = fold(query);
  if (wanted === "") return null;
  let folded = "";
  /** For each unit of the folded text, the cluster it comes from. */
  const from = /** @type {[number, number][]} */ ([]);
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const part = fold(cluster);
    folded += part;
    for (let i = 0; i < part.length; i++) from.push([index, index + cluster.length]);
  }
  const at = folded.indexOf(wanted);
  const [first, last] = [from[at], from[at + wanted.length - 1]];
  return first === undefined || last === undefined ? null : [first[0], last[1]];
}
