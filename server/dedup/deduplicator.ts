/**
 * What was sent before: a message whose sender never heard our answer comes again with the same ref,
 * in this run or after a restart, and must be answered with the message that exists. Three memories
 * are asked in turn: refs of this run, refs that were noted in a file, and the words themselves.
 */
import type { History } from "../history/history.ts";
import type { Connection, Member } from "../delivery/connection.ts";
import type { KeyLog, Seen } from "./key_log.ts";
import { TextMatcher } from "./text_matcher.ts";
import type { Clock } from "../base/clock.ts";
import { foldName } from "../people/names.ts";

/** The resends of one room. */
export class Deduplicator {
  readonly #clock: Clock;
  readonly #refs: KeyLog;
  #history: History;
  #textMatcher: TextMatcher;

  constructor(history: History, refs: KeyLog, clock: Clock) {
    this.#clock = clock;
    this.#refs = refs;
    this.#history = history;
    this.#textMatcher = new TextMatcher(history);
  }

  /** What became of a ref, or undefined for a message that is new. */
  seen(member: Member, connection: Connection | null, ref: string, text: string): Seen | undefined {
    const seen = this.#refs.get(member.key, ref);
    if (seen !== undefined) return seen;
    const id = this.#noted(member, ref, text) ??
      (connection === null ? null : this.#claimed(connection, text));
    if (id === null) return undefined;
    this.stored(member, ref, id);
    this.#refs.record(ref, id);
    return { id };
  }

  /** A message is on its way: those who send it again meanwhile wait with its sender. */
  begin(member: Member, ref: string, waiting: Connection[]): void {
    if (ref !== "") this.#refs.set(member.key, ref, { waiting }, this.#clock.now());
  }

  /** A message is about to be in the file. */
  placed(ref: string, id: number): void {
    if (ref !== "") this.#refs.record(ref, id);
  }

  /** A message is in the file. */
  stored(member: Member, ref: string, id: number): void {
    if (ref !== "") this.#refs.set(member.key, ref, { id }, this.#clock.now());
  }

  /** A message came to nothing: it may be tried again. */
  failed(member: Member, ref: string): void {
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

  /** The history is another one: no id of the old one means anything. */
  renew(history: History): void {
    this.#history = history;
    this.#refs.clear();
    this.#textMatcher = new TextMatcher(history);
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
