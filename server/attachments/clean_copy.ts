/**
 * A file on its way in without what it tells of place and device. What stays is copied as it is, and a
 * file that holds nothing of the kind is not touched.
 */
import type { Edit } from "../../client/metadata/edits.js";
import { metadataEdits } from "../../client/metadata/metadata.js";
import { type Disk, type DiskFile, writeAll } from "../store/disk.ts";
import { fill } from "../store/line_reader.ts";

const CHUNK_BYTES = 64 * 1024;
/** Pieces that are read or written between two pauses: some milliseconds of work. */
const CHUNKS_PER_STEP = 16;

/** What it needs from outside. */
export interface CleanCopyOptions {
  disk: Disk;
  /** Resolves once others had their turn. */
  yieldToLoop: () => Promise<void>;
}

/** Takes the metadata out of the file at a path; resolves to its bytes once the device has them. */
export async function cleanInPlace(path: string, options: CleanCopyOptions): Promise<number> {
  const { disk } = options;
  const draft = path.replace(/\.part$/, ".clean.part");
  const file = disk.openToRead(path);
  if (file === null) throw new Error(`Cannot find ${path}`);
  try {
    const size = file.size();
    const edits = await metadataEdits({ size, read: reader(file, options) });
    if (edits.length === 0) return size;
    disk.remove(draft);
    await copyWith(edits, file, draft, options);
  } catch (error) {
    disk.remove(draft);
    throw error;
  } finally {
    file.close();
  }
  disk.rename(draft, path);
  return disk.size(path) ?? 0;
}

function reader(
  file: DiskFile,
  { yieldToLoop }: CleanCopyOptions,
): (at: number, length: number) => Promise<Uint8Array> {
  let chunks = 0;
  return async (at, length) => {
    if (++chunks % CHUNKS_PER_STEP === 0) await yieldToLoop();
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, fill(file, bytes, at));
  };
}

async function copyWith(
  edits: Edit[],
  from: DiskFile,
  path: string,
  options: CleanCopyOptions,
): Promise<void> {
  const read = reader(from, options);
  const to = options.disk.open(path);
  try {
    let at = 0;
    for (const edit of [...edits, { at: from.size(), length: 0, bytes: null, zeros: 0 }]) {
      while (at < edit.at) {
        const bytes = await read(at, Math.min(CHUNK_BYTES, edit.at - at));
        if (bytes.length === 0) throw new Error("The file ended before its end");
        writeAll(to, bytes);
        at += bytes.length;
      }
      if (edit.bytes !== null) writeAll(to, edit.bytes);
      for (let left = edit.zeros; left > 0; left -= CHUNK_BYTES) {
        writeAll(to, new Uint8Array(Math.min(CHUNK_BYTES, left)));
      }
      at += edit.length;
    }
    await to.sync();
  } finally {
    to.close();
  }
}
