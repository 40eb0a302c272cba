import { assertEquals } from "@std/assert";
import { MemberList, shiftMembers } from "../../../../server/chat/private/member_list.ts";
import { archiveOld } from "../../../../server/history/retention.ts";
import { MemoryDisk } from "../../../helpers/memory_disk.ts";

const ROOM = `+${"a".repeat(26)}`;
const PATH = `data/private/Plans${ROOM}.members`;

function open(text: string, names: Record<string, string> = {}) {
  const disk = new MemoryDisk();
  disk.put(PATH, text);
  const list = new MemberList({
    path: PATH,
    disk,
    title: "Plans",
    room: ROOM,
    nameNow: (name) => names[name] ?? name,
  });
  const has = (key: string, account = true) => list.has({ key, account });
  return { disk, list, has };
}

Deno.test("MemberList reads what somebody wrote by hand, and keeps what it does not know", async () => {
  const { disk, list, has } = open("Ada (maker)\r\n\n  \nBoris (from 45)\nVera (queen)\n-x\n");
  assertEquals([has("ada"), has("boris"), has("vera"), has("-x")], [true, true, false, false]);
  assertEquals(has("ada", false), false, "a guest of that name is somebody else");
  assertEquals([list.from({ key: "boris" }), list.from({ key: "ada" })], [45, 0]);
  await list.change([{ name: "Zed", isMaker: false, from: 7 }], ["boris"]);
  assertEquals(disk.text(PATH), "Ada (maker)\nVera (queen)\n-x\nZed (from 7)\n");
});

Deno.test("MemberList knows who was renamed, whatever name stands in the file", async () => {
  const { disk, list, has } = open("Ada (maker)\nBoris\n", { Boris: "Bob" });
  assertEquals([has("bob"), has("boris"), list.list()[1]?.name], [true, false, "Bob"]);
  await list.rename("Boris", "Bob");
  assertEquals(disk.text(PATH), "Ada (maker)\nBob\n");
  await list.rename("Bob", "BOB");
  assertEquals([disk.text(PATH), has("bob")], ["Ada (maker)\nBOB\n", true]);
});

Deno.test("MemberList makes whoever was there longest the maker, where the maker goes", async () => {
  const { disk, list } = open("# history: joined\nVera\nAda (maker)\nBoris (from 9)\n");
  await list.change([], ["ada"]);
  assertEquals(disk.text(PATH), "# history: joined\nVera (maker)\nBoris (from 9)\n");
  assertEquals([list.history, list.newcomersFrom(100)], ["joined", 100]);
});

Deno.test("shiftMembers() follows what --keep moved out: nobody reads more or less", async () => {
  const disk = new MemoryDisk();
  const old = Array.from({ length: 20 }, (_, i) => `[2025-08-01 10:00:${10 + i}] Ada: old ${i}\n`);
  const kept = "[2025-11-10 10:00:00] Ada: before\n";
  const whole = old.join("") + kept;
  disk.put(`data/private/Plans${ROOM}.txt`, `${whole}[2025-11-11 10:00:00] * Ada added Vera\n`);
  disk.put(PATH, `Ada (maker)\nBoris (from 34)\nVera (from ${whole.length})\n`);
  const [moved] = archiveOld(disk, "data", 90, Date.UTC(2025, 10, 19));
  assertEquals([moved?.place, moved?.room], ["private", `Plans${ROOM}`]);
  await shiftMembers(disk, PATH, moved!.shift);
  const from = Number(/Vera \(from (\d+)\)/.exec(disk.text(PATH))?.[1]);
  const text = disk.text(`data/private/Plans${ROOM}.txt`);
  assertEquals(text.slice(from), "[2025-11-11 10:00:00] * Ada added Vera\n");
  assertEquals(disk.text(PATH), `Ada (maker)\nBoris\nVera (from ${from})\n`);
});
