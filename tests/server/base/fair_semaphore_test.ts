import { assertEquals, assertRejects } from "@std/assert";
import { FakeClock } from "../../helpers/clock.ts";
import { FairSemaphore, type Holder } from "../../../server/base/fair_semaphore.ts";

function shares(clock = new FakeClock()): FairSemaphore {
  return new FairSemaphore({
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

Deno.test("FairSemaphore: who asks for everything leaves a place (security H1)", async () => {
  const places = shares();
  const [one, two] = [await places.acquire(at("a")), await places.acquire(at("a"))];
  const third = places.acquire(at("a"));
  assertEquals(await isSettled(third), false, "its share is used");
  const other = await places.acquire(at("b"));
  const late = places.acquire(at("c"));
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
  const mine = [1, 2, 3].map(() => places.acquire(at("a", "mine")));
  await assertRejects(() => places.acquire(at("a", "mine")), Error, "busy");
  const others = ["x", "y", "z"].map((session) => places.acquire(at("a", session)));
  await assertRejects(() => places.acquire(at("a", "w")), Error, "busy");
  await assertRejects(() => places.acquire(at("a")), Error, "busy");
  (await places.acquire(at("b")))();
  for (const entering of [...mine, ...others]) (await entering)();
  (await places.acquire(at("a", "mine")))();
  assertEquals(places.held, 0);
});

Deno.test("Shares: who waits too long is told so, and counts no more", async () => {
  const clock = new FakeClock();
  const places = shares(clock);
  const held = await Promise.all(
    ["a", "a", "b"].map((address) => places.acquire(at(address, "s"))),
  );
  const waiting = places.acquire(at("c"));
  const refused = assertRejects(() => waiting, Error, "busy");
  clock.advance(1000);
  await refused;
  for (const leave of held) leave();
  (await places.acquire(at("c")))();
  assertEquals([places.held, clock.pending], [0, 0]);
});
