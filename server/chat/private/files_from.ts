/**
 * Whether somebody who was added to a private room later can have one of its files: one that was said before
 * they came is not there for them, as its message is not. A file's own time tells nearly always; where it was
 * sent shortly before they came, the lines since then are asked.
 */
import type { History } from "../../history/history.ts";
import { sharedFiles } from "../../history/shared_files.ts";
import { placeOf } from "../../history/time_search.ts";
import type { Slices } from "../../base/time_slices.ts";
import type { Disk } from "../../store/disk.ts";

/** What looking at a history takes. */
export interface FilesFromOptions {
  disk: Pick<Disk, "openToRead">;
  slices: Slices;
}

/** A file waits an hour to be said; and clocks differ. */
const MAX_UNSAID_MS = 2 * 60 * 60 * 1000;

/** True where a file was said in the part of a history that begins at `from`. */
export async function isSaidFrom(
  history: Pick<History, "path" | "end" | "current" | "catchUp">,
  from: number,
  { id, time }: { id: string; time: number },
  { disk, slices }: FilesFromOptions,
): Promise<boolean> {
  const file = disk.openToRead(history.path);
  if (file === null) return false;
  try {
    const { end } = history;
    if (from <= placeOf(file, end, time)) return true;
    const last = placeOf(file, end, time + MAX_UNSAID_MS);
    if (last <= from) return false;
    await history.catchUp();
    const fits = (message: { file?: { id: string } }): boolean => message.file?.id === id;
    const query = { from: last, to: from, limit: 1, fits };
    return (await sharedFiles(history, file, query, slices)).messages.length > 0;
  } finally {
    file.close();
  }
}
