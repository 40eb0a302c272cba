/**
 * What one person put on messages goes as their words do: each emoji is taken off by a line of its own, then
 * all these lines have theirs overwritten in place, from the end of the file to its beginning. Its invariant:
 * wherever a crash stops that, no line that puts an emoji on is without the one that takes it off.
 */
import type { ReactionLine } from "../../history/indexing.ts";
import type { History } from "../../history/history.ts";
import { type Entry, parse, STAMP_LENGTH } from "../../history/line.ts";
import type { Slices } from "../../base/time_slices.ts";
import type { Disk, DiskFile } from "../../store/disk.ts";
import { readBackward, readForward } from "../../store/line_reader.ts";

type Reaction = Extract<Entry, { kind: "reacted" }>;

/** Where it is done, and whose they are. */
export interface ReactionRemoval {
  history: History;
  disk: Disk;
  slices: Slices;
  isTheirs: (name: string, time: number) => boolean;
  /** Writes that these are taken off; resolves when it is in the file. */
  takeOff: (reactions: Reaction[]) => Promise<unknown>;
  /** Throws where it shall go on later. */
  mayGoOn: () => void;
}

/** Bytes that are looked through in one go. */
const STEP_BYTES = 64 * 1024;

/** Removes what somebody put on the messages of one history. */
export async function removeReactions(options: ReactionRemoval): Promise<void> {
  const { history, disk, slices, mayGoOn } = options;
  await history.catchUp();
  const file = disk.openToRead(history.path);
  if (file === null) return;
  try {
    if (!await takeOffAll(options, file)) return;
    for (let at = history.end; at > 0;) {
      mayGoOn();
      const lines: ReactionLine[] = [];
      const reached = readBackward(file, at, (line, offset) => {
        const reaction = ownReaction(options, line);
        if (reaction !== null) lines.push({ offset, target: reaction.target });
      }, STEP_BYTES);
      if (lines.length > 0) {
        history.redactReactions(lines);
        await slices.next();
      }
      // In the midst of what is too long to be a line there is no line to go on from.
      at = reached < at ? reached : Math.max(0, at - STEP_BYTES);
      if (slices.isUsed) await slices.next();
    }
  } finally {
    file.close();
  }
}

/** True where there is anything of theirs. */
async function takeOffAll(options: ReactionRemoval, file: DiskFile): Promise<boolean> {
  const { history, slices, takeOff, mayGoOn } = options;
  const { end } = history;
  let isAny = false;
  for (let at = 0; at < end;) {
    mayGoOn();
    const found = new Map<string, Reaction>();
    const reached = readForward(file, at, end, (line) => {
      const reaction = ownReaction(options, line);
      if (reaction === null) return;
      isAny = true;
      const { target, emoji, name } = reaction;
      if (reaction.on) found.set(`${target} ${emoji} ${name}`, reaction);
    }, STEP_BYTES);
    await takeOff([...found.values()].filter((reaction) => isShown(history, reaction)));
    at = reached > at ? reached : Math.min(end, at + STEP_BYTES);
    if (slices.isUsed) await slices.next();
  }
  return isAny;
}

function isShown(history: History, { target, emoji, name }: Reaction): boolean {
  const shown = history.find(target)?.reactions ?? [];
  return shown.some((one) => one.emoji === emoji && one.names.includes(name));
}

function ownReaction({ isTheirs }: ReactionRemoval, line: string | null): Reaction | null {
  // Nearly every line is a message: nobody parses those.
  if (!line?.startsWith("* ", STAMP_LENGTH) || !line.includes("reacted ")) return null;
  const entry = parse(line);
  return entry?.kind === "reacted" && isTheirs(entry.name, entry.time) ? entry : null;
}
