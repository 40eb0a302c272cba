/**
 * One quick pass over the lines of a history: which of them are notes, and how many fit nothing.
 * Messages, nearly all there is, are recognised by their bytes; only other lines are decoded.
 * The verdict is always that of `parse`: what the quick look is not sure of, `parse` decides.
 */
import { isRelation } from "./relations.ts";
import { type Entry, parse, type Relation, STAMP_LENGTH } from "./line.ts";
import { isRoomEntry } from "./room_entry.ts";
import { decodeLine, MAX_LINE_BYTES } from "../store/line_reader.ts";

/** What a pass found. */
export interface Scanned {
  relations: { relation: Relation; offset: number }[];
  /** What may change what is known of the room, in the order of the file. */
  facts: { entry: Entry; offset: number }[];
  malformed: number;
  /** Bytes of whole lines that were looked at. */
  length: number;
}

/** Looks at the whole lines in `bytes`, the first of which starts at `offset` of the file. */
export function scan(bytes: Uint8Array, offset: number): Scanned {
  const found: Scanned = { relations: [], facts: [], malformed: 0, length: 0 };
  let start = 0;
  for (let stop = bytes.indexOf(10); stop >= 0; stop = bytes.indexOf(10, start)) {
    if (stop - start > MAX_LINE_BYTES) {
      found.malformed++;
    } else if (!isCertainlyMessage(bytes, start, stop)) {
      const entry = parse(decodeLine(bytes.subarray(start, stop), offset + start));
      if (entry !== null && (isRoomEntry(entry) || entry.kind === "erased")) {
        found.facts.push({ entry, offset: offset + start });
      }
      if (entry === null) found.malformed++;
      else if (isRelation(entry)) {
        found.relations.push({
          relation: entry,
          offset: offset + start,
        });
      }
    }
    start = stop + 1;
  }
  found.length = start;
  return found;
}

/** Where digits stand in `[2025-11-19 23:46:36] `. */
const DIGITS = [1, 2, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16, 18, 19];

function isCertainlyMessage(bytes: Uint8Array, start: number, stop: number): boolean {
  if (stop - start < STAMP_LENGTH + 3) return false;
  const at = (i: number): number => bytes[start + i]!;
  if (at(0) !== 0x5b || at(20) !== 0x5d || at(21) !== 0x20) return false;
  if (at(5) !== 0x2d || at(8) !== 0x2d || at(11) !== 0x20) return false;
  if (at(14) !== 0x3a || at(17) !== 0x3a) return false;
  for (const i of DIGITS) {
    if (at(i) < 0x30 || at(i) > 0x39) return false;
  }
  const two = (i: number): number => (at(i) - 0x30) * 10 + at(i + 1) - 0x30;
  // Days that not every month has are left to `parse`.
  const dated = at(1) >= 0x31 && two(6) >= 1 && two(6) <= 12 && two(9) >= 1 &&
    two(9) <= 28;
  if (!dated || two(12) > 23 || two(15) > 59 || two(18) > 59) return false;
  if (!isAsciiLetterOrDigit(at(STAMP_LENGTH))) return false;
  for (let i = start + STAMP_LENGTH + 1; i < Math.min(stop - 1, start + 150); i++) {
    const byte = bytes[i]!;
    if (byte === 0x3a) return bytes[i + 1] === 0x20;
    if (byte < 0x20 || byte >= 0x7f) return false;
  }
  return false;
}

function isAsciiLetterOrDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a);
}
