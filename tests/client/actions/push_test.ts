/** Turning on and off that one is called while the page is closed, and keeping the server told. */
import { assertEquals } from "@std/assert";
import { PREFERENCES } from "../../helpers/preferences.ts";
import { MemoryStorage } from "../../helpers/memory_storage.ts";
import { PushActions } from "../../../client/actions/push.js";
import { OwnStorage } from "../../../client/device/own_storage.js";
import { StorageArea } from "../../../client/device/storage_area.js";
import { initialState } from "../../../client/state/state.js";
import { Store } from "../../../client/state/store.js";

/** Ada's page, in a browser that allows or forbids. */
function setting(isAllowed = true) {
  const state = initialState(PREFERENCES, 0);
  const store = new Store({ ...state, limits: { ...state.limits, push_levels: 2 } });
  const own = new OwnStorage(new StorageArea(new MemoryStorage()));
  own.setOwner("Ada");
  const page = {
    key: "BKey" as string | null,
    isAllowed,
    refuses: false,
    told: [] as unknown[],
    remembered: [] as unknown[],
    ended: 0,
    timers: [] as (() => void)[],
  };
  const push = new PushActions({
    store,
    storage: own,
    api: {
      push: () => Promise.resolve({ key: page.key, wants: null }),
      subscribe(subscription: unknown) {
        if (page.refuses) return Promise.reject(new Error("too_many"));
        page.told.push(subscription);
        return Promise.resolve({ key: page.key, wants: null });
      },
      unsubscribe: () => Promise.resolve(void page.ended++),
    } as never,
    push: {
      ability: "ready",
      get isAllowed() {
        return page.isAllowed;
      },
      ask: () => Promise.resolve(page.isAllowed),
      subscribe: (key: string) => Promise.resolve({ endpoint: `of ${key}`, keys: {} }),
      unsubscribe: () => Promise.resolve(void page.ended++),
      remember: (settings: unknown) => Promise.resolve(void page.remembered.push(settings)),
      close: () => Promise.resolve(),
    } as never,
    translate: (key, { name }) => `${key} ${name}`,
    after: (fn) => page.timers.push(fn),
    cancel: (timer) => delete page.timers[timer - 1],
  });
  const runs = async () => {
    for (const fn of page.timers.splice(0)) fn?.();
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return { page, push, store, own, runs };
}

Deno.test("turning it on asks, subscribes with the server's key and tells what one wants", async () => {
  const { page, push } = setting();
  assertEquals(push.chosen, null);
  assertEquals(await push.turnOn(false), true);
  const wants = { text: false, levels: {} };
  assertEquals(page.told, [{ endpoint: "of BKey", keys: {}, wants }]);
  assertEquals(page.remembered, [{
    key: "BKey",
    wants,
    words: {
      said: "alert.said {name}",
      mentioned: "alert.mentioned {name}",
      file: "alert.file {name}",
      private: "push.private {name}",
    },
  }]);
  assertEquals(push.chosen, { text: false });
});

Deno.test("it stays off where the person, the server or the network says no", async () => {
  const forbidden = setting(false);
  assertEquals([await forbidden.push.turnOn(true), forbidden.push.chosen], [false, null]);
  const off = setting();
  off.page.key = null;
  assertEquals([await off.push.turnOn(true), off.push.chosen], [false, null]);
  const full = setting();
  full.page.refuses = true;
  assertEquals([await full.push.turnOn(true), full.push.chosen], [false, null]);
});

Deno.test("a level that changes is told a moment later, the newest two hundred at most, and nothing twice", async () => {
  const { page, push, store, runs } = setting();
  await push.turnOn(true);
  const chooses = (notificationLevels: typeof PREFERENCES["notificationLevels"]) => {
    const { preferences } = store.state;
    store.dispatch({ type: "preferences", preferences: { ...preferences, notificationLevels } });
    push.changed();
  };
  chooses({ general: "all" });
  chooses({ general: "all", club: "none", kitchen: "all" });
  await runs();
  push.changed();
  await runs();
  assertEquals(page.told.slice(1), [{
    endpoint: "of BKey",
    keys: {},
    wants: { text: true, levels: { club: "none", kitchen: "all" } },
  }]);
});

Deno.test("a page that is opened tells again what was chosen before, and one where nothing was chosen nothing", async () => {
  const { page, push, own, runs } = setting();
  push.changed();
  await runs();
  own.savePush({ text: true });
  push.changed();
  await runs();
  assertEquals(page.told.length, 1);
  page.isAllowed = false;
  push.forget();
  push.changed();
  await runs();
  assertEquals(page.told.length, 1);
});

Deno.test("turning it off ends the subscription here and there", async () => {
  const { page, push } = setting();
  await push.turnOn(true);
  await push.turnOff();
  assertEquals([page.ended, push.chosen], [2, null]);
});
