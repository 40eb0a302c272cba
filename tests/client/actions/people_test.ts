/** Leaving a machine: nothing of who left stays, and whoever comes next is never signed out for them. */
import { assertEquals } from "@std/assert";
import { MemoryStorage } from "../../helpers/memory_storage.ts";
import { PREFERENCES } from "../../helpers/preferences.ts";
import { PeopleActions } from "../../../client/actions/people.js";
import { DeviceStorage } from "../../../client/device/storage.js";
import { StorageArea } from "../../../client/device/storage_area.js";
import { ApiError } from "../../../client/net/request.js";
import { initialState } from "../../../client/state/state.js";
import { Store } from "../../../client/state/store.js";

/** The door of a chat whose answers the test gives, one by one. */
function setting() {
  const device = new DeviceStorage(new StorageArea(new MemoryStorage()));
  const asked: { what: string; answers: (isReached: boolean) => Promise<void> }[] = [];
  const timers: (() => void)[] = [];
  const entered: unknown[] = [];
  const settles = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  const ask = (what: string) =>
    new Promise((resolve, reject) => {
      const answers = (isReached: boolean) => {
        isReached ? resolve({ me: { name: what } }) : reject(new ApiError("offline"));
        return settles();
      };
      asked.push({ what, answers });
    });
  let forgotten = 0;
  const people = new PeopleActions({
    store: new Store(initialState(PREFERENCES, 0)),
    api: { leave: () => ask("leave"), enter: () => ask("enter"), session: () => ask("session") },
    links: () => ({ credentials: {}, isAsking: false }),
    session: () => ({ leave: () => forgotten++, restore: () => false }),
    onEntered: (session: unknown) => entered.push(session),
    device,
    socket: () => ({ stop: () => {}, connect: () => {} }),
    now: () => 0,
    after: (fn: () => void) => timers.push(fn),
    cancel: (timer: number) => delete timers[timer - 1],
  } as never);
  const runsTimers = async () => {
    for (const fn of timers.splice(0)) fn?.();
    await settles();
  };
  const next = () => asked.shift() ?? { what: "nothing", answers: settles };
  return { people, device, entered, next, settles, runsTimers, forgotten: () => forgotten };
}

Deno.test("whoever leaves without a network is signed out once there is one", async () => {
  const { people, device, next, runsTimers } = setting();
  void people.leave();
  await next().answers(false);
  assertEquals(device.isLeaving, true);
  await runsTimers();
  const again = next();
  assertEquals(again.what, "leave");
  await again.answers(true);
  assertEquals(device.isLeaving, false);
  await runsTimers();
  assertEquals(next().what, "nothing");
});

Deno.test("who comes in waits for a sign-out that is on its way, the repeated one too", async () => {
  const { people, device, entered, next, settles, runsTimers } = setting();
  void people.leave();
  await next().answers(false);
  await runsTimers();
  const leaving = next();
  void people.enter("Vera");
  await settles();
  assertEquals(next().what, "nothing");
  await leaving.answers(false);
  const entering = next();
  assertEquals(entering.what, "enter");
  await runsTimers();
  assertEquals(next().what, "nothing", "no sign-out overtakes who comes");
  await entering.answers(true);
  assertEquals([entered.length, device.isLeaving], [1, false]);
  await runsTimers();
  assertEquals(next().what, "nothing");
});

Deno.test("a sign-out is tried again after somebody could not come in", async () => {
  const { people, device, next, settles, runsTimers } = setting();
  void people.leave();
  await next().answers(false);
  void people.enter("Vera");
  await settles();
  await next().answers(false);
  assertEquals(device.isLeaving, true);
  await runsTimers();
  assertEquals(next().what, "leave");
});

Deno.test("a page that begins signs out first who could not be before", async () => {
  const { people, device, entered, next, settles, runsTimers } = setting();
  device.isLeaving = true;
  void people.start();
  await next().answers(false);
  assertEquals(next().what, "nothing");
  await runsTimers();
  await next().answers(true);
  assertEquals([next().what, device.isLeaving], ["session", false]);
  await settles();
  assertEquals(entered.length, 0);
});

Deno.test("who has no session any more is forgotten here, and the server is not asked", async () => {
  const { people, device, next, settles, forgotten } = setting();
  people.forget();
  await settles();
  assertEquals([forgotten(), device.isLeaving, next().what], [1, false, "nothing"]);
});
