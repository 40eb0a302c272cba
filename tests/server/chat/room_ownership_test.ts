import { assert, assertEquals } from "@std/assert";
import { Chat, type FakeClient } from "../../helpers/chat.ts";
import { FakeClock } from "../../helpers/clock.ts";

/** A file's way takes a few turns of promises, and no time. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** What somebody is answered to a command: the codes of errors, and the words of what happened. */
async function answer(
  chat: Chat,
  who: FakeClient,
  command: Record<string, unknown>,
): Promise<string[]> {
  who.hears();
  who.asks(command);
  await settled();
  chat.scheduler.flushNow();
  return who.hears().flatMap((event) =>
    event.type === "error"
      ? [event.code]
      : event.type === "room_created" || event.type === "room_deleted"
      ? [`${event.type} ${event.room}`]
      : []
  );
}

const ADMIN = { account: true, admin: true };

Deno.test("Rooms.delete() is for its maker and admins, general for admins alone (ux 6)", async () => {
  const chat = new Chat();
  const [ada, boris, root] = [
    chat.joins("Ada"),
    chat.joins("Boris"),
    chat.joins("Root", "general", ADMIN),
  ];
  for (const room of ["Bikes", "Cars", "General store"]) {
    await answer(chat, boris, { type: "create_room", room });
  }
  for (const room of ["general", "GENERAL", "Bikes"]) {
    assertEquals(await answer(chat, ada, { type: "delete_room", room }), ["not_allowed"], room);
  }
  assertEquals(await answer(chat, boris, { type: "delete_room", room: "general" }), [
    "not_allowed",
  ]);
  assertEquals(await answer(chat, boris, { type: "delete_room", room: "bikes" }), [
    "room_deleted Bikes",
  ]);
  assertEquals(await answer(chat, root, { type: "delete_room", room: "Cars" }), [
    "room_deleted Cars",
  ]);
  assertEquals(await answer(chat, root, { type: "delete_room", room: "general" }), [
    "room_deleted general",
  ]);
});

Deno.test("a guest's room is theirs in the session that made it alone (ux 6)", async () => {
  const chat = new Chat();
  const first = chat.joins("Ada", "general", { session: "one" });
  await answer(chat, first, { type: "create_room", room: "Bikes" });
  const mine = (who: FakeClient) =>
    chat.rooms.list(who.connection.member).rooms.filter(({ mine }) => mine).map(({ room }) => room);
  assertEquals(mine(first), ["Bikes"]);
  const second = chat.joins("Ada", "general", { session: "two" });
  assertEquals(mine(second), []);
  assertEquals(await answer(chat, second, { type: "delete_room", room: "Bikes" }), ["not_allowed"]);
  assertEquals(await answer(chat, first, { type: "delete_room", room: "Bikes" }), [
    "room_deleted Bikes",
  ]);
});

Deno.test("an account's room is its own after a restart, and no later claimer's (ux 6)", async () => {
  const clock = new FakeClock();
  const chat = new Chat({ clock, accounts: ["Ada", "Boris"] });
  chat.claimed.set("ada", clock.now() - 1000).set("boris", clock.now() + 60_000);
  const account = { account: true };
  await answer(chat, chat.joins("Ada", "general", { ...account, session: "1" }), {
    type: "create_room",
    room: "Ada’s",
  });
  // Boris was a guest when he made his.
  await answer(chat, chat.joins("Boris", "general", { session: "2" }), {
    type: "create_room",
    room: "Boris’",
  });
  clock.advance(120_000);
  const after = chat.restarts();
  after.claimed.set("ada", chat.claimed.get("ada")!).set("boris", chat.claimed.get("boris")!);
  const [ada, boris] = ["Ada", "Boris"].map((name) =>
    after.joins(name, "general", { ...account, session: `new ${name}` })
  );
  assertEquals(await answer(after, boris!, { type: "delete_room", room: "Boris’" }), [
    "not_allowed",
  ]);
  assertEquals(await answer(after, ada!, { type: "delete_room", room: "Ada’s" }), [
    "room_deleted Ada’s",
  ]);
});

Deno.test("Rooms.restore() brings the room's files back as well (security M5)", async () => {
  const chat = new Chat();
  const [ada, root] = [chat.joins("Ada"), chat.joins("Root", "general", ADMIN)];
  await answer(chat, ada, { type: "create_room", room: "Bikes" });
  const { id } = await chat.files.take(
    (async function* () {
      yield await Promise.resolve(new Uint8Array(100));
    })(),
    {
      owner: "Ada",
      addressKey: null,
      place: "bikes",
      announced: 100,
      about: () => ({ name: "a.bin", extent: null }),
    },
  );
  await answer(chat, ada, { type: "join", room: "Bikes" });
  await answer(chat, ada, { type: "message", room: "Bikes", text: "", file: id });
  assertEquals(chat.files.find(id)?.size, 100);
  await answer(chat, ada, { type: "delete_room", room: "Bikes" });
  await chat.files.settled();
  assertEquals(chat.files.find(id), null);
  await answer(chat, root, { type: "restore_room", room: "Bikes" });
  await chat.files.settled();
  assertEquals(chat.files.find(id)?.size, 100);
});

Deno.test("Rooms.restore() brings back the room deleted last, for admins (ux 6)", async () => {
  const chat = new Chat();
  const [ada, root] = [chat.joins("Ada"), chat.joins("Root", "general", ADMIN)];
  for (const word of ["first", "second"]) {
    await answer(chat, ada, { type: "create_room", room: "Bikes" });
    await answer(chat, ada, { type: "message", room: "Bikes", text: word });
    chat.clock.advance(1000);
    if (word === "first") await answer(chat, ada, { type: "delete_room", room: "Bikes" });
  }
  const { epoch } = chat.rooms.get("Bikes").history;
  assertEquals(await answer(chat, root, { type: "restore_room", room: "bikes" }), ["exists"]);
  await answer(chat, ada, { type: "delete_room", room: "Bikes" });
  assertEquals(chat.rooms.moves.deleted.map(({ room }) => room), ["Bikes"]);
  assertEquals(await answer(chat, ada, { type: "restore_room", room: "Bikes" }), ["not_allowed"]);
  assertEquals(await answer(chat, root, { type: "restore_room", room: "Cars" }), ["not_found"]);
  assertEquals(await answer(chat, root, { type: "restore_room", room: "BIKES" }), [
    "room_created Bikes",
  ]);
  assertEquals(chat.rooms.get("Bikes").history.epoch, epoch);
  assert(chat.disk.text("data/rooms/Bikes.txt").endsWith("second\n"));
  assertEquals(chat.rooms.moves.deleted, []);
  assertEquals(await answer(chat, ada, { type: "join", room: "Bikes" }), []);
});
