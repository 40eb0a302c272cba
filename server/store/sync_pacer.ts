/**
 * Spreads the syncs of many files evenly. Each costs the device, and a thread of ours, a fraction of a
 * millisecond: two hundred rooms in which people talk would take them all at the same moment of each
 * second, and who speaks just then waits. Its invariant: a file is synced within `SYNC_DELAY_MS` of the
 * first write that it tells of, in the order in which files told.
 */
import type { Clock, Timer } from "../base/clock.ts";

/** How long written lines may stand in the system's memory alone. */
const SYNC_DELAY_MS = 1000;
/** How many begin together: a timer for each would cost as much as its sync. */
const SYNCS_AT_ONCE = 4;

/** Something that can be synced. */
export interface Syncable {
  /** Begins a sync; never throws. */
  onSync(): void;
}

/** The syncs of one disk. */
export class SyncPacer {
  readonly #clock: Clock;
  /** Since when each waits, oldest first, in milliseconds of the clock. */
  readonly #waiting = new Map<Syncable, number>();
  #timer: Timer | null = null;
  /** When the timer is due, in milliseconds of the clock. */
  #due = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asks for a sync soon; asking again before it begins changes nothing. */
  ask(file: Syncable): void {
    if (this.#waiting.has(file)) return;
    this.#waiting.set(file, this.#clock.now());
    this.#arm();
  }

  /** Forgets a file that is synced otherwise. */
  forget(file: Syncable): void {
    if (this.#waiting.delete(file)) this.#arm();
  }

  /** The more wait, the shorter the pause: as many as wait are done by when the oldest is due. */
  #arm(): void {
    if (this.#waiting.size === 0) return this.#disarm();
    const left = this.#left;
    const pause = Math.max(1, Math.min(left, SYNCS_AT_ONCE * left / this.#waiting.size));
    const due = this.#clock.now() + pause;
    // One more of many changes little: a timer that comes soon enough is not set anew.
    if (this.#timer !== null && this.#due <= due + pause) return;
    this.#disarm();
    this.#due = due;
    this.#timer = this.#clock.after(pause, () => this.#syncSome());
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Milliseconds until the oldest is due. A clock that was set must not hold a sync back. */
  get #left(): number {
    const [since = 0] = this.#waiting.values();
    const left = since + SYNC_DELAY_MS - this.#clock.now();
    return Math.min(Math.max(left, 0), SYNC_DELAY_MS);
  }

  #syncSome(): void {
    this.#timer = null;
    // A timer is not finer than a millisecond: of very many files more go at once.
    let due = Math.max(SYNCS_AT_ONCE, Math.ceil(this.#waiting.size / Math.max(this.#left, 1)));
    for (const file of this.#waiting.keys()) {
      if (due-- === 0) break;
      this.#waiting.delete(file);
      file.onSync();
    }
    this.#arm();
  }
}
