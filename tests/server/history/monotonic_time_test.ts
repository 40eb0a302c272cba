import { assert, assertEquals } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

/** Says something and returns the times of the file's lines. */
function sayAt(now: number, last: string): { times: string[]; chat: Chat } {
  const disk = new MemoryDisk();
  disk.put("data/rooms/general.txt", `[${last}] Ada: before\nno line of anybody\n`);
  const chat = new Chat({ disk, clock: new FakeClock(now) });
  const zed = chat.joins("Zed").asks({ type: "message", room: "general", text: "now" });
  chat.scheduler.flushNow();
  const id = zed.hearsOf("message")[0]!.id;
  zed.asks({ type: "react", room: "general", id, emoji: "👍", on: true });
  chat.scheduler.flushNow();
  const times = [...chat.file().matchAll(/^\[(.{19})\] (?:Zed|\* Zed)/gm)].map(([, time]) => time!);
  return { times, chat };
}

Deno.test("a message is never dated before its room's last line (report 29)", () => {
  const { times, chat } = sayAt(3000, "2026-11-25 10:00:00");
  assertEquals(times, ["2026-11-25 10:00:00", "2026-11-25 10:00:00"]);
  assert(chat.warnings.some((line) => line.startsWith("The clock is before what was said last")));
  const hour = sayAt(Date.UTC(2026, 10, 25, 9), "2026-11-25 10:00:00");
  assertEquals(hour.times[0], "2026-11-25 10:00:00");
});

Deno.test("times go on with a right clock, and a line from a far future holds up nobody's", () => {
  const now = Date.UTC(2026, 10, 25, 12);
  const right = sayAt(now, "2026-11-25 10:00:00");
  assertEquals([right.times[0], right.chat.warnings], ["2026-11-25 12:00:00", []]);
  const far = sayAt(now, "2099-01-01 00:00:00");
  assertEquals([far.times[0], far.chat.warnings], ["2026-11-25 12:00:00", []]);
});

Deno.test("what is heard and what is read again has the same time as the file", () => {
  const { chat } = sayAt(3000, "2026-11-25 10:00:00");
  const eva = chat.comes("Eva").asks({ type: "join", room: "general" });
  const zed = chat.comes("Zed").asks({ type: "message", room: "general", text: "again" });
  chat.scheduler.flushNow();
  assertEquals(eva.hearsOf("message")[0]?.time, "2026-11-25T10:00:00Z");
  zed.asks({ type: "join", room: "general" });
  chat.scheduler.flushNow();
  const history = zed.hearsOf("history")[0]!;
  assertEquals(history.messages.map(({ time }) => time), Array(3).fill("2026-11-25T10:00:00Z"));
});
