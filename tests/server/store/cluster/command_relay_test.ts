import { assertEquals } from "@std/assert";
import { CommandRelay } from "../../../../server/store/cluster/command_relay.ts";
import { Peers } from "../../../../server/store/cluster/peers.ts";
import { Sealer } from "../../../../server/store/cluster/sealer.ts";
import { random, SECRET, settled } from "../../../helpers/cluster_node.ts";
import { FakeClock } from "../../../helpers/clock.ts";
import { MemoryDisk } from "../../../helpers/memory_disk.ts";
import { MemoryEngine } from "../../../helpers/memory_engine.ts";

const REQUEST = JSON.stringify({ command: "token", words: ["Robo"], all: false });

async function pair() {
  const engine = new MemoryEngine();
  const clock = new FakeClock();
  const sealer = await Sealer.of(SECRET, random);
  const [there, here] = [new MemoryDisk(), new MemoryDisk()];
  const common = { clock, engine, random, data: "data" };
  const own = { engine, sealer, ca: "" };
  const far = new CommandRelay({
    ...common,
    disk: there,
    peers: new Peers({ ...own, address: "http://there" }),
  });
  const asked: string[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    asked.push(String(url));
    return new Response(await far.run(JSON.parse(String(init?.body)).text));
  };
  const peers = new Peers({
    ...own,
    address: "http://here",
    fetch: fetch as typeof globalThis.fetch,
  });
  return {
    engine,
    clock,
    there,
    here,
    asked,
    near: new CommandRelay({ ...common, disk: here, peers }),
  };
}

Deno.test("CommandRelay has the serving node do what was asked here, and brings its answer", async () => {
  const { engine, clock, there, here, asked, near } = await pair();
  await engine.hold("http://there");
  here.put("data/orders/1.asked", REQUEST);
  const done = near.look();
  await settled();
  const [name] = there.list("data/orders");
  assertEquals(there.text(`data/orders/${name}`), REQUEST);
  there.put(`data/orders/${name!.replace(".asked", ".answer")}`, '{"lines":["a token"]}');
  clock.advance(200);
  await done;
  assertEquals(here.text("data/orders/1.answer"), '{"lines":["a token"]}');
  assertEquals([here.exists("data/orders/1.asked"), there.list("data/orders")], [false, []]);
  assertEquals(asked, ["http://there/cluster/run"]);
});

Deno.test("CommandRelay says when nobody serves, and relays no order to read our settings", async () => {
  const { here, asked, near } = await pair();
  here.put("data/orders/1.asked", REQUEST);
  here.put("data/orders/2.asked", JSON.stringify({ command: "reload", words: [], all: false }));
  await near.look();
  const answers = [1, 2].map((n) => JSON.parse(here.text(`data/orders/${n}.answer`)).refused);
  assertEquals(answers, [
    "Cannot do this: no node serves just now; try again",
    "Cannot read the settings again on a node that does not serve: restart it",
  ]);
  assertEquals(asked, []);
});
