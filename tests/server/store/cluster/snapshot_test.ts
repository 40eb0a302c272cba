import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { CommandRelay } from "../../../../server/store/cluster/command_relay.ts";
import { markOf } from "../../../../server/store/cluster/file_mark.ts";
import { Peers } from "../../../../server/store/cluster/peers.ts";
import { Sealer } from "../../../../server/store/cluster/sealer.ts";
import { LargeFiles } from "../../../../server/store/cluster/large_files.ts";
import {
  finishSnapshot,
  forgetSnapshot,
  Snapshots,
  takeSnapshot,
} from "../../../../server/store/cluster/snapshot.ts";
import { type Disk, systemDisk, writeAll } from "../../../../server/store/disk.ts";
import { answerNode } from "../../../../server/store/cluster/node_routes.ts";
import { FakeClock } from "../../../helpers/clock.ts";
import { MemoryEngine } from "../../../helpers/memory_engine.ts";
import { random, SECRET } from "../../../helpers/cluster_node.ts";
import { difference } from "../../../helpers/cluster.ts";
import { temporaryFolder } from "../../../helpers/process.ts";

const PLACE = { position: 7, hash: "a".repeat(64), done: 0 };

/** Two folders, of which the second asks the first by its routes, without a network. */
async function pair(secret = SECRET) {
  const folder = await temporaryFolder();
  const [from, to] = [join(folder.path, "from"), join(folder.path, "to")];
  const disk = systemDisk();
  const clock = new FakeClock();
  const sealer = await Sealer.of(SECRET, random);
  const own = await Sealer.of(secret, random);
  const engine = new MemoryEngine();
  await engine.announce({ address: "http://from", position: 7 });
  const snapshots = new Snapshots({ disk, data: from, clock, sealer });
  const onTrouble = (): void => {};
  const common = { disk, clock, sealer, address: "http://from", onTrouble };
  const asking = { ...common, data: to, sealer: own, address: "http://to" };
  const asked: string[] = [];
  const hook = { meanwhile: (_url: string): void => {} };
  const routes = {
    sealer,
    snapshots,
    commands: new CommandRelay({
      ...{ disk, data: from, clock, engine, random },
      peers: new Peers({ ...common, engine, ca: "" }),
    }),
    large: new LargeFiles({
      ...common,
      data: from,
      peers: new Peers({ ...common, engine, ca: "" }),
    }),
    base: "",
    mayWatch: () => false,
    state: () => ({
      state: "passive" as const,
      position: 7,
      behind: 0,
      waiting: "",
      others: 0,
      engine_bytes: 0,
      engine_full: false,
    }),
    place: () => Promise.resolve(PLACE),
  };
  const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    asked.push(String(url).replace("http://from/cluster/", ""));
    const request = new Request(url, init);
    const answer = await answerNode(routes, request, "127.0.0.1");
    hook.meanwhile(String(url));
    return answer!;
  };
  const peers = new Peers({ ...asking, engine, ca: "", fetch: fetch as typeof globalThis.fetch });
  const large = new LargeFiles({ ...asking, peers });
  for (const data of [from, to]) disk.makeFolder(join(data, "cluster"));
  return {
    ...{ disk, from, to, sealer: own, clock, peers, asked, large },
    hook,
    take: () => takeSnapshot({ disk, data: to, clock, sealer: own }, peers, "http://from"),
    async [Symbol.asyncDispose]() {
      snapshots.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function put(disk: Disk, path: string, bytes: string | Uint8Array): void {
  disk.makeFolder(join(path, ".."));
  disk.remove(path);
  const file = disk.open(path);
  writeAll(file, typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
  file.close();
}

const ID = "0123456789abcdef0123456789abcdef.jpg";

Deno.test("takeSnapshot() makes the folder like another node's, even folders without a file", async () => {
  await using two = await pair();
  const { disk, from, to } = two;
  put(disk, `${from}/rooms/general.txt`, "[2025-11-19 23:46:36] Ada: Hello\n");
  put(disk, `${from}/rooms/общий зал.txt`, "x");
  put(disk, `${from}/files/${ID}`, crypto.getRandomValues(new Uint8Array(60_000)));
  put(disk, `${from}/empty.txt`, "");
  put(disk, `${from}/lock`, "1");
  disk.makeFolder(`${from}/index/general`);
  put(disk, `${to}/rooms/gone.txt`, "gone");
  put(disk, `${to}/accounts.txt`, "old");
  assertEquals(await two.take(), PLACE);
  assertEquals(await difference(from, to), "");
  assert(disk.exists(`${to}/index/general`));
  forgetSnapshot(disk, to);
});

Deno.test("takeSnapshot() holds what is renamed, replaced or removed while it is fetched", async () => {
  await using two = await pair();
  const { disk, from, to } = two;
  for (const name of ["a", "b", "c"]) put(disk, `${from}/rooms/${name}.txt`, `room ${name}\n`);
  two.hook.meanwhile = (url) => {
    if (!url.includes("n=0")) return;
    disk.remove(`${from}/rooms/a.txt`);
    disk.rename(`${from}/rooms/b.txt`, `${from}/rooms/c.txt`);
  };
  await two.take();
  const read = (name: string) => Deno.readTextFileSync(`${to}/rooms/${name}.txt`);
  assertEquals([read("a"), read("b"), read("c")], ["room a\n", "room b\n", "room c\n"]);
});

Deno.test("markOf() tells files of one length apart, and takes a folder for no file", async () => {
  await using folder = await temporaryFolder();
  const disk = systemDisk();
  const path = (name: string) => `${folder.path}/${name}`;
  for (const [name, text] of [["a", "one\n"], ["b", "two\n"], ["c", "one\n"]] as const) {
    put(disk, path(name), text);
  }
  const [a, b, c, none, itself] = [path("a"), path("b"), path("c"), path("d"), folder.path]
    .map((one) => markOf(disk, one));
  assertEquals([a === b, a === c, none, itself], [false, true, "", ""]);
});

Deno.test("takeSnapshot() fetches no attachment again that is here", async () => {
  await using two = await pair();
  const { disk, from, to } = two;
  const bytes = crypto.getRandomValues(new Uint8Array(5000));
  put(disk, `${from}/files/${ID}`, bytes);
  put(disk, `${to}/files/${ID}`, bytes);
  await two.take();
  assertEquals(two.asked, ["snapshot"]);
  assertEquals(await difference(from, to), "");
});

Deno.test("finishSnapshot() goes on after a crash in the middle of the swap", async () => {
  await using two = await pair();
  const { disk, from, to } = two;
  for (const name of ["a", "b", "c"]) put(disk, `${from}/${name}.txt`, name);
  put(disk, `${to}/b.txt`, "old");
  let renames = 0;
  const failing: Disk = {
    ...disk,
    rename(one, other) {
      // The marker, one of three, and then the machine ends.
      if (++renames === 3) throw new Error("killed");
      disk.rename(one, other);
    },
  };
  const options = { disk: failing, data: to, clock: two.clock, sealer: two.sealer };
  await assertRejects(() => takeSnapshot(options, two.peers, "http://from"), Error, "killed");
  assertEquals(finishSnapshot(disk, to), PLACE);
  assertEquals(await difference(from, to), "");
  forgetSnapshot(disk, to);
  assertEquals(finishSnapshot(disk, to), null);
});

Deno.test("a snapshot goes to nobody without the secret, and nobody can read it on the way", async () => {
  await using two = await pair("some other secret of 22 characters");
  put(two.disk, `${two.from}/accounts.txt`, "Ada\n");
  await assertRejects(() => two.take(), Error, "answered 403");
  assertEquals(two.disk.exists(`${two.to}/accounts.txt`), false);
});

Deno.test("LargeFiles.place() finds a moved file, checks its bytes, and says if it is gone", async () => {
  await using two = await pair();
  const { disk, from, to, large, clock } = two;
  const bytes = new Uint8Array(2_000_000).map((_, i) => i % 251);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  const key = ID.slice(0, 32);
  put(disk, `${from}/files/deleted/20260101T000000-000000.${key}-3x4.jpg`, bytes);
  disk.makeFolder(`${to}/files/new`);
  const path = `${to}/files/new/${key}.part`;
  const change = { kind: "fetch", path: "files/new/x.part", size: bytes.length, hash } as const;
  assertEquals(await large.place(change, path), true);
  assertEquals(Deno.readFileSync(path), bytes);
  const other = large.place({ ...change, hash: "b".repeat(64) }, path);
  let isOver = false;
  void other.then(() => isOver = true);
  while (!isOver) {
    clock.advance(1000);
    await new Promise((go) => setTimeout(go, 1));
  }
  assertEquals(await other, false, "other bytes are no file of ours");
});
