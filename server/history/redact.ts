/**
 * Where a person's words stand in a line, so that an erasure can overwrite them in place. Works on
 * bytes: a line in a file that somebody put there may hold bytes that are no text at all.
 */
import { Buffer } from "node:buffer";
import { type Entry, parse, STAMP_LENGTH } from "./line.ts";
import type { LineFile } from "../store/line_file.ts";
import { decodeLine } from "../store/line_reader.ts";

const COLON = 0x3a;
const SPACE = 0x20;
const QUOTE = 0x22;
const RETURN = 0x0d;
const DASH = 0x2d;

/** Byte offset within the line and length of each run of words; none in a line without words. */
export function redactableRange(
  line: Uint8Array,
  offset: number,
  entry: Entry,
): [number, number][] {
  const lead = offset === 0 && line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0;
  const stop = line[line.length - 1] === RETURN ? line.length - 1 : line.length;
  const words: [number, number][] = [];
  const add = (from: number, to: number): void => {
    if (to > from) words.push([from, to - from]);
  };
  const behindName = lead + STAMP_LENGTH + new TextEncoder().encode(`* ${entry.name} `).length;
  if (entry.kind === "message" || entry.kind === "edited" || entry.kind === "topic") {
    add(behindColon(line, lead + STAMP_LENGTH), stop);
  } else if (entry.kind === "reacted") {
    const emoji = behindName + (entry.on ? "reacted " : "unreacted ").length;
    add(emoji, line.indexOf(SPACE, emoji));
  } else if (entry.kind === "shared") {
    const id = entry.to === undefined
      ? behindName + "shared ".length
      : Buffer.from(line).indexOf(" with ", behindName) + " with ".length;
    const name = line.indexOf(QUOTE, id) + 1;
    const nameEnd = line.indexOf(QUOTE, name);
    add(id, line.indexOf(SPACE, id));
    add(name, nameEnd);
    add(behindColon(line, nameEnd), stop);
  }
  return words;
}

/**
 * Overwrites the words of these lines with as many dashes. `dropFile` is told of a file that goes with
 * them, first: what a crash leaves undone can still be read in the line.
 */
export function redactInPlace(
  file: LineFile,
  offsets: number[],
  dropFile: (id: string) => void,
): void {
  let isBlanked = false;
  for (const offset of offsets) {
    const line = file.lineBytes(offset);
    if (line === null) continue;
    const entry = parse(decodeLine(line, offset));
    if (entry === null) continue;
    const words = redactableRange(line, offset, entry).filter(([from, length]) =>
      line.subarray(from, from + length).some((byte) => byte !== DASH)
    );
    // Blanked before, by the run that was asked to or by a start that looked it through.
    if (words.length === 0) continue;
    if (entry.kind === "shared") dropFile(entry.file.id);
    for (const [from, length] of words) file.blank(offset + from, length);
    isBlanked = true;
  }
  if (isBlanked) file.syncNow();
}

function behindColon(line: Uint8Array, from: number): number {
  let at = line.indexOf(COLON, from);
  while (at >= 0 && line[at + 1] !== SPACE) at = line.indexOf(COLON, at + 1);
  return at < 0 ? line.length : at + 2;
}
