/**
 * Compares two data folders byte for byte: those of two machines of a cluster, or one and its copy. What
 * belongs to one machine alone is left out. Changes nothing, and holds two pieces of a file at a time.
 */
import { join } from "@std/path";
import { CONTROL_FOLDER } from "../store/control_folder.ts";
import type { Disk, DiskFile } from "../store/disk.ts";
import { fill } from "../store/line_reader.ts";

/** What was compared, and how many files are not the same. */
export interface Compared {
  files: number;
  finds: number;
}

/** Files and folders of one machine, at the top; and what is on its way. */
const LOCAL = new Set(["lock", "cluster", CONTROL_FOLDER, "healthz.tmp", "restore.part"]);
const ON_ITS_WAY = /\.part$/;
const CHUNK_BYTES = 256 * 1024;

/** Compares; `tell` hears a sentence for each file that is not the same, in order. */
export function compareFolders(
  disk: Disk,
  folder: string,
  other: string,
  tell: (find: string) => void,
): Compared {
  const compared: Compared = { files: 0, finds: 0 };
  const found = (find: string): void => {
    compared.finds++;
    tell(find);
  };
  const [ours, theirs] = [filesIn(disk, folder), filesIn(disk, other)];
  for (const path of [...new Set([...ours, ...theirs])].sort()) {
    compared.files++;
    if (!theirs.has(path)) found(`${path}: is not in ${other}`);
    else if (!ours.has(path)) found(`${path}: is only in ${other}`);
    else {
      const at = firstDifference(disk, join(folder, path), join(other, path));
      if (at !== null) found(`${path}, offset ${at}: is not the same in ${other}`);
    }
  }
  return compared;
}

function filesIn(disk: Disk, folder: string, below = "", found = new Set<string>()): Set<string> {
  const named = (name: string): string => below === "" ? name : `${below}/${name}`;
  const isLeftOut = (name: string): boolean =>
    (below === "" && LOCAL.has(name)) || ON_ITS_WAY.test(name);
  const here = join(folder, below);
  for (const name of disk.list(here)) if (!isLeftOut(name)) found.add(named(name));
  for (const name of disk.folders(here)) {
    if (!isLeftOut(name)) filesIn(disk, folder, named(name), found);
  }
  return found;
}

/** Where two files begin to differ; null where they do not. */
function firstDifference(disk: Disk, one: string, other: string): number | null {
  const files = [disk.openToRead(one), disk.openToRead(other)];
  const [a, b] = files;
  try {
    // Gone since they were listed.
    if (!a || !b) return a === b ? null : 0;
    return firstDifferentByte(a, b);
  } finally {
    for (const file of files) file?.close();
  }
}

function firstDifferentByte(a: DiskFile, b: DiskFile): number | null {
  const [ours, theirs] = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)];
  for (let at = 0;; at += CHUNK_BYTES) {
    const [had, has] = [fill(a, ours, at), fill(b, theirs, at)];
    const least = Math.min(had, has);
    for (let i = 0; i < least; i++) if (ours[i] !== theirs[i]) return at + i;
    if (had !== has) return at + least;
    if (had < CHUNK_BYTES) return null;
  }
}
