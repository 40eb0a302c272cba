/**
 * The topics that one person set go as their words do: each by a line that says so, then overwritten in place.
 * Found by reading the file, for of many of them in a row no page of a history tells them all.
 */
import { lookThrough, type OwnRemoval } from "./look_through.ts";
import { parse, STAMP_LENGTH } from "../../history/line.ts";
import { isErased } from "../../history/room_facts.ts";

/** Where it is done, and how. */
export interface TopicRemoval extends OwnRemoval {
  /** Erases the words of these lines; resolves when that is in the file. */
  erase: (offsets: number[]) => Promise<unknown>;
}

/** Removes the topics that somebody set in one history. */
export async function removeTopics(options: TopicRemoval): Promise<void> {
  const { history: { path }, disk, isTheirs, erase } = options;
  const file = disk.openToRead(path);
  if (file === null) return;
  const found: number[] = [];
  try {
    await lookThrough(options, file, (line, offset) => {
      // Nearly every line is a message: nobody parses those.
      if (!line?.startsWith("* ", STAMP_LENGTH) || !line.includes(" set the topic: ")) return;
      const entry = parse(line);
      const isOwn = entry?.kind === "topic" && isTheirs(entry.name, entry.time);
      if (isOwn && entry.text !== "" && !isErased(entry)) found.push(offset);
    }, () => erase(found.splice(0)));
  } finally {
    file.close();
  }
}
