/**
 * Two spellings of one word: equal once folded, whatever their width, case, composition and invisible
 * characters, and whether a phone made its apostrophes, quotes and dashes curly or long. The page marks by
 * the same rule, in `client/text/fold.js`.
 */

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** A text in the one spelling in which it is compared. */
export function foldText(text: string): string {
  // deno-lint-ignore no-control-regex -- most texts are of one byte a character: nothing to compose
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC")
    .replace(IGNORABLE, "").replaceAll("ς", "σ")
    .replace(/[‘’ʼ′]/g, "'").replace(/[“”„«»]/g, '"').replace(/[‐-―−]/g, "-")
    // Thai writes the tone before or behind the upper part of sara am.
    .replace(/\u0e4d([\u0e48-\u0e4b])/g, "$1\u0e4d");
}

/** Blocks in which Unicode repeats letters in another shape: ligatures, width, circles, presentation forms. */
const SHAPES = [
  [0xa0, 0xff],
  [0x130, 0x17f],
  [0x1c4, 0x1f3],
  [0x2b0, 0x2bc],
  [0x1d2c, 0x1d6a],
  [0x1e9a, 0x1e9e],
  [0x2000, 0x218f],
  [0x2212, 0x2212],
  [0x2460, 0x24ff],
  [0x2e80, 0x2fdf],
  [0x3200, 0x33ff],
  [0xf900, 0xfdff],
  [0xfe70, 0xffef],
] as const;

/** Characters of another shape, by what they are once folded. */
export type Shapes = ReadonlyMap<string, readonly string[]>;

/** Takes milliseconds: whoever searches often keeps them. */
export function findShapes(): Shapes {
  const found = new Map<string, string[]>();
  for (const [first, last] of SHAPES) {
    for (let code = first; code <= last; code++) {
      const character = String.fromCharCode(code);
      const folded = foldText(character);
      if (/^\s|^$/.test(folded) || folded === character.toLowerCase()) continue;
      found.set(folded, [...found.get(folded) ?? [], character]);
    }
  }
  return found;
}
