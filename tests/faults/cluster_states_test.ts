/**
 * A chat on several machines, state by state: everything that is kept goes the same way to every folder; whoever
 * takes over knows all of it; without a quorum people read on; what cannot go on says why and stops.
 */
import { assert, assertEquals } from "@std/assert";
import { Cluster, type ClusterNode, difference } from "../helpers/cluster.ts";
import { hasEtcd } from "../helpers/etcd.ts";
import { HttpClient } from "../helpers/http_client.ts";
import { SERVER } from "../helpers/process.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";

const HAS_ETCD = hasEtcd();
const WHY = HAS_ETCD ? "" : " (skipped: no etcd is installed; apt-get install etcd-server)";

function clusterTest(name: string, fn: () => Promise<void>): void {
  // Clients of nodes that were killed end when their process does.
  Deno.test({
    name: name + WHY,
    ignore: !HAS_ETCD,
    sanitizeOps: false,
    sanitizeResources: false,
    fn,
  });
}

async function command(
  node: ClusterNode,
  ...args: string[]
): Promise<{ code: number; out: string }> {
  const [program = "", ...first] = SERVER;
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...first, ...args, "--data", node.folder],
  }).output();
  return { code, out: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

async function equal(cluster: Cluster): Promise<void> {
  const [first, ...others] = cluster.nodes;
  let told = "";
  await eventually("the folders are equal", async () => {
    const all = await Promise.all(others.map(({ folder }) => difference(first!.folder, folder)));
    told = all.join("");
    return told === "";
  }, 15_000).catch(() => {});
  assertEquals(told, "", "diff -r of the folders");
}

clusterTest(
  "everything that is kept is on every machine, and whoever takes over knows it",
  async () => {
    await using cluster = await Cluster.start({ nodes: 2, members: 1, more: ["--file-size", "8"] });
    const first = await cluster.serving();
    const second = cluster.nodes.find((node) => node !== first)!;
    const ada = new HttpClient(first.url);
    const password = "correct horse battery";
    assertEquals((await ada.asks("POST", "/api/accounts", { name: "Ada", password })).status, 200);
    assertEquals(
      (await command(second, "admin", "Ada")).code,
      0,
      "from a machine that does not serve",
    );
    await eventually(
      "Ada is an admin",
      async () => (await ada.asks("GET", "/api/session")).body.me?.admin === true,
    );
    const send = async (bytes: Uint8Array<ArrayBuffer>, name: string): Promise<string> => {
      const answer = await fetch(`${first.url}/api/rooms/general/files?name=${name}`, {
        method: "POST",
        headers: { origin: first.url, cookie: ada.cookie },
        body: bytes,
      });
      assertEquals(answer.status, 201, name);
      return (await answer.json()).id;
    };
    const small = await send(
      new Uint8Array(700_000).map((_, i) => i % 251),
      "small.bin",
    );
    const large = await send(new Uint8Array(5_000_000).map((_, i) => i % 253), "large.bin");
    await using boris = await WsClient.in(first.url, "Boris");
    const said = await boris.says("words that go");
    await boris.says("words that stay");
    boris.send({ type: "edit", room: "general", id: said.id, text: "edited words that go" });
    await boris.hears("edited");
    boris.send({ type: "erase", room: "general", id: said.id });
    await boris.hears("erased");
    boris.send({ type: "create_room", room: "Club" });
    await boris.hears("room_created");
    boris.send({ type: "join", room: "Club" });
    await boris.says("in the club", "Club");
    boris.send({ type: "delete_room", room: "Club" });
    await boris.hears("room_deleted");
    const mute = { what: "mute", name: "Eve", minutes: 60 };
    assertEquals((await ada.asks("POST", "/api/moderation", mute)).status, 200);
    const wants = {
      favourites: { general: true },
      levels: { "@Boris": "none" },
      order: "activity",
    };
    assertEquals((await ada.asks("POST", "/api/preferences", wants)).status, 200);
    const token = (await command(second, "token", "Robo")).out.split("\n")[0]!;
    assertEquals((await command(first, "say", "general", "from the command line")).code, 0);
    for (const file of [small, large]) {
      const answer = await fetch(`${first.url}/api/rooms/general/messages`, {
        method: "POST",
        headers: {
          origin: first.url,
          cookie: ada.cookie,
          "content-type": "application/json",
        },
        body: JSON.stringify({ text: "", file }),
      });
      assertEquals([answer.status, (await answer.json()).file?.id], [201, file]);
    }
    await equal(cluster);
    assertEquals((await command(second, "check", "--against", first.folder)).code, 0);
    for (const node of cluster.nodes) {
      const { stdout } = await new Deno.Command("grep", {
        args: ["-r", "-l", "words that go", node.folder, cluster.etcd.folder],
      }).output();
      assertEquals(new TextDecoder().decode(stdout), "", "erased words");
      assertEquals((await Deno.stat(`${node.folder}/files/${large}`)).size, 5_000_000);
    }
    await first.stop("SIGKILL");
    await eventually("the other serves", async () => (await second.health()).status === 200);
    const headers = { cookie: ada.cookie, origin: second.url };
    const session = await (await fetch(`${second.url}/api/session`, { headers })).json();
    assertEquals([session.me?.name, session.me?.admin], ["Ada", true], "still signed in");
    const wanted = await (await fetch(`${second.url}/api/preferences`, { headers })).json();
    assertEquals(wanted, {
      favourites: ["general"],
      levels: { "@Boris": "none" },
      order: "activity",
    });
    const file = await fetch(`${second.url}/files/${large}`, { headers });
    assertEquals((await file.bytes()).length, 5_000_000);
    const bot = { authorization: `Bearer ${token}` };
    const robo = await (await fetch(`${second.url}/api/session`, { headers: bot })).json();
    assertEquals(robo.me?.name, "Robo");
    const refused = await command(first, "say", "general", "nobody is there");
    assert(refused.out.includes("no node runs here"), refused.out);
    assert((await command(first, "import", "/etc/hostname")).out.includes("belongs to a cluster"));
    assertEquals((await command(first, "check")).code, 0, "reading works in any folder");
    first.start();
    await cluster.settles();
    await equal(cluster);
  },
);

clusterTest(
  "without a quorum writing is refused with `disk` within two seconds, reading goes on, and it comes back by itself",
  async () => {
    await using cluster = await Cluster.start({ nodes: 2, members: 3 });
    const serving = await cluster.serving();
    const passive = cluster.nodes.find((node) => node !== serving)!;
    await eventually("the other one has it all", async () => {
      const { status, state } = await passive.health();
      return status === 503 && state === "passive";
    });
    await using ada = await WsClient.in(serving.url, "Ada");
    await ada.says("before");
    await cluster.etcd.kill(0);
    await cluster.etcd.kill(1);
    const began = performance.now();
    ada.send({ type: "message", room: "general", text: "lost", ref: "lost" });
    const refusal = await ada.hears("error");
    assertEquals([refusal.code, refusal.ref], ["disk", "lost"]);
    assert(performance.now() - began < 2000, `${performance.now() - began} ms`);
    const again = performance.now();
    ada.send({ type: "message", room: "general", text: "refused", ref: "refused" });
    assertEquals((await ada.hears("error")).code, "disk");
    assert(performance.now() - again < 500, "at once from then on");
    const page = await fetch(`${serving.url}/api/rooms/general/messages`);
    assert((await page.text()).includes("before"), "reading goes on");
    await using boris = await WsClient.in(serving.url, "Boris");
    boris.send({ type: "ping" });
    await boris.hears("pong");
    await eventually("both say so", async () => {
      const states = await Promise.all(cluster.nodes.map((node) => node.health()));
      return states.every(({ status, state }) => status === 503 && state === "no quorum");
    });
    cluster.etcd.revive(0);
    cluster.etcd.revive(1);
    await eventually("it goes on by itself", async () => (await serving.health()).status === 200);
    assertEquals(serving.ended, [], "the same process");
    await ada.says("after");
    await equal(cluster);
    const text = await Deno.readTextFile(`${passive.folder}/rooms/general.txt`);
    assertEquals(/: (?:lost|refused)$/m.test(text), false);
  },
);

clusterTest(
  "deposed while it is cut off, a node acknowledges nothing more and ends with 1",
  async () => {
    await using cluster = await Cluster.start({ nodes: 2, members: 1 });
    const serving = await cluster.serving();
    const other = cluster.nodes.find((node) => node !== serving)!;
    await using ada = await WsClient.in(serving.url, "Ada");
    await ada.says("before");
    await eventually("it knows of the other", async () => {
      const metrics = await (await fetch(`${serving.url}/metrics`)).text();
      return metrics.includes("\nplaintalk_cluster_others 1\n");
    });
    for (const proxy of serving.proxies) proxy.cut();
    ada.send({ type: "message", room: "general", text: "to nobody", ref: "x" });
    assertEquals((await ada.hears("error")).code, "disk");
    await eventually("the other serves", async () => (await other.health()).status === 200);
    // It hears it from the other node itself, though the engine is out of its reach.
    await eventually("it ends", () => serving.ended.length > 0);
    assertEquals(serving.ended[0], 1);
    for (const proxy of serving.proxies) proxy.mend();
    await using boris = await WsClient.in(other.url, "Boris");
    await boris.says("after");
    await cluster.settles();
    await equal(cluster);
    const text = await Deno.readTextFile(`${serving.folder}/rooms/general.txt`);
    assertEquals(text.includes("to nobody"), false);
  },
);

clusterTest(
  "a machine that was away while the log was trimmed takes a snapshot, and a new one too",
  async () => {
    await using cluster = await Cluster.start({ nodes: 2, members: 1 });
    const serving = await cluster.serving();
    const other = cluster.nodes.find((node) => node !== serving)!;
    await using ada = await WsClient.in(serving.url, "Ada");
    await ada.says("one");
    await equal(cluster);
    await other.stop("SIGKILL");
    for (let i = 0; i < 20; i++) await ada.says(`while it was away ${i}`);
    await cluster.etcd.trimAll();
    other.start();
    await cluster.settles();
    await ada.says("two");
    await equal(cluster);
    assert(other.output.includes("Took a snapshot"), other.output);
    await other.stop("SIGKILL");
    await Deno.remove(other.folder, { recursive: true });
    await ada.says("three");
    other.start();
    await cluster.settles();
    await equal(cluster);
  },
);

clusterTest(
  "a log that came back shorter is seen: every node that has more stops with a sentence",
  async () => {
    await using cluster = await Cluster.start({ nodes: 2, members: 1 });
    const serving = await cluster.serving();
    await using ada = await WsClient.in(serving.url, "Ada");
    await ada.says("one");
    await equal(cluster);
    // As after its members came back with an older disk.
    await cluster.etcd.dropLast(1);
    await eventually(
      "both say so",
      () =>
        cluster.nodes.every(({ output }) =>
          /came back (?:shorter|without record|other)/.test(output)
        ),
    );
    for (const node of cluster.nodes) {
      await eventually("it ends", () => node.ended.length > 0);
      assert(node.ended.every((code) => code === 1), `${node.ended}`);
      assert((await Deno.readTextFile(`${node.folder}/rooms/general.txt`)).includes(": one\n"));
    }
  },
);

clusterTest(
  "an engine whose database is full is told in /healthz and /metrics, and people read on",
  async () => {
    await using cluster = await Cluster.start({
      nodes: 1,
      members: 1,
      etcd: ["--quota-backend-bytes", "4194304"],
    });
    const node = await cluster.serving();
    await using ada = await WsClient.in(node.url, "Ada");
    await ada.says("before");
    await cluster.etcd.fill();
    await eventually("it is told", async () => (await node.health()).state === "engine full");
    const metrics = await (await fetch(`${node.url}/metrics`)).text();
    assert(metrics.includes("\nplaintalk_cluster_engine_full 1\n"), metrics);
    const page = await fetch(`${node.url}/api/rooms/general/messages`);
    assert((await page.text()).includes("before"));
    ada.send({ type: "message", room: "general", text: "after", ref: "a" });
    assertEquals((await ada.hears("error")).code, "disk");
  },
);

clusterTest(
  "a folder with another chat in it does not join, and one with a chat may begin the cluster",
  async () => {
    await using cluster = await Cluster.start({ nodes: 2, members: 1 });
    const serving = await cluster.serving();
    const other = cluster.nodes.find((node) => node !== serving)!;
    await other.stop();
    await Deno.remove(`${other.folder}/cluster`, { recursive: true });
    other.start();
    await eventually(
      "it says why",
      () => other.output.includes("a chat in it that is not the cluster's"),
    );
    await other.stop("SIGKILL");
    await serving.stop();
    await cluster.etcd.forget();
    // The same folder, as of one machine, begins another log; the other is empty and takes a snapshot.
    await Deno.remove(`${serving.folder}/cluster`, { recursive: true });
    await Deno.remove(other.folder, { recursive: true });
    serving.start();
    await eventually("it serves", async () => (await serving.health()).status === 200);
    other.start();
    await cluster.settles();
    await equal(cluster);
  },
);
