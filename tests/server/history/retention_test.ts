import { assert, assertEquals } from "@std/assert";
import { checkData } from "../../../server/transfer/check.ts";
import { archiveOld } from "../../../server/history/retention.ts";
import { Chat } from "../../helpers/chat.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

Deno.test("archiveOld() moves what is older out, and reactions still name their messages", () => {
  const disk = new MemoryDisk();
  const old = Array.from({ length: 20 }, (_, i) => `[2025-08-01 10:00:${10 + i}] Ada: old ${i}\n`)
    .join("");
  const kept = "[2025-11-10 10:00:00] Boris: kept\n";
  const at = old.length;
  disk.put(
    "data/rooms/a.txt",
    `${old}${kept}[2025-11-11 10:00:00] * Ada reacted 👍 to ${at}\n` +
      `[2025-11-11 10:00:01] * Ada reacted 👍 to 34\n[2025-11-11 10:00:02] * Boris edited ${at}: kept to 7\n`,
  );
  disk.put("data/rooms/young.txt", kept);
  const now = new FakeClock().now();
  const before = new Chat({ disk }).rooms.get("a").history.epoch;
  const moved = archiveOld(disk, "data", 90, now);
  const first = "[2025-11-19 23:46:36] * Plaintalk created the room\n";
  const shift = at - first.length;
  assertEquals(moved, [
    { place: "rooms", room: "a", shift, lines: 20, to: "data/archive/a.until-2025-08-21.txt" },
  ]);
  assertEquals(disk.text("data/archive/a.until-2025-08-21.txt"), old);
  assertEquals(disk.text("data/rooms/young.txt"), kept);
  const { history } = new Chat({ disk }).rooms.get("a");
  assert(history.epoch !== before, "offsets of before mean nothing any more");
  const { messages } = history.last(10);
  assertEquals(messages.map(({ text, reactions }) => [text, reactions?.[0]?.names]), [
    ["kept to 7", ["Ada"]],
  ]);
  const finds: string[] = [];
  checkData(disk, "data", (find) => finds.push(find));
  assertEquals(finds, []);
  assertEquals(archiveOld(disk, "data", 90, now), [], "nothing is left to move");
});

Deno.test("archiveOld() loses nothing wherever it breaks off", () => {
  const old = Array.from({ length: 20 }, (_, i) => `[2025-08-01 10:00:${10 + i}] Ada: old ${i}\n`)
    .join("");
  const kept = "[2025-11-10 10:00:00] Boris: kept\n";
  for (let stop = 0; stop < 40; stop++) {
    const disk = new MemoryDisk();
    disk.put("data/rooms/a.txt", old + kept);
    disk.onCall = (_call, count) => {
      if (count === stop) throw new Error("the power is gone");
    };
    try {
      archiveOld(disk, "data", 90, new FakeClock().now());
    } catch {
      // That is what is tried here.
    }
    disk.onCall = () => {};
    const all = [...disk.files.keys()].filter((path) => path.endsWith(".txt")).map((path) =>
      disk.text(path)
    );
    for (const line of [...old.trimEnd().split("\n"), kept.trimEnd()]) {
      assert(all.some((text) => text.includes(line)), `${line}, stopped at ${stop}`);
    }
  }
});
