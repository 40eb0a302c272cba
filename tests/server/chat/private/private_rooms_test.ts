import { assert, assertEquals } from "@std/assert";
import { Chat, FakeClient } from "../../../helpers/chat.ts";
import type { Command, Event } from "../../../../server/protocol.ts";

const ACCOUNT = { account: true };
const NEVER = "+aaaaaaaaaaaaaaaaaaaaaaaaaa";

async function start(
  wanted: Partial<Extract<Command, { type: "create_room" }>> = {},
) {
  const chat = new Chat({ accounts: ["Ada", "Boris", "Eve", "Vera"] });
  const [ada, boris, eve, vera] = ["Ada", "Boris", "Eve", "Vera"]
    .map((name) => chat.comes(name, { ...ACCOUNT, admin: name === "Eve" })) as [
      FakeClient,
      FakeClient,
      FakeClient,
      FakeClient,
    ];
  ada.asks({
    type: "create_room",
    room: "Plans",
    private: true,
    members: ["boris"],
    ...wanted,
  });
  await settles(chat);
  const [begun] = ada.hearsOf("room_created");
  assert(begun !== undefined);
  return { chat, ada, boris, eve, vera, room: begun.room, begun };
}

/** What was asked is done, to the device and back. */
async function settles(chat: Chat): Promise<void> {
  for (let i = 0; i < 10; i++) {
    chat.scheduler.flushNow();
    await new Promise((resume) => setTimeout(resume, 0));
  }
}

function words(events: Event[]): string[] {
  return events.map(({ type }) => type);
}

Deno.test("PrivateRooms makes a room that its members alone are told of, by id and name", async () => {
  const { chat, ada, boris, eve, room, begun } = await start({ ref: "r" });
  assert(/^\+[a-z2-7]{26}$/.test(room));
  assertEquals([begun.name, begun.private, begun.mine, begun.ref, begun.by], [
    "Plans",
    true,
    true,
    "r",
    "Ada",
  ]);
  assertEquals(words(boris.hears()), ["room_created"]);
  assertEquals(words(eve.hears()), []);
  assertEquals(words(ada.hears()), []);
  const file = `data/private/Plans${room}`;
  assertEquals(chat.disk.text(`${file}.members`), "Ada (maker)\nBoris\n");
  assertEquals(lines(chat, room), [
    "* Ada created the room",
    "* Ada added Boris",
  ]);
  const member = boris.connection.member;
  assertEquals(
    chat.rooms.list(member).rooms.map((
      info,
    ) => [info.room, info.name, info.private]),
    [
      [room, "Plans", true],
      ["general", undefined, undefined],
    ],
  );
  assertEquals(
    chat.rooms.list(eve.connection.member).rooms.map((info) => info.room),
    ["general"],
  );
});

function lines(chat: Chat, room: string): string[] {
  const text = chat.disk.text(`data/private/Plans${room}.txt`);
  return text.trimEnd().split("\n").map((line) => line.slice(22));
}

Deno.test("PrivateRooms answers whoever is no member as for a room that never was", async () => {
  const { chat, ada, eve, vera, room } = await start();
  ada.asks({ type: "join", room }).asks({
    type: "message",
    room,
    text: "@Eve psst",
  });
  await settles(chat);
  const { id } = ada.hearsOf("message")[0]!;
  const asked: Record<string, unknown>[] = [
    { type: "join" },
    { type: "join", after: 0, epoch: "x" },
    { type: "leave" },
    { type: "message", text: "hi", ref: "1" },
    { type: "message", text: "hi", to: id },
    { type: "edit", id, text: "no" },
    { type: "erase", id },
    { type: "react", id, emoji: "👍", on: true },
    { type: "typing" },
    { type: "read", id },
    { type: "members" },
    { type: "members", add: "Eve" },
    { type: "members", remove: "Ada" },
    { type: "delete_room" },
  ];
  for (const who of [eve, vera]) {
    who.hears();
    for (const command of asked) {
      const told: string[] = [];
      for (const name of [room, NEVER]) {
        who.asks({ ...command, room: name });
        await settles(chat);
        told.push(JSON.stringify(who.hears()).replaceAll(name, "ROOM"));
      }
      const [there, never] = told;
      assertEquals(there, never, JSON.stringify(command));
      assert(there?.includes('"not_found"'), there);
    }
  }
  assertEquals(lines(chat, room).length, 3);
});

Deno.test("PrivateRooms takes a name of its own: another room may have the same one", async () => {
  const { chat, eve, boris, room } = await start();
  eve.asks({ type: "create_room", room: "Plans" });
  boris.asks({ type: "create_room", room: "Plans", private: true });
  await settles(chat);
  assertEquals(eve.hearsOf("room_created").map(({ room }) => room), ["Plans"]);
  const own = chat.rooms.list(boris.connection.member).rooms.filter((
    { name },
  ) => name === "Plans");
  assertEquals(own.length, 2);
  assert(own.some((info) => info.room === room));
});

Deno.test("PrivateRooms adds and removes, tells those it is about, and writes it down", async () => {
  const { chat, ada, boris, vera, room } = await start();
  boris.hears();
  ada.asks({ type: "members", room, add: ["Vera"] });
  await settles(chat);
  assertEquals(words(vera.hears()), ["room_created", "members"]);
  assertEquals(boris.hearsOf("members")[0]?.members, [
    { name: "Ada", maker: true },
    { name: "Boris" },
    { name: "Vera" },
  ]);
  vera.asks({ type: "join", room });
  boris.asks({ type: "join", room });
  await settles(chat);
  vera.hears();
  ada.asks({ type: "members", room, remove: "Vera" });
  await settles(chat);
  assertEquals(vera.hears(), [{
    type: "members",
    room,
    members: [],
    by: "Ada",
  }]);
  ada.asks({ type: "message", room, text: "without her" });
  boris.asks({ type: "typing", room });
  await settles(chat);
  assertEquals(
    words(vera.hears()),
    [],
    "an open socket hears nothing any more",
  );
  boris.hears();
  boris.asks({ type: "members", room, remove: "Boris" });
  await settles(chat);
  assertEquals(
    chat.disk.text(`data/private/Plans${room}.members`),
    "Ada (maker)\n",
  );
  assertEquals(lines(chat, room), [
    "* Ada created the room",
    "* Ada added Boris",
    "* Ada added Vera",
    "* Ada removed Vera",
    "Ada: without her",
    "* Boris left the room",
  ]);
});

Deno.test("PrivateRooms lets its maker alone change who is in it, and nobody add a guest", async () => {
  const { chat, ada, boris, room } = await start();
  const guest = chat.comes("Zed");
  boris.hears();
  boris.asks({ type: "members", room, add: "Vera" }).asks({
    type: "members",
    room,
    remove: "Ada",
  });
  ada.asks({ type: "members", room, add: "Zed" }).asks({
    type: "members",
    room,
    remove: "Zed",
  });
  guest.asks({ type: "create_room", room: "Mine", private: true });
  await settles(chat);
  const codes = (client: FakeClient) => client.hearsOf("error").map(({ code }) => code);
  assertEquals(codes(boris), ["not_allowed", "not_allowed"]);
  assertEquals(codes(ada), ["not_found", "not_found"]);
  assertEquals(codes(guest), ["not_allowed"]);
  assertEquals(
    chat.disk.text(`data/private/Plans${room}.members`),
    "Ada (maker)\nBoris\n",
  );
});

Deno.test("PrivateRooms is handed over by its maker, to a member and in one step", async () => {
  const { chat, ada, boris, eve, room } = await start({ members: ["Boris", "Eve"] });
  const path = `data/private/Plans${room}.members`;
  const codes = (client: FakeClient) => client.hearsOf("error").map(({ code }) => code);
  for (const who of [ada, boris, eve]) who.hears();
  boris.asks({ type: "members", room, maker: "Boris" });
  eve.asks({ type: "members", room, maker: "Eve" });
  ada.asks({ type: "members", room, maker: "Vera" }).asks({
    type: "members",
    room,
    maker: "Nobody",
  });
  ada.asks({ type: "members", room, maker: "Boris", remove: "Eve" });
  ada.asks({ type: "members", room, maker: ["Boris", "Eve"] });
  await settles(chat);
  assertEquals([codes(boris), codes(eve)], [["not_allowed"], ["not_allowed"]]);
  assertEquals(codes(ada), ["not_found", "not_found", "bad_request", "bad_request"]);
  assertEquals(chat.disk.text(path), "Ada (maker)\nBoris\nEve\n");
  ada.asks({ type: "members", room, maker: "boris" });
  await settles(chat);
  assertEquals(chat.disk.text(path), "Ada\nBoris (maker)\nEve\n");
  const members = [{ name: "Ada" }, { name: "Boris", maker: true as const }, { name: "Eve" }];
  for (const who of [ada, boris, eve]) {
    assertEquals(who.hearsOf("members").map((event) => [event.members, event.by]), [
      [members, "Ada"],
    ]);
  }
  // Who has it now calls everybody there.
  for (const name of ["ada", "boris", "eve"]) chat.claimed.set(name, 0);
  boris.asks({ type: "join", room }).asks({ type: "message", room, text: "@all tea?" });
  eve.asks({ type: "message", room, text: "@all no" });
  await settles(chat);
  const called = boris.hearsOf("message").map(({ text, calls }) => [text, calls]);
  assertEquals(called, [["@all tea?", "all"], ["@all no", undefined]]);
  const again = chat.restarts();
  const info = (client: FakeClient) => again.rooms.list(client.connection.member).rooms[0];
  assertEquals([info(ada)?.mine, info(boris)?.mine], [undefined, true]);
  ada.asks({ type: "members", room, remove: "Boris" });
  boris.asks({ type: "rename_room", room, to: "Party" });
  await settles(chat);
  assertEquals([codes(ada), codes(boris)], [["not_allowed"], []]);
});

Deno.test("PrivateRooms passes on to whoever was there longest, and goes with the last one", async () => {
  const { chat, ada, boris, room } = await start({
    members: ["Boris", "Vera"],
  });
  ada.asks({ type: "members", room, remove: "Ada" });
  await settles(chat);
  assertEquals(
    chat.disk.text(`data/private/Plans${room}.members`),
    "Boris (maker)\nVera\n",
  );
  boris.asks({ type: "members", room, remove: ["Vera"] });
  await settles(chat);
  boris.hears();
  boris.asks({ type: "members", room, remove: "Boris" });
  await settles(chat);
  assertEquals(words(boris.hears()), ["room_deleted"]);
  const moved = chat.disk.list("data/deleted").map((file) => file.replace(/\.\d{8}T\d{6}/, ""));
  assertEquals(moved.sort(), [`Plans${room}.members`, `Plans${room}.txt`]);
  assertEquals(chat.disk.list("data/private"), []);
  assertEquals(chat.rooms.moves.deleted, [], "no admin is told of it");
});

Deno.test("PrivateRooms shows a new member nothing from before where the room says so", async () => {
  const { chat, ada, boris, vera, room } = await start({ history: "joined" });
  for (const who of [ada, boris]) who.asks({ type: "join", room });
  ada.asks({ type: "message", room, text: "old secret" });
  await settles(chat);
  const { id: old } = ada.hearsOf("message")[0]!;
  ada.asks({ type: "members", room, add: "Vera" });
  await settles(chat);
  const members = chat.disk.text(`data/private/Plans${room}.members`);
  assert(
    /^# history: joined\nAda \(maker\)\nBoris\nVera \(from \d+\)\n$/.test(
      members,
    ),
    members,
  );
  vera.hears();
  vera.asks({ type: "join", room });
  await settles(chat);
  const [history] = vera.hearsOf("history");
  assertEquals([history?.messages, history?.more], [[], false]);
  ada.asks({ type: "message", room, text: "an answer", to: old });
  ada.asks({ type: "edit", room, id: old, text: "still a secret" });
  boris.asks({ type: "react", room, id: old, emoji: "👍", on: true });
  ada.asks({ type: "message", room, text: "for all" });
  await settles(chat);
  const told = vera.hears();
  assertEquals(JSON.stringify(told).includes("secret"), false);
  assertEquals(
    told.map((event) => event.type === "message" && [event.text, event.to]),
    [
      ["an answer", undefined],
      ["for all", undefined],
    ],
  );
  assert(boris.hearsOf("message").some(({ to }) => to?.text === "old secret"));
  // What was before is, for her, what never was.
  for (
    const command of [{ type: "react", emoji: "👍", on: true }, {
      type: "erase",
    }]
  ) {
    vera.asks({ ...command, room, id: old }).asks({ ...command, room, id: old + 1 });
    chat.scheduler.flushNow();
    const [one, other] = vera.hearsOf("error");
    assertEquals(
      one?.text.replace(String(old), ""),
      other?.text.replace(String(old + 1), ""),
    );
  }
  vera.asks({ type: "message", room, text: "x", to: old });
  chat.scheduler.flushNow();
  assertEquals(vera.hearsOf("error").map(({ code }) => code), ["not_found"]);
  const again = chat.restarts().joins("Vera", room, ACCOUNT);
  again.asks({ type: "join", room });
  await settles(chat);
  assertEquals(
    JSON.stringify(again.hears()).includes("secret"),
    false,
    "nor after a restart",
  );
});

Deno.test("PrivateRooms heeds whoever edits the members' file by hand", async () => {
  const { chat, boris, eve, room } = await start();
  for (const who of [boris, eve]) who.hears();
  chat.disk.put(
    `data/private/Plans${room}.members`,
    "Ada (maker)\nEve\n(nonsense)\n",
  );
  chat.clock.advance(10_000);
  await settles(chat);
  assertEquals(words(boris.hears()), ["members"]);
  assertEquals(words(eve.hears()), ["room_created", "members"]);
  boris.asks({ type: "join", room });
  chat.scheduler.flushNow();
  assertEquals(boris.hearsOf("error").map(({ code }) => code), ["not_found"]);
});

Deno.test("PrivateRooms is nobody's without its members' file, and says so", async () => {
  const { chat, room } = await start();
  chat.disk.remove(`data/private/Plans${room}.members`);
  const again = chat.restarts();
  const ada = again.comes("Ada", ACCOUNT).asks({ type: "join", room });
  again.scheduler.flushNow();
  assertEquals(ada.hearsOf("error").map(({ code }) => code), ["not_found"]);
  assert(again.warnings.includes("Cannot show a private room"));
});

Deno.test("PrivateRooms calls whoever is meant, and nobody outside by a name in it", async () => {
  const { chat, ada, boris, eve, room } = await start();
  for (const who of [boris, eve]) who.hears();
  ada.asks({ type: "join", room });
  ada.asks({ type: "message", room, text: "@Boris and @Eve" });
  await settles(chat);
  chat.clock.advance(2000);
  await settles(chat);
  const activity = boris.hearsOf("activity");
  assertEquals(activity.map((event) => [event.room, event.mentioned]), [[
    room,
    true,
  ]]);
  assertEquals(eve.hears(), []);
});
