/**
 * A node while it serves: its changes are shipped, the log is kept short, and it ends at once when another
 * node may serve, or does. Its invariant: after the end of its term nothing is acknowledged any more.
 */
import type { Clock, Timer } from "../../base/clock.ts";
import { reasonOf } from "../../base/errors.ts";
import type { Logger } from "../../base/logger.ts";
import type { Disk } from "../disk.ts";
import { shorterLog } from "./applier.ts";
import type { Bytes, Engine, EngineStatus, Term } from "./engine.ts";
import type { LargeFiles } from "./large_files.ts";
import type { Peers } from "./peers.ts";
import type { Place, PlaceFile } from "./place.ts";
import { replicatedDisk } from "./replicated_disk.ts";
import type { Sealer } from "./sealer.ts";
import { Shipper } from "./shipper.ts";
import type { UndoJournal } from "./undo_journal.ts";

/** What serving needs. */
export interface ServingOptions {
  engine: Engine;
  term: Term;
  data: string;
  disk: Disk;
  clock: Clock;
  random: (bytes: Bytes) => void;
  logger: Logger;
  sealer: Sealer;
  place: PlaceFile;
  undo: UndoJournal;
  peers: Peers;
  large: LargeFiles;
  address: string;
  onStatus: (status: EngineStatus) => void;
  stop: (sentence: string) => void;
}

/** Records stay in the log for an hour, and no more bytes of them than this: who is away longer takes a snapshot. */
const KEPT_MS = 60 * 60 * 1000;
const KEPT_BYTES = 512 * 1024 * 1024;
const TRIM_MS = 60 * 1000;
/** Milliseconds between two looks: at the device, at the others, at the engine's database. */
const TICK_MS = 1000;
const STATUS_MS = 10 * 1000;
/** Milliseconds that a farewell may take. */
const LEAVE_MS = 1500;

/** The time for which this node serves. */
export class Serving {
  readonly disk: Disk;
  readonly #options: ServingOptions;
  readonly #shipper: Shipper;
  readonly #timers: Timer[] = [];
  /** When the log was how far, and the bytes that were added until then. */
  #marks: { at: number; position: number; bytes: number }[] = [];
  #bytes = 0;
  #isOver = false;
  #isLooking = false;

  constructor(options: ServingOptions) {
    const { term, disk, data, clock, undo, place, large } = options;
    this.#options = options;
    const name = new Uint8Array(16);
    options.random(name);
    const writer = name.toHex();
    undo.begin(writer);
    this.#shipper = new Shipper({
      ...options,
      writer,
      after: place.now,
      onCommitted: (position, hash, bytes) => {
        place.note({ position, hash, done: 0 });
        undo.committed(position);
        this.#bytes += bytes;
      },
      onEnded: (error) => this.#stop(error.message),
    });
    this.disk = replicatedDisk({
      disk,
      data,
      shipper: this.#shipper,
      undo,
      shareLarge: (path, size) => large.share(path, size),
      onChanged: (path) => place.changed(path),
      onRefused: () => void this.#giveWay(),
    });
    void term.ended.then((why) => this.#stop(why));
    const every = (ms: number, work: () => Promise<void>): void => {
      this.#timers.push(clock.every(ms, () => {
        if (!this.#isOver) {
          work().catch((error) => this.#told("The cluster's upkeep failed", error));
        }
      }));
    };
    every(TICK_MS, () => this.#tick());
    every(TRIM_MS, () => this.#trim());
    every(STATUS_MS, () => this.#look());
  }

  /** False while another node may serve without this one knowing, and while no record gets through. */
  get isCertain(): boolean {
    return this.#options.term.isCertain() && !this.#shipper.isStuck;
  }

  /** True once everything so far is on a quorum; false where that is not known in time. */
  async isCommitted(): Promise<boolean> {
    return await this.#shipper.committed().then(() => true, () => false);
  }

  get position(): number {
    return this.#shipper.position;
  }

  /** The first record of a log. */
  async begin(isEmpty: boolean): Promise<void> {
    const log = new Uint8Array(16);
    this.#options.random(log);
    this.#shipper.push({ kind: "begin", log: log.toHex(), isEmpty });
    await this.#shipper.committed();
  }

  /** Where the folder is in this very moment, once that is known. */
  cut(): Promise<Place> {
    return this.#shipper.cut();
  }

  /** What is on its way is waited for; then another node may serve at once. */
  async leave(): Promise<void> {
    if (this.#isOver) return;
    const late = new Promise<void>((go) => void this.#options.clock.after(LEAVE_MS, go));
    await Promise.race([this.#shipper.committed().catch(() => {}), late]);
    this.#end();
    await Promise.race([this.#options.term.release().catch(() => {}), late]);
  }

  #end(): void {
    this.#isOver = true;
    for (const timer of this.#timers) timer.cancel();
    this.#options.undo.close();
  }

  #stop(why: string): void {
    if (this.#isOver) return;
    this.#end();
    this.#shipper.end(new Error(why));
    this.#options.stop(`This node serves no more: ${why}`);
  }

  async #tick(): Promise<void> {
    const { place, engine, address, peers, term } = this.#options;
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await place.sync();
      if (term.isCertain()) {
        await engine.announce({ address, position: this.position });
        await peers.others();
        return;
      }
      // Cut off, or without a quorum: whether another node serves, that node knows.
      for (const other of peers.known()) {
        if (await peers.stateOf(other) === "serving") this.#stop(`${other} serves`);
      }
    } catch (error) {
      if (term.isCertain()) this.#told("Cannot say that this node is there", error);
    } finally {
      this.#isLooking = false;
    }
  }

  /** How the engine does, and whether it still has what was written to it. */
  async #look(): Promise<void> {
    const { engine, onStatus } = this.#options;
    onStatus(await engine.status());
    const { position } = this;
    const { last } = await engine.extent();
    if (last < position) this.#shipper.end(shorterLog(last, position));
  }

  async #trim(): Promise<void> {
    const { clock, engine } = this.#options;
    const now = clock.now();
    this.#marks.push({ at: now, position: this.position, bytes: this.#bytes });
    const isOld = ({ at, bytes }: { at: number; bytes: number }): boolean =>
      now - at >= KEPT_MS || this.#bytes - bytes >= KEPT_BYTES;
    const last = this.#marks.findLast(isOld);
    if (last === undefined) return;
    this.#marks = this.#marks.filter((mark) => !isOld(mark));
    await engine.trim(last.position);
  }

  /** This machine's disk took no change: another node may have room. */
  async #giveWay(): Promise<void> {
    const { peers } = this.#options;
    if (this.#isOver || this.#isLooking) return;
    this.#isLooking = true;
    try {
      for (const { address } of await peers.others()) {
        if (await peers.stateOf(address) !== "passive") continue;
        const { term } = this.#options;
        await term.release().catch(() => {});
        this.#stop(`its disk takes no more, and ${address} may have room`);
      }
    } finally {
      this.#isLooking = false;
    }
  }

  #told(what: string, error: unknown): void {
    this.#options.logger.warn(what, { error: reasonOf(error) });
  }
}
