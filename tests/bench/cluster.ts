/**
 * What three machines cost: a message's way and the most lines a second against one process with each --sync,
 * and how long a new machine takes for a million lines. Everything on loopback, with the load on the same cores:
 *
 *     deno run -A --config tests/deno.json tests/bench/cluster.ts [seconds] [lines]
 */
import { systemClock } from "../../server/base/clock.ts";
import { systemDisk, writeAll } from "../../server/store/disk.ts";
import { EtcdClient, readEtcdAddress } from "../../server/store/cluster/etcd_client.ts";
import { EtcdEngine } from "../../server/store/cluster/etcd_engine.ts";
import { PlaceFile } from "../../server/store/cluster/place.ts";
import { replicatedDisk } from "../../server/store/cluster/replicated_disk.ts";
import { Sealer } from "../../server/store/cluster/sealer.ts";
import { Shipper } from "../../server/store/cluster/shipper.ts";
import { UndoJournal } from "../../server/store/cluster/undo_journal.ts";
import { Cluster, ClusterNode } from "../helpers/cluster.ts";
import { CuttableProxy } from "../helpers/cuttable_proxy.ts";
import { Etcd } from "../helpers/etcd.ts";
import { serve } from "../helpers/process.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";

const SECONDS = Number(Deno.args[0] ?? 5);
const LINES = Number(Deno.args[1] ?? 1_000_000);
const SPEAKERS = 10;
const WINDOW = 200;

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function quantile(values: number[], q: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor(q * (sorted.length - 1))] ?? NaN).toFixed(1);
}

/** One message after the other, and then as many as go. */
async function measure(what: string, url: string): Promise<void> {
  const ada = await WsClient.in(url, "Ada");
  const quiet: number[] = [];
  for (let i = 0; i < 40 * SECONDS; i++) {
    const began = performance.now();
    await ada.says(`message ${i}`);
    quiet.push(performance.now() - began);
    await new Promise((go) => setTimeout(go, 5));
  }
  let acknowledged = 0;
  const times: number[] = [];
  const until = performance.now() + SECONDS * 1000;
  await Promise.all(
    Array.from(
      { length: SPEAKERS },
      (_, i) => speak(url, `Speaker ${i}`, until, times),
    ),
  )
    .then((counts) => acknowledged = counts.reduce((a, b) => a + b, 0));
  say(
    `| ${what} | ${quantile(quiet, 0.5)} / ${quantile(quiet, 0.99)} ms | ` +
      `${Math.round(acknowledged / SECONDS).toLocaleString("en")} | ` +
      `${quantile(times, 0.5)} / ${quantile(times, 0.99)} ms |`,
  );
  await ada.closes();
}

/** Somebody who always has so many messages on their way; returns how many came back in time. */
async function speak(
  url: string,
  name: string,
  until: number,
  times: number[],
): Promise<number> {
  const socket = new WebSocket(
    `${url.replace("http", "ws")}/ws?name=${encodeURIComponent(name)}`,
  );
  const sent = new Map<string, number>();
  let count = 0;
  let acknowledged = 0;
  const send = (): void => {
    const ref = `${name}-${count++}`;
    sent.set(ref, performance.now());
    socket.send(
      JSON.stringify({
        type: "message",
        room: "general",
        text: `${ref} says this`,
        ref,
      }),
    );
  };
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  socket.onopen = () => {
    socket.send(JSON.stringify({ type: "join", room: "general" }));
    for (let i = 0; i < WINDOW; i++) send();
  };
  socket.onmessage = ({ data }) => {
    const told = JSON.parse(data);
    const now = performance.now();
    for (const event of Array.isArray(told) ? told : [told]) {
      const began = sent.get(event.ref ?? "");
      if (event.type !== "message" || began === undefined) continue;
      sent.delete(event.ref);
      if (now > until) return end();
      acknowledged++;
      times.push(now - began);
      send();
    }
  };
  await over;
  socket.close();
  return acknowledged;
}

/** A log of so many lines, and a machine that has none of them. */
async function measureCatchUp(): Promise<void> {
  await using etcd = await Etcd.start(3);
  const folder = await Deno.makeTempDir({ prefix: "plaintalk-catch-up-" });
  const secret = `${folder}/secret`;
  await Deno.writeTextFile(secret, "words that only these nodes know\n");
  const address = readEtcdAddress(`etcd://${etcd.hosts.join(",")}`)!;
  const clock = systemClock();
  const client = new EtcdClient({ ...address, ca: "", clock });
  const engine = new EtcdEngine({ client, clock, prefix: address.prefix });
  const term = await engine.hold(
    "http://127.0.0.1:1",
    new AbortController().signal,
  );
  const disk = systemDisk();
  const data = `${folder}/first`;
  disk.makeFolder(data);
  const place = new PlaceFile(disk, data, "boot");
  const undo = new UndoJournal(disk, data);
  undo.begin("bench");
  const random = (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes);
  const shipper = new Shipper({
    ...{ engine, term, clock, writer: "bench", after: place.now },
    sealer: await Sealer.of("words that only these nodes know", random),
    onCommitted: (position, hash) => {
      place.note({ position, hash, done: 0 });
      undo.committed(position);
    },
    onEnded: (error) => say(String(error)),
  });
  shipper.push({ kind: "begin", log: "bench", isEmpty: true });
  const shipped = replicatedDisk({
    ...{ disk, data, shipper, undo },
    shareLarge: () => Promise.resolve(null),
    onChanged: () => {},
    onRefused: () => {},
  });
  shipped.makeFolder(`${data}/rooms`);
  const file = shipped.open(`${data}/rooms/general.txt`);
  const text = new TextEncoder();
  const began = performance.now();
  for (let i = 0; i < LINES; i += 100) {
    const lines = Array.from(
      { length: 100 },
      (_, n) =>
        `[2026-11-26 01:00:00] Ada: line ${
          i + n
        } of a log that is long, so that it takes a while\n`,
    );
    writeAll(file, text.encode(lines.join("")));
    // A record each.
    await shipper.committed();
  }
  say(
    `${LINES} lines into the log, 100 a record: ${
      ((performance.now() - began) / 1000).toFixed(1)
    } s`,
  );
  const { last } = await engine.extent();
  await engine.close();
  const proxies = etcd.hosts.map((host) => new CuttableProxy(host));
  const options = { proxies, secret, disk: null, more: [] };
  const replaying = new ClusterNode(`${folder}/second`, options);
  const start = performance.now();
  replaying.start();
  await eventually(
    "it has caught up",
    async () => (await replaying.health()).status === 200,
    300_000,
  );
  const took = ((performance.now() - start) / 1000).toFixed(1);
  const bytes = (await Deno.stat(`${folder}/second/rooms/general.txt`)).size;
  say(
    `a new machine, by the log: ${LINES} lines (${bytes} bytes, ${last} records) in ${took} s, its start within`,
  );
  await etcd.trimAll();
  const taking = new ClusterNode(`${folder}/third`, options);
  const again = performance.now();
  taking.start();
  await eventually(
    "it follows",
    async () => (await taking.health()).state === "passive",
    300_000,
  );
  say(
    `… by a snapshot: in ${((performance.now() - again) / 1000).toFixed(1)} s`,
  );
  await Promise.all([replaying, taking].map((node) => node.close()));
  await Deno.remove(folder, { recursive: true });
}

say(
  "| | quiet message p50 / p99 | saturated: lines a s | p50 / p99 |\n| - | - | - | - |",
);
for (const sync of ["never", "second", "always"]) {
  await using chat = await serve(
    "--limits",
    "none",
    "--keep-free",
    "0",
    "--sync",
    sync,
  );
  await measure(`one process, --sync ${sync}`, chat.url);
}
{
  await using cluster = await Cluster.start({ nodes: 3, members: 3 });
  await measure("three machines", (await cluster.serving()).url);
}
await measureCatchUp();
Deno.exit(0);
