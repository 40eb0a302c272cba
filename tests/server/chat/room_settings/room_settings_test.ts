import { assert, assertEquals } from "@std/assert";
import { MAX_PINS } from "../../../../server/history/room_facts.ts";
import { Chat, type FakeClient } from "../../../helpers/chat.ts";
import { MemoryDisk } from "../../../helpers/memory_disk.ts";

const ADMIN = { account: true, admin: true };

/** What somebody is told after a command, beside what stands in the conversation: of errors the code. */
async function told(chat: Chat, who: FakeClient, command: Record<string, unknown>) {
  who.hears();
  who.asks(command);
  for (let i = 0; i < 40; i++) await Promise.resolve();
  chat.scheduler.flushNow();
  return who.hears().filter(({ type }) => type !== "room_event")
    .map((event) => event.type === "error" ? { error: event.code } : event);
}

/** Says so many things in general; returns their ids. */
async function says(chat: Chat, who: FakeClient, ...texts: string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const text of texts) {
    const heard = await told(chat, who, { type: "message", room: "general", text });
    for (const event of heard) if ("type" in event && event.type === "message") ids.push(event.id);
  }
  return ids;
}

Deno.test("topic: an account sets it, everybody connected is told, and the list has it", async () => {
  const chat = new Chat({ accounts: ["Ada"] });
  const ada = chat.joins("Ada", "general", { account: true });
  const elsewhere = chat.comes("Boris");
  const topic = { type: "topic", room: "general", text: "  What we\n cook\u0007 " };
  const event = { type: "topic", room: "general", text: "What we cook", name: "Ada" } as const;
  assertEquals(await told(chat, ada, topic), [event]);
  assertEquals(elsewhere.hearsOf("topic"), [event]);
  assert(chat.file().endsWith("* Ada set the topic: What we cook\n"));
  assertEquals(await told(chat, ada, { ...topic, text: "What we cook" }), [], "it is so already");
  for (const now of [chat.rooms, chat.restarts().rooms]) {
    assertEquals(now.list(null).rooms[0]?.topic, "What we cook");
  }
  await told(chat, ada, { ...topic, text: "" });
  assertEquals(chat.rooms.list(null).rooms[0]?.topic, undefined);
});

Deno.test("topic: guests set it in rooms of theirs alone, and what does not fit is refused", async () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const set = (who: FakeClient, room: string, text: unknown) =>
    told(chat, who, { type: "topic", room, text });
  assertEquals(await set(ada, "general", "mine"), [{ error: "not_allowed" }]);
  await told(chat, ada, { type: "create_room", room: "Bikes" });
  assertEquals((await set(ada, "Bikes", "mine")).length, 1);
  assertEquals(await set(boris, "Bikes", "his"), [{ error: "not_allowed" }]);
  assertEquals(await set(ada, "Bikes", "x".repeat(251)), [{ error: "too_long" }]);
  assertEquals((await set(ada, "Bikes", "x".repeat(250))).length, 1);
  assertEquals(await set(ada, "Bikes", 7), [{ error: "bad_request" }]);
  assertEquals(await set(ada, "@Boris", "x"), [{ error: "bad_name" }]);
});

Deno.test("pin: whoever speaks pins; who joins is told all pins and the newest", async () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const [one, two] = await says(chat, ada, "one", "two");
  const pin = (id: unknown, on = true) =>
    told(chat, boris, { type: "pin", room: "general", id, on });
  await pin(one);
  ada.hears();
  assertEquals(await pin(two), [{
    type: "pinned",
    room: "general",
    id: two!,
    name: "Boris",
    on: true,
    pins: [two!, one!],
    pinned: { id: two!, name: "Ada", text: "two" },
  }]);
  assertEquals(ada.hearsOf("pinned").length, 1);
  assertEquals(await pin(two), [], "it is so already");
  for (const open of [() => chat, () => chat.restarts()]) {
    const now = open();
    const vera = now.comes("Vera").asks({ type: "join", room: "general" });
    now.scheduler.flushNow();
    const [history] = vera.hearsOf("history");
    assertEquals([history?.pins, history?.pinned?.text], [[two!, one!], "two"]);
    await now.rooms.close();
  }
  const again = chat.restarts();
  const [cleo] = [again.joins("Cleo")];
  const off = await told(again, cleo, { type: "pin", room: "general", id: two, on: false });
  assertEquals(off.map((event) => "pinned" in event && event.pinned?.text), ["one"]);
});

Deno.test("pin: only messages that are there, and no more than a room holds", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const pin = (id: unknown, on = true) => told(chat, ada, { type: "pin", room: "general", id, on });
  const ids = await says(chat, ada, ...Array.from({ length: MAX_PINS + 1 }, (_, i) => `${i}`));
  for (const id of [0, 3, ids[0]! + 1, 1e9]) assertEquals(await pin(id), [{ error: "not_found" }]);
  assertEquals(await pin("45"), [{ error: "bad_request" }]);
  for (const id of ids.slice(0, MAX_PINS)) assertEquals((await pin(id)).length, 1);
  assertEquals(await pin(ids.at(-1)), [{ error: "too_many" }]);
  assertEquals(chat.rooms.get("general").settings.pinnedMessages().length, MAX_PINS);
});

Deno.test("pin: an erased message is pinned no more, and its readers are told", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const [one, two] = await says(chat, ada, "one", "two");
  for (const id of [one, two]) {
    await told(chat, ada, { type: "pin", room: "general", id, on: true });
  }
  const heard = await told(chat, ada, { type: "erase", room: "general", id: two });
  assertEquals(heard.map((event) => "type" in event && event.type).sort(), ["erased", "pinned"]);
  assertEquals(heard.find((event) => "pins" in event), {
    type: "pinned",
    room: "general",
    id: two!,
    name: "Ada",
    on: false,
    pins: [one!],
    pinned: { id: one!, name: "Ada", text: "one" },
  });
  assertEquals(await told(chat, ada, { type: "pin", room: "general", id: two, on: true }), [
    { error: "not_found" },
  ]);
});

Deno.test("archive: its maker and admins close a room, which is read and not written", async () => {
  const chat = new Chat();
  const [ada, boris, root] = [
    chat.joins("Ada"),
    chat.joins("Boris"),
    chat.joins("Root", "general", ADMIN),
  ];
  await told(chat, ada, { type: "create_room", room: "Bikes" });
  for (const who of [ada, boris]) await told(chat, who, { type: "join", room: "Bikes" });
  const [said] = await told(chat, boris, {
    type: "message",
    room: "Bikes",
    text: "Mine",
    ref: "1",
  });
  const id = said !== undefined && "id" in said ? said.id : -1;
  const archive = { type: "archive_room", room: "Bikes" };
  assertEquals(await told(chat, boris, archive), [{ error: "not_allowed" }]);
  boris.hears();
  assertEquals(await told(chat, ada, archive), [
    { type: "room_archived", room: "Bikes", by: "Ada" },
  ]);
  assertEquals(boris.hearsOf("room_archived").length, 1);
  for (
    const [command, error] of [
      [{ type: "message", room: "Bikes", text: "more" }, "archived"],
      [{ type: "edit", room: "Bikes", id, text: "Yours" }, "archived"],
      [{ type: "react", room: "Bikes", id, emoji: "👍", on: true }, "archived"],
      [{ type: "pin", room: "Bikes", id, on: true }, "archived"],
      [{ type: "restore_room", room: "Bikes" }, "not_allowed"],
    ] as const
  ) assertEquals(await told(chat, boris, command), [{ error }], command.type);
  assertEquals(
    await told(chat, boris, { type: "message", room: "Bikes", text: "Mine", ref: "1" }),
    [
      { ...said!, ref: "1" } as typeof said & object,
    ],
    "what is there already is answered",
  );
  const after = chat.restarts();
  assertEquals(after.rooms.list(null).rooms.find(({ room }) => room === "Bikes")?.archived, true);
  const erased = await told(chat, boris, { type: "erase", room: "Bikes", id });
  assertEquals(erased.map((event) => "type" in event && event.type), ["erased"], "words still go");
  assertEquals(await told(chat, root, { type: "restore_room", room: "bikes" }), [
    { type: "room_restored", room: "Bikes", by: "Root" },
  ]);
  assertEquals((await told(chat, boris, { type: "message", room: "Bikes", text: "Hi" })).length, 1);
  assertEquals(await told(chat, ada, { type: "archive_room", room: "general" }), [
    { error: "not_allowed" },
  ]);
});

Deno.test("what somebody writes into the file about a room is told as if it were asked", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  await says(chat, ada, "one");
  chat.disk.add("data/rooms/general.txt", "[2025-11-20 10:00:00] * Boris set the topic: By hand\n");
  chat.clock.advance(2000);
  for (let i = 0; i < 40; i++) await Promise.resolve();
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("topic").map(({ text, name }) => [text, name]), [["By hand", "Boris"]]);
});

Deno.test("a file that was edited by hand: topic, archive and pins are told as they are now", async () => {
  const chat = new Chat({ accounts: ["Ada"] });
  const ada = chat.joins("Ada", "general", { account: true });
  const elsewhere = chat.comes("Boris");
  const [one, two] = await says(chat, ada, "one", "two");
  for (const id of [one, two]) {
    await told(chat, ada, { type: "pin", room: "general", id, on: true });
  }
  await told(chat, ada, { type: "topic", room: "general", text: "Soup" });
  const before = chat.file();
  const edits = async (file: string) => {
    ada.hears();
    elsewhere.hears();
    chat.disk.put("data/rooms/general.txt", file);
    chat.clock.advance(2000);
    for (let i = 0; i < 40; i++) await Promise.resolve();
    chat.scheduler.flushNow();
  };
  // The second message is taken out, its pin speaks of nothing any more, and the topic is another one.
  const line = before.split("\n").find((text) => text.endsWith("Ada: two"))!;
  await edits(before.replace(`${line}\n`, "").replace("Soup", "Stew"));
  const heard = ada.hears();
  const words = heard.map(({ type }) => type);
  assert(words.indexOf("history") < words.indexOf("pinned"), words.join());
  const pinned = heard.filter((event) => event.type === "pinned").at(-1);
  assertEquals([pinned?.pins, pinned?.pinned?.text], [[one], "one"]);
  assertEquals(elsewhere.hearsOf("topic").map(({ text }) => text), ["Stew"]);
  await edits(chat.file().replace(/.* \* Ada (pinned|set).*\n/g, ""));
  assertEquals(ada.hearsOf("history").at(-1)?.pins, undefined);
  assertEquals(ada.hearsOf("pinned"), []);
  assertEquals(chat.rooms.list(null).rooms[0]?.topic, undefined);
});

Deno.test("who comes while a long file is looked through is told topic and pins later", async () => {
  const stamp = "[2025-11-19 23:46:36]";
  const head = `${stamp} * Ada created the room\n`;
  const about = `${stamp} Ada: one\n${stamp} * Ada set the topic: Soup\n` +
    `${stamp} * Ada pinned ${head.length}\n`;
  const disk = new MemoryDisk();
  const filler = `${stamp} Ada: ${"x".repeat(4000)}\n`.repeat(10_000);
  disk.put("data/rooms/general.txt", `${head}${about}${filler}`);
  const chat = new Chat({ disk });
  const ada = chat.joins("Ada");
  assertEquals(ada.hearsOf("history")[0]?.pins, undefined, "nobody has seen it yet");
  await chat.rooms.whole;
  chat.scheduler.flushNow();
  const heard = ada.hears();
  const pinned = heard.filter((event) => event.type === "pinned").at(-1);
  assertEquals([pinned?.pins, pinned?.pinned?.text], [[head.length], "one"]);
  assertEquals(heard.flatMap((event) => event.type === "topic" ? event.text : []), ["Soup"]);
});
