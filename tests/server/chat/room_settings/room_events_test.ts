import { assert, assertEquals } from "@std/assert";
import type { Event } from "../../../../server/protocol.ts";
import { Chat, type FakeClient } from "../../../helpers/chat.ts";

const ACCOUNT = { account: true };

/** What was asked is done, to the device and back. */
async function settles(chat: Chat): Promise<void> {
  for (let i = 0; i < 10; i++) {
    chat.scheduler.flushNow();
    await new Promise((resume) => setTimeout(resume, 0));
  }
}

/** What is told of events, live or in a history, without what differs from run to run. */
function eventsIn(events: readonly Event[]) {
  return events.flatMap((event) =>
    event.type === "room_event" ? [event] : event.type === "history" ? event.events ?? [] : []
  ).map(({ event, name, text, to, who, target }) => {
    return [name, event, text ?? to ?? who ?? target].filter((part) => part !== undefined);
  });
}

async function history(
  chat: Chat,
  who: FakeClient,
  room: string,
  after?: object,
) {
  who.hears();
  who.asks({ type: "join", room, ...after });
  await settles(chat);
  const heard = who.hears().filter(({ type }) => type === "history");
  return eventsIn(heard);
}

Deno.test("room events: who is in the room hears them live, who comes later reads them", async () => {
  const chat = new Chat({ accounts: ["Ada"] });
  const ada = chat.joins("Ada", "general", { ...ACCOUNT, admin: true });
  const elsewhere = chat.comes("Boris");
  ada.asks({ type: "message", room: "general", text: "one" });
  await settles(chat);
  const { id } = ada.hearsOf("message")[0]!;
  ada.asks({ type: "topic", room: "general", text: "Soup" })
    .asks({ type: "pin", room: "general", id, on: true })
    .asks({ type: "pin", room: "general", id, on: false })
    .asks({ type: "archive_room", room: "general" });
  await settles(chat);
  const expected = [["Ada", "topic", "Soup"], ["Ada", "pinned", id], [
    "Ada",
    "archived",
  ]];
  const heard = ada.hears();
  assertEquals(eventsIn(heard), expected);
  const [live] = heard.filter((event) => event.type === "room_event");
  assert(
    chat.file().slice(live!.id).startsWith(
      "[2025-11-19 23:46:36] * Ada set the topic: Soup",
    ),
  );
  assertEquals(
    elsewhere.hears().filter(({ type }) => type === "room_event"),
    [],
  );
  assertEquals(await history(chat, elsewhere, "general"), expected);
  const again = chat.restarts();
  assertEquals(await history(again, again.comes("Vera"), "general"), expected);
  const epoch = again.rooms.get("general").history.epoch;
  const resumed = await history(again, again.comes("Eve"), "general", {
    after: live!.id,
    epoch,
  });
  assertEquals(resumed, expected.slice(1));
});

Deno.test("room events: a rename is told at its place to those who go along", async () => {
  const chat = new Chat({ accounts: ["Ada"] });
  const ada = chat.comes("Ada", ACCOUNT);
  ada.asks({ type: "create_room", room: "Bikes" });
  await settles(chat);
  ada.asks({ type: "join", room: "Bikes" }).asks({
    type: "rename_room",
    room: "Bikes",
    to: "Cars",
  });
  await settles(chat);
  const heard = ada.hears();
  const words = heard.map(({ type }) => type);
  assert(words.indexOf("room_renamed") < words.indexOf("room_event"));
  const [event] = heard.filter((one) => one.type === "room_event");
  assertEquals([event!.room, event!.event, event!.to], [
    "Cars",
    "renamed",
    "Cars",
  ]);
  const text = chat.disk.text("data/rooms/Cars.txt");
  assert(
    text.slice(event!.id).startsWith(
      "[2025-11-19 23:46:36] * Ada renamed the room to Cars\n",
    ),
  );
  assertEquals(await history(chat, chat.comes("Boris"), "Cars"), [[
    "Ada",
    "renamed",
    "Cars",
  ]]);
});

Deno.test("room events: a private room tells its members, each from where they may read", async () => {
  const chat = new Chat({ accounts: ["Ada", "Boris", "Eve", "Vera"] });
  const [ada, boris, vera] = [
    chat.comes("Ada", ACCOUNT),
    chat.comes("Boris", ACCOUNT),
    chat
      .comes("Vera", ACCOUNT),
  ];
  ada.asks({
    type: "create_room",
    room: "Plans",
    private: true,
    history: "joined",
  });
  await settles(chat);
  const { room } = ada.hearsOf("room_created")[0]!;
  ada.asks({ type: "join", room }).asks({
    type: "message",
    room,
    text: "secret",
  });
  await settles(chat);
  const { id } = ada.hearsOf("message")[0]!;
  ada.asks({ type: "members", room, add: "Vera" });
  await settles(chat);
  vera.asks({ type: "join", room });
  await settles(chat);
  ada.asks({ type: "pin", room, id, on: true }).asks({
    type: "members",
    room,
    add: "Boris",
  });
  await settles(chat);
  boris.asks({ type: "members", room, remove: "Boris" });
  await settles(chat);
  const all = [
    ["Ada", "added", "Vera"],
    ["Ada", "pinned", id],
    ["Ada", "added", "Boris"],
    ["Boris", "left"],
  ];
  assertEquals(eventsIn(ada.hears()), all);
  const seen = all.filter(([, event]) => event !== "pinned");
  assertEquals(
    eventsIn(vera.hears()),
    seen,
    "what was said before Vera came is told in no pin",
  );
  assertEquals(await history(chat, vera, room), seen);
  assertEquals(await history(chat, ada, room), all);
  assertEquals(eventsIn(chat.comes("Eve", ACCOUNT).hears()), []);
});

Deno.test("room events: what somebody else writes into the file is told as well", async () => {
  const chat = new Chat({ accounts: ["Ada"] });
  const ada = chat.joins("Ada", "general", ACCOUNT);
  ada.asks({ type: "message", room: "general", text: "one" });
  await settles(chat);
  ada.hears();
  chat.disk.put(
    "data/rooms/general.txt",
    `${chat.file()}[2025-11-19 23:46:40] * Boris set the topic: By hand\n`,
  );
  chat.clock.advance(2000);
  await settles(chat);
  assertEquals(eventsIn(ada.hears()), [["Boris", "topic", "By hand"]]);
});
