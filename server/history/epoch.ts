/**
 * The epoch of a history: offsets mean something only together with it. It is made of what no erasure
 * touches in the first line, so it lasts as long as the history, and a room made again has another.
 */
import { createHash } from "node:crypto";
import type { Import } from "./imported.ts";
import { fixedPart, parse } from "./line.ts";
import type { Disk, DiskFile } from "../store/disk.ts";
import { decodeLine, fill } from "../store/line_reader.ts";

/** Bytes of a history that are looked at for its first lines. */
const HEAD_BYTES = 4096;
const NEWLINE = 10;

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

/** What the beginning of a history tells. */
export interface Beginning {
  epoch: string;
  /** Who made the room, if its first line says so. */
  maker: Maker | null;
  /** Whether the room was imported: its first line says so, or the one behind that of its maker. */
  imported: Import | null;
}

/** What the first lines of a history tell. */
export function beginningOf(file: DiskFile): Beginning {
  const [first = "", second = ""] = firstLines(file);
  const entry = parse(first);
  const maker = entry?.kind === "created" ? { name: entry.name, time: entry.time } : null;
  const mark = entry?.kind === "created" ? parse(second) : entry;
  return {
    epoch: epochOf(first),
    maker,
    imported: mark?.kind === "imported" ? mark : null,
  };
}

/** That the history at a path was imported, or null. */
export function importOf(disk: Disk, path: string): Import | null {
  const look = disk.openToRead(path);
  try {
    return look === null ? null : beginningOf(look).imported;
  } finally {
    look?.close();
  }
}

/** The first line of a file, as far as an epoch needs it. */
export function firstLine(file: DiskFile): string {
  return firstLines(file)[0] ?? "";
}

function firstLines(file: DiskFile): string[] {
  const bytes = new Uint8Array(HEAD_BYTES);
  const head = bytes.subarray(0, fill(file, bytes, 0));
  const stop = head.indexOf(NEWLINE);
  if (stop < 0) return [decodeLine(head, 0)];
  const rest = head.subarray(stop + 1);
  const end = rest.indexOf(NEWLINE);
  const second = rest.subarray(0, end < 0 ? 0 : end);
  return [decodeLine(head.subarray(0, stop), 0), decodeLine(second, stop + 1)];
}
