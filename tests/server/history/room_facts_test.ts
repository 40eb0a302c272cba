import { assert, assertEquals } from "@std/assert";
import { History } from "../../../server/history/history.ts";
import { type Entry, format } from "../../../server/history/line.ts";
import { archiveOld } from "../../../server/history/retention.ts";
import { MAX_PINS, RoomFacts } from "../../../server/history/room_facts.ts";
import { checkData } from "../../../server/transfer/check.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { pendingEntry } from "../../helpers/pending.ts";

const HEAD = "[2025-11-19 23:46:36] * Ada created the room\n";
const TIME = Date.UTC(2025, 10, 19, 23, 46, 36);
const about = { time: TIME, name: "Ada" };

const topic = (text: string): Entry => ({ kind: "topic", ...about, text });
const pinned = (id: number, on = true): Entry => ({ kind: "pinned", ...about, id, on });
const archived = (on: boolean): Entry => ({ kind: "archived", ...about, on });
const erased = (target: number): Entry => ({ kind: "erased", ...about, target });
const said = (text: string): Entry => ({ kind: "message", ...about, text });

function open(disk: MemoryDisk, path = "r.txt"): History {
  const options = { disk, clock: new FakeClock(), sync: "never", recent: 10, index: "i" } as const;
  const history = new History(path, options);
  history.catchUpNow();
  return history;
}

function add(history: History, ...entries: Entry[]): number[] {
  return entries.map((entry) => {
    const pending = pendingEntry(entry);
    history.append(pending);
    history.flush();
    return pending.offset;
  });
}

function known({ facts }: History) {
  return { topic: facts.topic?.text ?? null, pins: facts.pins, isArchived: facts.isArchived };
}

Deno.test("RoomFacts: the last topic counts, the newest pin stands first, restored ends it", () => {
  const disk = new MemoryDisk();
  disk.put("r.txt", HEAD);
  const history = open(disk);
  const [one, two] = add(history, said("one"), said("two"));
  add(history, pinned(one!), pinned(two!), topic("first"), topic("second"), archived(true));
  assertEquals(known(history), { topic: "second", pins: [two!, one!], isArchived: true });
  add(history, pinned(two!, false), topic(""), archived(false), pinned(9999));
  assertEquals(known(history), { topic: null, pins: [one!], isArchived: false });
});

Deno.test("RoomFacts: what stands far above in a long file is known after a restart", async () => {
  const disk = new MemoryDisk();
  disk.put("r.txt", HEAD);
  const history = open(disk);
  const [one] = add(history, said("one"));
  add(history, topic("What we cook"), pinned(one!), archived(true));
  const filler = `${format(said("x".repeat(200)))}\n`.repeat(2000);
  await history.close();
  disk.put("r.txt", disk.text("r.txt") + filler);
  const expected = { topic: "What we cook", pins: [one!], isArchived: true };
  const again = open(disk);
  assertEquals(known(again), expected);
  await again.close();
  assert(disk.text("i/notes/covered").includes("topic "), "it stands beside the index");
  assert(!disk.text("i/notes/covered").includes("cook"), "and its words in the file alone");
  const options = { disk, clock: new FakeClock(), sync: "never", recent: 10, index: "i" } as const;
  assertEquals(known(new History("r.txt", options)), expected, "nothing is looked through again");
  disk.remove("i");
  assertEquals(known(open(disk)), expected, "the file alone is enough");
});

Deno.test("RoomFacts: an erased message is pinned no more, an erased topic is gone", () => {
  const disk = new MemoryDisk();
  disk.put("r.txt", HEAD);
  const history = open(disk);
  const [one, , at] = add(history, said("one"), pinned(45), topic("secret plans"));
  add(history, pinned(one!), erased(one!), erased(at!));
  assertEquals(known(history), { topic: null, pins: [], isArchived: false });
  assert(!disk.text("r.txt").includes("secret"));
  disk.remove("i");
  assertEquals(known(open(disk)), { topic: null, pins: [], isArchived: false });
});

Deno.test("RoomFacts: of more pins than a room may have the oldest go", () => {
  const facts = new RoomFacts(() => null);
  for (let id = 1; id <= MAX_PINS + 3; id++) facts.take(pinned(id), 1000 + id);
  assertEquals([facts.pins.length, facts.pins.at(0), facts.pins.at(-1)], [
    MAX_PINS,
    MAX_PINS + 3,
    4,
  ]);
  const again = new RoomFacts(() => null, facts.lines());
  assertEquals(again.pins, facts.pins);
});

Deno.test("RoomFacts: seeing lines a second time changes nothing", () => {
  const entries = [pinned(1), pinned(2), pinned(1, false), topic("a"), archived(true), pinned(3)];
  const once = new RoomFacts(() => null);
  entries.forEach((entry, i) => once.take(entry, 100 + i));
  const twice = new RoomFacts(() => null, once.lines());
  entries.forEach((entry, i) => twice.take(entry, 100 + i));
  assertEquals(twice.lines().sort(), once.lines().sort());
});

Deno.test("archiveOld() keeps topic and archive, and pins still name their messages", () => {
  const disk = new MemoryDisk();
  const old = Array.from({ length: 20 }, (_, i) => `[2025-08-01 10:00:${10 + i}] Ada: old ${i}\n`)
    .join("");
  const set = "[2025-08-01 10:01:00] * Ada set the topic: What we cook\n" +
    "[2025-08-01 10:02:00] * Ada archived the room\n";
  const at = old.length + set.length;
  disk.put(
    "data/rooms/a.txt",
    `${old}${set}[2025-11-10 10:00:00] Boris: kept\n[2025-11-10 10:00:01] * Ada pinned ${at}\n` +
      "[2025-11-10 10:00:02] * Ada pinned 34\n",
  );
  assertEquals(archiveOld(disk, "data", 90, new FakeClock().now()).length, 1);
  const history = open(disk, "data/rooms/a.txt");
  const { topic, pins, isArchived } = known(history);
  assertEquals([topic, isArchived], ["What we cook", true]);
  assertEquals(history.find(pins.at(-1)!)?.text, "kept");
  // Whoever erases it in the room leaves its words nowhere.
  const [archive = ""] = disk.list("data/archive");
  const kept = disk.text(`data/archive/${archive}`);
  assertEquals(kept, (old + set).replace("What we cook", "------------"));
  const finds: string[] = [];
  checkData(disk, "data", (find) => finds.push(find));
  assertEquals(finds, []);
});

Deno.test("checkData() tells of a pin that names no message, takes an erased topic", () => {
  const disk = new MemoryDisk();
  const erasedTopic = "[2025-11-19 23:46:37] * Ada set the topic: ----\n" +
    `[2025-11-19 23:46:38] * Ada erased ${HEAD.length}\n`;
  disk.put("data/rooms/a.txt", `${HEAD}${erasedTopic}[2025-11-19 23:46:38] * Ada pinned 7\n`);
  const finds: string[] = [];
  checkData(disk, "data", (find) => finds.push(find));
  assertEquals(finds, [
    `rooms/a.txt, offset ${HEAD.length + erasedTopic.length}: there is no message at 7`,
  ]);
});

Deno.test("RoomFacts.topicAt() finds no topic where no line of one starts", () => {
  const disk = new MemoryDisk();
  disk.put("r.txt", HEAD);
  const history = open(disk);
  const [id = 0] = add(history, topic("tea"));
  assertEquals(history.facts.topicAt(id)?.text, "tea");
  for (const odd of [-1, 0, id - 1, id + 1, history.end, history.end + 1, 1.5, NaN, 2 ** 53 - 1]) {
    assertEquals(history.facts.topicAt(odd), null, `${odd}`);
  }
});
