/**
 * Words of people who are gone, taken from the disk one person after the other, while everybody else is
 * served. What fails is tried again, and what a process leaves undone the next one takes up: an entry of
 * `removals.txt` goes only when nothing of it is left.
 */
import type { RemovalProgress } from "./erasure.ts";
import { BoundedMap } from "../../base/bounded_map.ts";
import type { Clock } from "../../base/clock.ts";
import { ChatError } from "../../base/errors.ts";
import type { Removal, Removals } from "../../people/removals.ts";

/** What it needs from outside. */
export interface RemovalQueueOptions {
  clock: Clock;
  removals: Removals;
  /** Takes one person's words away; returns how many messages that was. */
  remove: (removal: Removal, progress: RemovalProgress) => Promise<number>;
  onTrouble: (what: string, error: unknown) => void;
}

/** Milliseconds until what failed is tried again. */
const RETRY_MS = 60_000;
/** What is told until nothing is left, for files grow while they are looked through. */
const ALMOST = 0.99;
/** Removals whose progress can be asked for. */
const MAX_WATCHED = 100;

/** The work that is to be done. */
export class RemovalQueue {
  readonly #options: RemovalQueueOptions;
  readonly #progress = new BoundedMap<string, number>(MAX_WATCHED);
  /** By what the progress of somebody's removal is asked for. */
  readonly #watches = new BoundedMap<string, string>(MAX_WATCHED);
  #running: Promise<unknown> = Promise.resolve();
  #isBusy = false;
  #retryAt = -Infinity;
  #isClosed = false;

  constructor(options: RemovalQueueOptions) {
    this.#options = options;
  }

  /**
   * Removes somebody's words, after those of others; resolves with the number of messages. `watch`: what its
   * progress is asked for by.
   */
  run(removal: Removal, watch = this.#watches.get(removal.name)): Promise<number> {
    if (watch !== undefined) this.#watches.set(removal.name, watch);
    const tell = (done: number): void => {
      if (watch !== undefined) this.#progress.set(watch, done);
    };
    tell(0);
    const done = this.#running.then(() => this.#remove(removal, tell));
    this.#running = done.catch(() => {});
    return done;
  }

  /** How much is done, 0 to 1; null for what nobody knows (any more). */
  progress(watch: string): number | null {
    return this.#progress.get(watch) ?? null;
  }

  /** Takes up what is left, unless it is being done or failed a moment ago. */
  look(): void {
    const { clock, removals, onTrouble } = this.#options;
    if (this.#isClosed || this.#isBusy || clock.now() < this.#retryAt) return;
    for (const removal of removals.list()) {
      this.#retryAt = clock.now() + RETRY_MS;
      this.run(removal).catch((error) => {
        if (!this.#isClosed) onTrouble("Cannot erase what somebody said; it is tried again", error);
      });
    }
  }

  /** Resolves when nothing is being done. */
  get idle(): Promise<unknown> {
    return this.#running;
  }

  /** Stops at the next step; what is left is done by the next process. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  async #remove(removal: Removal, tell: (done: number) => void): Promise<number> {
    const { clock, removals, remove } = this.#options;
    this.#isBusy = true;
    try {
      const erased = await remove(removal, {
        tell: (done) => tell(Math.min(done, ALMOST)),
        mayGoOn: () => this.#mustBeOpen(),
      });
      await removals.end(removal);
      tell(1);
      return erased;
    } catch (error) {
      this.#retryAt = clock.now() + RETRY_MS;
      throw error;
    } finally {
      this.#isBusy = false;
    }
  }

  #mustBeOpen(): void {
    if (!this.#isClosed) return;
    throw new ChatError("restarting", "The words go on being erased when the chat is back");
  }
}
