/**
 * What was sent before: a message whose sender never heard our answer comes again with the same ref,
 * in this run or after a restart, and must be answered with the message that exists. Three memories
 * are asked in turn: refs of this run, refs that were noted in a file, and the words themselves.
 */
import type { History } from "../history/history.ts";
import type { Connection, Member } from "../delivery/connection.ts";
import type { InFlight } from "./in_flight.ts";
import type { KeyLog, Seen } from "./key_log.ts";
import { TextMatcher } from "./text_matcher.ts";
import type { Clock } from "../base/clock.ts";
import { foldName } from "../people/names.ts";

/** Whose message it is, and the key that its sender gave it; "" for none. */
interface Keyed {
  member: Member;
  ref: string;
}

/** The resends of one room. */
export class Deduplicator {
  readonly #clock: Clock;
  readonly #refs: KeyLog;
  readonly #history: History;
  #textMatcher: TextMatcher;

  constructor(history: History, refs: KeyLog, clock: Clock) {
    this.#clock = clock;
    this.#refs = refs;
    this.#history = history;
    this.#textMatcher = new TextMatcher(history);
    history.onReopened(() => {
      refs.clear();
      this.#textMatcher = new TextMatcher(history);
    });
  }

  /** What became of a ref, or undefined for a message that is new. */
  seen(member: Member, connection: Connection | null, ref: string, text: string): Seen | undefined {
    const seen = this.#refs.get(member.key, ref);
    if (seen !== undefined) return seen;
    const id = this.#noted(member, ref, text) ??
      (connection === null ? null : this.#claimed(connection, text));
    if (id === null) return undefined;
    this.stored({ member, ref }, id);
    this.#refs.record(ref, id);
    return { id };
  }

  /** A message is on its way: whoever sends it again meanwhile waits with its sender. */
  begin(message: Keyed & InFlight): void {
    const { member, ref } = message;
    if (ref !== "") this.#refs.set(member.key, ref, message, this.#clock.now());
  }

  /** A message has its place, and is about to be written there. */
  placed({ ref, offset }: Keyed & { offset: number }): void {
    if (ref !== "") this.#refs.record(ref, offset);
  }

  /** A message is in the file. */
  stored({ member, ref }: Keyed, id: number): void {
    if (ref !== "") this.#refs.set(member.key, ref, { id }, this.#clock.now());
  }

  /** A message came to nothing: it may be tried again. */
  failed({ member, ref }: Keyed): void {
    this.#refs.delete(member.key, ref);
  }

  /** A connection resumed from `after`: what it sends may be something it sent before. */
  expect(connection: Connection, after: number): void {
    this.#textMatcher.expect(connection, after);
  }

  /** The connection is gone. */
  forget(connection: Connection): void {
    this.#textMatcher.forget(connection);
  }

  /** Lets go of files and of what can be read again. */
  rest(): void {
    this.#refs.rest();
  }

  /** By its words alone; a message whose ref is noted is known better than that. */
  #claimed(connection: Connection, text: string): number | null {
    return this.#textMatcher.claim(connection, text, (id) => !this.#refs.knows(id));
  }

  #noted({ key }: Member, ref: string, text: string): number | null {
    for (const id of this.#refs.recorded(ref)) {
      const message = this.#history.find(id);
      if (message === null || foldName(message.name) !== key) continue;
      if (message.text === text || message.edited || message.erased) return id;
    }
    return null;
  }
}
