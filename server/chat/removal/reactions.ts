/**
 * What one person put on messages goes as their words do: each emoji is taken off by a line of its own, then
 * all these lines have theirs overwritten in place, from the end of the file to its beginning. Its invariant:
 * wherever a crash stops that, no line that puts an emoji on is without the one that takes it off.
 */
import type { ReactionLine } from "../../history/indexing.ts";
import { lookThrough, type OwnRemoval, STEP_BYTES } from "./look_through.ts";
import type { History } from "../../history/history.ts";
import { type Entry, parse, STAMP_LENGTH } from "../../history/line.ts";
import type { DiskFile } from "../../store/disk.ts";
import { readBackward } from "../../store/line_reader.ts";

type Reaction = Extract<Entry, { kind: "reacted" }>;

/** Where it is done, and how. */
export interface ReactionRemoval extends OwnRemoval {
  /** Writes that these are taken off; resolves when it is in the file. */
  takeOff: (reactions: Reaction[]) => Promise<unknown>;
}

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
  const { history, takeOff } = options;
  const found = new Map<string, Reaction>();
  let isAny = false;
  await lookThrough(options, file, (line) => {
    const reaction = ownReaction(options, line);
    if (reaction === null) return;
    isAny = true;
    const { target, emoji, name } = reaction;
    if (reaction.on) found.set(`${target} ${emoji} ${name}`, reaction);
  }, async () => {
    await takeOff([...found.values()].filter((reaction) => isShown(history, reaction)));
    found.clear();
  });
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
