/** Looks for what is one person's in a history, a step at a time, while others have their turn. */
import type { History } from "../../history/history.ts";
import type { Slices } from "../../base/time_slices.ts";
import type { Disk, DiskFile } from "../../store/disk.ts";
import { readForward, type Visit } from "../../store/line_reader.ts";

/** Where it is done, and whose it is. */
export interface OwnRemoval {
  history: History;
  disk: Disk;
  slices: Slices;
  isTheirs: (name: string, time: number) => boolean;
  /** Throws where it shall go on later. */
  mayGoOn: () => void;
}

/** Bytes that are looked through in one go. */
export const STEP_BYTES = 64 * 1024;

/** Visits the lines that are there now; what was found in a step is settled before the next one. */
export async function lookThrough(
  { history: { end }, slices, mayGoOn }: OwnRemoval,
  file: DiskFile,
  visit: Visit,
  settle: () => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < end;) {
    mayGoOn();
    const reached = readForward(file, at, end, visit, STEP_BYTES);
    await settle();
    // In the midst of what is too long to be a line there is no line to go on from.
    at = reached > at ? reached : Math.min(end, at + STEP_BYTES);
    if (slices.isUsed) await slices.next();
  }
}
