import { assert, assertEquals } from "@std/assert";
import { FakeClock } from "../../helpers/clock.ts";
import { type Syncable, SyncPacer } from "../../../server/store/sync_pacer.ts";

/** A pacer, and files whose syncs are noted with the milliseconds since the beginning. */
function start() {
  const clock = new FakeClock();
  const begun = clock.now();
  const pacer = new SyncPacer(clock);
  const synced: { name: number; at: number }[] = [];
  const file = (name: number): Syncable => ({
    onSync: () => synced.push({ name, at: clock.now() - begun }),
  });
  return { clock, pacer, synced, file };
}

Deno.test("SyncPacer lets one file wait for a second, however often it asks", () => {
  const { clock, pacer, synced, file } = start();
  const only = file(0);
  pacer.ask(only);
  clock.advance(400);
  pacer.ask(only);
  clock.advance(599);
  assertEquals(synced, []);
  clock.advance(1);
  assertEquals(synced, [{ name: 0, at: 1000 }]);
  clock.advance(10_000);
  assertEquals(synced.length, 1, "nothing was written since");
  assertEquals(clock.pending, 0, "nobody wakes for nothing");
});

Deno.test("SyncPacer spreads two hundred files over the second, in their order", () => {
  const { clock, pacer, synced, file } = start();
  for (let name = 0; name < 200; name++) pacer.ask(file(name));
  clock.advance(1000);
  assertEquals(synced.map(({ name }) => name), Array.from({ length: 200 }, (_, name) => name));
  const perTenth = Array.from(
    { length: 10 },
    (_, tenth) => synced.filter(({ at }) => Math.ceil(at / 100) - 1 === tenth).length,
  );
  assert(perTenth.every((count) => count >= 15 && count <= 25), perTenth.join());
});

Deno.test("SyncPacer syncs five thousand files within a second, more than one a millisecond", () => {
  const { clock, pacer, synced, file } = start();
  for (let name = 0; name < 5000; name++) pacer.ask(file(name));
  clock.advance(1000);
  assertEquals(synced.length, 5000);
  const most = Math.max(
    ...Map.groupBy(synced, ({ at }) => Math.floor(at)).values().map((all) => all.length),
  );
  assert(most <= 20, `${most} at once`);
});

Deno.test("SyncPacer hurries where many come after one", () => {
  const { clock, pacer, synced, file } = start();
  pacer.ask(file(0));
  clock.advance(500);
  for (let name = 1; name < 100; name++) pacer.ask(file(name));
  clock.advance(250);
  assert(synced.length >= 20 && synced.length <= 30, `${synced.length} of a hundred in a quarter`);
  clock.advance(750);
  assertEquals(synced.length, 100);
});

Deno.test("SyncPacer goes on where a clock is set back or forward, and forgets on asking", () => {
  const { clock, pacer, synced, file } = start();
  const [one, other] = [file(1), file(2)];
  pacer.ask(one);
  clock.set(clock.now() - 60 * 60 * 1000);
  pacer.ask(other);
  clock.advance(60 * 60 * 1000 + 1000);
  assertEquals(synced.map(({ name }) => name).sort(), [1, 2]);
  pacer.ask(one);
  pacer.forget(one);
  clock.advance(2000);
  assertEquals([synced.length, clock.pending], [2, 0]);
});

Deno.test("SyncPacer syncs files written all the time hardly more than once a second each", () => {
  const { clock, pacer, synced, file } = start();
  const files = Array.from({ length: 200 }, (_, name) => file(name));
  for (let elapsed = 0; elapsed < 20_000; elapsed += 5) {
    for (const one of files) pacer.ask(one);
    clock.advance(5);
  }
  const last = synced.filter(({ at }) => at > 10_000);
  assert(last.length >= 2000 && last.length <= 2400, `${last.length} in ten seconds`);
  const perTenth = Map.groupBy(last, ({ at }) => Math.floor(at / 100)).values();
  for (const { length } of perTenth) assert(length <= 40, `${length} in a tenth of a second`);
});

Deno.test("SyncPacer is through with many at once in time, though one goes on asking", () => {
  const { clock, pacer, synced, file } = start();
  for (let name = 0; name < 200; name++) pacer.ask(file(name));
  const busy = file(200);
  for (let elapsed = 0; elapsed < 1000; elapsed += 5) {
    pacer.ask(busy);
    clock.advance(5);
  }
  assertEquals(new Set(synced.map(({ name }) => name)).size >= 200, true);
  const perTenth = Map.groupBy(synced, ({ at }) => Math.floor(at / 100)).values();
  for (const { length } of perTenth) assert(length <= 40, `${length} in a tenth of a second`);
});
