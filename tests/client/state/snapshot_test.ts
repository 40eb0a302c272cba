/** What a page remembers of its rooms for a reload without a connection. */
import { assert, assertEquals } from "@std/assert";
import { OwnStorage } from "../../../client/device/own_storage.js";
import { StorageArea } from "../../../client/device/storage_area.js";
import { reduce } from "../../../client/state/reduce.js";
import { isSnapshot, snapshotOf } from "../../../client/state/snapshot.js";
import { initialState, newRoom } from "../../../client/state/state.js";
import { MemoryStorage } from "../../helpers/memory_storage.ts";
import { PREFERENCES } from "../../helpers/preferences.ts";

const ADA = { name: "Ada", account: true, admin: false };
const NOW = Date.parse("2025-11-19T23:50:00Z");

function messages(count: number, text = "words", at = 1) {
  return Array.from({ length: count }, (_, i) => ({
    id: at + i,
    time: new Date(NOW - 1e6 + (at + i) * 1000).toISOString(),
    name: "Boris",
    text: `${text} ${i}`,
  }));
}

function page(rooms: ReturnType<typeof newRoom>[], open = "general") {
  return {
    ...initialState(PREFERENCES, NOW),
    phase: "chat" as const,
    me: ADA,
    open,
    rooms: new Map(rooms.map((room) => [room.room, room])),
  };
}

function room(name: string, count: number, changes = {}) {
  const said = messages(count);
  return { ...newRoom(name, "e"), joined: true, loaded: true, messages: said, end: 99, ...changes };
}

/** Through a storage and back, into a page that knows nothing. */
function reloaded(state: ReturnType<typeof page>) {
  const snapshot = JSON.parse(JSON.stringify(snapshotOf(state, NOW)));
  assert(isSnapshot(snapshot, NOW));
  return reduce(initialState(PREFERENCES, NOW), { type: "restored", snapshot });
}

Deno.test("recalled() shows who one is, the rooms and the last messages (ux 12)", () => {
  const state = reloaded(page([room("general", 50), room("club", 2), newRoom("quiet", "q")]));
  assertEquals([state.phase, state.me, [...state.rooms.keys()].sort()], [
    "chat",
    ADA,
    ["club", "general", "quiet"],
  ]);
  const general = state.rooms.get("general")!;
  assertEquals(general.messages.map(({ text }) => text).slice(-2), ["words 48", "words 49"]);
  assertEquals([general.messages.length, general.more, general.start], [30, true, 21]);
  assertEquals(state.rooms.get("quiet")!.loaded, false);
});

Deno.test("recalled() rooms go on where they were left, once there is a connection (ux 12)", () => {
  const before = reloaded(page([room("general", 3)]));
  const known = { room: "general", epoch: "e", end: 120, read: 0, people: 1 };
  const { limits } = before;
  const state = reduce(before, {
    type: "welcome",
    me: ADA,
    rooms: [known],
    people: [],
    limits,
    version: "",
  });
  const history = { type: "history", room: "general", epoch: "e", reset: false } as const;
  const missed = messages(1, "missed", 100);
  const after = reduce(state, { ...history, messages: missed, start: 3, end: 120, more: true });
  assertEquals(
    after.rooms.get("general")!.messages.map(({ text }) => text),
    ["words 0", "words 1", "words 2", "missed 0"],
  );
});

Deno.test("snapshotOf() is bounded, and has the open room first", () => {
  const many = Array.from({ length: 300 }, (_, i) => room(`room ${i}`, 100));
  const snapshot = snapshotOf(page(many, "room 299"), NOW)!;
  assertEquals([snapshot.rooms.length, snapshot.rooms[0]!.room], [200, "room 299"]);
  assertEquals(snapshot.rooms.filter(({ messages }) => messages.length > 0).length, 8);
  const long = Array.from({ length: 8 }, (_, i) => {
    return room(`room ${i}`, 0, { messages: messages(30, "x".repeat(4000)) });
  });
  assert(JSON.stringify(snapshotOf(page(long, "room 0"), NOW)).length < 200_000);
  assertEquals(
    snapshotOf(page([room("general", 5, { newer: true })]), NOW)!.rooms[0]!.messages,
    [],
  );
});

Deno.test("snapshotOf() remembers nothing of nobody", () => {
  assertEquals(snapshotOf(initialState(PREFERENCES, NOW), NOW), null);
  assertEquals(snapshotOf({ ...page([]), me: null }, NOW), null);
});

Deno.test("isSnapshot() believes nothing old, and nothing of another shape", () => {
  const good = snapshotOf(page([room("general", 3)]), NOW)!;
  assert(isSnapshot(good, NOW + 23 * 3_600_000));
  assertEquals(isSnapshot(good, NOW + 25 * 3_600_000), false);
  const [first] = good.rooms;
  const wrong = [null, 1, "x", [], {}, { ...good, me: null }, { ...good, rooms: [null] }];
  wrong.push({ ...good, rooms: [{ ...first, messages: [{ id: "1" }] }] }, { ...good, time: "now" });
  for (const value of wrong) assertEquals(isSnapshot(value, NOW), false, JSON.stringify(value));
});

Deno.test("what one person read is gone when another comes, or for words that need room", () => {
  const storage = new MemoryStorage();
  const own = new OwnStorage(new StorageArea(storage));
  own.setOwner("Ada");
  own.saveSnapshot({ secret: "what Boris said" });
  own.saveDraft("general", "draft of Ada");
  own.setOwner("Lena");
  const kept = JSON.stringify({ ...storage });
  assertEquals([kept.includes("Boris said"), kept.includes("draft of Ada")], [false, true]);
  own.saveSnapshot({ big: true });
  const row = { ref: "r", room: "general", text: "words", time: "2025-11-19T23:00:00.000Z" };
  const { setItem } = MemoryStorage.prototype;
  storage.setItem = function (key: string, value: string): void {
    if (Object.keys(this).some((one) => one.includes("snapshot"))) throw new Error("full");
    setItem.call(this, key, value);
  };
  own.saveRow(row);
  assertEquals([own.rows(), own.snapshot()], [[row], null]);
});
