/**
 * Attachments of a room that got another key: the line beside each names its place, and is written anew. Done
 * in slices of turns; what a crash leaves undone still names the old key, which leads to the room.
 */
import { join } from "@std/path";
import type { Disk } from "../store/disk.ts";
import { formatSidecar, idBeside, parseSidecar, SIDECAR_SUFFIX } from "./sidecar.ts";
import { readText, replaceText } from "../store/text_file.ts";

/** What it needs from outside. */
export interface PlaceMoveOptions {
  /** Where the files are. */
  folders: readonly string[];
  disk: Disk;
  yieldToLoop: () => Promise<void>;
}

/** Files looked at between two pauses. */
const FILES_PER_STEP = 50;

/** Gives those files of a place another one that are there now; what comes to it later stays. */
export async function moveToPlace(
  { folders, disk, yieldToLoop }: PlaceMoveOptions,
  from: string,
  to: string,
): Promise<void> {
  const all = folders.flatMap((folder) => disk.list(folder).map((name) => ({ folder, name })));
  let looked = 0;
  for (const { folder, name } of all) {
    const id = idBeside(name);
    if (id === null) continue;
    const path = join(folder, id + SIDECAR_SUFFIX);
    const facts = parseSidecar(readText(disk, path) ?? "");
    if (facts?.place === from) {
      await replaceText(disk, path, formatSidecar({ id, ...facts, place: to }));
    }
    if (++looked % FILES_PER_STEP === 0) await yieldToLoop();
  }
}
