import { assertEquals, assertRejects } from "@std/assert";
import { FakeClock } from "../../helpers/clock.ts";
import { type Holder, Shares } from "../../../server/base/fair_semaphore.ts";

function shares(clock = new FakeClock()): Shares {
  return new Shares({
    atATime: 3,
    perAddress: 2,
    askedPerSession: 3,
    askedPerAddress: 6,
    maxWaiting: 8,
    waitMs: 1000,
    clock,
    busy: () => new Error("busy"),
  });
}

const at = (address: string, session: string | null = null): Holder => ({ address, session });

/** True once everything that follows from what happened has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => settled = true, () => settled = true);
  await new Promise((go) => setTimeout(go, 0));
  return settled;
}

Deno.test("Shares: an address that asks for everything leaves a place for the next (security H1)", async () => {
  const places = shares();
  const [one, two] = [await places.enter(at("a")), await places.enter(at("a"))];
  const third = places.enter(at("a"));
  assertEquals(await isSettled(third), false, "its share is used");
  const other = await places.enter(at("b"));
  const late = places.enter(at("c"));
  assertEquals(await isSettled(late), false, "all places are held");
  other();
  assertEquals(await isSettled(late), true, "who may have it goes before who waits longer");
  assertEquals(await isSettled(third), false);
  one();
  one();
  assertEquals(await isSettled(third), true);
  assertEquals(places.held, 3, "given back twice is given back once");
  for (const leave of [two, await third, await late]) leave();
  assertEquals(places.held, 0);
});

Deno.test("Shares: one session, and one address, cannot fill the line", async () => {
  const places = shares();
  const mine = [1, 2, 3].map(() => places.enter(at("a", "mine")));
  await assertRejects(() => places.enter(at("a", "mine")), Error, "busy");
  const others = ["x", "y", "z"].map((session) => places.enter(at("a", session)));
  await assertRejects(() => places.enter(at("a", "w")), Error, "busy");
  await assertRejects(() => places.enter(at("a")), Error, "busy");
  (await places.enter(at("b")))();
  for (const entering of [...mine, ...others]) (await entering)();
  (await places.enter(at("a", "mine")))();
  assertEquals(places.held, 0);
});

Deno.test("Shares: who waits too long is told so, and counts no more", async () => {
  const clock = new FakeClock();
  const places = shares(clock);
  const held = await Promise.all(["a", "a", "b"].map((address) => places.enter(at(address, "s"))));
  const waiting = places.enter(at("c"));
  const refused = assertRejects(() => waiting, Error, "busy");
  clock.advance(1000);
  await refused;
  for (const leave of held) leave();
  (await places.enter(at("c")))();
  assertEquals([places.held, clock.pending], [0, 0]);
});
