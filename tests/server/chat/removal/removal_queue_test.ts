/** Words that go in the background: one person after the other, tried again, over a restart. */
import { assertEquals, assertRejects } from "@std/assert";
import type { RemovalProgress } from "../../../../server/chat/removal/erasure.ts";
import { RemovalQueue } from "../../../../server/chat/removal/removal_queue.ts";
import { Removals } from "../../../../server/people/removals.ts";
import { guardedDisk } from "../../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../../helpers/clock.ts";
import { MemoryDisk } from "../../../helpers/memory_disk.ts";

const BORIS = { name: "Boris", keys: ["boris"], since: 0, by: "Boris" };
const VERA = { ...BORIS, name: "Vera", keys: ["vera"] };

function start() {
  const [disk, clock] = [new MemoryDisk(), new FakeClock()];
  const removals = new Removals({ path: "data/removals.txt", disk: guardedDisk(disk), clock });
  const begun: string[] = [];
  const trouble: string[] = [];
  let work = (_progress: RemovalProgress): Promise<number> => Promise.resolve(3);
  const queue = new RemovalQueue({
    clock,
    removals,
    remove(removal, progress) {
      begun.push(removal.name);
      return work(progress);
    },
    onTrouble: (what) => trouble.push(what),
  });
  return { clock, removals, queue, begun, trouble, works: (next: typeof work) => work = next };
}

Deno.test("RemovalQueue does one after the other, and says how far it is", async () => {
  const { queue, removals, begun, works } = start();
  const gates = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  works(({ tell }) => {
    tell(0.5);
    return gates[begun.length - 1]!.promise;
  });
  for (const one of [BORIS, VERA]) await removals.begin(one);
  const done = [queue.run(BORIS, "b"), queue.run(VERA, "v")];
  await new Promise((go) => setTimeout(go, 0));
  assertEquals([begun, queue.progress("b"), queue.progress("v"), queue.progress("x")], [
    ["Boris"],
    0.5,
    0,
    null,
  ]);
  gates[0]!.resolve(7);
  assertEquals(await done[0], 7);
  assertEquals([queue.progress("b"), removals.list().map(({ name }) => name)], [1, ["Vera"]]);
  gates[1]!.resolve(1);
  await done[1];
  assertEquals([begun, removals.list()], [["Boris", "Vera"], []]);
});

Deno.test("RemovalQueue tries again a minute later what the disk refused", async () => {
  const { queue, removals, begun, clock, works } = start();
  works(() => Promise.reject(new Error("full")));
  await removals.begin(BORIS);
  await assertRejects(() => queue.run(BORIS, "b"), Error, "full");
  clock.advance(59_000);
  queue.look();
  await queue.idle;
  assertEquals(begun.length, 1, "not at once");
  works(() => Promise.resolve(1));
  clock.advance(2000);
  queue.look();
  queue.look();
  await queue.idle;
  assertEquals([begun.length, removals.list().length], [2, 0]);
  assertEquals(queue.progress("b"), 1, "who asks is told of the second time too");
});

Deno.test("RemovalQueue.close() stops at the next step, without a complaint", async () => {
  const { queue, removals, trouble, works } = start();
  const gate = Promise.withResolvers<void>();
  works(async ({ mayGoOn }) => {
    await gate.promise;
    mayGoOn();
    return 1;
  });
  await removals.begin(BORIS);
  queue.look();
  const closed = queue.close();
  gate.resolve();
  await closed;
  assertEquals([removals.list().length, trouble], [1, []], "the next process does it");
});
