/**
 * Runs of messages read from a history file by offset: the newest before a line, those after one,
 * and what was missed since one. Reading is bounded by a number of messages and a budget of bytes;
 * where the budget ends a run early, its cursors say so.
 */
import { asMessage, fold, isNote } from "./fold.ts";
import { type Entry, type Note, parse } from "./line.ts";
import { callsIn, isCalled } from "./mentions.ts";
import { ChatError } from "../base/errors.ts";
import { foldName } from "../people/names.ts";
import type { Message, Page } from "../protocol.ts";
import type { LineFile } from "../store/line_file.ts";

/** A run of messages without the room's name. */
export type Run = Omit<Page, "room" | "epoch">;

/** What was missed since an offset: messages, and notes about messages from before it. */
export interface Missed {
  messages: Message[];
  notes: Note[];
}

/** A line that somebody else wrote. */
export interface News {
  entry: Entry;
  id: number;
}

/** Bytes a resume may read: past this the newest messages serve better than all that was missed. */
const RESUME_BYTES = 1024 * 1024;

/** Up to `limit` messages that start before `offset`, unfolded, and the notes among them. */
export function readBefore(
  file: LineFile,
  offset: number,
  limit: number,
): { run: Run; notes: Note[] } {
  const messages: Message[] = [];
  const notes: Note[] = [];
  let more = false;
  const reached = file.backward(offset, (line, at) => {
    const entry = line === null ? null : parse(line);
    if (entry === null) return;
    const message = asMessage(entry, at);
    if (message === null) {
      if (isNote(entry)) notes.push(entry);
      return;
    }
    // One more than asked tells whether there is more to ask for.
    more = messages.length === limit;
    if (more) return false;
    messages.push(message);
  });
  messages.reverse();
  notes.reverse();
  const start = more ? messages[0]?.id ?? offset : reached;
  if (reached > 0 && reached < offset) more = true;
  return { run: { messages, start, end: offset, more }, notes };
}

/** Up to `limit` messages behind the line at `offset` (or with it), unfolded. */
export function readAfter(file: LineFile, offset: number, limit: number, including: boolean): Run {
  const messages: Message[] = [];
  let full = false;
  let end = file.forward(offset, (line, at) => {
    const entry = line === null || (at === offset && !including) ? null : parse(line);
    const message = entry === null ? null : asMessage(entry, at);
    if (message === null) return;
    full = messages.length === limit;
    if (full) return false;
    messages.push(message);
  });
  // Reading on from the last message that was told skips nothing.
  if (full) end = messages.at(-1)?.id ?? offset;
  const start = messages[0]?.id ?? offset;
  return {
    messages,
    start,
    end,
    more: offset > 0,
    newer: full || end < file.end,
  };
}

/** Two runs of which the second begins where the first ends. */
export function joined({ messages, start, more }: Run, newer: Run): Run {
  return { ...newer, messages: [...messages, ...newer.messages], start, more };
}

/** What came after the line at `after`; null if no line starts there or it is more than `limit`. */
export function readSince(
  file: LineFile,
  after: number,
  limit: number,
  including: boolean,
): Missed | null {
  if (!file.startsLine(after) || file.end - after > RESUME_BYTES) return null;
  const messages = new Map<number, Message>();
  const notes: Note[] = [];
  file.forward(after, (line, offset) => {
    const entry = line === null || (offset === after && !including) ? null : parse(line);
    if (entry === null) return;
    const message = asMessage(entry, offset);
    if (message !== null) messages.set(offset, message);
    else if (isNote(entry)) {
      const own = messages.get(entry.target);
      if (own !== undefined) fold(own, entry);
      else notes.push(entry);
    }
    return messages.size <= limit;
  });
  return messages.size > limit ? null : { messages: [...messages.values()], notes };
}

/** Messages of one person after the line at `after`, unfolded, within what a resume may read. */
export function readSaidBy(file: LineFile, name: string, after: number): Message[] {
  const messages: Message[] = [];
  if (!file.startsLine(after)) return messages;
  file.forward(after, (line, offset) => {
    const entry = line === null || offset === after ? null : parse(line);
    if (entry === null || entry.name !== name) return;
    const message = asMessage(entry, offset);
    if (message !== null) messages.push(message);
  }, RESUME_BYTES);
  return messages;
}

/** What was counted after an offset. */
export interface Counted {
  messages: number;
  mentions: number;
  end: number;
  /** There are more than were counted. */
  more: boolean;
}

/** Most messages that are counted. */
const MOST_COUNTED = 1000;

/**
 * Counts what others than the person of that folded name said after `after`: the offset of a line,
 * or of the last byte of one. A ChatError `bad_range` where it is neither.
 */
export function countAfter(file: LineFile, after: number, key: string): Counted {
  const isLine = file.startsLine(after);
  if (!isLine && !file.startsLine(after + 1)) {
    throw new ChatError("bad_range", `Cannot count from offset ${after}: no line is there`);
  }
  let [messages, mentions, more] = [0, 0, false];
  const end = file.forward(isLine ? after : after + 1, (line, offset) => {
    const entry = line === null || offset === after ? null : parse(line);
    const message = entry === null ? null : asMessage(entry, offset);
    if (message === null || foldName(message.name) === key) return;
    more = messages === MOST_COUNTED;
    if (more) return false;
    messages++;
    if (isCalled(callsIn(message.text), key)) mentions++;
  }, RESUME_BYTES);
  return { messages, mentions, end, more: more || end < file.end };
}

/** Folds notes, in the order of the file, onto the messages they speak about. */
export function foldAll(messages: Message[], notes: Note[]): void {
  if (notes.length === 0) return;
  const byId = new Map(messages.map((message) => [message.id, message]));
  for (const note of notes) {
    const message = byId.get(note.target);
    if (message !== undefined) fold(message, note);
  }
}

/** What somebody else added behind the end of the file; null where it was changed in another way. */
export function readNews(file: LineFile): News[] | null {
  const lines = file.takeIn();
  if (lines === null) return null;
  const news = lines.map(({ line, offset }) => ({ entry: parse(line), id: offset }));
  return news.filter((one): one is News => one.entry !== null);
}
