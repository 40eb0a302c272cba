/**
 * The epoch of a history: offsets mean something only together with it. It is made of what no erasure
 * touches in the first line, so it lasts as long as the history, and a room made again has another.
 */
import { createHash } from "node:crypto";
import { fixedPart, parse } from "./line.ts";
import type { DiskFile } from "../store/disk.ts";
import { decodeLine, fill } from "../store/line_reader.ts";

/** The epoch of the history that begins with this line. */
export function epochOf(line: string): string {
  return createHash("sha256").update(fixedPart(line)).digest("hex").slice(0, 12);
}

/** Who made a room, and when: what its first line says. */
export interface Maker {
  name: string;
  /** Milliseconds since 1970, whole seconds. */
  time: number;
}

/** What the first line of a history tells: its epoch, and who made the room if it says so. */
export function beginningOf(file: DiskFile): { epoch: string; maker: Maker | null } {
  const line = firstLine(file);
  const entry = parse(line);
  const maker = entry?.kind === "created" ? { name: entry.name, time: entry.time } : null;
  return { epoch: epochOf(line), maker };
}

/** The first line of a file, as far as an epoch needs it. */
export function firstLine(file: DiskFile): string {
  const bytes = new Uint8Array(4096);
  const length = fill(file, bytes, 0);
  const stop = bytes.subarray(0, length).indexOf(10);
  return decodeLine(bytes.subarray(0, stop < 0 ? length : stop), 0);
}
