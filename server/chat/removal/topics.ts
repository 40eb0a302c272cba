/**
 * The topics that one person set go as their words do: each by a line that says so, then overwritten in place.
 * Found by reading the file, for of many of them in a row no page of a history tells them all.
 */
import type { History } from "../../history/history.ts";
import { parse, STAMP_LENGTH } from "../../history/line.ts";
import { isErased } from "../../history/room_facts.ts";
import type { Slices } from "../../base/time_slices.ts";
import type { Disk } from "../../store/disk.ts";
import { readForward } from "../../store/line_reader.ts";

/** Where it is done, and whose they are. */
export interface TopicRemoval {
  history: History;
  disk: Disk;
  slices: Slices;
  isTheirs: (name: string, time: number) => boolean;
  /** Erases the words of these lines; resolves when that is in the file. */
  erase: (offsets: number[]) => Promise<unknown>;
  /** Throws where it shall go on later. */
  mayGoOn: () => void;
}

/** Bytes that are looked through in one go. */
const STEP_BYTES = 64 * 1024;

/** Removes the topics that somebody set in one history. */
export async function removeTopics(options: TopicRemoval): Promise<void> {
  const { history: { path, end }, disk, slices, isTheirs, erase, mayGoOn } = options;
  const file = disk.openToRead(path);
  if (file === null) return;
  try {
    for (let at = 0; at < end;) {
      mayGoOn();
      const found: number[] = [];
      const reached = readForward(file, at, end, (line, offset) => {
        // Nearly every line is a message: nobody parses those.
        if (!line?.startsWith("* ", STAMP_LENGTH) || !line.includes(" set the topic: ")) return;
        const entry = parse(line);
        const isOwn = entry?.kind === "topic" && isTheirs(entry.name, entry.time);
        if (isOwn && entry.text !== "" && !isErased(entry)) found.push(offset);
      }, STEP_BYTES);
      await erase(found);
      at = reached > at ? reached : Math.min(end, at + STEP_BYTES);
      if (slices.isUsed) await slices.next();
    }
  } finally {
    file.close();
  }
}
