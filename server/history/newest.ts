/**
 * The newest messages of a history, as they are now, kept in memory while somebody needs them. Holds at
 * least as many as a newcomer is given, and fewer than twice as many.
 */
import type { PageSlice } from "./page_reader.ts";
import { applyRelation } from "./relations.ts";
import type { Relation } from "./line.ts";
import type { Message } from "../protocol.ts";

/** The kept end of one history. */
export class Newest {
  readonly #recent: number;
  #messages: Message[] | null = null;
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
    const { messages, more } = read(this.#recent);
    this.#messages = messages;
    this.#more = more;
  }

  /** The last messages that are kept, at most `limit`; null where that is not all that there is. */
  last(limit: number): Pick<PageSlice, "messages" | "more"> | null {
    const kept = this.kept;
    if (limit > kept.length && this.#more) return null;
    const messages = kept.slice(Math.max(0, kept.length - limit));
    return { messages, more: this.#more || messages.length < kept.length };
  }

  /** A message that is kept. */
  find(id: number): Message | undefined {
    return this.#messages?.find((message) => message.id === id);
  }

  /** A message came to the end. */
  add(message: Message): void {
    const messages = this.#messages;
    if (messages === null) return;
    messages.push(message);
    // Trimmed in runs, so that one message does not move fifty others.
    if (messages.length >= this.#recent * 2) {
      messages.splice(0, messages.length - this.#recent);
      this.#more = true;
    }
  }

  /** Something was said about a message. */
  apply(relation: Relation): void {
    const message = this.find(relation.target);
    if (message !== undefined) applyRelation(message, relation);
  }

  /** Messages that answer another one. */
  *answersTo(id: number): Iterable<Message> {
    for (const message of this.kept) if (message.to?.id === id) yield message;
  }

  clear(): void {
    this.#messages = null;
  }
}
