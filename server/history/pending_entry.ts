/**
 * An entry on its way into a history: one object from the one who asked, down to the file and back up.
 * Its invariant: exactly one of `stored` and `failed` is called, once.
 */
import { type Entry, format } from "./line.ts";
import type { ChatError } from "../base/errors.ts";
import type { Message } from "../protocol.ts";
import type { PendingLine } from "../store/pending_line.ts";

/** Takes in an entry that is in the file, whose end is here now; the message that it is, if it is one. */
export type Accept = (entry: Entry, id: number, end: number) => Message | null;

/** What was asked to be written. */
export abstract class PendingEntry implements PendingLine {
  entry: Entry;
  line = "";
  offset = -1;
  #accept: Accept | null = null;

  constructor(entry: Entry) {
    this.entry = entry;
  }

  /** The history takes it, under a time that does not run backwards. */
  begin(entry: Entry, accept: Accept): void {
    this.entry = entry;
    this.line = format(entry);
    this.#accept = accept;
  }

  placed(): void {}

  written(end: number): void {
    this.stored(this.offset, this.#accept!(this.entry, this.offset, end));
  }

  /** The entry is in the file and in the index; `message` is what it made, null for a relation. */
  abstract stored(id: number, message: Message | null): void;

  abstract failed(error: ChatError): void;
}

/** An entry of which its sender asks when it is stored, or why not. */
export class AwaitedEntry extends PendingEntry {
  readonly #settle = Promise.withResolvers<number>();

  /** Resolves with the id once the entry is in the file; rejects with a ChatError. */
  get id(): Promise<number> {
    return this.#settle.promise;
  }

  stored(id: number): void {
    this.#settle.resolve(id);
  }

  failed(error: ChatError): void {
    this.#settle.reject(error);
  }
}
