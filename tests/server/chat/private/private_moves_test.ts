import { assert, assertEquals, assertThrows } from "@std/assert";
import { Chat, FakeClient } from "../../../helpers/chat.ts";
import { joinHalves } from "../../../../server/chat/private/private_moves.ts";
import type { MemoryDisk } from "../../../helpers/memory_disk.ts";

const ACCOUNT = { account: true };

/** A private room of Ada's with Boris in it; Eve runs the chat and is in it only where that is said. */
async function start(members = ["Boris"]) {
  const chat = new Chat({ accounts: ["Ada", "Boris", "Eve", "Vera"] });
  const [ada, boris, eve] = ["Ada", "Boris", "Eve"]
    .map((name) => chat.comes(name, { ...ACCOUNT, admin: name === "Eve" })) as [
      FakeClient,
      FakeClient,
      FakeClient,
    ];
  ada.asks({ type: "create_room", room: "Plans", private: true, members });
  await settles(chat);
  const { room } = ada.hearsOf("room_created")[0]!;
  for (const who of [ada, boris]) who.asks({ type: "join", room });
  ada.asks({ type: "message", room, text: "first" });
  await settles(chat);
  for (const who of [ada, boris, eve]) who.hears();
  return { chat, ada, boris, eve, room };
}

/** What was asked is done, to the device and back. */
async function settles(chat: Chat): Promise<void> {
  for (let i = 0; i < 20; i++) {
    chat.scheduler.flushNow();
    await new Promise((resume) => setTimeout(resume, 0));
  }
}

function codes(client: FakeClient): string[] {
  return client.hearsOf("error").map(({ code }) => code);
}

function filesOf(disk: MemoryDisk, room: string): string[] {
  return disk.list("data/private").map((file) => file.replace(room, "+id"))
    .sort();
}

Deno.test("PrivateRooms.rename() moves both files, keeps ids, and tells members alone", async () => {
  const { chat, ada, boris, eve, room } = await start();
  const before = chat.rooms.private.byKey(room)!.history;
  const { id } = before.last(1).messages[0]!;
  ada.asks({ type: "rename_room", room, to: "Party" });
  await settles(chat);
  const told = {
    type: "room_renamed",
    room,
    to: room,
    name: "Party",
    by: "Ada",
  } as const;
  assertEquals(ada.hearsOf("room_renamed"), [told]);
  assertEquals(boris.hearsOf("room_renamed"), [told]);
  assertEquals(eve.hears(), []);
  assertEquals(filesOf(chat.disk, room), ["Party+id.members", "Party+id.txt"]);
  for (const now of [chat, chat.restarts()]) {
    const opened = now.rooms.private.byKey(room)!;
    assertEquals([opened.title, opened.history.epoch], ["Party", before.epoch]);
    assertEquals(opened.history.find(id)?.text, "first");
  }
  // Whoever was there goes on there, and the maker still is one.
  boris.asks({ type: "message", room, text: "second", ref: "r" });
  ada.asks({ type: "members", room, add: "Vera" });
  await settles(chat);
  assertEquals(ada.hearsOf("message").map(({ text }) => text), ["second"]);
  assertEquals(
    chat.disk.text(`data/private/Party${room}.members`),
    "Ada (maker)\nBoris\nVera\n",
  );
  const lines = chat.disk.text(`data/private/Party${room}.txt`).trimEnd().split(
    "\n",
  );
  assertEquals(lines.map((line) => line.slice(22)), [
    "* Ada created the room",
    "* Ada added Boris",
    "Ada: first",
    "* Ada renamed the room to Party",
    "Boris: second",
    "* Ada added Vera",
  ]);
});

Deno.test("PrivateRooms.rename() takes a name that another room has, and none that is none", async () => {
  const { chat, ada, boris, room } = await start();
  boris.asks({ type: "create_room", room: "Party", private: true });
  await settles(chat);
  ada.asks({ type: "rename_room", room, to: "Party" });
  await settles(chat);
  assertEquals(codes(ada), []);
  const titles = chat.rooms.list(boris.connection.member).rooms.map((
    { name },
  ) => name);
  assertEquals(titles, ["Party", "Party", undefined]);
  for (const to of ["+x", "../x", "", "CON"]) {
    ada.asks({ type: "rename_room", room, to });
  }
  // Its line would read as that of another event.
  ada.asks({ type: "rename_room", room, to: "x renamed the room to y" });
  await settles(chat);
  assertEquals(codes(ada), [
    "bad_name",
    "bad_name",
    "bad_name",
    "bad_name",
    "bad_name",
  ]);
  assertEquals(chat.rooms.private.byKey(room)?.title, "Party");
});

Deno.test("PrivateRooms lets the maker alone rename, archive, restore and delete", async () => {
  const { chat, ada, boris, eve, room } = await start(["Boris", "Eve"]);
  const ways = [
    { type: "rename_room", to: "Mine" },
    { type: "archive_room" },
    { type: "restore_room" },
    { type: "delete_room" },
  ];
  // Eve is a member who runs the chat, and that is no more than a member.
  for (const who of [boris, eve]) {
    for (const way of ways) who.asks({ ...way, room });
    await settles(chat);
    assertEquals(codes(who), ways.map(() => "not_allowed"));
  }
  ada.asks({ type: "archive_room", room });
  await settles(chat);
  assertEquals(
    boris.hearsOf("room_archived").map(({ room, by }) => [room, by]),
    [[room, "Ada"]],
  );
  boris.asks({ type: "message", room, text: "no", ref: "r" });
  await settles(chat);
  const [refused] = boris.hearsOf("error");
  assertEquals([refused?.code, refused?.text.includes("Plans")], [
    "archived",
    true,
  ]);
  assert(chat.restarts().rooms.private.byKey(room)!.settings.isArchived);
  ada.asks({ type: "restore_room", room });
  await settles(chat);
  assertEquals(boris.hearsOf("room_restored").length, 1);
});

Deno.test("PrivateRooms has a topic, set by whoever is a member, told to nobody else", async () => {
  const { chat, ada, boris, eve, room } = await start();
  boris.asks({ type: "topic", room, text: "the surprise" });
  eve.asks({ type: "topic", room, text: "mine" });
  await settles(chat);
  assertEquals(codes(eve), ["not_found"]);
  assertEquals(eve.hears(), []);
  assertEquals(ada.hearsOf("topic").map(({ text, name }) => [text, name]), [
    ["the surprise", "Boris"],
  ]);
  // Who is added later is told of it as well.
  ada.asks({ type: "members", room, add: "Eve" });
  await settles(chat);
  assertEquals(eve.hearsOf("room_created").map(({ topic }) => topic), ["the surprise"]);
  const [info] = chat.restarts().rooms.list(ada.connection.member).rooms;
  assertEquals(info?.topic, "the surprise");
});

Deno.test("PrivateRooms.rename() leaves all as it was where a file cannot be moved", async () => {
  for (const ending of [".txt", ".members"]) {
    const { chat, ada, boris, room } = await start();
    chat.disk.onCall = (call, _, path) => {
      if (call === "rename" && path.endsWith(`Plans${room}${ending}`)) {
        throw new Error("broken");
      }
    };
    ada.asks({ type: "rename_room", room, to: "Party" });
    await settles(chat);
    assertEquals(codes(ada), ["disk"], ending);
    chat.disk.onCall = () => {};
    assertEquals(filesOf(chat.disk, room), [
      "Plans+id.members",
      "Plans+id.txt",
    ]);
    boris.asks({ type: "message", room, text: "still here" });
    ada.hears();
    await settles(chat);
    assertEquals(ada.hearsOf("message").map(({ text }) => text), [
      "still here",
    ]);
  }
});

Deno.test("PrivateRooms.rename() that a crash stopped anywhere is ended or undone at a start", async () => {
  let stops = 0;
  for (let at = 0;; at++) {
    const { chat, ada, room } = await start();
    let calls = 0;
    chat.disk.onCall = () => {
      if (calls++ >= at) throw new Error("killed");
    };
    ada.asks({ type: "rename_room", room, to: "Party" });
    await settles(chat);
    chat.disk.onCall = () => {};
    if (codes(ada).length === 0) break;
    stops++;
    const again = chat.restarts({ cleanShutdown: false });
    const found = again.rooms.private.byKey(room);
    assert(found !== undefined, `stopped before call ${at}`);
    const name = found.title;
    assertEquals(
      filesOf(chat.disk, room).filter((file) => !file.endsWith(".torn")),
      [
        `${name}+id.members`,
        `${name}+id.txt`,
      ],
    );
    assert(found.circle!.has({ key: "boris", account: true }));
    assertEquals(found.history.last(1).messages[0]?.text, "first");
  }
  assert(stops >= 3, `${stops} places to stop at`);
});

Deno.test("joinHalves() joins a history and its members under one name, and nothing else", () => {
  const { disk } = new Chat();
  const [one, two, other] = ["a", "b", "c"].map((letter) => `+${letter.repeat(26)}`) as [
    string,
    string,
    string,
  ];
  const put = (name: string): void => disk.put(`data/private/${name}`, name);
  for (const name of [`New${one}.txt`, `Old${one}.members`]) put(name);
  for (
    const name of [
      `Whole${two}.txt`,
      `Whole${two}.members`,
      `Stray${two}.members`,
    ]
  ) put(name);
  for (const name of [`Lone${other}.members`, "notes.txt", "notes.members"]) {
    put(name);
  }
  joinHalves(disk, "data");
  assertEquals(
    disk.list("data/private").sort(),
    [
      `Lone${other}.members`,
      `New${one}.members`,
      `New${one}.txt`,
      `Stray${two}.members`,
      `Whole${two}.members`,
      `Whole${two}.txt`,
      "notes.members",
      "notes.txt",
    ].sort(),
  );
  assertEquals(
    disk.text(`data/private/New${one}.members`),
    `Old${one}.members`,
  );
});

Deno.test("PrivateRooms tells who is removed while a room is renamed nothing any more", async () => {
  const { chat, ada, boris, room } = await start();
  ada.asks({ type: "members", room, remove: "Boris" });
  ada.asks({ type: "rename_room", room, to: "Party" });
  ada.asks({ type: "members", room, add: "Vera" });
  await settles(chat);
  assertEquals(codes(ada), []);
  assertEquals(
    chat.disk.text(`data/private/Party${room}.members`),
    "Ada (maker)\nVera\n",
  );
  assertEquals(boris.hearsOf("members").map(({ members }) => members), [[]]);
  ada.asks({ type: "message", room, text: "without him" });
  await settles(chat);
  assertEquals(boris.hears(), []);
  assertThrows(
    () => chat.rooms.get(room, boris.connection.member),
    Error,
    "Cannot find a room",
  );
});

Deno.test("PrivateRooms.restore() brings a deleted room back for its maker, and for nobody else", async () => {
  const { chat, ada, boris, eve, room } = await start();
  const { epoch } = chat.rooms.private.byKey(room)!.history;
  ada.asks({ type: "delete_room", room });
  await settles(chat);
  assertEquals(filesOf(chat.disk, room), []);
  for (const who of [ada, boris, eve]) who.hears();
  const deletedOf = (who: FakeClient) =>
    chat.rooms.private.deletedOf(who.connection.member).map(({ name, key }) => [name, key]);
  assertEquals([ada, boris, eve].map(deletedOf), [[["Plans", room]], [], []]);
  for (const who of [boris, eve]) who.asks({ type: "restore_room", room });
  await settles(chat);
  assertEquals([codes(boris), codes(eve)], [["not_found"], ["not_found"]]);
  ada.asks({ type: "restore_room", room });
  await settles(chat);
  assertEquals(
    ada.hearsOf("room_created").map(({ name, epoch, mine }) => [name, epoch, mine]),
    [["Plans", epoch, true]],
  );
  assertEquals(
    boris.hearsOf("room_created").map(({ room, by, mine }) => [room, by, mine]),
    [[room, "Ada", undefined]],
  );
  assertEquals(eve.hears(), []);
  assertEquals(filesOf(chat.disk, room), ["Plans+id.members", "Plans+id.txt"]);
  assertEquals(deletedOf(ada), []);
  boris.asks({ type: "join", room });
  await settles(chat);
  assertEquals(boris.hearsOf("history")[0]?.messages.map(({ text }) => text), ["first"]);
  // Once it is there, the same word is about its archive.
  ada.asks({ type: "restore_room", room });
  await settles(chat);
  assertEquals(ada.hearsOf("room_created"), []);
});

Deno.test("PrivateRooms.restore() is the last one's who left, over a restart too", async () => {
  const { chat, ada, room } = await start([]);
  ada.asks({ type: "members", room, remove: "Ada" });
  await settles(chat);
  assertEquals(ada.hearsOf("room_deleted").length, 1);
  const again = chat.restarts();
  const back = again.comes("Ada", ACCOUNT);
  back.asks({ type: "restore_room", room });
  await settles(again);
  assertEquals(codes(back), []);
  assert(again.rooms.private.byKey(room)!.isFor(back.connection.member));
});

Deno.test("PrivateRooms loses no room that a crash stopped on its way out or back", async () => {
  for (const word of ["delete_room", "restore_room"]) {
    let stops = 0;
    for (let at = 0;; at++) {
      const { chat, ada, room } = await start();
      if (word === "restore_room") ada.asks({ type: "delete_room", room });
      await settles(chat);
      let calls = 0;
      chat.disk.onCall = () => {
        if (calls++ >= at) throw new Error("killed");
      };
      ada.hears();
      ada.asks({ type: word, room });
      await settles(chat);
      chat.disk.onCall = () => {};
      if (codes(ada).length === 0) break;
      stops++;
      const again = chat.restarts({ cleanShutdown: false });
      const back = again.comes("Ada", ACCOUNT);
      if (again.rooms.private.byKey(room) === undefined) {
        back.asks({ type: "restore_room", room });
        await settles(again);
      }
      const found = again.rooms.private.byKey(room);
      assert(found !== undefined, `${word} stopped before call ${at}`);
      assertEquals(
        filesOf(chat.disk, room).filter((file) => !file.endsWith(".torn")),
        ["Plans+id.members", "Plans+id.txt"],
      );
      assert(found.circle!.has({ key: "boris", account: true }));
      assertEquals(found.history.last(1).messages[0]?.text, "first");
    }
    assert(stops >= 2, `${word}: ${stops} places to stop at`);
  }
});
