/**
 * How much of a history somebody has not read: what others said after an offset and is still there. One
 * count looks at a bounded number of messages and bytes, and says where it stopped.
 */
import { calledIn } from "./mentions.ts";
import { forward, inSteps, messageIn, type Reading, RESUME_BYTES } from "./page_reader.ts";
import { ChatError } from "../base/errors.ts";
import { foldName } from "../people/names.ts";
import type { Message } from "../protocol.ts";
import type { Unread } from "../protocol_http.ts";

/** What was counted after an offset. */
export type UnreadCount = Omit<Unread, "room" | "epoch">;

/** Who counts: their folded name, and whether a name is somebody's. */
export interface UnreadQuery {
  key: string;
  isName: (folded: string) => boolean;
  /** True for the folded name of somebody who counts for nothing to them. */
  isIgnored?: (folded: string) => boolean;
}

/** Most messages that are counted. */
const MAX_COUNTED = 1000;

/**
 * Counts what others than the person of that folded name said after `after` and is still there: the
 * offset of a line, or of the last byte of one. A ChatError `bad_range` where it is neither.
 */
export async function countUnread(
  reading: Reading,
  after: number,
  { key, isName, isIgnored }: UnreadQuery,
  current: (message: Message) => Message,
): Promise<UnreadCount> {
  const { slices } = reading;
  const isLine = reading.file().startsLine(after);
  if (!isLine && !reading.file().startsLine(after + 1)) {
    throw new ChatError("bad_range", `Cannot count from offset ${after}: no line is there`);
  }
  const said: Message[] = [];
  let more = false;
  const end = await inSteps(
    reading,
    isLine ? after : after + 1,
    (line, offset) => {
      const message = offset === after ? null : messageIn(line, offset);
      const by = message === null ? key : foldName(message.name);
      if (message === null || by === key || isIgnored?.(by)) return;
      more = said.length === MAX_COUNTED;
      if (more) return false;
      said.push(message);
    },
    forward,
    RESUME_BYTES,
  );
  const isKnown = (name: string): boolean => name === key || isName(name);
  const count: UnreadCount = {
    messages: 0,
    mentions: 0,
    end,
    more: more || end < reading.file().end,
  };
  for (const message of said) {
    if (slices?.isUsed === true) await slices.next();
    // As it is now: what was erased is unread to nobody, and an edit may call others.
    const { id, erased, text, to, calls } = current(message);
    if (erased) continue;
    count.messages++;
    count.first ??= id;
    const isAnswered = to !== undefined && foldName(to.name) === key;
    const isCalled = isAnswered || calls !== undefined || calledIn(text, isKnown).has(key);
    if (!isCalled) continue;
    count.mentions++;
    count.first_mention ??= id;
  }
  return count;
}
