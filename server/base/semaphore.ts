/** Lets so many do something at a time; the next ones wait in turn, so many of them and for so long. */
import type { Clock } from "./clock.ts";

/** How many are admitted, and who may wait. */
export interface SemaphoreOptions {
  atATime: number;
  /** Those who may wait; without a number everybody. */
  maxWaiting?: number;
  /** How long they may wait, in milliseconds; without it for ever. */
  waitMs?: { clock: Clock; ms: number };
  /** What is thrown at who may not wait, or has waited too long. */
  busy?: () => Error;
}

/** Admits only so many at a time. */
export class Semaphore {
  readonly #options: SemaphoreOptions;
  readonly #waiting = new Set<() => void>();
  #inside = 0;

  constructor(options: SemaphoreOptions) {
    this.#options = options;
  }

  /** True while nobody is inside. */
  get isIdle(): boolean {
    return this.#inside === 0;
  }

  /** Resolves when there is room for one more, who is inside from then on until `leave`. */
  async acquire(): Promise<void> {
    const { atATime, maxWaiting = Infinity, waitMs, busy = tooMany } = this.#options;
    if (this.#inside < atATime) {
      this.#inside++;
      return;
    }
    if (this.#waiting.size >= maxWaiting) throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    const timer = waitMs?.clock.after(waitMs.ms, () => {
      if (this.#waiting.delete(resolve)) reject(busy());
    });
    await promise;
    timer?.cancel();
  }

  /** One is through: a place goes on to who waits longest, and nobody slips in between. */
  release(): void {
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      next();
      return;
    }
    this.#inside--;
  }

  /** Does something inside. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.acquire();
    try {
      return await work();
    } finally {
      this.release();
    }
  }
}

function tooMany(): Error {
  return new Error("Too many are waiting already");
}
