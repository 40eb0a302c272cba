import { assertEquals } from "@std/assert";
import { RoomTools } from "../../../../client/actions/lazy/room_tools.js";
import { ApiError } from "../../../../client/net/request.js";
import type { RoomState, State } from "../../../../client/state/state.js";
import { initialState, newRoom } from "../../../../client/state/state.js";
import { Store } from "../../../../client/state/store.js";
import { PREFERENCES } from "../../../helpers/preferences.ts";

type Options = ConstructorParameters<typeof RoomTools>[0];
type Unread = Awaited<ReturnType<Options["api"]["unread"]>>;

const message = (id: number, text = "") => {
  return { id, time: "2025-11-19T23:46:36Z", name: "Boris", text };
};

function setting(
  rooms: Partial<RoomState>[],
  more: Partial<State> = {},
  other: Partial<Options["api"]> = {},
) {
  const all = rooms.map((room) => ({ ...newRoom(room.room!, "e"), ...room }));
  const state = {
    ...initialState(PREFERENCES, 0),
    rooms: new Map(all.map((room) => [room.room, room])),
    ...more,
  };
  const store = new Store(state);
  const did: unknown[] = [];
  const calls = new Map<string, { id: number; private?: boolean }[]>();
  const api = {
    unread(room: string, after: number) {
      did.push(["unread", room, after]);
      const ids = (calls.get(room) ?? []).map(({ id }) => id).filter((id) => id > after);
      const [first] = ids;
      const found = first === undefined
        ? {}
        : room.startsWith("@")
        ? { first }
        : { first_mention: first };
      return Promise.resolve(found as unknown as Unread);
    },
    page(room: string, where: Record<string, unknown>) {
      did.push(["page", room, where]);
      if (room === "broken") return Promise.reject(new ApiError("offline"));
      const messages = [message(45), message(90)];
      const page = { room, epoch: "e", messages, start: 45, end: 120, more: false };
      return Promise.resolve(where.time === undefined ? page : { ...page, target: 45 });
    },
  } as unknown as Options["api"];
  const tools = new RoomTools({
    store,
    api: { ...api, ...other } as unknown as Options["api"],
    toasts: {
      show: (key: string) => void did.push(["toast", key]),
    } as unknown as Options["toasts"],
    openRoom: (room, id) => void did.push(["open", room, id]),
    markRead: ({ room }, id) => void did.push(["read", room, id]),
    savePreferences: (preferences) => store.dispatch({ type: "preferences", preferences }),
  });
  return { store, tools, did, calls };
}

Deno.test("a room becomes a favourite and is one no more, whatever it is called", () => {
  const { store, tools } = setting([]);
  for (const room of ["constructor", "@Boris", "constructor"]) tools.toggleFavourite(room);
  assertEquals(store.state.preferences.favourites, ["@Boris"]);
  tools.toggleOrder();
  assertEquals(store.state.preferences.order, "activity");
});

Deno.test("a room counts as read up to its end, heard or not, far back or not", async () => {
  const { tools, did } = setting([
    { room: "unheard", end: 500, unread: 3 },
    { room: "heard", joined: true, messages: [message(45), message(99)], unread: 1 },
    { room: "back", joined: true, newer: true, messages: [message(45)], unread: 9 },
    { room: "quiet", joined: true, messages: [message(45)] },
  ]);
  await tools.markAllRead();
  assertEquals(did, [
    ["read", "unheard", 499],
    ["read", "heard", 99],
    ["page", "back", { limit: 1 }],
    ["read", "back", 90],
    ["toast", "rooms.all_read"],
  ]);
  did.length = 0;
  await tools.markRead("gone");
  assertEquals(did, []);
});

Deno.test("one room that cannot be asked keeps no other from counting as read", async () => {
  const { tools, did } = setting([
    { room: "broken", joined: true, newer: true, unread: 1 },
    { room: "later", end: 10, unread: 1 },
  ]);
  await tools.markAllRead();
  assertEquals(did.filter((one) => (one as string[])[0] === "read"), [["read", "later", 9]]);
});

Deno.test("a day begins at this device's midnight, and an error is told by its code", async () => {
  const { tools, did, store } = setting([{ room: "general" }, { room: "broken" }]);
  assertEquals(await tools.goToDay("general", "2025-03-30"), null);
  const time = new Date(2025, 2, 30).toISOString();
  assertEquals(did, [["page", "general", { time, limit: 50 }]]);
  assertEquals(store.state.target, 45);
  assertEquals(await tools.goToDay("broken", "2025-03-30"), "offline");
});

Deno.test("the next call is the one behind the last, over all rooms and round again", async () => {
  const { tools, did, calls } = setting([
    { room: "a", mentions: 2, read: 5 },
    { room: "b", unread: 7 },
    { room: "c", mentions: 1 },
    { room: "@Boris", unread: 1 },
    { room: "@Troll", unread: 1 },
  ], {
    open: "a",
    preferences: { ...PREFERENCES, notificationLevels: { "@Troll": "none" } },
  });
  calls.set("a", [{ id: 3 }, { id: 10 }, { id: 20 }]);
  calls.set("c", [{ id: 7 }]);
  calls.set("@Boris", [{ id: 1 }]);
  for (let i = 0; i < 5; i++) await tools.nextCall();
  const opened = did.filter((one) => (one as string[])[0] === "open");
  assertEquals(opened, [
    ["open", "a", 10],
    ["open", "a", 20],
    ["open", "c", 7],
    ["open", "@Boris", 1],
    ["open", "a", 10],
  ]);
});

Deno.test("where nobody calls that is said, and asked of twenty rooms at most", async () => {
  const none = setting([{ room: "a", unread: 4 }]);
  await none.tools.nextCall();
  assertEquals(none.did, [["toast", "rooms.no_mentions"]]);
  const many = setting(Array.from({ length: 100 }, (_, i) => ({ room: `r${i}`, mentions: 1 })));
  await many.tools.nextCall();
  assertEquals(many.did.length, 21);
});

const picture = (id: number, type = "image/png") => {
  return { ...message(id), file: { id: `${id}.png`, name: "x.png", size: 1, type } };
};

/** Tools in a room of such pages: by the cursor before or after which they stand. */
function looking(pages: Record<string, unknown>) {
  const asked: unknown[] = [];
  const ask = (room: string, where: { before?: number; after?: number }) => {
    asked.push([room, where]);
    return Promise.resolve(pages[where.before ?? where.after ?? 0] ?? pages.other);
  };
  const api = { files: ask, page: ask } as unknown as Options["api"];
  return { tools: setting([{ room: "a" }], {}, api).tools, asked };
}

Deno.test("pictures before one are told in order, over pages that have none", async () => {
  const { tools, asked } = looking({
    900: { messages: [], start: 700, more: true },
    700: { messages: [picture(650), picture(610)], start: 600, more: true },
  });
  const run = await tools.picturesBefore("a", 900);
  assertEquals(run, { pictures: [picture(610), picture(650)], cursor: 600, more: true });
  assertEquals(asked, [900, 700].map((before) => ["a", { kind: "picture", before }]));
});

Deno.test("pictures after one are told in order, and nothing else that was said", async () => {
  const gone = { ...message(60), erased: true };
  const { tools, asked } = looking({
    45: { messages: [message(50), gone], newer: true },
    60: { messages: [message(70), picture(80), picture(85, "video/webm"), message(90)] },
  });
  const run = await tools.picturesAfter("a", 45);
  assertEquals(run, { pictures: [picture(80)], cursor: 90, more: false });
  assertEquals(asked, [45, 60].map((after) => ["a", { after, limit: 200 }]));
});

Deno.test("a long talk without pictures is looked through ten pages at a time", async () => {
  const before = looking({ other: { messages: [], start: 5, more: true } });
  assertEquals(await before.tools.picturesBefore("a", 9), { pictures: [], cursor: 5, more: true });
  assertEquals(before.asked.length, 10);
  const after = looking({ other: { messages: [], newer: true } });
  assertEquals(await after.tools.picturesAfter("a", 9), { pictures: [], cursor: 9, more: false });
  assertEquals(after.asked.length, 1, "where nothing comes there is no way on");
});
