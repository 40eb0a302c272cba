/**
 * The newest messages of a history, as they are now, kept in memory while somebody needs them, and what
 * happened to the room between them. Holds at least as many as a newcomer is given, and fewer than twice
 * as many.
 */
import { eventsWithin, MAX_PAGE_EVENTS, roomEventOf, withoutWords } from "./room_events.ts";
import type { PageSlice } from "./page_reader.ts";
import { applyRelation, isRelation } from "./relations.ts";
import type { Entry, Relation } from "./line.ts";
import type { Message, RoomEvent } from "../protocol.ts";

/** The kept end of one history. */
export class Newest {
  readonly #recent: number;
  #messages: Message[] | null = null;
  #events: RoomEvent[] = [];
  #more = false;

  /** `recent`: how many messages a newcomer is given. */
  constructor(recent: number) {
    this.#recent = recent;
  }

  /** What is kept; nothing while nobody needs it. */
  get kept(): readonly Message[] {
    return this.#messages ?? [];
  }

  /** Reads what is to be kept, where nothing is. */
  fill(read: (limit: number) => PageSlice): void {
    if (this.#messages !== null) return;
    const { messages, events = [], more } = read(this.#recent);
    this.#messages = messages;
    this.#events = events;
    this.#more = more;
  }

  /** The last messages that are kept, at most `limit`; null where that is not all that there is. */
  last(limit: number): Pick<PageSlice, "messages" | "events" | "more"> | null {
    const kept = this.kept;
    if (limit > kept.length && this.#more) return null;
    const messages = kept.slice(Math.max(0, kept.length - limit));
    const more = this.#more || messages.length < kept.length;
    const newest = this.#events.slice(-MAX_PAGE_EVENTS);
    return { messages, ...eventsWithin(newest, more ? messages[0]?.id ?? 0 : 0, Infinity), more };
  }

  /** A message that is kept. */
  find(id: number): Message | undefined {
    return this.#messages?.find((message) => message.id === id);
  }

  /** A line came to the end, and the message that it is, if it is one. */
  take(entry: Entry, id: number, message: Message | null): void {
    if (this.#messages === null) return;
    if (message !== null) return this.#add(this.#messages, message);
    if (isRelation(entry)) return this.#apply(entry);
    const event = roomEventOf(entry, id);
    if (event === null) return;
    this.#events.push(event);
    if (this.#events.length >= MAX_PAGE_EVENTS * 2) this.#events.splice(0, MAX_PAGE_EVENTS);
  }

  /** Messages that answer another one. */
  *answersTo(id: number): Iterable<Message> {
    for (const message of this.kept) if (message.to?.id === id) yield message;
  }

  clear(): void {
    this.#messages = null;
    this.#events = [];
  }

  #add(messages: Message[], message: Message): void {
    messages.push(message);
    // Trimmed in runs, so that one message does not move fifty others.
    if (messages.length >= this.#recent * 2) {
      messages.splice(0, messages.length - this.#recent);
      this.#more = true;
    }
  }

  /** Something was said about a message, or the words of a topic are gone. */
  #apply(relation: Relation): void {
    const message = this.find(relation.target);
    if (message !== undefined) applyRelation(message, relation);
    if (relation.kind !== "erased") return;
    const at = this.#events.findIndex(({ id }) => id === relation.target);
    if (at >= 0) this.#events[at] = withoutWords(this.#events[at]!);
  }
}
