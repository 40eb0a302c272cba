/** Lets so many do something at a time; the next ones wait in turn, so many of them and for so long. */
import type { Clock } from "./clock.ts";

/** How wide a gate is. */
export interface GateOptions {
  atATime: number;
  /** Those who may wait; without a number everybody. */
  mostWaiting?: number;
  /** How long they may wait, in milliseconds; without it for ever. */
  patience?: { clock: Clock; ms: number };
  /** What is thrown at who may not wait, or has waited too long. */
  busy?: () => Error;
}

/** One gate. */
export class Gate {
  readonly #options: GateOptions;
  readonly #waiting = new Set<() => void>();
  #inside = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** True while nobody is inside. */
  get isEmpty(): boolean {
    return this.#inside === 0;
  }

  /** Resolves when there is room for one more, who is inside from then on until `leave`. */
  async enter(): Promise<void> {
    const { atATime, mostWaiting = Infinity, patience, busy = tooMany } = this.#options;
    if (this.#inside < atATime) {
      this.#inside++;
      return;
    }
    if (this.#waiting.size >= mostWaiting) throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    const timer = patience?.clock.after(patience.ms, () => {
      if (this.#waiting.delete(resolve)) reject(busy());
    });
    await promise;
    timer?.cancel();
  }

  /** One is through: a place goes on to who waits longest, and nobody slips in between. */
  leave(): void {
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      next();
      return;
    }
    this.#inside--;
  }

  /** Does something inside. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }
}

function tooMany(): Error {
  return new Error("Too many wait already");
}
