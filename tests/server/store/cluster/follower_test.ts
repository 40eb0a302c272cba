import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Disk, writeAll } from "../../../../server/store/disk.ts";
import { replaceText } from "../../../../server/store/text_file.ts";
import { LogLost } from "../../../../server/store/cluster/engine.ts";
import { random as seeded } from "../../../helpers/random.ts";
import { Node, settled } from "../../../helpers/cluster_node.ts";
import { MemoryEngine } from "../../../helpers/memory_engine.ts";

function cluster() {
  const engine = new MemoryEngine();
  return { engine, first: new Node(engine), second: new Node(engine) };
}

function write(disk: Disk, path: string, text: string): void {
  const file = disk.open(path);
  writeAll(file, new TextEncoder().encode(text));
  file.close();
}

Deno.test("Follower.recover() undoes whatever was never committed, the last change first", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  write(disk, "data/rooms/general.txt", "one\ntwo\n");
  write(disk, "data/rooms/club.txt", "club\n");
  await replaceText(disk, "data/accounts.txt", "Ada\n");
  await shipper.committed();
  const before = first.files();
  engine.isAnswering = false;
  write(disk, "data/rooms/general.txt", "never committed\n");
  const file = disk.open("data/rooms/general.txt");
  file.overwrite(new TextEncoder().encode("-----"), 0);
  file.truncate(2);
  write(disk, "data/new.txt", "new\n");
  void replaceText(disk, "data/accounts.txt", "Eve\n").catch(() => {});
  disk.rename("data/rooms/club.txt", "data/deleted/club.txt");
  write(disk, "data/rooms/club.txt", "another club\n");
  disk.remove("data/rooms/general.txt");
  await settled();
  // Killed here: another process finds the folder as it is.
  first.engine.depose();
  engine.isAnswering = true;
  await first.catchesUp();
  assertEquals(first.files(), before);
  await second.catchesUp();
  assertEquals(second.files(), before);
});

Deno.test("Follower.recover() keeps what was committed though nobody was told", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  write(disk, "data/r.txt", "one\n");
  await shipper.committed();
  engine.fate = () => "answer lost";
  write(disk, "data/r.txt", "two\n");
  await settled();
  engine.depose();
  await first.catchesUp();
  await second.catchesUp();
  assertEquals(first.files(), { "data/r.txt": "one\ntwo\n" });
  assertEquals(second.files(), first.files());
});

Deno.test("Follower: what was undone and is committed after all is applied", async () => {
  const { engine, first } = cluster();
  const { disk, shipper } = await first.serves();
  write(disk, "data/r.txt", "one\n");
  await shipper.committed();
  engine.fate = () => "late";
  write(disk, "data/r.txt", "two\n");
  await settled();
  const { follower, stop } = await first.follows();
  assertEquals(first.files(), { "data/r.txt": "one\n" });
  engine.deliverLate();
  await follower.reaches(engine.records.length);
  await stop();
  assertEquals(first.files(), { "data/r.txt": "one\ntwo\n" });
});

Deno.test("Follower.recover(): killed thirty times at any point, two folders end up equal", async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { engine, first, second } = cluster();
    const next = seeded(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const { disk } = await first.serves();
    const fates = [
      "committed",
      "committed",
      "committed",
      "late",
      "answer lost",
      "lost",
    ] as const;
    engine.fate = () => pick(fates);
    const names = [
      "rooms/a.txt",
      "rooms/b.txt",
      "deleted/a.txt",
      "index/a/refs",
    ];
    const paths = names.map((name) => `data/${name}`);
    const killedAt = Math.floor(next() * 60);
    for (let n = 0; n < killedAt; n++) {
      const path = pick(paths);
      const has = disk.size(path) ?? 0;
      const what = next();
      if (what < 0.5 || has === 0) {
        write(disk, path, `line ${n} ${"x".repeat(n)}\n`);
      } else if (what < 0.6) disk.rename(path, pick(paths));
      else if (what < 0.7) disk.remove(path);
      else if (what < 0.8 || has < 3) {
        void replaceText(disk, path, `anew ${n}\n`).catch(() => {});
      } else {
        const file = disk.open(path);
        if (what < 0.9) file.truncate(Math.floor(next() * has));
        else {file.overwrite(
            new Uint8Array(3).fill(45),
            Math.floor(next() * (has - 2)),
          );}
        file.close();
      }
      if (next() < 0.4) await Promise.resolve();
      if (next() < 0.1) {
        first.clock.advance(100);
        await settled();
      }
    }
    engine.depose();
    await first.catchesUp();
    // What arrives only now is of a term that is over.
    engine.deliverLate();
    await second.catchesUp();
    assertEquals(
      first.files(),
      second.files(),
      `seed ${seed}, killed at ${killedAt}`,
    );
  }
});

Deno.test("Follower: killed after any change, it goes on and ends with the same folder", async () => {
  const { first, second } = cluster();
  const { disk, shipper } = await first.serves();
  write(disk, "data/rooms/club.txt", "old club\n");
  await replaceText(disk, "data/accounts.txt", "Ada\n");
  // The same name again and again: made twice, each of these would lose something.
  disk.rename("data/rooms/club.txt", "data/deleted/club.1");
  write(disk, "data/rooms/club.txt", "new club\n");
  disk.rename("data/rooms/club.txt", "data/deleted/club.2");
  write(disk, "data/rooms/club.txt", "club again\n");
  await replaceText(disk, "data/accounts.txt", "Ada\nBob\n");
  await shipper.committed();
  for (let calls = 0;; calls++) {
    const before = second.disk.calls;
    second.disk.onCall = (_call, count) => {
      if (count - before === calls) throw new Error("killed");
    };
    second.disk.files.clear();
    await second.catchesUp().catch(() => {});
    const wasKilled = second.disk.calls - before > calls;
    second.disk.onCall = () => {};
    await second.catchesUp();
    assertEquals(second.files(), first.files(), `killed at call ${calls}`);
    if (!wasKilled) break;
  }
});

Deno.test("Follower: after a power cut it repeats all since the last sync and loses nothing", async () => {
  const { first, second } = cluster();
  const { disk, shipper } = await first.serves();
  const next = seeded(7);
  write(disk, "data/rooms/club.txt", "old club\n");
  await shipper.committed();
  const { follower, stop } = await second.follows();
  await follower.reaches(first.engine.records.length);
  second.clock.advance(1000);
  await settled();
  disk.rename("data/rooms/club.txt", "data/deleted/club.1");
  write(disk, "data/rooms/club.txt", "a new club with another length\n");
  write(disk, "data/rooms/general.txt", "one\n");
  await shipper.committed();
  await follower.reaches(first.engine.records.length);
  await stop();
  second.disk.cutPower(next);
  second.boot = "boot-2";
  // What chance has left of the bytes may not fit; then it asks for a snapshot, and never goes on.
  second.snapshot = () => Promise.resolve(null);
  const again = await second.follows();
  await settled();
  for (let i = 0; i < 5; i++) {
    second.clock.advance(300);
    await settled();
  }
  await again.stop();
  const isEqual = JSON.stringify(second.files()) === JSON.stringify(first.files());
  assert(isEqual || second.waiting.length > 0, JSON.stringify(second.files()));
});

Deno.test("Follower.recover(): a power cut under the serving node loses nothing committed", async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const { engine, first, second } = cluster();
    const { disk, shipper } = await first.serves();
    for (let i = 0; i < 5; i++) write(disk, "data/rooms/general.txt", `line ${i}\n`);
    await shipper.committed();
    await first.place!.sync();
    for (let i = 5; i < 9; i++) write(disk, "data/rooms/general.txt", `line ${i}\n`);
    await shipper.committed();
    engine.isAnswering = false;
    write(disk, "data/rooms/general.txt", "never committed\n");
    await settled();
    const next = seeded(seed);
    // What was not synced is there or not, file by file.
    for (const name of ["data/rooms/general.txt", "data/cluster/undo", "data/cluster/position"]) {
      const stored = first.disk.files.get(name)!;
      const kept = stored.bytes.length - Math.ceil((stored.bytes.length - stored.synced) * next());
      if (name.endsWith(".txt")) stored.bytes = stored.bytes.slice(0, kept);
    }
    engine.depose();
    engine.isAnswering = true;
    first.boot = "boot-2";
    await first.catchesUp();
    await second.catchesUp();
    assertEquals(first.files(), second.files(), `seed ${seed}`);
  }
});

Deno.test("Follower: a log that came back shorter than the folder ends the node and says so", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  write(disk, "data/r.txt", "one\n");
  await shipper.committed();
  write(disk, "data/r.txt", "two\n");
  await shipper.committed();
  await second.catchesUp();
  engine.setBack(1);
  const { run } = await second.follows();
  await assertRejects(() => run, LogLost, "came back shorter");
  assertEquals(
    second.files(),
    { "data/r.txt": "one\ntwo\n" },
    "nothing of it is touched",
  );
});

Deno.test("Follower: a log that came back shorter and went on is seen by its hashes", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  for (const line of ["one\n", "two\n", "three\n"]) {
    write(disk, "data/r.txt", line);
    await shipper.committed();
  }
  await second.catchesUp();
  engine.setBack(2);
  const third = new Node(engine);
  const other = await third.serves();
  for (const line of ["2\n", "3\n", "4\n"]) {
    write(other.disk, "data/r.txt", line);
    await other.shipper.committed();
  }
  const { run } = await second.follows();
  await assertRejects(() => run, LogLost, "came back other than it was");
  assertEquals(second.files(), { "data/r.txt": "one\ntwo\nthree\n" });
});

Deno.test("Follower: while it follows, a log that is set back under it ends it too", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  write(disk, "data/r.txt", "one\n");
  await shipper.committed();
  const { follower, run } = await second.follows();
  await follower.reaches(engine.records.length);
  await settled();
  engine.setBack(1);
  await settled();
  second.clock.advance(300);
  await assertRejects(() => run, LogLost, "came back shorter");
});

Deno.test("Follower: a gap is closed by a snapshot, and never by going on", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  write(disk, "data/r.txt", "one\n");
  await shipper.committed();
  await second.catchesUp();
  write(disk, "data/r.txt", "two\n");
  await shipper.committed();
  write(disk, "data/r.txt", "three\n");
  await shipper.committed();
  await engine.trim(engine.records.length - 1);
  const { follower, stop } = await second.follows();
  await settled();
  assertEquals(
    second.files(),
    { "data/r.txt": "one\n" },
    "no other node answers",
  );
  assertEquals(follower.hasCaughtUp, false);
  second.snapshot = () => {
    second.disk.put("data/r.txt", first.files()["data/r.txt"]!);
    return Promise.resolve({
      position: shipper.position,
      hash: shipper.hash,
      done: 0,
    });
  };
  second.clock.advance(300);
  await settled();
  second.clock.advance(300);
  await follower.reaches(engine.records.length);
  write(disk, "data/r.txt", "four\n");
  await shipper.committed();
  await follower.reaches(engine.records.length);
  await stop();
  assertEquals(second.files(), { "data/r.txt": "one\ntwo\nthree\nfour\n" });
});

Deno.test("Follower: a file that somebody made shorter is kept, and a snapshot asked for", async () => {
  const { first, second } = cluster();
  const { disk, shipper } = await first.serves();
  write(disk, "data/r.txt", "one\ntwo\n");
  await shipper.committed();
  await second.catchesUp();
  second.disk.put("data/r.txt", "one\n");
  write(disk, "data/r.txt", "three\n");
  await shipper.committed();
  const { stop } = await second.follows();
  await settled();
  await stop();
  assert(
    second.waiting.some((why) => why.includes("is not what the log")),
    `${second.waiting}`,
  );
});

Deno.test("Follower: a disk that refuses a committed change ends the node, which catches up", async () => {
  const { first, second } = cluster();
  const { disk, shipper } = await first.serves();
  write(disk, "data/r.txt", "one\n");
  await shipper.committed();
  second.disk.onAppend = () => {
    throw new Error("ENOSPC");
  };
  const { run } = await second.follows();
  await assertRejects(() => run, Error, "ENOSPC");
  second.disk.onAppend = (_count, length) => length;
  await second.catchesUp();
  assertEquals(second.files(), first.files());
});

Deno.test("the engine's records hold no word in the clear, and open with no other secret", async () => {
  const { engine, first } = cluster();
  const { disk, shipper } = await first.serves();
  write(
    disk,
    "data/rooms/secret name.txt",
    "[2025-11-19 23:46:36] Ada: these words will be erased\n",
  );
  await shipper.committed();
  const log = engine.records.map((record) => new TextDecoder("latin1").decode(record)).join("");
  assertEquals(/erased|Ada|secret name/.test(log), false);
  const { Sealer } = await import("../../../../server/store/cluster/sealer.ts");
  const other = await Sealer.of(
    "another secret altogether",
    (b) => crypto.getRandomValues(b),
  );
  await assertRejects(
    () => other.open("record 1", engine.records[0]!),
    Error,
    "--cluster-secret",
  );
  const same = await Sealer.of(
    "words that only the nodes know",
    (b) => crypto.getRandomValues(b),
  );
  await assertRejects(
    () => same.open("record 2", engine.records[0]!),
    Error,
    "Cannot open",
  );
});
