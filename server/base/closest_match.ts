/**
 * What someone meant who mistyped a word: the nearest of those there are, or nothing. By hand: `closestString`
 * of @std has always an answer, however far, and takes two letters that are swapped for two slips.
 */

/** Letters of a word for which one slip is forgiven. */
const LETTERS_PER_SLIP = 3;
/** Maximum slips in a word of any length. */
const MAX_SLIPS = 3;

/** The word that comes nearest, null where none is near: a few slips, or the beginning of one. */
export function closestMatch(word: string, words: Iterable<string>): string | null {
  const max = Math.min(MAX_SLIPS, Math.max(1, Math.floor(word.length / LETTERS_PER_SLIP)));
  let found: { word: string; slips: number } | null = null;
  for (const candidate of words) {
    const isBegun = word.length >= LETTERS_PER_SLIP && candidate.startsWith(word);
    const slips = isBegun ? max : editDistance(word, candidate);
    if (slips <= max && slips < (found?.slips ?? Infinity)) found = { word: candidate, slips };
  }
  return found?.word ?? null;
}

/** Letters to put in, take out, replace or swap with the next, from one word to the other. */
function editDistance(one: string, two: string): number {
  let [beforeLast, last]: [number[], number[]] = [
    [],
    Array.from({ length: two.length + 1 }, (_, i) => i),
  ];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let k = 1; k <= two.length; k++) {
      const isSame = one[i - 1] === two[k - 1];
      let min = Math.min(row[k - 1]! + 1, last[k]! + 1, last[k - 1]! + (isSame ? 0 : 1));
      const isSwapped = i > 1 && k > 1 && one[i - 1] === two[k - 2] && one[i - 2] === two[k - 1];
      if (isSwapped) min = Math.min(min, beforeLast[k - 2]! + 1);
      row.push(min);
    }
    [beforeLast, last] = [last, row];
  }
  return last[two.length]!;
}
