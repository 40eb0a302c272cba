/**
 * Messages that an earlier run wrote but may never have confirmed. Their refs died with that run, so
 * a resent one is known by its sender and text, among the lines its client had not seen when it
 * resumed. Each can be claimed once: saying the same thing again is saying it again.
 */
import type { History } from "../history/history.ts";
import type { Connection } from "../delivery/connection.ts";
import type { Message } from "../protocol.ts";

/** The unclaimed messages of one room. */
export class TextMatcher {
  readonly #history: History;
  /** Lines before this one are an earlier run's. */
  readonly #bootEnd: number;
  /** Where each connection resumed, and what it may claim once it was looked up. */
  readonly #resumed = new Map<Connection, { after: number; own: Message[] | null }>();

  constructor(history: History) {
    this.#history = history;
    this.#bootEnd = history.end;
  }

  /** A connection resumed from `after`: what it sends may be something it sent before. */
  expect(connection: Connection, after: number): void {
    if (after < this.#bootEnd) this.#resumed.set(connection, { after, own: null });
  }

  /** The id of the open message that this text is a resend of, or null where it is new. */
  claim(connection: Connection, text: string, isOpen: (id: number) => boolean): number | null {
    const resumed = this.#resumed.get(connection);
    if (resumed === undefined) return null;
    // Looked up only now: most who resume have nothing to send again.
    const own = resumed.own ??= this.#unseenOf(connection.member.name, resumed.after);
    const at = own.findIndex((message) => message.text === text && isOpen(message.id));
    return at < 0 ? null : own.splice(at, 1)[0]?.id ?? null;
  }

  /** The connection is gone. */
  forget(connection: Connection): void {
    this.#resumed.delete(connection);
  }

  #unseenOf(name: string, after: number): Message[] {
    return this.#history.saidBy(name, after).filter(({ id }) => id < this.#bootEnd);
  }
}
