/**
 * Mends the last line of a file before anybody reads it. A last line without its newline is torn if
 * the last run ended without letting go of its lock: it moves to `<file>.torn`, so that nothing half
 * is shown and nothing is lost. After a clean end it is someone's line and gets its newline.
 */
import { type Disk, type DiskFile, writeAll } from "./disk.ts";
import { fill } from "./line_reader.ts";
import { NEWLINE } from "../base/units.ts";

/** What was done to a file's last line. `bytes` is the length of the cut part. */
export type Mended = "whole" | "completed" | { torn: string; bytes: number };

const STEP_BYTES = 64 * 1024;

/** Mends the file and says how. `cleanEnd`: the last run let go of its lock. */
export function mendTail(disk: Disk, path: string, cleanShutdown: boolean): Mended {
  const look = disk.openToRead(path);
  if (look === null) return "whole";
  let whole: boolean;
  try {
    whole = endsWhole(look);
  } finally {
    look.close();
  }
  if (whole) return "whole";
  const file = disk.open(path);
  try {
    if (cleanShutdown) {
      writeAll(file, Uint8Array.of(NEWLINE));
      return "completed";
    }
    const size = file.size();
    const cut = lastLineEnd(file, size);
    const torn = `${path.replace(/\.txt$/, "")}.torn`;
    const bytes = new Uint8Array(size - cut + 1);
    fill(file, bytes.subarray(0, -1), cut);
    bytes[bytes.length - 1] = NEWLINE;
    const kept = disk.open(torn);
    try {
      // Kept before it is cut: a crash between the two leaves it twice, never not at all.
      writeAll(kept, bytes);
    } finally {
      kept.close();
    }
    file.truncate(cut);
    return { torn, bytes: size - cut };
  } finally {
    file.close();
  }
}

function endsWhole(file: DiskFile): boolean {
  const size = file.size();
  const last = new Uint8Array(1);
  return size === 0 || (file.read(last, size - 1) === 1 && last[0] === NEWLINE);
}

/** The offset behind the last newline, 0 if there is none. */
export function lastLineEnd(file: DiskFile, size: number): number {
  for (let stop = size; stop > 0; stop -= STEP_BYTES) {
    const start = Math.max(0, stop - STEP_BYTES);
    const chunk = new Uint8Array(stop - start);
    fill(file, chunk, start);
    const at = chunk.lastIndexOf(NEWLINE);
    if (at >= 0) return start + at + 1;
  }
  return 0;
}

/** The same, and the very end where there is no newline at all. */
export function wholeEnd(file: DiskFile): number {
  const size = file.size();
  return endsWhole(file) ? size : lastLineEnd(file, size) || size;
}
