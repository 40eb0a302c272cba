/** etcd as the engine of a cluster: what it is asked by, as whom, over TLS, and what it does with what comes late. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { systemClock } from "../../server/base/clock.ts";
import { EngineTrouble, LogGap, LogLost, TermEnded } from "../../server/store/cluster/engine.ts";
import {
  EtcdClient,
  EtcdRefusal,
  readEtcdAddress,
} from "../../server/store/cluster/etcd_client.ts";
import { EtcdEngine } from "../../server/store/cluster/etcd_engine.ts";
import { certify } from "../helpers/certificate.ts";
import { Etcd, hasEtcd } from "../helpers/etcd.ts";
import { temporaryFolder } from "../helpers/process.ts";
import { eventually } from "../helpers/wait.ts";

const HAS_ETCD = hasEtcd();
const WHY = HAS_ETCD ? "" : " (skipped: no etcd is installed; apt-get install etcd-server)";

function etcdTest(name: string, fn: () => Promise<void>): void {
  // A watch that is given up lives in the runtime until its connection ends.
  Deno.test({
    ...{ name: name + WHY, ignore: !HAS_ETCD, sanitizeOps: false, sanitizeResources: false },
    fn,
  });
}

function engineAt(text: string, ca = ""): EtcdEngine {
  const address = readEtcdAddress(text)!;
  const client = new EtcdClient({ ...address, ca, clock: systemClock() });
  return new EtcdEngine({ client, clock: systemClock(), prefix: address.prefix });
}

const record = (...bytes: number[]) => new Uint8Array(bytes);

etcdTest(
  "a record is added once, however often it is tried, and never for a term that is over",
  async () => {
    await using etcd = await Etcd.start(1);
    const [one, two] = [0, 1].map(() => engineAt(`etcd://${etcd.hosts[0]}/club`)) as [
      EtcdEngine,
      EtcdEngine,
    ];
    const over = new AbortController();
    assertEquals(await one.extent(), { first: 1, last: 0 });
    const term = await one.hold("http://one", over.signal);
    await one.add(term, 1, record(1));
    await one.add(term, 1, record(1));
    await one.add(term, 2, record(2));
    // As if it had been on its way for long.
    await one.add(term, 1, record(1));
    assertEquals(await two.extent(), { first: 1, last: 2 });
    await assertRejects(() => two.add(term, 2, record(3)), TermEnded);
    await assertRejects(() => one.add(term, 4, record(4)), LogLost, "without record 3");
    await two.announce({ address: "http://two", position: 2 });
    assertEquals(await one.nodes(), [{ address: "http://two", position: 2 }]);
    let isHeld = false;
    const waiting = two.hold("http://two", over.signal).then((held) => {
      isHeld = true;
      return held;
    });
    await new Promise((go) => setTimeout(go, 600));
    assertEquals([isHeld, await two.holder()], [false, "http://one"]);
    await term.release();
    const next = await waiting;
    assertEquals([term.isCertain(), next.isCertain(), await one.holder()], [
      false,
      true,
      "http://two",
    ]);
    await assertRejects(() => one.add(term, 3, record(3)), TermEnded);
    await two.add(next, 3, record(3));
    await Promise.all([one.close(), two.close()]);
  },
);

etcdTest(
  "records come in order from any place on, as they are added, and a gap is told",
  async () => {
    await using etcd = await Etcd.start(1);
    const engine = engineAt(`etcd://${etcd.hosts[0]}`);
    const over = new AbortController();
    const term = await engine.hold("http://one", over.signal);
    for (let i = 1; i <= 100; i++) await engine.add(term, i, record(i));
    const heard: number[] = [];
    const following = (async () => {
      for await (const { entries } of engine.follow(20, over.signal)) {
        heard.push(
          ...entries.map(({ position, record }) => position === record[0] ? position : -1),
        );
      }
    })();
    await eventually("those that were there", () => heard.length === 80);
    for (let i = 101; i <= 110; i++) await engine.add(term, i, record(i));
    await eventually("those that came", () => heard.length === 90);
    assertEquals(heard, Array.from({ length: 90 }, (_, i) => i + 21));
    await engine.trim(60);
    assertEquals(await engine.extent(), { first: 61, last: 110 });
    assertEquals([await engine.read(60), await engine.read(61)], [null, record(61)]);
    const gap = engine.follow(20, over.signal)[Symbol.asyncIterator]();
    await assertRejects(() => gap.next(), LogGap, "record 61 behind 20");
    await engine.trim(200);
    assertEquals(await engine.extent(), { first: 110, last: 110 }, "the last one stays");
    over.abort();
    await following.catch(() => {});
    await engine.close();
  },
);

etcdTest(
  "over TLS, as a user whose word runs out, and refused with a sentence as another",
  async () => {
    await using folder = await temporaryFolder();
    await certify(folder.path, "etcd", "localhost");
    await using etcd = await Etcd.start(
      1,
      ...["--cert-file", `${folder.path}/cert.pem`, "--key-file", `${folder.path}/key.pem`],
      ...["--auth-token-ttl", "1"],
    );
    const ca = await Deno.readTextFile(`${folder.path}/ca.pem`);
    const root = new EtcdClient({
      ...readEtcdAddress(`etcds://${etcd.hosts[0]}`)!,
      ca,
      clock: systemClock(),
    });
    await root.ask("/v3/auth/role/add", { name: "plaintalk" });
    await root.ask("/v3/auth/role/grant", {
      name: "plaintalk",
      perm: { permType: "READWRITE", key: btoa("/plaintalk/"), range_end: btoa("/plaintalk0") },
    });
    for (const name of ["root", "chat"]) {
      await root.ask("/v3/auth/user/add", { name, password: `the word of ${name}` });
    }
    await root.ask("/v3/auth/user/grant", { user: "root", role: "root" });
    await root.ask("/v3/auth/user/grant", { user: "chat", role: "plaintalk" });
    await root.ask("/v3/auth/enable", {});
    const over = new AbortController();
    const engine = engineAt(`etcds://chat:the%20word%20of%20chat@${etcd.hosts[0]}`, ca);
    const term = await engine.hold("http://one", over.signal);
    await engine.add(term, 1, record(1));
    await new Promise((go) => setTimeout(go, 2500));
    await engine.add(term, 2, record(2));
    assertEquals(term.isCertain(), true, "the lease is kept all the while");
    assertEquals(await engine.extent(), { first: 1, last: 2 });
    const first = engine.follow(0, over.signal)[Symbol.asyncIterator]();
    assertEquals((await first.next()).value?.entries.length, 2);
    over.abort();
    await first.return?.(undefined);
    await engine.close();
    const other = new EtcdClient({
      ...readEtcdAddress(`etcds://chat:wrong@${etcd.hosts[0]}`)!,
      ca,
      clock: systemClock(),
    });
    const error = await assertRejects(
      () => other.ask("/v3/kv/range", { key: btoa("/plaintalk/x") }),
      EtcdRefusal,
    );
    assert(error.message.includes('Cannot sign in at etcd as "chat"'), error.message);
  },
);

etcdTest("a member of another etcd among the addresses counts for nothing", async () => {
  await using etcd = await Etcd.start(1);
  await using other = await Etcd.start(1);
  const engine = engineAt(`etcd://${etcd.hosts[0]},${other.hosts[0]}`);
  const term = await engine.hold("http://one", new AbortController().signal);
  await engine.add(term, 1, record(1));
  await etcd.kill(0);
  await assertRejects(() => engine.extent(), EngineTrouble, "No member of etcd answers");
  await assertRejects(() => engine.add(term, 2, record(2)), EngineTrouble);
  etcd.revive(0);
  await etcd.answers();
  await engine.add(term, 2, record(2));
  assertEquals(await engine.extent(), { first: 1, last: 2 });
  await engine.close();
});

Deno.test("readEtcdAddress() takes members, a user and a name, and nothing else", () => {
  assertEquals(readEtcdAddress("etcd://a:2379,b:2379"), {
    endpoints: ["http://a:2379", "http://b:2379"],
    user: "",
    password: "",
    prefix: "/plaintalk/",
  });
  assertEquals(readEtcdAddress("etcds://chat:p%40ss@10.0.0.1:2379/club")?.password, "p@ss");
  assertEquals(readEtcdAddress("etcds://chat:p%40ss@10.0.0.1:2379/club")?.prefix, "/club/");
  for (
    const text of ["", "http://a:2379", "etcd://", "etcd://a", "etcd://a:2379/x/y", "etcd://a:b"]
  ) {
    assertEquals(readEtcdAddress(text), null, text);
  }
});
