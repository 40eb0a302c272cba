import { assert, assertEquals } from "@std/assert";
import { Chat, type FakeClient } from "../../../helpers/chat.ts";

/** A file's way takes a few turns of promises, and no time. */
async function settled(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve();
}

const ADMIN = { account: true, admin: true };

/** What somebody is told after a command, without the events that everybody hears of comings and goings. */
async function told(chat: Chat, who: FakeClient, command: Record<string, unknown>) {
  who.asks(command);
  await settled();
  chat.scheduler.flushNow();
  await settled();
  return who.hears();
}

/** A room "Garden" that Ada made, with Boris in it. */
async function garden(chat: Chat): Promise<{ ada: FakeClient; boris: FakeClient }> {
  const ada = chat.joins("Ada", "general", ADMIN);
  await told(chat, ada, { type: "create_room", room: "Garden" });
  await told(chat, ada, { type: "join", room: "Garden" });
  const boris = chat.joins("Boris", "Garden");
  await told(chat, boris, { type: "message", room: "Garden", text: "Tomatoes", ref: "one" });
  boris.hears();
  ada.hears();
  return { ada, boris };
}

Deno.test("Rooms.rename() moves the file, keeps epoch and ids, and tells everybody", async () => {
  const chat = new Chat();
  const { ada, boris } = await garden(chat);
  const away = chat.joins("Vera");
  const before = chat.rooms.get("Garden").history;
  const { id } = before.last(1).messages[0]!;
  const heard = await told(chat, ada, { type: "rename_room", room: "garden", to: "Kitchen" });
  const renamed = { type: "room_renamed", room: "Garden", to: "Kitchen", by: "Ada" } as const;
  assertEquals(heard.filter(({ type }) => type === "room_renamed"), [renamed]);
  assertEquals(away.hearsOf("room_renamed"), [renamed]);
  const { history } = chat.rooms.get("Kitchen");
  assertEquals([history.epoch, history.find(id)?.text], [before.epoch, "Tomatoes"]);
  assert(chat.file("Kitchen").endsWith("* Ada renamed the room to Kitchen\n"));
  assert(!chat.disk.exists("data/rooms/Garden.txt"));
  // Whoever was there hears what is said there now.
  boris.hears();
  await told(chat, ada, { type: "message", room: "Kitchen", text: "Soup" });
  assertEquals(boris.hearsOf("message").map(({ room, text }) => [room, text]), [
    ["Kitchen", "Soup"],
  ]);
});

Deno.test("a room that takes the former name of another has an epoch of its own at once", async () => {
  for (const isDeleted of [false, true]) {
    const chat = new Chat();
    const { ada } = await garden(chat);
    const { epoch } = chat.rooms.get("Garden").history;
    // Of a name that was only written otherwise since, too.
    for (const [room, to] of [["Garden", "kitchen"], ["kitchen", "Kitchen"]]) {
      await told(chat, ada, { type: "rename_room", room, to });
    }
    if (isDeleted) await told(chat, ada, { type: "delete_room", room: "Kitchen" });
    await told(chat, ada, { type: "create_room", room: "Garden" });
    assertEquals(chat.rooms.get("Garden").name, "Garden");
    assert(chat.rooms.get("Garden").history.epoch !== epoch, `deleted meanwhile: ${isDeleted}`);
  }
});

Deno.test("Rooms.rename(): the old name leads to the new one, over a restart too", async () => {
  const chat = new Chat();
  const { ada, boris } = await garden(chat);
  await told(chat, ada, { type: "rename_room", room: "Garden", to: "Kitchen" });
  await told(chat, ada, { type: "rename_room", room: "Garden", to: "Canteen" });
  boris.hears();
  for (const open of [() => chat, () => chat.restarts()]) {
    const now = open();
    assertEquals(now.rooms.get("Garden").name, "Canteen");
    assertEquals(now.rooms.get("KITCHEN").name, "Canteen");
    assertEquals(now.rooms.formerNames().map(({ room, to }) => `${room} ${to}`).sort(), [
      "Garden Canteen",
      "Kitchen Canteen",
    ]);
    const vera = now.comes("Vera");
    const heard = await told(now, vera, { type: "join", room: "Garden" });
    assertEquals(heard.slice(0, 2).map((event) => [event.type, "room" in event && event.room]), [
      ["room_renamed", "Garden"],
      ["history", "Canteen"],
    ]);
    const said = await told(now, vera, { type: "message", room: "Garden", text: "Hi", ref: "r" });
    assertEquals(said.map((event) => event.type === "message" && [event.room, event.ref]), [
      ["Canteen", "r"],
    ]);
  }
});

Deno.test("Rooms.rename(): a guest of it alone stays, and is none of the next of its name", async () => {
  const chat = new Chat();
  const { ada } = await garden(chat);
  const zed = chat.comes("Zed", { only: { room: "garden", from: 0 } });
  await told(chat, zed, { type: "join", room: "Garden" });
  const heard = await told(chat, ada, { type: "rename_room", room: "Garden", to: "Kitchen" });
  assertEquals(heard.some(({ type }) => type === "error"), false);
  assertEquals(zed.hearsOf("room_renamed").map(({ to }) => to), ["Kitchen"]);
  await told(chat, ada, { type: "create_room", room: "Garden" });
  assertEquals(zed.hears(), [], "nor told that there is one");
  for (const type of ["join", "message", "members", "topic"]) {
    const answer = await told(chat, zed, { type, room: "Garden", text: "hi" });
    assertEquals(answer.map((event) => event.type === "error" && event.code), ["not_found"], type);
  }
  const said = await told(chat, zed, { type: "message", room: "Kitchen", text: "here" });
  assertEquals(said.map((event) => event.type === "message" && event.text), ["here"]);
  const list = chat.rooms.list(zed.connection.member).rooms.map(({ room }) => room);
  assertEquals(list, ["Kitchen"]);
});

Deno.test("Rooms.rename(): a ref of before is answered with the message that exists", async () => {
  const chat = new Chat();
  const { ada, boris } = await garden(chat);
  await told(chat, ada, { type: "rename_room", room: "Garden", to: "Kitchen" });
  boris.hears();
  const again = { type: "message", room: "Garden", text: "Tomatoes", ref: "one" };
  const [answer] = await told(chat, boris, again);
  assertEquals(answer?.type === "message" && answer.text, "Tomatoes");
  assertEquals(chat.rooms.get("Kitchen").history.last(9).messages.length, 1);
  const [edited] = await told(chat, boris, {
    type: "edit",
    room: "Kitchen",
    id: chat.rooms.get("Kitchen").history.last(1).messages[0]!.id,
    text: "Beans",
  });
  assertEquals(edited?.type, "edited", "a guest's words stay theirs");
});

Deno.test("Rooms.rename(): read marks and files go along, and none to who takes the name", async () => {
  const chat = new Chat({ accounts: ["Ada", "Boris"] });
  const { ada } = await garden(chat);
  const { history, key } = chat.rooms.get("Garden");
  const { id } = history.last(1).messages[0]!;
  chat.marks.move("boris", key, history.epoch, id);
  const line = '[2025-11-19 23:48:10] 3 text/plain "a.txt" boris\tgarden\n';
  const file = `${"0".repeat(32)}.txt`;
  chat.disk.put(`data/files/${file}`, "abc");
  chat.disk.put(`data/files/${file}.about`, line);
  await told(chat, ada, { type: "rename_room", room: "Garden", to: "Kitchen" });
  assertEquals(chat.marks.get("boris", "kitchen", history.epoch), id);
  assertEquals(chat.files.find(file)?.place, "kitchen");
  await told(chat, ada, { type: "create_room", room: "Garden" });
  assertEquals(chat.rooms.get("Garden").name, "Garden");
  assertEquals(chat.rooms.formerNames(), []);
  await told(chat, ada, { type: "delete_room", room: "Garden" });
  await chat.files.settled();
  assert(chat.disk.exists(`data/files/${file}`), "it is not that room's");
  const gone = await told(chat, ada, { type: "join", room: "Garden" });
  assertEquals(gone.map((event) => event.type === "error" && event.code), ["not_found"]);
});

Deno.test("Rooms.rename(): marks that a crash left under the old name are found", async () => {
  const chat = new Chat({ accounts: ["Ada", "Boris"] });
  const { ada } = await garden(chat);
  const { history, key } = chat.rooms.get("Garden");
  const { id } = history.last(1).messages[0]!;
  chat.marks.move("boris", key, history.epoch, id);
  await chat.marks.close();
  await told(chat, ada, { type: "rename_room", room: "Garden", to: "Kitchen" });
  // The process ends before the marks are written under the new name.
  assert(chat.disk.text("data/read_marks.txt").includes("\tgarden"));
  assertEquals(chat.restarts().marks.get("boris", "kitchen", history.epoch), id);
});

Deno.test("Rooms.rename() is refused with a reason, and leaves everything as it is", async () => {
  const chat = new Chat();
  const { ada, boris } = await garden(chat);
  const code = async (who: FakeClient, room: string, to: string) => {
    who.hears();
    const heard = await told(chat, who, { type: "rename_room", room, to });
    return heard.map((event) => event.type === "error" ? event.code : event.type).at(0);
  };
  assertEquals(await code(boris, "Garden", "Kitchen"), "not_allowed");
  assertEquals(await code(ada, "Nowhere", "Kitchen"), "not_found");
  assertEquals(await code(ada, "Garden", "general"), "exists");
  assertEquals(await code(ada, "Garden", "geneгal"), "exists", "a letter that looks the same");
  assertEquals(await code(ada, "Garden", "a/b"), "bad_name");
  assertEquals(await code(ada, "Garden", "x erased 45"), "bad_name", "it would read as an erasure");
  assertEquals(await code(ada, "@Boris", "Kitchen"), "bad_name");
  assertEquals(await code(ada, "Garden", "GARDEN"), "room_renamed");
  chat.disk.onCall = (call, _, path) => {
    if (call === "rename" && path.includes("rooms/")) throw new Error("the disk is gone");
  };
  assertEquals(await code(ada, "Garden", "Kitchen"), "disk");
  chat.disk.onCall = () => {};
  boris.hears();
  await told(chat, boris, { type: "message", room: "GARDEN", text: "Still here" });
  assertEquals(chat.rooms.get("Garden").history.last(1).messages[0]?.text, "Still here");
  assertEquals(await code(ada, "general", "Lounge"), "room_renamed", "an admin may");
});

Deno.test("Rooms.rename(): whoever asks while the file moves is told to try again", async () => {
  const chat = new Chat();
  const { ada, boris } = await garden(chat);
  ada.asks({ type: "rename_room", room: "Garden", to: "Kitchen" });
  boris.asks({ type: "message", room: "Garden", text: "Now", ref: "now" });
  boris.asks({ type: "create_room", room: "Kitchen" });
  await settled();
  chat.scheduler.flushNow();
  await settled();
  const errors = boris.hears().filter((event) => event.type === "error");
  assertEquals(errors.map((event) => event.type === "error" && [event.code, event.wait]), [
    ["busy", 500],
    ["busy", 500],
  ]);
});
