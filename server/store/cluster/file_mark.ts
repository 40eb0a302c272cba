/** What tells a file from another one of its name: its length, and a hash of its first and its last bytes. */
import { createHash } from "node:crypto";
import type { Disk, DiskFile } from "../disk.ts";
import { fill } from "../line_reader.ts";

const PART_BYTES = 1024;

/** The mark of a file; "" for a folder, and where there is none. */
export function markOf(disk: Disk, path: string): string {
  const file = openOrNull(disk, path);
  if (file === null) return "";
  try {
    const size = file.size();
    const bytes = new Uint8Array(2 * PART_BYTES);
    const first = fill(file, bytes.subarray(0, PART_BYTES), 0);
    const last = fill(
      file,
      bytes.subarray(first, first + PART_BYTES),
      Math.max(0, size - PART_BYTES),
    );
    const hash = createHash("sha256").update(bytes.subarray(0, first + last)).digest("hex");
    return `${size}-${hash.slice(0, 16)}`;
  } finally {
    file.close();
  }
}

function openOrNull(disk: Disk, path: string): DiskFile | null {
  try {
    return disk.openToRead(path);
  } catch (error) {
    if ((error as { code?: unknown }).code === "EISDIR") return null;
    throw error;
  }
}
