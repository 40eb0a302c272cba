/**
 * The life of a node: it undoes what was never committed, follows the log, waits for the lease, serves, and
 * ends. Its invariant: a node serves only between the moment at which its folder has every record that was
 * there when its term began, and the end of that term; what comes after is another process.
 */
import { reasonOf } from "../../base/errors.ts";
import type { Disk } from "../disk.ts";
import { Applier, shorterLog } from "./applier.ts";
import { CommandRelay } from "./command_relay.ts";
import { EngineTrouble, type Term } from "./engine.ts";
import { Follower } from "./follower.ts";
import { LargeFiles } from "./large_files.ts";
import {
  type Answer,
  answerAround,
  answerPassive,
  type NodeRoutesOptions,
  type NodeState,
} from "./node_routes.ts";
import type { NodeOptions } from "./node_options.ts";
import { Peers } from "./peers.ts";
import { type Place, PlaceFile } from "./place.ts";
import { Sealer } from "./sealer.ts";
import { Serving } from "./serving.ts";
import { finishSnapshot, forgetSnapshot, Snapshots, takeSnapshotOfAny, walk } from "./snapshot.ts";
import { UndoJournal } from "./undo_journal.ts";

/** Milliseconds between two times at which a node says how far it is, and before what failed is tried again. */
const ANNOUNCE_MS = 1000;
const RETRY_MS = 500;
/** Milliseconds for which a node that holds the lease may take for what is left of the log. */
const REACH_MS = 5000;

export class Node {
  readonly #options: NodeOptions;
  readonly #place: PlaceFile;
  readonly #undo: UndoJournal;
  readonly #sealer: Sealer;
  readonly #peers: Peers;
  readonly #large: LargeFiles;
  readonly #snapshots: Snapshots;
  readonly #commands: CommandRelay;
  readonly #applier: Applier;
  readonly #follower: Follower;
  #serving: Serving | null = null;
  #waiting = "";
  #isHeard = false;
  #engine = { bytes: 0, isFull: false };

  private constructor(options: NodeOptions, sealer: Sealer) {
    const { disk, data, clock, engine, address, ca, boot } = options;
    this.#options = options;
    this.#sealer = sealer;
    this.#place = new PlaceFile(disk, data, boot);
    this.#undo = new UndoJournal(disk, data);
    const onTrouble = (what: string, error: unknown): void => this.#told(what, error);
    this.#peers = new Peers({ engine, sealer, address, ca });
    const common = { disk, data, clock, sealer, peers: this.#peers, address, onTrouble };
    this.#large = new LargeFiles(common);
    this.#snapshots = new Snapshots(common);
    this.#commands = new CommandRelay({ ...options, peers: this.#peers });
    this.#applier = new Applier({
      ...common,
      place: this.#place,
      fetchLarge: (change, to) => this.#large.place(change, to),
    });
    this.#follower = new Follower({
      ...common,
      engine,
      place: this.#place,
      applier: this.#applier,
      undo: this.#undo,
      takeSnapshot: () => this.#takeSnapshot(),
      onWaiting: onTrouble,
    });
  }

  static async of(options: NodeOptions): Promise<Node> {
    return new Node(options, await Sealer.of(options.secret, options.random));
  }

  /** How it is. */
  get state(): NodeState {
    const { isFull: engine_full, bytes: engine_bytes } = this.#engine;
    const serving = this.#serving;
    const { hasCaughtUp, behind } = this.#follower;
    const state = !this.#isHeard || serving?.isCertain === false
      ? "no quorum"
      : engine_full
      ? "engine full"
      : serving !== null
      ? "serving"
      : hasCaughtUp && behind === 0
      ? "passive"
      : "catching up";
    const position = serving?.position ?? this.#place.now.position;
    const waiting = this.#waiting;
    const others = this.#peers.known().length;
    return {
      state,
      others,
      position,
      behind: serving ? 0 : behind,
      waiting,
      engine_bytes,
      engine_full,
    };
  }

  /**
   * Follows until this node serves, and returns the disk that is shipped; null where it was told to end before.
   * Rejects where this folder and the log cannot go together.
   */
  async serve(signal: AbortSignal): Promise<Disk | null> {
    const { clock, logger } = this.#options;
    const listener = await this.#options.listen(answerPassive(this.#routes()));
    const announcing = clock.every(ANNOUNCE_MS, () => {
      void this.#announce();
      this.#commands.look().catch((error) => this.#told("Cannot look for what was asked", error));
    });
    const over = new AbortController();
    signal.addEventListener("abort", () => over.abort());
    try {
      const isFirst = await this.#recover(signal);
      if (signal.aborted) return null;
      const following = isFirst ? null : this.#follower.run(over.signal);
      // What ends the following ends the node.
      const failed = following?.then(() => new Promise<never>(() => {}));
      const aborted = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(new Error("Told to end")))
      );
      const race = <T>(work: Promise<T>): Promise<T> =>
        Promise.race([work, aborted, ...failed === undefined ? [] : [failed]]);
      if (!isFirst) await race(this.#caughtUp(over.signal));
      logger.info("This node follows", { position: this.#place.now.position });
      const { term, last } = await race(this.#held(isFirst, over.signal));
      over.abort();
      await following;
      this.#serving = new Serving({
        ...this.#options,
        term,
        sealer: this.#sealer,
        place: this.#place,
        undo: this.#undo,
        peers: this.#peers,
        large: this.#large,
        onStatus: (status) => this.#engine = status,
      });
      if (last === 0) {
        await this.#serving.begin(walk(this.#options.disk, this.#options.data).files.length === 0);
      }
      logger.info("This node serves", { position: last });
      return this.#serving.disk;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    } finally {
      announcing.cancel();
      await listener.shutdown();
    }
  }

  /** What the chat answers, and what this node does beside it. */
  around(answer: Answer): Answer {
    return answerAround(this.#routes(), () => this.#serving!.isCommitted(), answer);
  }

  /** Lets another node serve at once. */
  async leave(): Promise<void> {
    await this.#serving?.leave();
    this.#snapshots.close();
    await this.#options.engine.close().catch(() => {});
    this.#place.close();
  }

  /** A term in which this folder has everything; a node that does not get there in time lets others serve. */
  async #held(isFirst: boolean, signal: AbortSignal): Promise<{ term: Term; last: number }> {
    const { engine, address, data } = this.#options;
    for (;;) {
      const term = await engine.hold(address, signal);
      const { last } = await this.#retried(() => engine.extent(), signal);
      if (isFirst && last > 0) {
        await term.release();
        throw new Error(notOurChat(data));
      }
      if (last < this.#place.now.position) throw shorterLog(last, this.#place.now.position);
      const isThere = isFirst || await Promise.race([
        this.#follower.reaches(last).then(() => true),
        term.ended.then(() => false),
        this.#pause(REACH_MS).then(() => false),
      ]);
      if (isThere) return { term, last };
      this.#told("Cannot serve: this folder does not get to the end of the log");
      await term.release().catch(() => {});
      await this.#pause(REACH_MS);
    }
  }

  /** Makes the folder what the log had; true for one that is to be the beginning of the log. */
  async #recover(signal: AbortSignal): Promise<boolean> {
    const { disk, data, engine } = this.#options;
    const taken = finishSnapshot(disk, data);
    if (taken !== null) this.#took(taken);
    const isChat = this.#place.isNew && walk(disk, data).files.length > 0;
    const { last } = await this.#retried(() => engine.extent(), signal);
    if (isChat && last > 0) throw new Error(notOurChat(data));
    await this.#retried(() => this.#follower.recover(), signal);
    return isChat;
  }

  /** Tries until the engine answers. */
  async #retried<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      try {
        const value = await work();
        this.#isHeard = true;
        this.#waiting = "";
        return value;
      } catch (error) {
        if (!(error instanceof EngineTrouble) || signal.aborted) throw error;
        this.#told("Waiting for the engine of the cluster", error);
        await this.#pause(RETRY_MS);
      }
    }
  }

  async #caughtUp(signal: AbortSignal): Promise<void> {
    while (!this.#follower.hasCaughtUp && !signal.aborted) await this.#pause(50);
  }

  async #takeSnapshot(): Promise<Place | null> {
    const options = { ...this.#options, sealer: this.#sealer };
    const place = await takeSnapshotOfAny(options, this.#peers, (...told) => this.#told(...told));
    if (place === null) return null;
    this.#took(place);
    this.#waiting = "";
    this.#options.logger.info("Took a snapshot", { position: place.position });
    return place;
  }

  #took(place: Place): void {
    this.#place.reset(place);
    forgetSnapshot(this.#options.disk, this.#options.data);
  }

  #routes(): NodeRoutesOptions {
    const { base, mayWatch } = this.#options;
    return {
      sealer: this.#sealer,
      snapshots: this.#snapshots,
      commands: this.#commands,
      large: this.#large,
      base,
      mayWatch,
      state: () => this.state,
      place: () => this.#serving?.cut() ?? Promise.resolve(this.#place.now),
    };
  }

  async #announce(): Promise<void> {
    const { engine, address } = this.#options;
    try {
      await engine.announce({ address, position: this.#place.now.position });
      this.#isHeard = true;
    } catch {
      this.#isHeard = false;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((go) => void this.#options.clock.after(ms, go));
  }

  #told(what: string, error?: unknown): void {
    this.#waiting = what;
    const fields = error === undefined ? {} : { error: reasonOf(error) };
    this.#options.logger.warn(what, fields);
  }
}

function notOurChat(data: string): string {
  return `Cannot join the cluster with ${data}: there is a chat in it that is not the cluster's. Move the folder ` +
    "away to take the cluster's chat; to begin a cluster with this chat, start this machine first";
}
