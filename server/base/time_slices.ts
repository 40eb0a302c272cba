/**
 * Turns of the event loop, shared out to work whose length a caller or a history decides: all of it
 * together takes at most about one slice of each turn, and everybody else has the rest.
 */
import type { Clock } from "./clock.ts";

/** What slices are cut by. */
export interface TimeSlicesOptions {
  /** Milliseconds since some instant; never steps back. */
  stopwatch: () => number;
  clock: Clock;
}

/** Milliseconds of a turn that long work may take, with room for a last step that takes a while. */
export const SLICE_MS = 5;
/**
 * Milliseconds between two slices. A loop that never waits is asked for what came in only each 61st
 * time around (tokio's `event_interval`): a pause without any wait leaves everybody waiting 0.3 s.
 */
const PAUSE_MS = 1;

/** What long work asks between its steps: `isUsed`, and where it is, it awaits `next`. */
export interface Slices {
  /** True once the slice of this turn is used up, whoever used it. */
  readonly isUsed: boolean;
  /** Resolves at the beginning of a slice in a later turn: one waiter each turn, first come first served. */
  next(): Promise<void>;
}

/** The slices of one process. */
export class TimeSlices implements Slices {
  readonly #options: TimeSlicesOptions;
  readonly #waiting: (() => void)[] = [];
  #until = -Infinity;
  /** When the work of the last slice was over; null while it goes on. */
  #left: number | null = -Infinity;

  constructor(options: TimeSlicesOptions) {
    this.#options = options;
  }

  get isUsed(): boolean {
    return this.#options.stopwatch() >= this.#until;
  }

  next(): Promise<void> {
    const { stopwatch, clock } = this.#options;
    this.#left ??= stopwatch();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    if (this.#waiting.length === 1) clock.after(PAUSE_MS, () => this.#begin());
    return promise;
  }

  #begin(): void {
    const { stopwatch, clock } = this.#options;
    const now = stopwatch();
    // Set when the slice began, this was due by the time its work was over: with several at work nobody
    // else would have a turn. The pause counts from the end, or from now where nobody gave it.
    this.#left ??= now;
    if (now - this.#left < PAUSE_MS) {
      clock.after(PAUSE_MS, () => this.#begin());
      return;
    }
    this.#left = null;
    this.#until = now + SLICE_MS;
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) clock.after(PAUSE_MS, () => this.#begin());
  }
}
