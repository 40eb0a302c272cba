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
/** What is asked for within so long is due together: so few groups are looked through for the pace. */
const GROUP_MS = 100;

/** Something that can be synced. */
export interface Syncable {
  /** Begins a sync; never throws. */
  onSync(): void;
}

/** The syncs of one disk. */
export class SyncPacer {
  readonly #clock: Clock;
  /** The group that each waits in, oldest first. */
  readonly #waiting = new Map<Syncable, number>();
  /** How many wait in each group, oldest first; its name is when it began, in milliseconds of the clock. */
  readonly #groups = new Map<number, number>();
  #timer: Timer | null = null;
  /** When the timer is due, in milliseconds of the clock. */
  #due = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asks for a sync soon; asking again before it begins changes nothing. */
  ask(file: Syncable): void {
    if (this.#waiting.has(file)) return;
    const now = this.#clock.now();
    const group = now - now % GROUP_MS;
    this.#waiting.set(file, group);
    this.#groups.set(group, (this.#groups.get(group) ?? 0) + 1);
    this.#arm();
  }

  /** Forgets a file that is synced otherwise. */
  forget(file: Syncable): void {
    if (this.#remove(file)) this.#arm();
  }

  #remove(file: Syncable): boolean {
    const group = this.#waiting.get(file);
    if (group === undefined) return false;
    this.#waiting.delete(file);
    const left = (this.#groups.get(group) ?? 0) - 1;
    if (left > 0) this.#groups.set(group, left);
    else this.#groups.delete(group);
    return true;
  }

  #arm(): void {
    if (this.#waiting.size === 0) return this.#disarm();
    const pause = Math.max(1, Math.min(this.#left, SYNCS_AT_ONCE / this.#pace));
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

  /** Milliseconds until the oldest is due. */
  get #left(): number {
    for (const group of this.#groups.keys()) return this.#leftOf(group);
    return SYNC_DELAY_MS;
  }

  /** A clock that was set must not hold a sync back. */
  #leftOf(group: number): number {
    return Math.min(Math.max(group + SYNC_DELAY_MS - this.#clock.now(), 1), SYNC_DELAY_MS);
  }

  /**
   * Syncs a millisecond: the slowest even pace at which every group is through when it is due. Faster,
   * each file would be synced more than once a second where people go on talking.
   */
  get #pace(): number {
    let [count, pace] = [0, 0];
    for (const [group, size] of this.#groups) {
      count += size;
      pace = Math.max(pace, count / this.#leftOf(group));
    }
    return pace;
  }

  #syncSome(): void {
    this.#timer = null;
    // A timer is not finer than a millisecond: of very many files more go at once.
    let due = Math.max(SYNCS_AT_ONCE, Math.ceil(this.#pace));
    for (const file of this.#waiting.keys()) {
      if (due-- === 0) break;
      this.#remove(file);
      file.onSync();
    }
    this.#arm();
  }
}
