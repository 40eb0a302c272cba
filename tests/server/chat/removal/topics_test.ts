/** Words of a topic leave the disk: by whoever set it, by admins, and with the account. */
import { assert, assertEquals } from "@std/assert";
import { History } from "../../../../server/history/history.ts";
import { Chat, type FakeClient } from "../../../helpers/chat.ts";
import { FakeClock } from "../../../helpers/clock.ts";
import { startHouse, within } from "../../../helpers/house.ts";
import { MemoryDisk } from "../../../helpers/memory_disk.ts";

const ACCOUNT = { account: true };

/** Sets topics, one after the other; returns where their lines start. */
function sets(chat: Chat, who: FakeClient, room: string, ...texts: string[]): number[] {
  return texts.map((text) => {
    who.asks({ type: "topic", room, text });
    chat.scheduler.flushNow();
    return who.hearsOf("room_event").at(-1)!.id;
  });
}

/** Asks for an erasure; the code of the error that came of it, if one did. */
function erases(chat: Chat, who: FakeClient, room: string, id: number): string | undefined {
  who.hears();
  who.asks({ type: "erase", room, id });
  chat.scheduler.flushNow();
  const heard = who.hears();
  const [refused] = heard.filter((event) => event.type === "error");
  return refused?.code;
}

Deno.test("a topic is erased by who set it and by admins, be it the present one or not", () => {
  const chat = new Chat({ accounts: ["Ada", "Boris", "Eve"] });
  const [ada, boris] = [
    chat.joins("Ada", "general", ACCOUNT),
    chat.joins("Boris", "general", ACCOUNT),
  ];
  const eve = chat.joins("Eve", "general", { ...ACCOUNT, admin: true });
  const elsewhere = chat.comes("Vera");
  const [old, now] = sets(chat, ada, "general", "12 Old Street", "14 New Street");
  assertEquals(erases(chat, boris, "general", now!), "not_allowed");
  assertEquals(erases(chat, ada, "general", old!), undefined);
  assert(!chat.file().includes("Old Street") && chat.file().includes("New Street"));
  assertEquals(chat.rooms.list(null).rooms[0]?.topic, "14 New Street");
  boris.hears();
  elsewhere.hears();
  assertEquals(erases(chat, eve, "general", now!), undefined);
  assert(!chat.file().includes("New Street"));
  assertEquals(boris.hearsOf("erased").map(({ id, name }) => [id, name]), [[now, "Eve"]]);
  assertEquals(elsewhere.hearsOf("topic").map(({ text }) => text), [""]);
  for (const rooms of [chat.rooms, chat.restarts().rooms]) {
    assertEquals(rooms.list(null).rooms[0]?.topic, undefined);
  }
  assertEquals(erases(chat, eve, "general", now!), "not_found", "there is nothing left to erase");
  assertEquals(erases(chat, eve, "general", 0), "not_found", "a room's first line is no topic");
});

Deno.test("a guest erases the topic of a room of theirs in the session in which it was set", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  ada.asks({ type: "create_room", room: "Bikes" });
  chat.scheduler.flushNow();
  ada.asks({ type: "join", room: "Bikes" });
  chat.scheduler.flushNow();
  const [id] = sets(chat, ada, "Bikes", "ring 555 1234");
  const again = chat.comes("Ada", { session: "another" }).asks({ type: "join", room: "Bikes" });
  chat.scheduler.flushNow();
  assertEquals(erases(chat, again, "Bikes", id!), "not_allowed");
  assertEquals(erases(chat, ada, "Bikes", id!), undefined);
  assert(!chat.disk.text("data/rooms/Bikes.txt").includes("555"));
});

Deno.test("a crash between the line and the words of a topic: the next start erases them", () => {
  const head = "[2025-11-19 23:46:36] * Ada created the room\n";
  const disk = new MemoryDisk();
  const torn = `${head}[2025-11-19 23:46:39] * Ada set the topic: 12 Old Street\n` +
    `[2025-11-19 23:46:40] * Ada erased ${head.length}\n`;
  disk.put("r.txt", torn);
  const options = { disk, clock: new FakeClock(), sync: "never", recent: 10, index: "i" } as const;
  const history = new History("r.txt", options);
  history.catchUpNow();
  assertEquals(disk.text("r.txt"), torn.replace("12 Old Street", "-------------"));
  assertEquals(history.facts.topic, null);
});

Deno.test("topics go with the words of their person, in rooms, deleted ones and the archive", async () => {
  const disk = new MemoryDisk();
  const line = "[2027-01-01 00:00:00] * Boris set the topic: 12 Old Street\n";
  const kept = "[2027-01-01 00:00:00] * Vera set the topic: Soup\n";
  disk.put("data/deleted/Bikes.20270101T000000.txt", `${line}${kept}`);
  disk.put("data/archive/general.until-2027-01-02.txt", `${line}${kept}`);
  const { chat, house, joins } = startHouse(disk);
  const [boris, vera] = [joins("Boris", "general"), joins("Vera", "general")];
  sets(chat, boris, "general", ...Array.from({ length: 130 }, (_, i) => `${i} Old Street`));
  sets(chat, vera, "general", "Soup");
  const [last] = sets(chat, boris, "general", "14 Old Street");
  vera.hears();
  await within(chat, house.remove("Boris", true, "Ada"));
  chat.scheduler.flushNow();
  for (const path of disk.files.keys()) {
    if (path.endsWith(".txt")) assert(!disk.text(path).includes("Old Street"), path);
  }
  assert(disk.text("data/deleted/Bikes.20270101T000000.txt").includes("Soup"));
  assert(disk.text("data/archive/general.until-2027-01-02.txt").includes("Soup"));
  assert(vera.hearsOf("erased").some(({ id }) => id === last));
  assertEquals(chat.rooms.list(null).rooms[0]?.topic, undefined, "Vera's was not the last one");
});
