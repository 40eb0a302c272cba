/** Favourites, order and levels on two devices: offline, at the same time, and of a guest who claims a name. */
import { assertEquals } from "@std/assert";
import { PREFERENCES } from "../../../helpers/preferences.ts";
import {
  AccountPreferences,
  changed,
  changeOf,
} from "../../../../client/actions/lazy/account_preferences.js";
import { initialState } from "../../../../client/state/state.js";
import { Store } from "../../../../client/state/store.js";
import type {
  RoomPreferencesChange,
  RoomPreferencesInfo,
} from "../../../../server/protocol_own.ts";

const NONE: RoomPreferencesInfo = { favourites: [], levels: {} };

/** A server of one account, and its devices. */
function setting() {
  let kept = NONE;
  const devices: { hears: () => void }[] = [];
  const told: RoomPreferencesChange[] = [];
  const settles = async () => {
    for (let i = 0; i < 30; i++) await Promise.resolve();
  };
  const device = (own = PREFERENCES) => {
    const store = new Store({ ...initialState(own, 0) });
    const link = { isUp: true, hold: Promise.resolve() };
    const keepPreferences = (preferences: typeof own) =>
      store.dispatch({ type: "preferences", preferences });
    const part = new AccountPreferences({
      store,
      storage: { owner: "ada" } as never,
      keepPreferences,
      async ask(_: string, { body }: { body: RoomPreferencesChange }) {
        await link.hold;
        if (!link.isUp) throw new Error("offline");
        told.push(body);
        kept = changed(kept, body);
        for (const one of devices) one.hears();
        return kept;
      },
    } as never);
    const hears = () => link.isUp && part.take(kept);
    devices.push({ hears });
    const wants = (change: Partial<typeof own>) => {
      keepPreferences({ ...store.state.preferences, ...change });
      return part.send();
    };
    const has = () => {
      const { order, favourites, notificationLevels } = store.state.preferences;
      return [order, favourites, notificationLevels];
    };
    return { link, hears, wants, has };
  };
  return { device, told, settles, kept: () => kept };
}

Deno.test("what one device wants the other has, and nothing is told twice", async () => {
  const { device, told, settles } = setting();
  const [phone, laptop] = [device(), device()];
  phone.hears();
  laptop.hears();
  await laptop.wants({ favourites: ["garden"], order: "activity" });
  await phone.wants({ notificationLevels: { garden: "none" } });
  await settles();
  const all = ["activity", ["garden"], { garden: "none" }];
  assertEquals([phone.has(), laptop.has()], [all, all]);
  await phone.wants({ favourites: [] });
  await settles();
  assertEquals(laptop.has(), ["activity", [], { garden: "none" }]);
  assertEquals(told.length, 3);
});

Deno.test("what was wanted without a network is told afterwards, and the last one wins", async () => {
  const { device, settles } = setting();
  const [phone, laptop] = [device(), device()];
  await laptop.wants({});
  laptop.hears();
  phone.hears();
  phone.link.isUp = false;
  await phone.wants({ favourites: ["garden"], notificationLevels: { general: "none" } });
  await laptop.wants({ favourites: ["kitchen"], notificationLevels: { general: "all" } });
  phone.link.isUp = true;
  phone.hears();
  await settles();
  const all = ["name", ["kitchen", "garden"], { general: "none" }];
  assertEquals([phone.has(), laptop.has()], [all, all]);
});

Deno.test("what is taken back while it is being told stays taken back", async () => {
  const { device, settles, kept } = setting();
  const phone = device();
  phone.hears();
  let go = () => {};
  phone.link.hold = new Promise((resolve) => go = resolve);
  const telling = phone.wants({ favourites: ["garden"] });
  void phone.wants({ favourites: [] });
  phone.hears();
  go();
  await telling;
  await settles();
  assertEquals([phone.has()[1], kept().favourites], [[], []]);
});

Deno.test("what a guest had is added once to what the account has, which counts first", () => {
  const guest = {
    ...PREFERENCES,
    order: "activity" as const,
    favourites: ["garden", "kitchen"],
    notificationLevels: { garden: "none" as const, general: "none" as const },
  };
  const server: RoomPreferencesInfo = {
    order: "name",
    favourites: ["kitchen"],
    levels: { general: "all" },
  };
  const change = changeOf(guest, null, server);
  assertEquals(change, { favourites: { garden: true }, levels: { garden: "none" } });
  assertEquals(changeOf({ ...guest, order: "name" }, changed(server, change), server), {
    levels: { general: "none" },
  });
  assertEquals(changeOf(PREFERENCES, null, server), null);
});
