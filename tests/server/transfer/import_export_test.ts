import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { checkData } from "../../../server/transfer/check.ts";
import { moveOld } from "../../../server/history/retention.ts";
import { exportRoom, importLog } from "../../../server/transfer/import_export.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { Chat } from "../../helpers/chat.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

/** What a command has at hand, over a disk in memory. */
function tools(disk = new MemoryDisk()) {
  return { data: "data", disk: guardedDisk(disk), clock: new FakeClock(), random: () => {} };
}

/** What a log of these lines becomes, line by line, and what is told of it. */
function imports(log: string) {
  const disk = new MemoryDisk();
  const told = importLog(tools(disk), log.split("\n"), "old", false);
  return { told, lines: disk.text("data/rooms/old.txt").trimEnd().split("\n") };
}

const LOGS: Record<string, string> = {
  "plain": `[2025-11-19 23:46:36] Ada: Hello
[2025-11-19 23:46:36] * Ada created the room
[2025-11-19 23:47:02] Ada_2: at: 10:30?`,
  "irssi": `--- Log opened Wed Nov 19 23:46:00 2025
23:46 < Ada> Hello
23:46 -!- Boris [b@host] has joined #club
23:47 <@Ada_2> at: 10:30?
--- Day changed Thu Nov 20 2025
00:01  * Ada waves`,
  "WeeChat": `2025-11-19 23:46:36\t@Ada\tHello
2025-11-19 23:46:40\t-->\tBoris (b@host) has joined #club
2025-11-19 23:47:02\tAda_2\tat: 10:30?`,
  "The Lounge": `[2025-11-19T23:46:36.000Z] <@Ada> Hello
[2025-11-19T23:46:40.000Z] *** Boris (b@host) joined
[2025-11-19T23:47:02.120Z] <Ada_2> at: 10:30?`,
  "WhatsApp": `19.11.25, 23:46 - Nachrichten sind verschlüsselt.
19.11.25, 23:46 - Ada: Hello
19.11.25, 23:47 - Ada_2: at: 10:30?`,
};

for (const [name, log] of Object.entries(LOGS)) {
  Deno.test(`importLog() makes a room from a log of ${name}`, () => {
    const { told, lines } = imports(log);
    assertEquals([told.log, told.messages, told.unfit], [name, 2, 0]);
    assert(told.remarks > 0);
    assert(/^\[2025-11-19 23:46:\d\d\] Ada: Hello$/.test(lines[0]!), lines[0]);
    assert(/^\[2025-11-19 23:47:\d\d\] Ada_2: at: 10:30\?$/.test(lines[1]!), lines[1]);
    assertEquals(lines.length, 2);
  });
}

Deno.test("importLog() joins lines that go on, takes other ways to write a day, and odd names", () => {
  const { told, lines } = imports(
    "[19.11.2025, 23:46:36] Ada 🌷: one\ntwo\n\u200e[20.11.2025, 00:01:02] +49 170: x\r\n[20.11.2025, 00:02:00] 🌷: y",
  );
  assertEquals([told.messages, told.unfit], [2, 1]);
  assertEquals(lines, [
    "[2025-11-19 23:46:36] Ada: one\u2028two",
    "[2025-11-20 00:01:02] 49 170: x",
  ]);
  assertEquals(imports("11/19/25, 11:46 PM - Ada: Hi").lines, ["[2025-11-19 23:46:00] Ada: Hi"]);
});

Deno.test("importLog() counts what does not fit, changes nothing in a dry run, and no room that is there", () => {
  const disk = new MemoryDisk();
  const options = tools(disk);
  const log = ["[2025-11-19 23:46:36] Ada: Hello", "what?", "", "[2025-13-19 23:46:36] Ada: x"];
  const told = importLog(options, log, "old", true);
  assertEquals([told.messages, told.unfit, told.unfitAt], [1, 2, [2, 4]]);
  assertEquals([...disk.files.keys()], []);
  importLog(options, log, "old", false);
  assertThrows(() => importLog(options, log, "OLD", false), Error, "already");
  assertThrows(
    () => importLog(options, ["nothing", "here"], "b", false),
    Error,
    "Cannot read this log",
  );
  assertThrows(() => importLog(options, log, "../x", false), Error, "Cannot use");
});

Deno.test("exportRoom() tells a room as it is now, in three forms", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  for (const text of ["<b>one</b>", "two", "three"]) {
    ada.asks({ type: "message", room: "general", text });
  }
  chat.turn.end();
  const [, two, three] = ada.hearsOf("message").map(({ id }) => id);
  ada.asks({ type: "edit", room: "general", id: two, text: "zwei\nZeilen" });
  ada.asks({ type: "erase", room: "general", id: three });
  chat.turn.end();
  const before = chat.file();
  const told = async (form: "text" | "json" | "html") => {
    const lines: string[] = [];
    await exportRoom(tools(chat.disk), "General", form, (line) => lines.push(line));
    return lines;
  };
  assertEquals(await told("text"), [
    "[2025-11-19 23:46:36] Ada: <b>one</b>",
    "[2025-11-19 23:46:36] Ada: zwei\n    Zeilen",
  ]);
  assertEquals((await told("json")).map((line) => JSON.parse(line).text), [
    "<b>one</b>",
    "zwei\nZeilen",
  ]);
  const page = (await told("html")).join("\n");
  assert(
    page.includes("&#60;b&#62;one") && page.includes("zwei<br>Zeilen") && !page.includes("<b>one"),
  );
  assertEquals(chat.file(), before, "nothing was changed");
  await assertRejects(
    () => exportRoom(tools(chat.disk), "none", "text", () => {}),
    Error,
    "Cannot find",
  );
});

Deno.test("exportRoom() leaves no message out, however many there are", async () => {
  const disk = new MemoryDisk();
  const lines = Array.from({ length: 950 }, (_, i) => `[2025-11-19 23:46:36] Ada: m${i}`);
  disk.put("data/rooms/big.txt", `${lines.join("\n")}\n`);
  const told: string[] = [];
  await exportRoom(tools(disk), "big", "text", (line) => told.push(line));
  assertEquals(told, lines);
});

Deno.test("moveOld() moves what is older out, and reactions still name their messages", () => {
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
  const moved = moveOld(disk, "data", 90, now);
  assertEquals(moved, [{ room: "a", lines: 20, to: "data/archive/a.until-2025-08-21.txt" }]);
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
  assertEquals(moveOld(disk, "data", 90, now), [], "nothing is left to move");
});

Deno.test("moveOld() loses nothing wherever it breaks off", () => {
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
      moveOld(disk, "data", 90, new FakeClock().now());
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
