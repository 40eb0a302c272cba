/**
 * The way of changes into the log, in the order in which they were made. Its invariant: one record is on
 * its way at a time, tried again unchanged until it is in the log or never can be; what comes meanwhile goes
 * with the next. Whoever waits for a change hears after two seconds that nobody can tell, and the change
 * goes on being tried: what undoes it stands behind it.
 */
import type { Clock, Timer } from "../../base/clock.ts";
import { type Bytes, type Engine, LogLost, type Term, TermEnded } from "./engine.ts";
import type { Place } from "./place.ts";
import { type Change, encodeRecord, hashOf, weightOf } from "./record.ts";
import type { Sealer } from "./sealer.ts";

/** What shipping needs. */
export interface ShipperOptions {
  engine: Engine;
  term: Term;
  sealer: Sealer;
  clock: Clock;
  /** The process that ships. */
  writer: string;
  /** Where the log ends. */
  after: { position: number; hash: string };
  /** A record is in the log. */
  onCommitted: (position: number, hash: string, bytes: number) => void;
  /** Nothing more will ever be committed for this term. */
  onEnded: (error: Error) => void;
}

/** Most bytes of one record; etcd takes 1.5 MB at once, and everything on its way must fit into memory. */
const MAX_RECORD_BYTES = 256 * 1024;
/** Bytes that may wait for the engine. */
const MAX_QUEUE_BYTES = 64 * 1024 * 1024;
/** Milliseconds for which a change is waited for: then its sender learns that nobody can tell. */
const COMMIT_TIMEOUT_MS = 1500;
const RETRY_MS = 100;

interface Batch {
  changes: Change[];
  bytes: number;
  /** Takes no more changes. */
  isClosed: boolean;
  waiting: { resolve: () => void; reject: (error: Error) => void }[];
}

/** Ships the changes of one term. */
export class Shipper {
  readonly #options: ShipperOptions;
  /** The first is on its way. */
  readonly #batches: Batch[] = [];
  #bytes = 0;
  #isBusy = false;
  #ended: Error | null = null;
  #position: number;
  #hash: string;
  /** When the record on its way was tried first; null where none is. */
  #since: number | null = null;

  constructor(options: ShipperOptions) {
    this.#options = options;
    this.#position = options.after.position;
    this.#hash = options.after.hash;
  }

  /** The last record in the log. */
  get position(): number {
    return this.#position;
  }

  get hash(): string {
    return this.#hash;
  }

  /** True while no record gets through. */
  get isStuck(): boolean {
    return this.#since !== null && this.#options.clock.now() - this.#since > COMMIT_TIMEOUT_MS;
  }

  /** Throws where a change cannot be hoped to be committed: nothing must change here then. */
  mustTake(): void {
    if (this.#ended !== null) throw this.#ended;
    if (this.isStuck) throw noQuorum();
    if (this.#bytes > MAX_QUEUE_BYTES) throw new Error("The engine of the cluster is too slow");
  }

  /** The number of the record in which the next change of this weight will be. */
  recordOf(weight: number): number {
    const last = this.#batches.length - 1;
    const batch = this.#batches[last];
    const isOpen = batch !== undefined && !batch.isClosed &&
      batch.bytes + weight <= MAX_RECORD_BYTES;
    return this.#position + this.#batches.length + (isOpen ? 0 : 1);
  }

  /** Takes a change that was made. */
  push(change: Change): void {
    if (this.#ended !== null) return;
    const weight = weightOf(change);
    if (this.recordOf(weight) > this.#position + this.#batches.length) {
      this.#batches.push({ changes: [], bytes: 0, isClosed: false, waiting: [] });
    }
    const batch = this.#batches.at(-1)!;
    batch.changes.push(change);
    batch.bytes += weight;
    this.#bytes += weight;
    if (!this.#isBusy) {
      this.#isBusy = true;
      // What this turn still brings goes with it.
      queueMicrotask(() => void this.#run());
    }
  }

  /** Resolves when everything so far is in the log; rejects where that is not known in time. */
  committed(): Promise<void> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const batch = this.#batches.at(-1);
    if (batch === undefined) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer: Timer = this.#options.clock.after(COMMIT_TIMEOUT_MS, () => reject(noQuorum()));
    batch.waiting.push({
      resolve() {
        timer.cancel();
        resolve();
      },
      reject(error) {
        timer.cancel();
        reject(error);
      },
    });
    return promise;
  }

  /** Where everything so far will be in the log, and nothing that comes later, once it is there. */
  async cut(): Promise<Place> {
    const batch = this.#batches.at(-1);
    if (batch === undefined) return { position: this.#position, hash: this.#hash, done: 0 };
    batch.isClosed = true;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let place: Place | null = null;
    const waiting = {
      resolve: (): void => {
        place = { position: this.#position, hash: this.#hash, done: 0 };
        resolve();
      },
      reject,
    };
    batch.waiting.push(waiting);
    await promise;
    return place!;
  }

  /** Nothing more is taken or told from now on. */
  end(error: Error): void {
    if (this.#ended !== null) return;
    this.#ended = error;
    for (const { waiting } of this.#batches) for (const { reject } of waiting) reject(error);
    this.#options.onEnded(error);
  }

  async #run(): Promise<void> {
    try {
      while (this.#batches.length > 0 && this.#ended === null) {
        const batch = this.#batches[0]!;
        const { changes } = batch;
        batch.isClosed = true;
        const position = this.#position + 1;
        const { writer, sealer } = this.#options;
        this.#since = this.#options.clock.now();
        const record = await sealer.seal(
          purposeOf(position),
          encodeRecord({ previous: this.#hash, writer, changes }),
        );
        const hash = await hashOf(record);
        await this.#add(position, record);
        if (this.#ended !== null) return;
        this.#since = null;
        this.#position = position;
        this.#hash = hash;
        this.#batches.shift();
        this.#bytes -= batch.bytes;
        this.#options.onCommitted(position, hash, record.length);
        for (const { resolve } of batch.waiting) resolve();
      }
      this.#isBusy = false;
    } catch (error) {
      this.end(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #add(position: number, record: Bytes): Promise<void> {
    const { engine, term, clock } = this.#options;
    while (this.#ended === null) {
      try {
        return await engine.add(term, position, record);
      } catch (error) {
        if (error instanceof TermEnded || error instanceof LogLost) throw error;
        await new Promise<void>((go) => void clock.after(RETRY_MS, go));
      }
    }
  }
}

/** What a record at a position is sealed for: one that was moved in the log does not open. */
export function purposeOf(position: number): string {
  return `record ${position}`;
}

function noQuorum(): Error {
  return new Error("No quorum of the cluster's engine answers");
}
