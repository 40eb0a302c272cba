import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

function roomsHeard(client: { hears(): unknown[] }) {
  return (client.hears() as { type: string; room?: string }[])
    .filter(({ type }) => type.startsWith("room_")).map(({ type, room }) => `${type} ${room}`);
}

/** Lets a deletion, which waits for the disk, come to its end. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

Deno.test("Rooms.load() makes general at the first start, with a first line", () => {
  const chat = new Chat();
  assertEquals(chat.rooms.list(null).rooms.map(({ room }) => room), ["general"]);
  assertEquals(chat.file(), "[2025-11-19 23:46:36] * Plaintalk created the room\n");
});

Deno.test("Rooms.load() takes every file for a room, and says which it cannot", () => {
  const disk = new MemoryDisk();
  disk.put("data/rooms/old.txt", "[2025-11-19 23:46:36] A: hi");
  disk.put("data/rooms/Клуб.txt", "\ufeff[2025-11-19 23:46:36] A: hi\r\n\r\n");
  disk.put("data/rooms/empty.txt", "");
  disk.put("data/rooms/OLD.txt", "[2025-11-19 23:46:36] A: hi\n");
  disk.put("data/rooms/-bad.txt", "x\n");
  disk.put("data/rooms/notes.md", "x\n");
  const chat = new Chat({ disk });
  assertEquals(chat.rooms.list(null).rooms.map(({ room }) => room), ["OLD", "empty", "Клуб"]);
  assertEquals(chat.warnings.length, 2);
  assertEquals(chat.file("Клуб"), "\ufeff[2025-11-19 23:46:36] A: hi\r\n\r\n");
  assertEquals(chat.rooms.malformed, [{ room: "Клуб", lines: 1 }]);
  assertEquals(
    disk.text("data/rooms/old.txt"),
    "[2025-11-19 23:46:36] A: hi",
    "not ours, not touched",
  );
});

Deno.test("Rooms.load() reports a torn line after a crash, and completes one otherwise", () => {
  const torn = "[2025-11-19 23:46:36] A: hi\n[2025-11-19 23:46:37] B: ha";
  const disk = new MemoryDisk();
  disk.put("data/rooms/general.txt", torn);
  const crashed = new Chat({ disk, cleanShutdown: false });
  assertEquals(crashed.file(), "[2025-11-19 23:46:36] A: hi\n");
  assertEquals(disk.text("data/rooms/general.torn"), "[2025-11-19 23:46:37] B: ha\n");
  assert(crashed.warnings[0]?.includes("general.torn"));
  const other = new MemoryDisk();
  other.put("data/rooms/general.txt", torn);
  assertEquals(new Chat({ disk: other }).file(), `${torn}\n`);
});

Deno.test("Rooms.create() tells everybody, in any room or none", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const boris = chat.comes("Boris");
  ada.asks({ type: "create_room", room: "  Книжковий   клуб " });
  chat.scheduler.flushNow();
  assertEquals(roomsHeard(ada), ["room_created Книжковий клуб"]);
  assertEquals(roomsHeard(boris), ["room_created Книжковий клуб"]);
  assert(chat.file("Книжковий клуб").endsWith("* Ada created the room\n"));
});

Deno.test("Rooms.create() refuses a name that only looks different", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada").asks({ type: "create_room", room: "Club" });
  for (const room of ["club", "CLUB", "Ｃlub", "general"]) {
    ada.asks({ type: "create_room", room });
  }
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("error").map(({ code }) => code), [
    "exists",
    "exists",
    "exists",
    "exists",
  ]);
});

Deno.test("Rooms.delete() moves the file, tells everybody and takes no more for it", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada").asks({ type: "create_room", room: "Club" });
  const boris = chat.joins("Boris");
  ada.asks({ type: "join", room: "Club" }).asks({
    type: "message",
    room: "Club",
    text: "bye",
  });
  ada.asks({ type: "delete_room", room: "Club" });
  ada.asks({ type: "message", room: "Club", text: "too late", ref: "r" });
  await settled();
  chat.scheduler.flushNow();
  assertEquals(roomsHeard(boris).at(-1), "room_deleted Club");
  const errors = ada.hears().filter((event) => event.type === "error");
  assertEquals(errors.map(({ code }) => code), ["not_found"]);
  assertEquals(chat.disk.exists("data/rooms/Club.txt"), false);
  const kept = chat.disk.text("data/deleted/Club.20251119T234636.txt");
  assert(kept.endsWith("Ada: bye\n"), "what was said just before is there");
});

Deno.test("Rooms.create() gives a room made again under an old name another epoch", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const epochs: string[] = [];
  for (let i = 0; i < 3; i++) {
    ada.asks({ type: "create_room", room: "Club" });
    epochs.push(chat.rooms.get("club").history.epoch);
    ada.asks({ type: "delete_room", room: "Club" });
    await settled();
  }
  assertEquals(new Set(epochs).size, 3, "although no second has passed");
  assertNotEquals(epochs[0], epochs[1]);
});

Deno.test("Rooms tells of activity elsewhere at once, then once a second", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const boris = chat.comes("Boris");
  chat.scheduler.flushNow();
  boris.hears();
  for (let i = 0; i < 5; i++) {
    ada.asks({ type: "message", room: "general", text: `m${i}` });
    chat.scheduler.flushNow();
  }
  const first = boris.hearsOf("activity");
  assertEquals(first.length, 1);
  chat.clock.advance(1000);
  chat.scheduler.flushNow();
  const [second] = boris.hearsOf("activity");
  assertEquals(second?.end, chat.rooms.get("general").history.end);
  assertEquals(ada.hearsOf("activity"), [], "those who are there hear it itself");
});

Deno.test("Commands answers what it cannot read to its sender and goes on", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const bad = [
    "",
    "x",
    "[]",
    "null",
    "7",
    '"x"',
    "{}",
    '{"type":7}',
    '{"type":"__proto__"}',
    '{"type":"fly"}',
    '{"type":"toString"}',
    '{"type":"join"}',
    '{"type":"join","room":7}',
    '{"type":"join","room":"general","after":-1}',
    '{"type":"join","room":"general","after":"1"}',
    '{"type":"join","room":"nowhere"}',
    '{"type":"message","room":"general"}',
    '{"type":"message","room":"general","text":7}',
    '{"type":"message","room":"general","text":" "}',
    '{"type":"message","room":"general","text":"x","ref":"ж"}',
    '{"type":"message","room":"general","text":"x","ref":"a\\u2028b"}',
    '{"type":"react","room":"general","id":0,"emoji":"👍","on":1}',
    "[".repeat(100_000),
  ];
  for (const frame of bad) chat.commands.take(ada.connection, frame);
  chat.scheduler.flushNow();
  const events = ada.hears();
  assertEquals(events.map(({ type }) => type), bad.map(() => "error"));
  assertEquals(chat.bugs, []);
  ada.asks({ type: "message", room: "general", text: "still here" });
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("message").length, 1);
});

Deno.test("Commands slows down who is too fast, by person and not by tab, and says how long", () => {
  const chat = new Chat({ limited: true });
  const [one, two] = [chat.joins("Ada"), chat.joins("Ada")];
  for (let i = 0; i < 8; i++) {
    one.asks({ type: "message", room: "general", text: `a${i}`, ref: `a${i}` });
    two.asks({ type: "message", room: "general", text: `b${i}`, ref: `b${i}` });
  }
  chat.scheduler.flushNow();
  const errors = [...one.hears(), ...two.hears()].filter((event) => event.type === "error");
  assertEquals(errors.map(({ code }) => code), Array(6).fill("too_fast"));
  assert(errors.every(({ wait, ref }) => wait !== undefined && wait > 0 && ref !== undefined));
  chat.clock.advance(500);
  one.asks({ type: "message", room: "general", text: "later" });
  chat.scheduler.flushNow();
  assertEquals(one.hearsOf("message").at(-1)?.text, "later");
});

Deno.test("Rooms reads a file anew that somebody changed, and tells those who are there", () => {
  const path = "data/rooms/general.txt";
  const line = "[2025-11-19 23:50:00] Op: added by hand\n";
  const changes: [string, (chat: Chat) => void, string[]][] = [
    ["added to by half", ({ disk }) => disk.add(path, line.slice(0, -1)), [
      "one",
      "two",
      "added by hand",
    ]],
    ["changed before its end", ({ disk }) => disk.put(path, line + disk.text(path)), [
      "added by hand",
      "one",
      "two",
    ]],
    ["cut", ({ disk }) => disk.put(path, disk.text(path).split("\n").slice(0, 2).join("\n")), [
      "one",
    ]],
    ["replaced", ({ disk }) => disk.put(path, line), ["added by hand"]],
    ["moved away", ({ disk }) => disk.rename(path, "data/old.txt"), []],
  ];
  for (const [what, change, texts] of changes) {
    const chat = new Chat();
    const ada = chat.joins("Ada");
    for (const text of ["one", "two"]) ada.asks({ type: "message", room: "general", text });
    chat.scheduler.flushNow();
    ada.hears();
    change(chat);
    chat.clock.advance(5000);
    chat.scheduler.flushNow();
    const [history] = ada.hearsOf("history");
    assertEquals([history?.reset, history?.messages.map(({ text }) => text)], [true, texts], what);
    ada.asks({ type: "message", room: "general", text: "after", ref: "r" });
    chat.scheduler.flushNow();
    const [said] = ada.hearsOf("message");
    const bytes = new TextEncoder().encode(chat.file()).subarray(said!.id);
    assert(new TextDecoder().decode(bytes).endsWith("] Ada: after\n"), what);
  }
});

Deno.test("Rooms writes nothing at a wrong offset into a file that was just changed", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks({ type: "message", room: "general", text: "one" });
  chat.scheduler.flushNow();
  ada.hears();
  chat.disk.add("data/rooms/general.txt", "[2025-11-19 23:50:00] Op: by hand\n");
  ada.asks({ type: "message", room: "general", text: "two", ref: "r" });
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("error").map(({ code, ref }) => [code, ref]), [["disk", "r"]]);
  chat.clock.advance(5000);
  ada.asks({ type: "message", room: "general", text: "two", ref: "r" });
  chat.scheduler.flushNow();
  assertEquals(chat.file().split("\n").slice(1, -1).map((line) => line.slice(22)), [
    "Ada: one",
    "Op: by hand",
    "Ada: two",
  ]);
});

Deno.test("Rooms tells what somebody added to a file as if it had been said", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const elsewhere = chat.comes("Boris");
  chat.scheduler.flushNow();
  elsewhere.hears();
  ada.asks({ type: "message", room: "general", text: "one", ref: "r1" });
  chat.scheduler.flushNow();
  const { id } = ada.hearsOf("message")[0]!;
  elsewhere.hears();
  chat.clock.advance(1000);
  const added = "[2025-11-19 23:50:00] Op: by hand\nrubbish\n" +
    `[2025-11-19 23:50:00] * Op reacted 👍 to ${id}\n`;
  chat.disk.add("data/rooms/general.txt", added);
  chat.clock.advance(2000);
  chat.scheduler.flushNow();
  const events = ada.hears();
  assertEquals(events.map(({ type }) => type), ["message", "reacted"]);
  assertEquals(elsewhere.hears().map(({ type }) => type), ["activity"]);
  ada.asks({ type: "message", room: "general", text: "two" });
  chat.scheduler.flushNow();
  const [two] = ada.hearsOf("message");
  assert(
    new TextDecoder().decode(chat.disk.files.get("data/rooms/general.txt")!.bytes.subarray(two!.id))
      .endsWith("Ada: two\n"),
  );
  const boris = chat.joins("Boris");
  boris.asks({ type: "join", room: "general" });
  chat.scheduler.flushNow();
  const [history] = boris.hearsOf("history");
  assertEquals(history?.messages.map(({ text }) => text), ["one", "by hand", "two"]);
  assertEquals(history?.messages[0]?.reactions, [{ emoji: "👍", names: ["Op"] }]);
  assertEquals(chat.restarts().rooms.get("general").history.last(9).messages, history?.messages);
});

Deno.test("Rooms tells of every room when it was last written in, unread (ux 13)", () => {
  const disk = new MemoryDisk();
  disk.put("data/rooms/old.txt", "[2025-11-19 10:00:00] Ada: a\n[2025-11-19 11:00:00] Ada: b\n");
  disk.put("data/rooms/odd.txt", "[2025-11-19 10:00:00] Ada: a\nno line of anybody\n");
  disk.put("data/rooms/long.txt", `[2025-11-19 10:00:00] Ada: ${"x".repeat(9000)}\n`);
  const chat = new Chat({ disk });
  const ada = chat.joins("Ada", "old");
  const said = () =>
    Object.fromEntries(chat.rooms.list(null).rooms.map(({ room, said }) => [room, said]));
  assertEquals(said(), {
    long: undefined,
    odd: "2025-11-19T10:00:00Z",
    old: "2025-11-19T11:00:00Z",
  });
  ada.asks({ type: "message", room: "old", text: "c" });
  chat.scheduler.flushNow();
  assertEquals(Date.parse(said().old!) > Date.parse("2025-11-19T11:00:00Z"), true);
});
