/**
 * Runs of messages read from a history file by offset: the newest before a line, those after one,
 * and what was missed since one. Reading is bounded by a number of messages and a budget of bytes;
 * where the budget ends a run early, its cursors say so.
 */
import { applyRelation, asMessage, isRelation } from "./relations.ts";
import { type Entry, mayBeMessage, parse, type Relation } from "./line.ts";
import { calledIn } from "./mentions.ts";
import { ChatError } from "../base/errors.ts";
import type { Slices } from "../base/time_slices.ts";
import { foldName } from "../people/names.ts";
import type { Message, Page } from "../protocol.ts";
import type { Unread } from "../protocol_http.ts";
import type { LineFile } from "../store/line_file.ts";
import { READ_BUDGET_BYTES, type Visit } from "../store/line_reader.ts";

/** A run of messages without the room's name. */
export type PageSlice = Omit<Page, "room" | "epoch">;

/** What was missed since an offset: messages, and notes about messages from before it. */
export interface Catchup {
  messages: Message[];
  relations: Relation[];
}

/** A line that somebody else wrote, and the message that it is, if it is one. */
export interface ExternalLine {
  entry: Entry;
  id: number;
  message: Message | null;
}

/** Bytes a resume may read, and lines: past these the newest messages serve better than all that was missed. */
const RESUME_BYTES = 1024 * 1024;
const MAX_RESUME_NOTES = 1000;

/** Bytes that are read between two looks at the stopwatch. */
const STEP_BYTES = 128 * 1024;

/** What a run is read from. */
export interface Reading {
  /** The file, which may have been let go and opened anew between two steps. */
  file: () => LineFile;
  /** Between two steps others have their turn; null reads in one go. */
  slices: Slices | null;
}

/**
 * Up to `limit` of the newest messages, unfolded, and the notes among them: in one go, for who joins
 * must hear what is there in the turn in which it joins.
 */
export function readNewest(
  file: LineFile,
  limit: number,
  wantsNotes: boolean,
): { run: PageSlice; relations: Relation[] } {
  const found = new Older(limit, wantsNotes);
  return {
    run: found.run(file.end, file.backward(file.end, found.visit)),
    relations: found.relations,
  };
}

/** Up to `limit` messages that start before `offset`, unfolded. */
export async function readBefore(
  reading: Reading,
  offset: number,
  limit: number,
): Promise<PageSlice> {
  const found = new Older(limit, false);
  const reached = await inSteps(reading, offset, found.visit, backward);
  return found.run(offset, reached);
}

/** Up to `limit` messages behind the line at `offset` (or with it), unfolded. */
export async function readAfter(
  reading: Reading,
  offset: number,
  limit: number,
  including: boolean,
): Promise<PageSlice> {
  const messages: Message[] = [];
  let full = false;
  let end = await inSteps(reading, offset, (line, at) => {
    const message = at === offset && !including ? null : messageIn(line, at);
    if (message === null) return;
    full = messages.length === limit;
    if (full) return false;
    messages.push(message);
  }, forward);
  // Reading on from the last message that was told skips nothing.
  if (full) end = messages.at(-1)?.id ?? offset;
  const start = messages[0]?.id ?? offset;
  const newer = full || end < reading.file().end;
  return { messages, start, end, more: offset > 0, newer };
}

/** Two runs of which the second begins where the first ends. */
export function concatSlices({ messages, start, more }: PageSlice, newer: PageSlice): PageSlice {
  return { ...newer, messages: [...messages, ...newer.messages], start, more };
}

/** What came after the line at `after`; null if no line starts there or it is more than `limit`. */
export function readSince(
  file: LineFile,
  after: number,
  limit: number,
  including: boolean,
): Catchup | null {
  if (!file.startsLine(after) || file.end - after > RESUME_BYTES) return null;
  const messages = new Map<number, Message>();
  const relations: Relation[] = [];
  file.forward(after, (line, offset) => {
    const entry = line === null || (offset === after && !including) ? null : parse(line);
    if (entry === null) return;
    const message = asMessage(entry, offset);
    if (message !== null) messages.set(offset, message);
    else if (isRelation(entry)) {
      const own = messages.get(entry.target);
      if (own !== undefined) applyRelation(own, entry);
      else relations.push(entry);
    }
    return messages.size <= limit && relations.length <= MAX_RESUME_NOTES;
  });
  const isTooMuch = messages.size > limit || relations.length > MAX_RESUME_NOTES;
  return isTooMuch ? null : { messages: [...messages.values()], relations };
}

/** Messages of one person after the line at `after`, unfolded, within what a resume may read. */
export function readSaidBy(file: LineFile, name: string, after: number): Message[] {
  const messages: Message[] = [];
  if (!file.startsLine(after)) return messages;
  file.forward(after, (line, offset) => {
    const message = offset === after ? null : messageIn(line, offset);
    if (message?.name === name) messages.push(message);
  }, RESUME_BYTES);
  return messages;
}

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

/** Folds notes, in the order of the file, onto the messages they speak about. */
export function applyRelations(messages: Message[], relations: Relation[]): void {
  if (relations.length === 0) return;
  const byId = new Map(messages.map((message) => [message.id, message]));
  for (const relation of relations) {
    const message = byId.get(relation.target);
    if (message !== undefined) applyRelation(message, relation);
  }
}

/** What somebody else added behind the end of the file; null where it was changed in another way. */
export function readExternalLines(file: LineFile): ExternalLine[] | null {
  const lines = file.takeExternal();
  if (lines === null) return null;
  return lines.flatMap(({ line, offset: id }) => {
    const entry = parse(line);
    return entry === null ? [] : [{ entry, id, message: null }];
  });
}

/** Collects messages from the newest to the oldest, and the notes that come before them. */
class Older {
  readonly relations: Relation[] = [];
  readonly #messages: Message[] = [];
  readonly #limit: number;
  readonly #wantsNotes: boolean;
  #more = false;

  constructor(limit: number, wantsNotes: boolean) {
    this.#limit = limit;
    this.#wantsNotes = wantsNotes;
  }

  readonly visit: Visit = (line, at) => {
    if (this.#wantsNotes && line !== null && !mayBeMessage(line)) {
      const entry = parse(line);
      if (entry !== null && isRelation(entry)) this.relations.push(entry);
      return;
    }
    const message = messageIn(line, at);
    if (message === null) return;
    // One more than asked tells whether there is more to ask for.
    this.#more = this.#messages.length === this.#limit;
    if (this.#more) return false;
    this.#messages.push(message);
  };

  /** The run that ends at `end`, of which everything from `reached` on was read. */
  run(end: number, reached: number): PageSlice {
    const messages = this.#messages.reverse();
    this.relations.reverse();
    const start = this.#more ? messages[0]?.id ?? end : reached;
    return { messages, start, end, more: this.#more || (reached > 0 && reached < end) };
  }
}

/** The message that a line is, or null. */
function messageIn(line: string | null, offset: number): Message | null {
  const entry = line === null || !mayBeMessage(line) ? null : parse(line);
  return entry === null ? null : asMessage(entry, offset);
}

/** Reads on from an offset, as many bytes as it may; returns how far it came. */
type Step = (file: LineFile, from: number, visit: Visit, bytes: number) => number;

const forward: Step = (file, from, visit, bytes) => file.forward(from, visit, bytes);
const backward: Step = (file, from, visit, bytes) => file.backward(from, visit, bytes);

/** Reads until the visitor has enough, the file ends or the budget is used; returns how far it came. */
async function inSteps(
  { file, slices }: Reading,
  from: number,
  visit: Visit,
  step: Step,
  budget = READ_BUDGET_BYTES,
): Promise<number> {
  let isOver = false;
  const look: Visit = (line, offset) => {
    isOver = visit(line, offset) === false;
    return !isOver;
  };
  let reached = from;
  for (let bytes = slices === null ? budget : STEP_BYTES;;) {
    const to = step(file(), reached, look, bytes);
    // No line ends within a step where one is longer, or where there is nothing more to read.
    const isStuck = to === reached;
    if (isOver || (isStuck && bytes === budget) || Math.abs(to - from) >= budget) return to;
    bytes = isStuck || slices === null ? budget : STEP_BYTES;
    reached = to;
    if (slices?.isUsed === true) await slices.next();
  }
}
