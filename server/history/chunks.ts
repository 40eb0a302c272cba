/** A history in runs of whole lines, from its end: what looks through much of it reads it so. */
import { Buffer } from "node:buffer";
import type { DiskFile } from "../store/disk.ts";
import { fill } from "../store/line_reader.ts";
import { NEWLINE } from "../base/units.ts";

const CHUNK_BYTES = 256 * 1024;

/** Whole lines, and where the first of them starts. The bytes are others once the next are asked for. */
export interface Chunk {
  bytes: Buffer;
  start: number;
}

/** Lines that start before `from`, the newest first; it ends early where the file does not hold them. */
export function* chunksBefore(file: DiskFile, from: number): Generator<Chunk> {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, from));
  for (let stop = from; stop > 0;) {
    const read = chunk.subarray(0, Math.min(CHUNK_BYTES, stop));
    if (fill(file, read, stop - read.length) < read.length) return;
    // The line that is cut by the chunk's beginning belongs to the next one, unless it fills this.
    const lead = read.length === stop ? 0 : read.indexOf(NEWLINE) + 1;
    const bytes = read.subarray(lead === read.length ? 0 : lead);
    const start = stop - bytes.length;
    yield { bytes, start };
    stop = start;
  }
}
