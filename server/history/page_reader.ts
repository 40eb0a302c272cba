/**
 * Runs of messages read from a history file by offset: the newest before a line, those after one,
 * and what was missed since one. Reading is bounded by a number of messages and a budget of bytes;
 * where the budget ends a run early, its cursors say so.
 */
import { applyRelation, asMessage, isRelation } from "./relations.ts";
import { type Entry, mayBeMessage, parse, type Relation } from "./line.ts";
import { dropErased, EventsFound, eventsWithin, mayBeRoomEvent } from "./room_events.ts";
import type { Slices } from "../base/time_slices.ts";
import type { Message, Page, RoomEvent } from "../protocol.ts";
import type { LineFile } from "../store/line_file.ts";
import { READ_BUDGET_BYTES, type Visit } from "../store/line_reader.ts";

/** A run of messages without the room's name. */
export type PageSlice = Omit<Page, "room" | "epoch">;

/** What was missed since an offset: messages, what happened to the room, and notes about what was before. */
export interface Catchup {
  messages: Message[];
  events?: RoomEvent[];
  relations: Relation[];
}

/** A line that somebody else wrote, and the message that it is, if it is one. */
export interface ExternalLine {
  entry: Entry;
  id: number;
  message: Message | null;
}

/** Bytes a resume may read, and lines: past these the newest messages serve better than all that was missed. */
export const RESUME_BYTES = 1024 * 1024;
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
  const events = new EventsFound();
  let full = false;
  let end = await inSteps(reading, offset, (line, at) => {
    const message = at === offset && !including ? null : messageIn(line, at, events);
    if (message === null) return;
    full = messages.length === limit;
    if (full) return false;
    messages.push(message);
  }, forward);
  // Reading on from the last message that was told skips nothing.
  if (full) end = messages.at(-1)?.id ?? offset;
  const start = messages[0]?.id ?? offset;
  const newer = full || end < reading.file().end;
  return { messages, ...events.within(offset, end), start, end, more: offset > 0, newer };
}

/** Two runs of which the second begins where the first ends. */
export function concatSlices(older: PageSlice, newer: PageSlice): PageSlice {
  const { start, more } = older;
  const events = [...older.events ?? [], ...newer.events ?? []];
  return {
    ...newer,
    messages: [...older.messages, ...newer.messages],
    ...eventsWithin(events, start, Infinity),
    start,
    more,
  };
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
  const events = new EventsFound();
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
    } else events.take(entry, offset);
    return messages.size <= limit && relations.length <= MAX_RESUME_NOTES;
  });
  const isTooMuch = messages.size > limit || relations.length > MAX_RESUME_NOTES;
  if (isTooMuch) return null;
  return { messages: [...messages.values()], ...events.within(after, Infinity), relations };
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

/** Folds notes, in the order of the file, onto what they speak about. */
export function applyRelations(run: PageSlice, relations: Relation[]): void {
  if (relations.length === 0) return;
  const byId = new Map(run.messages.map((message) => [message.id, message]));
  const erased = new Set<number>();
  for (const relation of relations) {
    const message = byId.get(relation.target);
    if (message !== undefined) applyRelation(message, relation);
    else if (relation.kind === "erased") erased.add(relation.target);
  }
  dropErased(run, (id) => erased.has(id));
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

/** Collects messages from the newest to the oldest, what happened between them, and the notes that come first. */
class Older {
  readonly relations: Relation[] = [];
  readonly #messages: Message[] = [];
  readonly #limit: number;
  readonly #wantsNotes: boolean;
  readonly #events = new EventsFound();
  #more = false;

  constructor(limit: number, wantsNotes: boolean) {
    this.#limit = limit;
    this.#wantsNotes = wantsNotes;
  }

  readonly visit: Visit = (line, at) => {
    if (this.#wantsNotes && line !== null && !mayBeMessage(line)) {
      const entry = parse(line);
      if (entry !== null && isRelation(entry)) this.relations.push(entry);
      else if (entry !== null) this.#events.take(entry, at);
      return;
    }
    const message = messageIn(line, at, this.#events);
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
    const more = this.#more || (reached > 0 && reached < end);
    return { messages, ...this.#events.within(start, end), start, end, more };
  }
}

/** The message that a line is, or null; `events` takes what happened to the room. */
export function messageIn(
  line: string | null,
  offset: number,
  events?: EventsFound,
): Message | null {
  if (line === null) return null;
  const isWanted = mayBeMessage(line) || events?.isFull === false && mayBeRoomEvent(line);
  const entry = isWanted ? parse(line) : null;
  if (entry === null) return null;
  events?.take(entry, offset);
  return asMessage(entry, offset);
}

/** Reads on from an offset, as many bytes as it may; returns how far it came. */
type Step = (file: LineFile, from: number, visit: Visit, bytes: number) => number;

export const forward: Step = (file, from, visit, bytes) => file.forward(from, visit, bytes);
const backward: Step = (file, from, visit, bytes) => file.backward(from, visit, bytes);

/** Reads until the visitor has enough, the file ends or the budget is used; returns how far it came. */
export async function inSteps(
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
