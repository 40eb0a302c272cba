import { assert, assertEquals } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";

const ACCOUNT = { account: true };

function start() {
  const chat = new Chat({ accounts: ["Ada", "Boris", "Eve"] });
  return {
    chat,
    ada: chat.comes("Ada", ACCOUNT),
    boris: chat.comes("Boris", ACCOUNT),
    eve: chat.comes("Eve", ACCOUNT),
    guest: chat.comes("Vera"),
  };
}

Deno.test("Direct is the room @Other from where each of the two stands, in one file", () => {
  const { chat, ada, boris } = start();
  ada.asks({ type: "join", room: "@Boris" }).asks({
    type: "message",
    room: "@Boris",
    text: "psst",
    ref: "r",
  });
  chat.scheduler.flushNow();
  const told = ada.hears().filter(({ type }) => type !== "pong");
  assertEquals(
    told.map((event) => "room" in event ? `${event.type} ${event.room}` : event.type).slice(-3),
    ["history @Boris", "users @Boris", "message @Boris"],
  );
  assertEquals(boris.hears().map((event) => "room" in event && `${event.type} ${event.room}`), [
    "room_created @Ada",
    "activity @Ada",
  ]);
  boris.asks({ type: "join", room: "@ADA" });
  boris.asks({ type: "message", room: "@Ada", text: 'says "room":"@"', ref: "b" });
  chat.scheduler.flushNow();
  const [heard] = ada.hearsOf("message");
  assertEquals([heard?.room, heard?.name, heard?.text], ["@Boris", "Boris", 'says "room":"@"']);
  const [own] = boris.hearsOf("message");
  assertEquals([own?.room, own?.ref], ["@Ada", "b"]);
  const lines = chat.disk.text("data/direct/Ada+Boris.txt").trimEnd().split("\n");
  assertEquals(lines.map((line) => line.slice(22)), [
    "* Ada created the room",
    "Ada: psst",
    'Boris: says "room":"@"',
  ]);
});

Deno.test("Direct resumes, reacts, edits and erases like any room", () => {
  const { chat, ada, boris } = start();
  for (const [client, room] of [[ada, "@Boris"], [boris, "@Ada"]] as const) {
    client.asks({ type: "join", room });
  }
  ada.asks({ type: "message", room: "@Boris", text: "one", ref: "1" });
  chat.scheduler.flushNow();
  const { id } = boris.hearsOf("message")[0]!;
  const epoch = ada.hearsOf("history")[0]!.epoch;
  boris.asks({ type: "react", room: "@Ada", id, emoji: "👍", on: true });
  ada.asks({ type: "edit", room: "@Boris", id, text: "two" });
  chat.scheduler.flushNow();
  assertEquals(ada.hears().map((event) => `${event.type} ${"room" in event ? event.room : ""}`), [
    "reacted @Boris",
    "edited @Boris",
  ]);
  boris.drops();
  ada.asks({ type: "message", room: "@Boris", text: "missed" }).asks({
    type: "erase",
    room: "@Boris",
    id,
  });
  chat.scheduler.flushNow();
  const back = chat.comes("Boris", ACCOUNT).asks({ type: "join", room: "@Ada", after: id, epoch });
  chat.scheduler.flushNow();
  const events = back.hears();
  assertEquals(events.map((event) => `${event.type} ${"room" in event ? event.room : ""}`), [
    "history @Ada",
    "reacted @Ada",
    "edited @Ada",
    "erased @Ada",
    "users @Ada",
  ]);
  const later = chat.restarts();
  const again = later.comes("Boris", ACCOUNT);
  assertEquals(later.rooms.list(again.connection.member).rooms.map(({ room }) => room), [
    "@Ada",
    "general",
  ]);
});

Deno.test("Direct is nothing to anybody else: fifty ways to ask, one answer", async () => {
  const { chat, ada, boris, eve, guest } = start();
  ada.asks({ type: "join", room: "@Boris" }).asks({
    type: "message",
    room: "@Boris",
    text: "secret",
  });
  chat.scheduler.flushNow();
  const { id } = ada.hearsOf("message")[0]!;
  boris.hears();
  eve.hears();
  guest.hears();
  const names = [
    "@Ada+Boris",
    "@Boris+Ada",
    "Ada+Boris",
    "@@Ada",
    "@",
    "@Ada@Boris",
    "@Ada/../Boris",
    "direct",
    "@Nobody",
    "@ada+boris",
    "direct/Ada+Boris",
  ];
  const commands = (room: string): Record<string, unknown>[] => [
    { type: "join", room },
    { type: "join", room, after: 0, epoch: "0" },
    { type: "message", room, text: "hello" },
    { type: "edit", room, id, text: "forged" },
    { type: "erase", room, id },
    { type: "react", room, id, emoji: "👍", on: true },
    { type: "typing", room },
    { type: "read", room, id },
    { type: "delete_room", room },
    { type: "create_room", room },
  ];
  let asked = 0;
  for (const client of [eve, guest]) {
    for (const room of names) {
      for (const command of commands(room)) {
        if (command.type === "create_room" && !/[@/+]/.test(room)) continue;
        asked++;
        client.asks(command);
        await Promise.resolve();
        await Promise.resolve();
        chat.scheduler.flushNow();
        const [event] = client.hears();
        assertEquals(event?.type, "error", JSON.stringify(command));
        assert(!JSON.stringify(event).includes("secret"));
      }
    }
  }
  // A guest may not even have a conversation, with whomever; an account has none with itself.
  for (
    const [client, room] of [[guest, "@Ada"], [guest, "@Boris"], [eve, "@Eve"], [
      eve,
      "@Vera",
    ]] as const
  ) {
    for (const command of commands(room)) {
      client.asks(command);
      await Promise.resolve();
      await Promise.resolve();
      chat.scheduler.flushNow();
      const [event] = client.hears();
      assert(
        event?.type === "error" && ["not_found", "bad_name"].includes(event.code),
        JSON.stringify(command),
      );
      asked++;
    }
  }
  assert(asked > 200, String(asked));
  for (const client of [eve, guest]) {
    const { member } = client.connection;
    assertEquals(chat.rooms.list(member).rooms.map(({ room }) => room), ["general"]);
  }
  assertEquals(chat.disk.text("data/direct/Ada+Boris.txt").split("\n").length, 3);
  ada.asks({ type: "message", room: "@Boris", text: "secret too" });
  chat.scheduler.flushNow();
  chat.clock.advance(5000);
  chat.scheduler.flushNow();
  assertEquals(
    [eve.hears(), guest.hears()],
    [[], []],
    "nor does anybody hear that something was said",
  );
  // Eve's own conversation with Ada is another one.
  eve.asks({ type: "join", room: "@Ada" });
  chat.scheduler.flushNow();
  assertEquals(eve.hearsOf("history")[0]!.messages, []);
});

Deno.test("Direct gives long names files that are not too long, no two the same", () => {
  const wide = ["𠀀".repeat(32), "𠀀".repeat(31) + "𠀁", "ก".repeat(32)];
  const chat = new Chat({ accounts: ["Ada", ...wide] });
  const ada = chat.comes("Ada", ACCOUNT);
  for (const name of wide) {
    ada.asks({ type: "message", room: `@${name}`, text: "hi" }).asks({
      type: "join",
      room: `@${name}`,
    });
  }
  chat.scheduler.flushNow();
  const files = [...chat.disk.files.keys()].filter((path) => path.startsWith("data/direct/"));
  assertEquals(files.length, 3);
  for (const file of files) assert(new TextEncoder().encode(file.slice(12)).length <= 200, file);
  assertEquals(chat.restarts().rooms.list(ada.connection.member).rooms.length, 4);
});
