/** A clock that stands still until it is told to go on. */
import type { Clock, Timer } from "../../server/base/clock.ts";

interface Pending {
  at: number;
  fn: () => void;
  every: number | null;
}

/** Time in the hands of a test. */
export class FakeClock implements Clock {
  #now: number;
  readonly #pending = new Set<Pending>();

  constructor(now = Date.UTC(2025, 10, 19, 23, 46, 36)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, fn: () => void): Timer {
    return this.#add({ at: this.#now + ms, fn, every: null });
  }

  every(ms: number, fn: () => void): Timer {
    return this.#add({ at: this.#now + ms, fn, every: ms });
  }

  /** Timers that are set. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Sets the time without running anything: a clock that steps, back perhaps. */
  set(now: number): void {
    this.#now = now;
  }

  /** Lets time pass; what is due runs in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#pending].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }
      this.#now = Math.max(this.#now, due.at);
      if (due.every === null) {
        this.#pending.delete(due);
      } else due.at += due.every;
      due.fn();
    }
    this.#now = end;
  }

  #add(pending: Pending): Timer {
    this.#pending.add(pending);
    return { cancel: () => this.#pending.delete(pending) };
  }
}
