/**
 * A node's folder on its way to where the log is. Its invariant: the folder is always the log up to a noted
 * place and nothing else. What was never committed is undone at the start; a log that is shorter than the
 * folder, or another one, is an error that ends the node; a gap is closed by a snapshot, never skipped.
 */
import type { Clock } from "../../base/clock.ts";
import { type Applier, Diverged, notTheSameLog, shorterLog } from "./applier.ts";
import { type Bytes, type Engine, EngineTrouble, LogGap } from "./engine.ts";
import type { Place, PlaceFile } from "./place.ts";
import { decodeRecord, hashOf } from "./record.ts";
import type { Sealer } from "./sealer.ts";
import { purposeOf } from "./shipper.ts";
import type { UndoJournal } from "./undo_journal.ts";

/** What following needs. */
export interface FollowerOptions {
  engine: Engine;
  clock: Clock;
  sealer: Sealer;
  place: PlaceFile;
  applier: Applier;
  undo: UndoJournal;
  /** Puts another node's folder in the place of this one, and returns where that is; null where none has one. */
  takeSnapshot: () => Promise<Place | null>;
  /** Told of what is waited for, and of trouble that passes. */
  onWaiting: (why: string, error?: unknown) => void;
}

/** Milliseconds before what failed is tried again. */
const RETRY_MS = 300;
/** Milliseconds between two times at which the device is seen to. */
const SYNC_MS = 1000;

/** Follows the log. */
export class Follower {
  readonly #options: FollowerOptions;
  #last = 0;
  #isReached = false;
  #reached: { resolve: () => void; position: number }[] = [];

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Records that are in the log and not here, as far as is known. */
  get behind(): number {
    return Math.max(0, this.#last - this.#options.place.now.position);
  }

  /** True once everything is here that was in the log at some time since the start. */
  get hasCaughtUp(): boolean {
    return this.#isReached;
  }

  /** Resolves when the folder is as far as a position. */
  reaches(position: number): Promise<void> {
    if (this.#options.place.now.position >= position) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#reached.push({ resolve, position });
    return promise;
  }

  /** Undoes what a crash left that was not committed. */
  async recover(): Promise<void> {
    const { engine, undo, place, sealer } = this.#options;
    const writer = undo.lastWriter();
    if (writer === null) return;
    // What this node shipped last may be in the log, though nobody told it so.
    let at = place.now;
    for (;;) {
      const record = await engine.read(at.position + 1);
      if (record === null) break;
      const plain = decodeRecord(await sealer.open(purposeOf(at.position + 1), record));
      if (plain.writer !== writer || plain.previous !== at.hash) break;
      at = { position: at.position + 1, hash: await hashOf(record), done: 0 };
    }
    undo.undo(at.position + 1);
    // After a power cut what is in the log is made again: the device may not have it.
    place.note(place.mayLack ? place.now : at);
  }

  /**
   * Follows until the signal. What the engine cannot answer passes; it rejects with {@link LogLost}, and with
   * what this machine's disk cannot do: the node is started again then, and catches up.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { engine, clock, place, applier, onWaiting } = this.#options;
    const syncing = clock.every(SYNC_MS, () => {
      place.sync().catch((error) => onWaiting("Cannot sync", error));
    });
    try {
      while (!signal.aborted) {
        try {
          await this.#mustBeTheSameLog();
          for await (const { entries, last } of engine.follow(place.now.position, signal)) {
            this.#last = last;
            for (const entry of entries) {
              if (signal.aborted) break;
              await applier.apply(entry);
              this.#tell();
            }
            this.#isReached ||= place.now.position >= last;
          }
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof LogGap || error instanceof Diverged) {
            onWaiting(error.message);
            await this.#closeGap();
          } else if (!(error instanceof EngineTrouble)) throw error;
          else onWaiting("Waiting for the engine of the cluster", error);
          await pause(clock, RETRY_MS, signal);
        }
      }
    } finally {
      syncing.cancel();
      applier.close();
    }
  }

  #tell(): void {
    const { position } = this.#options.place.now;
    const isThere = (one: { position: number }): boolean => one.position <= position;
    for (const { resolve } of this.#reached.filter(isThere)) resolve();
    this.#reached = this.#reached.filter((one) => !isThere(one));
  }

  async #closeGap(): Promise<void> {
    const { place, applier, takeSnapshot, undo } = this.#options;
    applier.close();
    const taken = await takeSnapshot();
    if (taken === null) return;
    undo.undo(Infinity);
    place.reset(taken);
    this.#tell();
  }

  async #mustBeTheSameLog(): Promise<void> {
    const { engine, place } = this.#options;
    const { position, hash } = place.now;
    const { first, last } = await engine.extent();
    this.#last = last;
    if (position > last) throw shorterLog(last, position);
    if (position + 1 < first) {
      throw new LogGap(
        `The log of the cluster begins at record ${first}, and this node has ${position}: it needs a snapshot`,
      );
    }
    if (position === 0 && last > 0) await this.#mustBeginEmpty();
    const record: Bytes | null = position === 0 ? null : await engine.read(position);
    if (record !== null && await hashOf(record) !== hash) throw notTheSameLog(position);
  }

  /** A log that began with a chat in its folder cannot be followed from an empty one. */
  async #mustBeginEmpty(): Promise<void> {
    const { engine, sealer } = this.#options;
    const record = await engine.read(1);
    if (record === null) return;
    const [begin] = decodeRecord(await sealer.open(purposeOf(1), record)).changes;
    if (begin?.kind === "begin" && begin.isEmpty) return;
    throw new LogGap("The log of the cluster began with a chat: this node needs a snapshot of it");
  }
}

/** Resolves after a while, and at once when it is over. */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(ms, resolve);
  const end = (): void => {
    timer.cancel();
    resolve();
  };
  signal.addEventListener("abort", end);
  return promise.finally(() => signal.removeEventListener("abort", end));
}
