/**
 * What can happen to a chat on three machines: whoever serves is killed, sleeps past its lease, has a full
 * disk or no network; members of etcd die, one and all. Whatever it is, the clients' own histories must fit the
 * file, and the three folders must be equal. `deno task test:cluster` makes two hundred faults of the few.
 */
import { assert, assertEquals } from "@std/assert";
import {
  Cluster,
  type Cluster as Nodes,
  type ClusterNode,
  difference,
} from "../helpers/cluster.ts";
import { ClusterClient } from "../helpers/cluster_client.ts";
import { hasEtcd } from "../helpers/etcd.ts";
import { judge } from "../helpers/history_checker.ts";
import { pick, random } from "../helpers/random.ts";
import { eventually } from "../helpers/wait.ts";
import { checkData } from "../../server/transfer/check.ts";
import { systemDisk } from "../../server/store/disk.ts";

const FAULTS = Number(Deno.env.get("FAULTS") ?? 4);
const HAS_ETCD = hasEtcd();
const WHY = HAS_ETCD ? "" : " (skipped: no etcd is installed; apt-get install etcd-server)";
const CLIENTS = 6;

type Fault = (cluster: Nodes, serving: ClusterNode) => Promise<void>;

const later = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

const FAULT: Record<string, Fault> = {
  "kill -9 of the node that serves"(_cluster, serving) {
    serving.kill("SIGKILL");
    return Promise.resolve();
  },
  async "asleep past its lease"(_cluster, serving) {
    const ended = serving.ended.length;
    serving.kill("SIGSTOP");
    await later(5000);
    serving.kill("SIGCONT");
    await eventually("it ends by itself", () => serving.ended.length > ended);
    assertEquals(serving.ended.at(-1), 1, "deposed, it ends with 1");
  },
  async "a member of etcd"({ etcd }) {
    const member = Math.floor(Math.random() * etcd.count);
    await etcd.kill(member);
    await later(1000);
    etcd.revive(member);
    await etcd.answers();
  },
  async "every member of etcd"({ etcd }) {
    await Promise.all(
      Array.from({ length: etcd.count }, (_, i) => etcd.kill(i)),
    );
    await later(1000);
    for (let i = 0; i < etcd.count; i++) etcd.revive(i);
    await etcd.answers();
  },
  async "no network between the node that serves and the engine"(
    _cluster,
    serving,
  ) {
    for (const proxy of serving.proxies) proxy.cut();
    await later(5000);
    for (const proxy of serving.proxies) proxy.mend();
  },
  async "a full disk under the node that serves"(_cluster, serving) {
    if (!await serving.fillsDisk()) return;
    await later(3000);
    await serving.freesDisk();
  },
};

Deno.test({
  name:
    `${FAULTS} faults of a cluster under load lose nothing acknowledged, double nothing and tell nothing else${WHY}`,
  ignore: !HAS_ETCD,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    await using cluster = await Cluster.start({ diskMegabytes: 64 });
    const urls = cluster.nodes.map(({ url }) => url);
    const clients = Array.from(
      { length: CLIENTS },
      (_, i) => new ClusterClient(`Client ${i}`, urls, { every: 25, at: i }),
    );
    const running = Promise.all(clients.map((client) => client.run()));
    const next = random(Number(Deno.env.get("SEED") ?? FAULTS));
    const names = Object.keys(FAULT);
    const counts = new Map<string, number>();
    const takeovers: number[] = [];
    const faulty = async (): Promise<void> => {
      for (let n = 0; n < FAULTS; n++) {
        const before = clients.reduce(
          (sum, { history }) => sum + history.acknowledged.size,
          0,
        );
        const serving = await cluster.serving();
        const name = n < names.length ? names[n]! : pick(next, names);
        counts.set(name, (counts.get(name) ?? 0) + 1);
        const began = performance.now();
        const probe = probeTakeover(clients, began);
        await FAULT[name]!(cluster, serving);
        const took = await probe;
        if (name.startsWith("kill")) takeovers.push(took);
        await eventually(
          `it goes on after: ${name}`,
          () =>
            clients.reduce(
              (sum, { history }) => sum + history.acknowledged.size,
              0,
            ) > before + 100,
        );
        await cluster.settles();
      }
    };
    await faulty().catch((cause) => {
      for (const client of clients) client.abandon();
      throw new Error(`${cause.message}\n${cluster.output}`, { cause });
    });
    for (const client of clients) client.stop();
    await running;
    await cluster.settles();
    await equalFolders(cluster);
    const histories = clients.map(({ history }) => history);
    const file = await Deno.readFile(
      `${cluster.nodes[0]!.folder}/rooms/general.txt`,
    );
    const verdict = judge(histories, file);
    const { acknowledged, heard, erased, ...bad } = verdict;
    for (const [what, list] of Object.entries(bad)) {
      assertEquals(list.slice(0, 5), [], what);
    }
    assert(acknowledged > FAULTS * 100);
    assertEquals(
      checkData(systemDisk(), cluster.nodes[0]!.folder, () => {}).finds,
      0,
    );
    await mustBeGone(
      cluster,
      histories.flatMap((one) => [...one.erased].map((id) => one.acknowledged.get(id)!)),
    );
    const told = `${acknowledged} acknowledged, ${heard} heard, ${erased} erased; ` +
      `${[...counts].map(([name, count]) => `${count} × ${name}`).join(", ")}; ` +
      `until the next acknowledgement after a kill ${
        takeovers.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(", ")
      }`;
    await t.step(told, () => {});
  },
});

/** Milliseconds from a moment until anything is acknowledged that was said after it. */
async function probeTakeover(
  clients: readonly ClusterClient[],
  began: number,
): Promise<number> {
  await later(200);
  const count = (): number =>
    clients.reduce((sum, { history }) => sum + history.acknowledged.size, 0);
  const before = count();
  await eventually("something is acknowledged again", () => count() > before);
  return performance.now() - began;
}

/** Waits until every folder is what the first is. */
async function equalFolders(cluster: Nodes): Promise<void> {
  const [first, ...others] = cluster.nodes;
  let told = "";
  await eventually("the folders are equal", async () => {
    const all = await Promise.all(
      others.map(({ folder }) => difference(first!.folder, folder)),
    );
    told = all.join("");
    return told === "";
  }, 20_000).catch(() => {});
  assertEquals(told, "", "diff -r of the folders");
}

/** No erased word is in a folder, or in what the engine has on its disks. */
async function mustBeGone(cluster: Nodes, words: string[]): Promise<void> {
  if (words.length === 0) return;
  const list = await Deno.makeTempFile();
  await Deno.writeTextFile(list, words.join("\n"));
  const places = [
    ...cluster.nodes.map(({ folder }) => folder),
    cluster.etcd.folder,
  ];
  const { stdout } = await new Deno.Command("grep", {
    args: ["-r", "-l", "-a", "-F", "-f", list, ...places],
  })
    .output();
  await Deno.remove(list);
  assertEquals(new TextDecoder().decode(stdout), "", "erased words");
}
