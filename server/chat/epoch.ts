/**
 * The epoch of a history: offsets mean something only together with it. It is made of what no erasure
 * touches in the first line, so it lasts as long as the history, and a room made again has another.
 */
import { createHash } from "node:crypto";
import { fixedPart } from "./line.ts";
import type { DiskFile } from "../store/disk.ts";
import { decodeLine, fill } from "../store/line_reader.ts";

/** The epoch of the history that begins with this line. */
export function epochOf(line: string): string {
  return createHash("sha256").update(fixedPart(line)).digest("hex").slice(0, 12);
}

/** The first line of a file, as far as an epoch needs it. */
export function firstLine(file: DiskFile): string {
  const bytes = new Uint8Array(4096);
  const length = fill(file, bytes, 0);
  const stop = bytes.subarray(0, length).indexOf(10);
  return decodeLine(bytes.subarray(0, stop < 0 ? length : stop), 0);
}
