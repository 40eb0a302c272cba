/**
 * Messages that an earlier run wrote but may never have confirmed. Their refs died with that run, so
 * a resent one is known by its sender and text, among the lines its client had not seen when it
 * resumed. Each can be claimed once: saying the same thing again is saying it again.
 */
import type { History } from "./history.ts";
import type { Listener } from "./listener.ts";
import type { Message } from "../protocol.ts";

/** How far back is looked, in messages. */
const MOST = 10_000;

/** The unclaimed messages of one room. */
export class Unclaimed {
  readonly #history: History;
  /** Lines before this one are an earlier run's. */
  readonly #bootEnd: number;
  readonly #waiting = new Map<Listener, Message[]>();

  constructor(history: History) {
    this.#history = history;
    this.#bootEnd = history.end;
  }

  /** A connection resumed from `after`: what it may send again is looked up once. */
  expect(listener: Listener, after: number): void {
    if (after >= this.#bootEnd) return;
    const { name } = listener.member;
    const own = (this.#history.since(after, MOST)?.messages ?? [])
      .filter((message) => message.name === name && message.id < this.#bootEnd);
    if (own.length > 0) this.#waiting.set(listener, own);
  }

  /** The id of the message that this text is a resend of, or null where it is new. */
  claim(listener: Listener, text: string): number | null {
    const own = this.#waiting.get(listener) ?? [];
    const at = own.findIndex((message) => message.text === text);
    return at < 0 ? null : own.splice(at, 1)[0]?.id ?? null;
  }

  /** The connection is gone. */
  forget(listener: Listener): void {
    this.#waiting.delete(listener);
  }
}
