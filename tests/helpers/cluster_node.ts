/** Nodes of a cluster in memory, without a network: folders on disks of their own over one engine. */
import { FakeClock } from "./clock.ts";
import { MemoryDisk } from "./memory_disk.ts";
import type { MemoryEngine } from "./memory_engine.ts";
import type { Disk } from "../../server/store/disk.ts";
import { Applier } from "../../server/store/cluster/applier.ts";
import { Follower } from "../../server/store/cluster/follower.ts";
import { type Place, PlaceFile } from "../../server/store/cluster/place.ts";
import { replicatedDisk } from "../../server/store/cluster/replicated_disk.ts";
import { Sealer } from "../../server/store/cluster/sealer.ts";
import { Shipper } from "../../server/store/cluster/shipper.ts";
import { UndoJournal } from "../../server/store/cluster/undo_journal.ts";

/** The secret of every test. */
export const SECRET = "words that only the nodes know";

/** Lets everything come to its end that waits for no timer. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((go) => setTimeout(go, 0));
}

/** Fills bytes so that no two are alike. */
export function random(bytes: Uint8Array<ArrayBuffer>): void {
  crypto.getRandomValues(bytes);
}

/** One node: its folder outlives what runs in it. */
export class Node {
  readonly disk = new MemoryDisk();
  readonly clock = new FakeClock();
  readonly engine: MemoryEngine;
  boot = "boot-1";
  waiting: string[] = [];
  snapshot: () => Promise<Place | null> = () => Promise.resolve(null);
  committed: number[] = [];
  ended: Error | null = null;
  /** Where the process that serves notes how far it is. */
  place: PlaceFile | null = null;

  constructor(engine: MemoryEngine) {
    this.engine = engine;
  }

  /** A process that follows until it is stopped. */
  async follows(): Promise<
    { follower: Follower; run: Promise<void>; stop: () => Promise<void> }
  > {
    const { disk, engine, clock } = this;
    const sealer = await Sealer.of(SECRET, random);
    const place = new PlaceFile(disk, "data", this.boot);
    const undo = new UndoJournal(disk, "data");
    const fetchLarge = () => Promise.resolve(false);
    const applier = new Applier({
      disk,
      data: "data",
      place,
      sealer,
      fetchLarge,
    });
    const follower = new Follower({
      engine,
      clock,
      sealer,
      place,
      applier,
      undo,
      takeSnapshot: () => this.snapshot(),
      onWaiting: (why) => this.waiting.push(why),
    });
    await follower.recover();
    const over = new AbortController();
    const run = follower.run(over.signal);
    run.catch(() => {});
    return {
      follower,
      run,
      stop: async () => {
        over.abort();
        await run.catch(() => {});
      },
    };
  }

  /** Catches up and stops. */
  async catchesUp(): Promise<void> {
    const { follower, run, stop } = await this.follows();
    await Promise.race([follower.reaches(this.engine.records.length), run]);
    await stop();
  }

  /** A process that serves from now on, on a disk that is shipped. */
  async serves(): Promise<{ disk: Disk; shipper: Shipper }> {
    await this.catchesUp();
    const term = await this.engine.hold("here");
    const place = new PlaceFile(this.disk, "data", this.boot);
    this.place = place;
    const undo = new UndoJournal(this.disk, "data");
    const writer = crypto.randomUUID();
    undo.begin(writer);
    const shipper = new Shipper({
      engine: this.engine,
      term,
      sealer: await Sealer.of(SECRET, random),
      clock: this.clock,
      writer,
      after: place.now,
      onCommitted: (position, hash) => {
        this.committed.push(position);
        place.note({ position, hash, done: 0 });
        undo.committed(position);
      },
      onEnded: (error) => this.ended = error,
    });
    if (this.engine.records.length === 0) {
      shipper.push({ kind: "begin", log: "log", isEmpty: true });
      await shipper.committed();
    }
    const disk = replicatedDisk({
      disk: this.disk,
      data: "data",
      shipper,
      undo,
      shareLarge: () => Promise.resolve(null),
      onChanged: (path) => place.changed(path),
      onRefused: () => {},
    });
    return { disk, shipper };
  }

  /** Every file but what belongs to one machine. */
  files(): Record<string, string> {
    const names = [...this.disk.files.keys()].filter((path) => !path.startsWith("data/cluster/"));
    return Object.fromEntries(
      names.sort().map((path) => [path, this.disk.text(path)]),
    );
  }
}
