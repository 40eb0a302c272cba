/**
 * A history as somebody reads it who was added later: what was said before is not there for them, not even
 * in what answers it, and asking for it is asking for what never was.
 */
import type { History } from "../../history/history.ts";
import type { Catchup, PageSlice } from "../../history/page_reader.ts";
import type { UnreadCount, UnreadQuery } from "../../history/unread.ts";
import { ChatError } from "../../base/errors.ts";
import type { Event, Message, RoomEvent } from "../../protocol.ts";

/** What is read of a history on behalf of somebody. */
export type ReadableHistory = Pick<
  History,
  | "path"
  | "epoch"
  | "end"
  | "last"
  | "since"
  | "before"
  | "after"
  | "around"
  | "unread"
  | "find"
  | "current"
  | "holds"
>;

/** The part of a history from an offset on. */
export class HistoryFrom implements ReadableHistory {
  readonly #whole: History;
  readonly #from: number;

  /** `from`: where a line starts. */
  constructor(whole: History, from: number) {
    this.#whole = whole;
    this.#from = from;
  }

  get path(): string {
    return this.#whole.path;
  }

  get epoch(): string {
    return this.#whole.epoch;
  }

  get end(): number {
    return this.#whole.end;
  }

  last(limit: number): PageSlice {
    return cut(this.#whole.last(limit), this.#from);
  }

  since(after: number, limit: number, including = false): Catchup | null {
    const missed = after < this.#from ? null : this.#whole.since(after, limit, including);
    if (missed === null) return null;
    return {
      messages: missed.messages.map((message) => withoutEarlier(message, this.#from)),
      ...seenEvents(missed.events, this.#from),
      relations: missed.relations.filter(({ target }) => target >= this.#from),
    };
  }

  async before(offset: number | null, limit: number): Promise<PageSlice> {
    if (offset !== null) this.#mustBeThere(offset);
    return cut(await this.#whole.before(offset, limit), this.#from);
  }

  async after(offset: number, limit: number, including = false): Promise<PageSlice> {
    this.#mustBeThere(offset);
    return cut(await this.#whole.after(offset, limit, including), this.#from);
  }

  async around(offset: number, limit: number): Promise<PageSlice> {
    this.#mustBeThere(offset);
    return cut(await this.#whole.around(offset, limit), this.#from);
  }

  /** Who has read nothing yet counts from where their history begins: from the last byte before it. */
  async unread(after: number, counting: UnreadQuery): Promise<UnreadCount> {
    return await this.#whole.unread(Math.max(after, this.#from - 1), counting);
  }

  find(id: number): Message | null {
    const found = id < this.#from ? null : this.#whole.find(id);
    return found === null ? null : withoutEarlier(found, this.#from);
  }

  current(message: Message): Message {
    return withoutEarlier(this.#whole.current(message), this.#from);
  }

  holds(id: number): boolean {
    return id >= this.#from && this.#whole.holds(id);
  }

  #mustBeThere(offset: number): void {
    if (offset >= this.#from) return;
    throw new ChatError("bad_range", `Cannot read from offset ${offset}: no line starts there`);
  }
}

/** An event of a room as those are told it whose history begins at an offset; null for what is before. */
export function seenFrom(from: number, json: string): string | null {
  const event = JSON.parse(json) as Event;
  if (event.type === "history") return JSON.stringify({ ...event, ...cut(event, from) });
  if (!("id" in event) || typeof event.id !== "number") return json;
  if (event.id < from || event.type === "room_event" && !isSeen(event, from)) return null;
  if (event.type !== "message" || event.to === undefined || event.to.id >= from) return json;
  return JSON.stringify(withoutEarlier(event, from));
}

function cut(run: PageSlice, from: number): PageSlice {
  const messages = run.messages.filter(({ id }) => id >= from)
    .map((message) => withoutEarlier(message, from));
  const { events, ...rest } = run;
  const start = Math.max(run.start, from);
  const seen = seenEvents(events, from);
  return {
    ...rest,
    messages,
    ...seen,
    start,
    end: Math.max(run.end, from),
    more: run.more && start > from,
  };
}

function seenEvents(events: RoomEvent[] | undefined, from: number): { events?: RoomEvent[] } {
  return events === undefined ? {} : { events: events.filter((event) => isSeen(event, from)) };
}

/** False for what was before, and for a pin on what was said before. */
function isSeen({ id, target = id }: RoomEvent, from: number): boolean {
  return id >= from && target >= from;
}

/** A message without what it answers, where that was said before. */
function withoutEarlier<M extends Message>(message: M, from: number): M {
  if (message.to === undefined || message.to.id >= from) return message;
  const { to: _, ...rest } = message;
  return rest as M;
}
