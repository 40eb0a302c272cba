/** Chance that comes out the same each time: a failure can be looked at again. */

/** Numbers from 0 to 1 by mulberry32. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of these. */
export function pick<T>(next: () => number, items: readonly T[]): T {
  return items[Math.floor(next() * items.length)]!;
}

const PIECES = [
  "hello",
  " ",
  ": ",
  "* ",
  "\n",
  "\r\n",
  "\u2028",
  "\u0085",
  "\\",
  '"',
  "[2025-11-19 23:46:36] ",
  " erased 45",
  " created the room",
  "привіт",
  "สวัสดี",
  "עברית",
  "👩‍👩‍👧‍👦",
  "e\u0301",
  "\u202e",
  "\ufeff",
  "\ud800",
  "\udfff",
  "\t",
  "\x1b[31m",
  "\x00",
  "\x7f",
  "<b>",
  "&amp;",
  "%00",
  "'",
  "\u200d",
];

/** A text of nasty pieces and random code points. */
export function randomText(next: () => number): string {
  let text = "";
  for (let n = Math.floor(next() * 8); n >= 0; n--) {
    text += next() < 0.7 ? pick(next, PIECES) : String.fromCodePoint(Math.floor(next() * 0x110000));
  }
  return text;
}
