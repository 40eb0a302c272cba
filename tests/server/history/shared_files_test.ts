import { assert, assertEquals } from "@std/assert";
import { pendingEntry } from "../../helpers/pending.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { History } from "../../../server/history/history.ts";
import type { Entry } from "../../../server/history/line.ts";
import { type SharedFiles, sharedFiles } from "../../../server/history/shared_files.ts";

const TIME = Date.UTC(2025, 10, 19, 23, 46, 36);
const HEAD = "[2025-11-19 23:46:36] * Ada created the room\n";
const EVER = { isUsed: false, next: () => Promise.resolve() };

function open(content = HEAD) {
  const disk = new MemoryDisk();
  disk.put("r.txt", content);
  const clock = new FakeClock();
  const options = { disk, clock, sync: "never" as const, recent: 10, index: "index/r" };
  const history = new History("r.txt", options);
  history.catchUpNow();
  return { history, disk };
}

function add({ history }: { history: History }, ...entries: Entry[]): number[] {
  const ids: number[] = [];
  for (const entry of entries) {
    history.append(pendingEntry(entry, (_error, id) => ids.push(id)));
  }
  history.flush();
  return ids;
}

function shared(n: number, type = "image/png", to?: number): Entry {
  const id = `${String(n).padStart(32, "0")}.png`;
  const file = { id, type, size: n, name: `f${n}` };
  return { kind: "shared", time: TIME, name: "Ada", text: `about ${n}`, file, ...to ? { to } : {} };
}

async function list(
  { history, disk }: ReturnType<typeof open>,
  { from = history.end, limit = 100, fits = () => true }: Partial<
    Parameters<typeof sharedFiles>[2]
  > = {},
): Promise<SharedFiles> {
  return await sharedFiles(history, disk.openToRead("r.txt")!, { from, limit, fits }, EVER);
}

const names = ({ messages }: SharedFiles) => messages.map(({ file }) => file!.name);

Deno.test("sharedFiles() tells what was shared, the newest first, answers too", async () => {
  const room = open();
  const [first] = add(room, shared(1));
  add(
    room,
    { kind: "message", time: TIME, name: "Ada", text: "nothing" },
    shared(2, "text/plain", first),
    { kind: "reacted", time: TIME, name: "Boris", target: first!, emoji: "👍", on: true },
    shared(3),
  );
  const found = await list(room);
  assertEquals(names(found), ["f3", "f2", "f1"]);
  assertEquals(found.messages.at(-1)!.id, first);
  assertEquals([found.more, found.start], [false, 0]);
  const texts = await list(room, { fits: ({ file }) => file!.type === "text/plain" });
  assertEquals(names(texts), ["f2"]);
});

Deno.test("sharedFiles() has no words that only look like a file, and nothing erased", async () => {
  const room = open();
  const [erased] = add(room, shared(1), shared(2));
  const line = `[2025-11-19 23:46:36] * Eve shared ${"0".repeat(32)}.png image/png 1 "x": y`;
  add(
    room,
    { kind: "message", time: TIME, name: "Eve", text: line },
    { kind: "message", time: TIME, name: "Eve", text: `\n${line}\n] * shared with ] * ] * ` },
    { kind: "erased", time: TIME, name: "Ada", target: erased! },
    { kind: "message", time: TIME, name: "Eve", text: "] * ".repeat(4000) },
  );
  assertEquals(names(await list(room)), ["f2"]);
  assertEquals(names(await list(open("] * shared\n"))), []);
  assertEquals(names(await list(open(""))), []);
});

Deno.test("sharedFiles() goes on where it ended, and tells each file once", async () => {
  const room = open();
  for (let i = 1; i <= 250; i++) {
    add(room, shared(i), { kind: "message", time: TIME, name: "Ada", text: "x".repeat(3000) });
  }
  const all: string[] = [];
  let from = room.history.end;
  for (let more = true; more;) {
    const found = await list(room, { from, limit: 7 });
    all.push(...names(found));
    assert(found.start < from);
    ({ start: from, more } = found);
  }
  assertEquals(all, Array.from({ length: 250 }, (_, i) => `f${250 - i}`));
});

Deno.test("sharedFiles() reads no more than its budget at once, and says that it goes on", async () => {
  const words = `[2025-11-19 23:46:36] Ada: ${"x".repeat(16_000)}\n`;
  const room = open(HEAD + words.repeat(4000));
  const found = await list(room);
  assertEquals([found.messages.length, found.more], [0, true]);
  assert(room.history.end - found.start < 33 * 1024 * 1024);
  const next = await list(room, { from: found.start });
  assertEquals([next.messages.length, next.more, next.start], [0, false, 0]);
});

Deno.test("sharedFiles() gives others their turn, however much there is to look through", async () => {
  const words = `[2025-11-19 23:46:36] Ada: ${"x".repeat(16_000)}\n`;
  const { history, disk } = open(HEAD + words.repeat(1000));
  let turns = 0;
  const slices = { isUsed: true, next: () => Promise.resolve(void turns++) };
  const query = { from: history.end, limit: 10, fits: () => true };
  await sharedFiles(history, disk.openToRead("r.txt")!, query, slices);
  assert(turns >= 60, `${turns} turns for 16 MB`);
});
