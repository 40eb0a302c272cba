/**
 * How many columns of a terminal a text takes: two for what is wide, none for a mark on another letter,
 * and one emoji is one, however many characters it is made of.
 */

/** Wide by the Unicode standard (EAW W and F, as of 16.0), but for emoji, which the engine knows. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** Marks that stand on another character, what joins, and the later parts of a Hangul syllable. */
const NO_WIDTH = /^[[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]--[\u00ad]]$/v;
const EMOJI = /^\p{Emoji_Presentation}$/u;
const PLAIN = /^[\x20-\x7e]*$/;

/** The clusters that a reader takes for characters. */
export class Characters {
  readonly #segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  readonly #words = new Intl.Segmenter("en", { granularity: "word" });

  /** The text, character by character. */
  of(text: string): string[] {
    return PLAIN.test(text)
      ? text.split("")
      : Array.from(this.#segmenter.segment(text), ({ segment }) => segment);
  }

  /** Columns that a text takes. */
  width(text: string): number {
    if (PLAIN.test(text)) return text.length;
    return this.of(text).reduce((sum, cluster) => sum + clusterWidth(cluster), 0);
  }

  /** As much of a text as fits so many columns. */
  cut(text: string, columns: number): string {
    let [shown, width] = ["", 0];
    for (const cluster of this.of(text)) {
      width += clusterWidth(cluster);
      if (width > columns) return shown;
      shown += cluster;
    }
    return shown;
  }

  /** Where the character before an offset begins. */
  before(text: string, at: number): number {
    return at - (this.of(text.slice(0, at)).at(-1)?.length ?? 0);
  }

  /** Where the character behind an offset ends. */
  after(text: string, at: number): number {
    return at + (this.of(text.slice(at, at + 128))[0]?.length ?? 0);
  }

  /** Where the words of a text begin and end. Thai writes no spaces between them. */
  words(text: string): { start: number; end: number }[] {
    return Array.from(this.#words.segment(text)).filter(({ isWordLike }) => isWordLike)
      .map(({ index, segment }) => ({ start: index, end: index + segment.length }));
  }
}

/** Columns of one cluster. */
function clusterWidth(cluster: string): number {
  if (cluster.length === 1) return pointWidth(cluster);
  // Flags, faces in a tone, families: one picture each. A selector makes an emoji of a sign.
  if (/\ufe0f|^\p{Regional_Indicator}{2}|^\p{Emoji_Presentation}/u.test(cluster)) return 2;
  let width = 0;
  for (const character of cluster) width += pointWidth(character);
  return width;
}

function pointWidth(character: string): number {
  const point = character.codePointAt(0)!;
  if (point < 0x300) return 1;
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.some(([first, last]) => point >= first && point <= last) ||
      EMOJI.test(character)
    ? 2
    : 1;
}
