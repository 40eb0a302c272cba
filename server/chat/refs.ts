/**
 * Refs that were seen lately: a client that never heard our answer sends its message again with the
 * same ref, and must get the message that exists instead of a second one. Bounded in number and age.
 */
import type { Listener } from "./listener.ts";

/** What became of a ref: on its way with those who wait for it, or the id of its message. */
export type Seen = { waiting: Listener[] } | { id: number };

const MOST = 16_384;
const AGE = 10 * 60 * 1000;

/** The refs of one room. */
export class Refs {
  // A Map keeps the order of insertion, so the oldest stand first.
  readonly #seen = new Map<string, { at: number; what: Seen }>();

  /** What became of a sender's ref, or undefined where it is new. */
  get(key: string, ref: string): Seen | undefined {
    return this.#seen.get(`${key} ${ref}`)?.what;
  }

  /** Remembers what became of it. */
  set(key: string, ref: string, what: Seen, now: number): void {
    const id = `${key} ${ref}`;
    this.#seen.delete(id);
    this.#seen.set(id, { at: now, what });
    for (const [old, { at }] of this.#seen) {
      if (this.#seen.size <= MOST && now - at < AGE) break;
      this.#seen.delete(old);
    }
  }

  /** Forgets all of them: their ids mean nothing any more. */
  clear(): void {
    this.#seen.clear();
  }

  /** Forgets a ref whose message came to nothing: it may be tried again. */
  delete(key: string, ref: string): void {
    this.#seen.delete(`${key} ${ref}`);
  }
}
