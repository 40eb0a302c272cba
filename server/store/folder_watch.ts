/**
 * Every two seconds it is looked whether someone changed a file. There may be fifty thousand of them, so
 * it is done in slices of turns, and never begun anew while it goes on.
 */
import type { Clock, Timer } from "../base/clock.ts";
import type { Slices } from "../base/time_slices.ts";
export interface FolderWatchOptions {
  clock: Clock;
  slices: Slices;
  /** Looks at the few files that everything depends on. */
  refresh: () => void;
  /** Looks at one of all others; made anew for each round. */
  looks: () => Iterable<() => void>;
}

/** How often it is looked, in milliseconds. */
const WATCH_INTERVAL_MS = 2000;

/** The watch over files. */
export class FolderWatch {
  readonly #options: FolderWatchOptions;
  #timer: Timer | null = null;
  #isLooking = false;

  constructor(options: FolderWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = this.#options.clock.every(WATCH_INTERVAL_MS, () => {
      if (!this.#isLooking) void this.#look();
    });
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  async #look(): Promise<void> {
    const { slices, refresh, looks } = this.#options;
    this.#isLooking = true;
    try {
      refresh();
      for (const look of looks()) {
        look();
        // Which is the next is asked afterwards: a room may be gone by then.
        if (slices.isUsed) await slices.next();
        if (this.#timer === null) return;
      }
    } finally {
      this.#isLooking = false;
    }
  }
}
