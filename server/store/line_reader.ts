/**
 * Reads lines of a file by byte offset, in both directions, in chunks. Work is bounded by a budget
 * of bytes and memory by the longest line we take: a longer one is reported as null and never held.
 */
import type { DiskFile } from "./disk.ts";
import { NEWLINE } from "../base/units.ts";

/** Called with each line and where it starts; null for a line too long to be one. False stops. */
export type Visit = (line: string | null, offset: number) => boolean | void;

/** Bytes of the longest line that can fit the grammar, with much room to spare. */
export const MAX_LINE_BYTES = 64 * 1024;

/** Bytes that one call may look at: 8 MiB, some 10 ms. */
export const READ_BUDGET_BYTES = 8 * 1024 * 1024;

const FIRST_CHUNK_BYTES = 16 * 1024;
const CHUNK_BYTES = 256 * 1024;

// A BOM inside a file is someone's text; only the file's very first bytes may be a mark.
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes of a line (without its newline) as text; invalid ones become U+FFFD. */
export function decodeLine(bytes: Uint8Array, offset: number): string {
  const text = DECODER.decode(bytes);
  return offset === 0 && text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** The bytes of the line that starts at the offset; null where none starts or it is too long. */
export function readLine(file: DiskFile, offset: number, end: number): Uint8Array | null {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset >= end) return null;
  // One byte more at the front shows whether a line starts here.
  const lead = offset === 0 ? 0 : 1;
  for (let size = 512; size <= MAX_LINE_BYTES * 2; size *= 4) {
    const bytes = new Uint8Array(Math.min(size, end - offset + lead));
    const length = fill(file, bytes, offset - lead);
    if (lead === 1 && bytes[0] !== NEWLINE) return null;
    const stop = bytes.subarray(0, length).indexOf(NEWLINE, lead);
    if (stop >= 0) return bytes.subarray(lead, stop);
    if (length < size) return null;
  }
  return null;
}

/** Visits the lines that start before `from`, newest first; returns the offset it reached. */
export function readBackward(
  file: DiskFile,
  from: number,
  visit: Visit,
  budget = READ_BUDGET_BYTES,
): number {
  let position = from;
  let reached = from;
  // Bytes of a line whose start has not been seen yet; null once it is too long.
  let rest: Uint8Array | null = new Uint8Array(0);
  let size = FIRST_CHUNK_BYTES;
  // Inside a line too long to be one there is nothing to hand out: go on for the next line's sake.
  while (position > 0 && from - position < (rest === null ? 16 * budget : budget)) {
    const start = Math.max(0, position - size);
    const chunk = new Uint8Array(position - start);
    if (fill(file, chunk, start) < chunk.length) return reached;
    let stop = chunk.length;
    // The newline just before `from` ends the first line we collect, it starts none.
    let at = newlineBefore(chunk, position === from ? stop - 1 : stop);
    while (at >= 0) {
      const line = joined(chunk.subarray(at + 1, stop), rest);
      rest = new Uint8Array(0);
      const offset = start + at + 1;
      if (
        visit(
          line === null ? null : decodeLine(withoutEnd(line), offset),
          offset,
        ) === false
      ) {
        return offset;
      }
      reached = offset;
      stop = at + 1;
      at = newlineBefore(chunk, at);
    }
    rest = joined(chunk.subarray(0, stop), rest);
    position = start;
    size = Math.min(CHUNK_BYTES, size * 4);
  }
  if (position > 0 || from === 0) return reached;
  visit(rest === null ? null : decodeLine(withoutEnd(rest), 0), 0);
  return 0;
}

/** Visits the lines that start in `from … end`, oldest first; returns the offset behind the last. */
export function readForward(
  file: DiskFile,
  from: number,
  end: number,
  visit: Visit,
  budget = READ_BUDGET_BYTES,
): number {
  let position = from;
  let lineStart = from;
  let rest: Uint8Array | null = new Uint8Array(0);
  let size = FIRST_CHUNK_BYTES;
  while (position < end && position - from < budget) {
    const chunk = new Uint8Array(Math.min(size, end - position));
    if (fill(file, chunk, position) < chunk.length) return lineStart;
    let begin = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, begin)) {
      const line = joined(rest, chunk.subarray(begin, at));
      rest = new Uint8Array(0);
      const offset = lineStart;
      begin = at + 1;
      lineStart = position + begin;
      if (visit(line === null ? null : decodeLine(line, offset), offset) === false) {
        return lineStart;
      }
    }
    rest = joined(rest, chunk.subarray(begin));
    position += chunk.length;
    size = Math.min(CHUNK_BYTES, size * 4);
  }
  return lineStart;
}

/** Reads until the bytes are full or the file ends; returns how many came. */
export function fill(file: DiskFile, bytes: Uint8Array, at: number): number {
  let done = 0;
  while (done < bytes.length) {
    const got = file.read(bytes.subarray(done), at + done);
    if (got === 0) break;
    done += got;
  }
  return done;
}

// A negative start would make lastIndexOf count from the other end.
function newlineBefore(chunk: Uint8Array, index: number): number {
  return index <= 0 ? -1 : chunk.lastIndexOf(NEWLINE, index - 1);
}

function joined(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  if (a === null || b === null || a.length + b.length > MAX_LINE_BYTES) {
    return null;
  }
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function withoutEnd(line: Uint8Array): Uint8Array {
  return line[line.length - 1] === NEWLINE ? line.subarray(0, -1) : line;
}
