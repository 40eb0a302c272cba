import { assert, assertEquals } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const ROOMS = 1100;

/** A disk with so many rooms, one of them no room, and slices that end when the test says so. */
function start() {
  const disk = new MemoryDisk();
  for (let i = 0; i < ROOMS; i++) {
    disk.put(
      `data/rooms/room ${i}.txt`,
      `[2025-11-19 23:46:36] Ada: ${i}\n[2025-11-19 23:46:40] Ada: torn`,
    );
  }
  disk.put("data/rooms/zz:top.txt", "");
  const waiting: (() => void)[] = [];
  const slices = {
    isUsed: true,
    next: () => new Promise<void>((go) => void waiting.push(go)),
  };
  const chat = new Chat({ disk, slices, cleanShutdown: false });
  const opened = () => chat.rooms.readable(null).length;
  return { disk, chat, opened, goOn: () => waiting.shift()?.() };
}

Deno.test("Rooms.load() lets people in after a thousand rooms (issue 15, 8: 50,000 rooms)", async () => {
  const { chat, disk, opened, goOn } = start();
  assertEquals([opened(), chat.rooms.count], [1000, ROOMS]);
  const ada = chat.joins("Ada", "room 999");
  ada.asks({ type: "message", room: "room 999", text: "at once" });
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("message")[0]?.text, "at once");
  assert(!chat.file("room 999").includes("torn"), "mended as at a start");
  assertEquals(opened(), 1001);
  const last = chat.rooms.list(null, "room 998").rooms.map(({ room }) => room);
  assertEquals(last, ["room 999"]);
  assert(chat.warnings.some((line) => line.includes("zz:top.txt as a room")));
  ada.asks({ type: "create_room", room: "ROOM 998" });
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("error")[0]?.code, "exists", "it is there, if not open");
  let isWhole = false;
  void chat.rooms.whole.then(() => isWhole = true);
  for (let i = 0; i < ROOMS * 20 && !isWhole; i++) {
    goOn();
    await Promise.resolve();
  }
  assertEquals([isWhole, opened(), chat.bugs], [true, ROOMS, []]);
  for (let i = 0; i < ROOMS; i += 50) assert(!chat.file(`room ${i}`).includes("torn"));
  assertEquals(disk.list("data/index").length, 0, "nothing is kept of what is soon looked through");
});

Deno.test("Rooms.list() tells every room before all are open", () => {
  const { chat } = start();
  const told: string[] = [];
  for (let [after, more] = ["", true]; more;) {
    const page = chat.rooms.list(null, after);
    told.push(...page.rooms.map(({ room }) => room));
    [after, more] = [told.at(-1)!, page.more];
  }
  assertEquals([told.length, new Set(told).size], [ROOMS, ROOMS]);
  assertEquals(told, told.toSorted());
});
