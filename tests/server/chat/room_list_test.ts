import { assert, assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { Chat } from "../../helpers/chat.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

function chatOf(rooms: number): Chat {
  const disk = new MemoryDisk();
  for (let i = 0; i < rooms; i++) {
    disk.put(
      `data/rooms/room ${i}.txt`,
      "[2025-11-19 23:46:36] * Ada created the room\n",
    );
  }
  return new Chat({ disk, accounts: ["Ada", "Boris", "Vera"] });
}

Deno.test("Rooms.list() tells a thousand rooms, the rest by pages (security: lists)", () => {
  const chat = chatOf(2500);
  const ada = chat.comes("Ada", { account: true });
  for (const name of ["Vera", "Boris"]) {
    ada.asks({ type: "join", room: `@${name}` });
  }
  const seen: string[] = [];
  let pages = 0;
  let [after, more] = ["", true];
  for (; more; pages++) {
    const page = chat.rooms.list(ada.connection.member, after);
    assert(page.rooms.length <= 1000);
    assert(
      JSON.stringify(page).length < 130_000,
      "what everybody who comes is told",
    );
    seen.push(...page.rooms.map(({ room }) => room));
    [after, more] = [seen.at(-1)!, page.more];
  }
  assertEquals(pages, 3);
  assertEquals(seen.slice(0, 2), ["@Boris", "@Vera"]);
  assertEquals(seen.length, 2502);
  assertEquals(new Set(seen).size, 2502);
  assertEquals(seen.slice(2), seen.slice(2).toSorted());
});

Deno.test("Rooms.list() follows what is made and deleted, and goes on behind a gone room", async () => {
  const chat = chatOf(3);
  const names = (after = "") => chat.rooms.list(null, after).rooms.map(({ room }) => room);
  assertEquals(names(), ["room 0", "room 1", "room 2"]);
  chat.rooms.create("room 00", { name: "Ada", session: "x" });
  const member = {
    name: "Ada",
    account: false,
    admin: true,
    key: "ada",
    session: "x",
    addressKey: "",
  };
  await chat.rooms.delete("room 1", member);
  assertEquals(names(), ["room 0", "room 00", "room 2"]);
  assertEquals(names("room 1"), ["room 2"]);
  assertEquals(chat.rooms.list(null, "zzz"), { rooms: [], more: false });
});

Deno.test("Rooms.create() makes no room that a reader takes for another (security L1)", () => {
  const chat = chatOf(0);
  for (const name of ["gеneral", "generaI", "general.", "gen-eral", "GENERAL"]) {
    assertThrows(() => chat.rooms.create(name, { name: "Eve" }), ChatError);
  }
  for (const name of ["generals", "Général", "Клуб", "Club", "ห้องครัว", "Küche", "Kuche"]) {
    chat.rooms.create(name, { name: "Ada" });
  }
});
