import { assertEquals } from "@std/assert";
import { PREFERENCES } from "../../helpers/preferences.ts";
import { reduce } from "../../../client/state/reduce.js";
import { initialState } from "../../../client/state/state.js";
import type { Person, RoomInfo } from "../../../server/protocol.ts";

type State = ReturnType<typeof initialState>;

const ME = { name: "Ada", account: true, admin: false };

function info(room: string, more: Partial<RoomInfo> = {}): RoomInfo {
  return { room, epoch: "e1", end: 100, read: 0, people: 0, ...more };
}

function welcome(rooms: RoomInfo[], renamed: { room: string; to: string }[] = []) {
  const { limits } = initialState(PREFERENCES, 0);
  const people: Person[] = [];
  return { type: "welcome" as const, me: ME, rooms, people, renamed, limits, version: "1" };
}

/** Ada in "Garden", where something of hers waits. */
function garden(): State {
  const preferences = {
    ...PREFERENCES,
    notificationLevels: { Garden: "all" as const },
    favourites: ["Garden", "general"],
  };
  const row = { ref: "r", room: "Garden", text: "Hi", time: "2025-11-19T23:46:36Z" };
  const message = { id: 45, time: "2025-11-19T23:46:36Z", name: "Boris", text: "Tomatoes" };
  const page = { messages: [message], start: 45, end: 100, more: false, reset: false };
  const happenings: Parameters<typeof reduce>[1][] = [
    welcome([info("Garden"), info("general")]),
    { type: "open_room", room: "Garden" } as const,
    { type: "history", room: "Garden", epoch: "e1", ...page } as const,
    { type: "queued", row } as const,
  ];
  return happenings.reduce(reduce, initialState(preferences, 0));
}

Deno.test("room_renamed: messages, what waits, level and favourite go along, it stays open", () => {
  const state = reduce(garden(), {
    type: "room_renamed",
    room: "Garden",
    to: "Kitchen",
    by: "Vera",
  });
  assertEquals([...state.rooms.keys()], ["Kitchen", "general"]);
  assertEquals(state.open, "Kitchen");
  assertEquals(state.rooms.get("Kitchen")?.messages.map(({ text }) => text), ["Tomatoes"]);
  assertEquals(state.rooms.get("Kitchen")?.room, "Kitchen");
  assertEquals(state.outbox.map(({ room }) => room), ["Kitchen"]);
  assertEquals(state.preferences.notificationLevels, { Kitchen: "all" });
  assertEquals(state.preferences.favourites, ["Kitchen", "general"]);
  assertEquals(reduce(state, { type: "room_renamed", room: "Garden", to: "Other" }), state);
});

Deno.test("room_renamed of a private room: what it is called changes, and nothing else", () => {
  const room = "+a";
  const by = { by: "Vera", epoch: "e1", end: 9 };
  const made = { type: "room_created", room, name: "Plans", topic: "Friday", ...by } as const;
  const before = reduce(reduce(garden(), made), { type: "open_room", room });
  const state = reduce(before, { type: "room_renamed", room, to: room, name: "Party" });
  assertEquals(state.rooms.get(room), { ...before.rooms.get(room)!, title: "Party" });
  assertEquals([state.rooms.get(room)?.topic, state.open], ["Friday", room]);
});

Deno.test("welcome tells who was away that a room has another name", () => {
  const renamed = [{ room: "Garden", to: "Kitchen" }];
  const state = reduce(garden(), welcome([info("Kitchen"), info("general")], renamed));
  assertEquals(state.open, "Kitchen");
  assertEquals(state.rooms.get("Kitchen")?.messages.length, 1);
  assertEquals(state.outbox.map(({ room }) => room), ["Kitchen"]);
});

Deno.test("topic, archive and pins: the state is what was told last, after a gap too", () => {
  let state = reduce(garden(), { type: "topic", room: "Garden", text: "Beans", name: "Vera" });
  state = reduce(state, { type: "room_archived", room: "Garden", by: "Vera" });
  const pinned = { id: 45, name: "Boris", text: "Tomatoes" };
  const about = { type: "pinned", room: "Garden", id: 45, name: "Vera" } as const;
  state = reduce(state, { ...about, on: true, pins: [45], pinned });
  const { topic, archived, pins } = state.rooms.get("Garden")!;
  assertEquals([topic, archived, pins], ["Beans", true, [45]]);
  state = reduce(state, { ...about, on: false });
  assertEquals([state.rooms.get("Garden")?.pins, state.rooms.get("Garden")?.pinned], [
    [],
    undefined,
  ]);
  const away = reduce(state, welcome([info("Garden", { topic: "Peas" })]));
  assertEquals([away.rooms.get("Garden")?.topic, away.rooms.get("Garden")?.archived], [
    "Peas",
    undefined,
  ]);
});
