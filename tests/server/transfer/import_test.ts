import { assert, assertEquals, assertThrows } from "@std/assert";
import { importLog } from "../../../server/transfer/import.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

/** What a command has at hand, over a disk in memory. */
function tools(disk = new MemoryDisk()) {
  return {
    data: "data",
    disk: guardedDisk(disk),
    clock: new FakeClock(),
    random: () => {},
  };
}

/** What a log of these lines becomes, line by line, and what is told of it. */
function imports(log: string) {
  const disk = new MemoryDisk();
  const told = importLog(tools(disk), log.split("\n"), "old", false);
  const [first, ...lines] = disk.text("data/rooms/old.txt").trimEnd().split(
    "\n",
  );
  assertEquals(first?.slice(22), "* Plaintalk imported this room");
  return { told, lines };
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
    assert(
      /^\[2025-11-19 23:47:\d\d\] Ada_2: at: 10:30\?$/.test(lines[1]!),
      lines[1],
    );
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
  assertEquals(imports("11/19/25, 11:46 PM - Ada: Hi").lines, [
    "[2025-11-19 23:46:00] Ada: Hi",
  ]);
});

Deno.test("importLog() counts what does not fit, changes nothing in a dry run, and no room that is there", () => {
  const disk = new MemoryDisk();
  const options = tools(disk);
  const log = [
    "[2025-11-19 23:46:36] Ada: Hello",
    "what?",
    "",
    "[2025-13-19 23:46:36] Ada: x",
  ];
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
  assertThrows(
    () => importLog(options, log, "../x", false),
    Error,
    "Cannot use",
  );
});

Deno.test("importLog() says when it was and whose the words are, and no word is later than that", () => {
  const first = (log: string, asAccounts: boolean): string => {
    const disk = new MemoryDisk();
    importLog(tools(disk), [log], "old", false, asAccounts);
    return disk.text("data/rooms/old.txt").split("\n")[0]!;
  };
  const log = "[2025-11-18 10:00:00] Ada: Hello";
  assertEquals(
    first(log, false),
    "[2025-11-19 23:46:36] * Plaintalk imported this room",
  );
  assertEquals(
    first(log, true),
    "[2025-11-19 23:46:36] * Plaintalk imported this room as accounts",
  );
  const ahead = "[2025-12-24 10:00:00] Ada: from a clock that is ahead";
  assertEquals(
    first(ahead, false),
    "[2025-12-24 10:00:00] * Plaintalk imported this room",
  );
});
