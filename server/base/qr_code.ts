/**
 * A text as a QR code (ISO/IEC 18004): bytes, error correction level M, the smallest version that holds
 * them and the mask that is read best. A reader gets back exactly the text that was given.
 */
import { correctionOf } from "./reed_solomon.ts";
import { ChatError } from "./errors.ts";

/** A code: `size` modules in a row, as many rows, without the quiet zone. */
export interface QrCode {
  size: number;
  isDark(x: number, y: number): boolean;
}

/** Bits that say "level M" in the format information. */
const LEVEL_M = 0;
/** What four bits say that bytes follow. */
const BYTE_MODE = 0b0100;
/** Codewords that fill up what the text leaves free, in turn. */
const PADDING = [0xec, 0x11];

/** Error correction codewords of a block at level M, by version from 1 (table 9). */
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
/** Blocks at level M, by version from 1 (table 9). */
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
/** The largest version made here: 666 bytes, far more than any link of ours. */
const MAX_VERSION = CORRECTION.length;

/** Which modules a mask turns around (table 10). */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => x * y % 2 + x * y % 3 === 0,
  (x, y) => (x * y % 2 + x * y % 3) % 2 === 0,
  (x, y) => ((x + y) % 2 + x * y % 3) % 2 === 0,
];

/** The code of a text, or a ChatError `too_long`. */
export function qrCode(text: string): QrCode {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  const bits = interleaved(version, dataCodewords(version, bytes));
  let best: Drawing | null = null;
  let least = Infinity;
  for (let mask = 0; mask < MASKS.length; mask++) {
    const drawing = new Drawing(version, bits, mask);
    const penalty = penaltyOf(drawing);
    if (penalty < least) [best, least] = [drawing, penalty];
  }
  return best!;
}

/** Modules that carry data or correction in a symbol of that version (annex to table 1). */
function dataModules(version: number): number {
  const centres = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const aligned = version === 1 ? 0 : (25 * centres - 10) * centres - 55;
  return (16 * version + 128) * version + 64 - aligned - (version < 7 ? 0 : 36);
}

/** Codewords for data, the other ones correct them. */
function capacity(version: number): number {
  return Math.floor(dataModules(version) / 8) - CORRECTION[version - 1]! * BLOCKS[version - 1]!;
}

/** Bits of the number that says how many bytes follow. */
function countBits(version: number): number {
  return version < 10 ? 8 : 16;
}

function versionFor(length: number): number {
  for (let version = 1; version <= MAX_VERSION; version++) {
    if (4 + countBits(version) + length * 8 <= capacity(version) * 8) return version;
  }
  throw new ChatError("too_long", `Cannot draw ${length} bytes as a QR code: expected at most 666`);
}

function dataCodewords(version: number, bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(capacity(version));
  let at = 0;
  const put = (value: number, width: number): void => {
    for (let bit = width - 1; bit >= 0; bit--, at++) {
      all[at >> 3]! |= (value >> bit & 1) << (7 - at % 8);
    }
  };
  put(BYTE_MODE, 4);
  put(bytes.length, countBits(version));
  for (const byte of bytes) put(byte, 8);
  // The terminator is four zeros, as far as there is room; then whole codewords.
  const used = Math.ceil(Math.min(at + 4, all.length * 8) / 8);
  for (let i = used; i < all.length; i++) all[i] = PADDING[(i - used) % 2]!;
  return all;
}

/** Data and correction codewords in the order in which they are drawn: a blot harms every block a little. */
function interleaved(version: number, data: Uint8Array): Uint8Array {
  const [count, correction] = [BLOCKS[version - 1]!, CORRECTION[version - 1]!];
  const short = Math.floor(data.length / count);
  const long = data.length % count;
  const blocks = Array.from({ length: count }, (_, i) => {
    const from = i * short + Math.max(0, i - (count - long));
    return data.subarray(from, from + short + (i < count - long ? 0 : 1));
  });
  const corrections = blocks.map((block) => correctionOf(block, correction));
  const all: number[] = [];
  for (let i = 0; i <= short; i++) {
    for (const block of blocks) if (i < block.length) all.push(block[i]!);
  }
  for (let i = 0; i < correction; i++) for (const block of corrections) all.push(block[i]!);
  return Uint8Array.from(all);
}

/** One symbol with one mask. */
class Drawing implements QrCode {
  readonly size: number;
  readonly #dark: Uint8Array;
  /** Modules that are no data: no mask turns them around. */
  readonly #fixed: Uint8Array;

  constructor(version: number, codewords: Uint8Array, mask: number) {
    this.size = version * 4 + 17;
    this.#dark = new Uint8Array(this.size ** 2);
    this.#fixed = new Uint8Array(this.size ** 2);
    this.#patterns(version);
    this.#format(formatBits(LEVEL_M, mask));
    if (version >= 7) this.#version(versionBits(version));
    this.#data(codewords, MASKS[mask]!);
  }

  isDark(x: number, y: number): boolean {
    return this.#dark[y * this.size + x] === 1;
  }

  #fix(x: number, y: number, isDark: boolean): void {
    this.#dark[y * this.size + x] = isDark ? 1 : 0;
    this.#fixed[y * this.size + x] = 1;
  }

  #patterns(version: number): void {
    const { size } = this;
    for (let i = 0; i < size; i++) {
      this.#fix(6, i, i % 2 === 0);
      this.#fix(i, 6, i % 2 === 0);
    }
    for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) this.#finder(x, y);
    const centres = alignmentCentres(version);
    const last = centres.length - 1;
    for (const [i, x] of centres.entries()) {
      for (const [j, y] of centres.entries()) {
        const isFinder = i === 0 && j === 0 || i === 0 && j === last || i === last && j === 0;
        if (!isFinder) this.#square(x, y, 2, (ring) => ring !== 1);
      }
    }
    this.#fix(8, size - 8, true);
  }

  /** A finder pattern with its light border, as far as it lies in the symbol. */
  #finder(x: number, y: number): void {
    this.#square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  }

  #square(x: number, y: number, reach: number, isDark: (ring: number) => boolean): void {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const [column, row] = [x + dx, y + dy];
        if (Math.min(column, row) < 0 || Math.max(column, row) >= this.size) continue;
        this.#fix(column, row, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  }

  /** Twice, each on its own way around the finder patterns (figure 25). */
  #format(bits: number): void {
    const { size } = this;
    for (let i = 0; i < 15; i++) {
      const isDark = (bits >> i & 1) === 1;
      if (i < 6) this.#fix(8, i, isDark);
      else if (i < 8) this.#fix(8, i + 1, isDark);
      else if (i === 8) this.#fix(7, 8, isDark);
      else this.#fix(14 - i, 8, isDark);
      if (i < 8) this.#fix(size - 1 - i, 8, isDark);
      else this.#fix(8, size - 15 + i, isDark);
    }
  }

  #version(bits: number): void {
    for (let i = 0; i < 18; i++) {
      const [near, far] = [Math.floor(i / 3), this.size - 11 + i % 3];
      this.#fix(far, near, (bits >> i & 1) === 1);
      this.#fix(near, far, (bits >> i & 1) === 1);
    }
  }

  /** In pairs of columns from the right, up and down in turn (7.7.3). */
  #data(codewords: Uint8Array, isTurned: (x: number, y: number) => boolean): void {
    const { size } = this;
    let at = 0;
    for (let right = size - 1; right >= 1; right -= 2) {
      // The column of the timing pattern is no part of a pair.
      if (right === 6) right = 5;
      const isUpward = (right + 1 & 2) === 0;
      for (let step = 0; step < size; step++) {
        const y = isUpward ? size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.#fixed[y * size + x] === 1) continue;
          const bit = ((codewords[at >> 3] ?? 0) >> (7 - at % 8) & 1) === 1;
          this.#dark[y * size + x] = bit !== isTurned(x, y) ? 1 : 0;
          at++;
        }
      }
    }
  }
}

/** Where alignment patterns have their centres, in rows and in columns (annex E). */
export function alignmentCentres(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = version * 4 + 10;
  const step = Math.ceil((last - 6) / (count - 1) / 2) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => last - step * (count - 2 - i))];
}

/** Level and mask with their correction (annex C). */
export function formatBits(level: number, mask: number): number {
  const data = level << 3 | mask;
  return (data << 10 | remainder(data, 10, 0x537)) ^ 0x5412;
}

/** The version with its correction (annex D). */
export function versionBits(version: number): number {
  return version << 12 | remainder(version, 12, 0x1f25);
}

function remainder(data: number, bits: number, polynomial: number): number {
  let rest = data;
  for (let i = 0; i < bits; i++) rest = rest << 1 ^ (rest >> (bits - 1)) * polynomial;
  return rest;
}

/** What makes a symbol hard to read, as points (7.8.3). */
function penaltyOf(code: QrCode): number {
  const { size } = code;
  let points = 0;
  let dark = 0;
  for (let y = 0; y < size; y++) {
    let [row, column] = ["", ""];
    for (let x = 0; x < size; x++) {
      row += code.isDark(x, y) ? "1" : "0";
      column += code.isDark(y, x) ? "1" : "0";
      if (code.isDark(x, y)) dark++;
      if (x + 1 < size && y + 1 < size && isBlock(code, x, y)) points += 3;
    }
    points += linePenalty(row) + linePenalty(column);
  }
  return points + Math.floor(Math.abs(dark * 20 / size ** 2 - 10)) * 10;
}

function isBlock(code: QrCode, x: number, y: number): boolean {
  const isDark = code.isDark(x, y);
  return isDark === code.isDark(x + 1, y) && isDark === code.isDark(x, y + 1) &&
    isDark === code.isDark(x + 1, y + 1);
}

/** Runs of one colour, and what looks like a finder pattern. */
function linePenalty(line: string): number {
  let points = 0;
  for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) points += run.length - 2;
  for (const finder of ["10111010000", "00001011101"]) {
    for (let at = line.indexOf(finder); at !== -1; at = line.indexOf(finder, at + 1)) points += 40;
  }
  return points;
}
