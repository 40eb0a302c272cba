import { assert, assertEquals } from "@std/assert";
import { History } from "../../../server/history/history.ts";
import { type Entry, format } from "../../../server/history/line.ts";
import { MAX_PAGE_EVENTS, mayBeRoomEvent } from "../../../server/history/room_events.ts";
import type { RoomEvent } from "../../../server/protocol.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { pendingEntry } from "../../helpers/pending.ts";

const HEAD = "[2025-11-19 23:46:36] * Ada created the room\n";
const about = { time: Date.UTC(2025, 10, 19, 23, 46, 36), name: "Ada" };

const said = (text: string): Entry => ({ kind: "message", ...about, text });
const topic = (text: string): Entry => ({ kind: "topic", ...about, text });
const pinned = (id: number, on = true): Entry => ({
  kind: "pinned",
  ...about,
  id,
  on,
});
const erased = (target: number): Entry => ({
  kind: "erased",
  ...about,
  target,
});

function open(disk: MemoryDisk, recent = 10): History {
  const history = new History("r.txt", {
    disk,
    clock: new FakeClock(),
    sync: "never",
    recent,
    index: "i",
  });
  history.catchUpNow();
  return history;
}

function start(recent = 10): { disk: MemoryDisk; history: History } {
  const disk = new MemoryDisk();
  disk.put("r.txt", HEAD);
  return { disk, history: open(disk, recent) };
}

function add(history: History, ...entries: Entry[]): number[] {
  return entries.map((entry) => {
    const pending = pendingEntry(entry);
    history.append(pending);
    history.flush();
    return pending.offset;
  });
}

/** What a page tells, in short. */
function told({ events = [] }: { events?: RoomEvent[] }): string[] {
  return events.map(({ event, text, to, who, target }) =>
    [event, text ?? to ?? who ?? target].filter((part) => part !== undefined)
      .join(" ")
  );
}

Deno.test("room events: every kind stands at its place, live and after a restart", () => {
  const { disk, history } = start();
  const [one] = add(history, said("one"));
  add(
    history,
    topic("What we cook"),
    topic(""),
    pinned(one!),
    pinned(one!, false),
    { kind: "renamed", ...about, to: "Kitchen" },
    { kind: "archived", ...about, on: true },
    { kind: "archived", ...about, on: false },
    { kind: "added", ...about, who: "Vera" },
    { kind: "removed", ...about, who: "Vera" },
    { kind: "left", ...about },
    said("two"),
  );
  const all = [
    "topic What we cook",
    "topic ",
    `pinned ${one}`,
    "renamed Kitchen",
    "archived",
    "restored",
    "added Vera",
    "removed Vera",
    "left",
  ];
  for (const now of [history, open(disk)]) {
    const page = now.last(10);
    assertEquals(told(page), all);
    const [first] = page.events!;
    assertEquals(first!.time, "2025-11-19T23:46:36Z");
    assertEquals([first!.name, page.messages.length], ["Ada", 2]);
    assert(now.holds(first!.id) && first!.id > one!);
  }
});

Deno.test("room events: pages read in either direction tell each of them once", async () => {
  const { history } = start(2);
  for (let i = 0; i < 9; i++) add(history, said(`${i}`), topic(`t${i}`));
  const all = Array.from({ length: 9 }, (_, i) => `topic t${i}`);
  const up: string[] = [];
  for (
    let page = history.last(2);;
    page = await history.before(page.start, 2)
  ) {
    up.unshift(...told(page));
    assert(page.events!.every(({ id }) => id >= page.start && id < page.end));
    if (!page.more) break;
  }
  assertEquals(up, all);
  const down: string[] = [];
  let page = await history.after(0, 4);
  for (; page.newer; page = await history.after(page.end, 4)) {
    down.push(...told(page));
  }
  assertEquals([...down, ...told(page)], all);
  const [middle] = history.last(5).messages;
  assertEquals(told(await history.around(middle!.id, 3)), [
    "topic t3",
    "topic t4",
  ]);
});

Deno.test("room events: who was away is told of those that they missed, and of no other", () => {
  const { history } = start();
  add(history, topic("before"));
  const [one] = add(history, said("one"));
  add(history, topic("while away"), said("two"), topic("then"));
  assertEquals(told(history.since(one!, 10)!), [
    "topic while away",
    "topic then",
  ]);
});

Deno.test("room events: of thousands in a row the newest are told, and messages are as many", () => {
  const { disk, history } = start();
  const [one] = add(history, said("one"));
  const many = `${format(pinned(one!))}\n`.repeat(MAX_PAGE_EVENTS * 30);
  disk.put("r.txt", disk.text("r.txt") + many + `${format(said("two"))}\n`);
  const now = open(disk);
  const page = now.last(10);
  assertEquals(page.messages.map(({ text }) => text), ["one", "two"]);
  assertEquals(page.events!.length, MAX_PAGE_EVENTS);
  assertEquals(
    page.events!.at(-1)!.id,
    page.messages[1]!.id - format(pinned(one!)).length - 1,
  );
  for (let i = 0; i < MAX_PAGE_EVENTS * 3; i++) add(now, topic(`t${i}`));
  assertEquals(told(now.last(10)).at(-1), `topic t${MAX_PAGE_EVENTS * 3 - 1}`);
  assertEquals(now.last(10).events!.length, MAX_PAGE_EVENTS);
});

Deno.test("room events: the words of a topic that was erased are told nowhere", async () => {
  const { disk, history } = start();
  const [one, set] = add(history, said("one"), topic("my address"));
  add(history, said("two"), erased(set!));
  assert(!disk.text("r.txt").includes("address"));
  for (const now of [history, open(disk)]) {
    const pages = [
      now.last(10),
      await now.before(now.end, 10),
      now.since(one!, 10)!,
    ];
    for (const page of pages) assertEquals(told(page), ["topic"]);
  }
  // A crash came between the line and the words: whoever reads before they are gone is told none of them.
  const words = `${HEAD}${format(topic("my address"))}\n${format(erased(HEAD.length))}\n`;
  const torn = new MemoryDisk();
  torn.put("r.txt", words);
  const options = {
    disk: torn,
    clock: new FakeClock(),
    sync: "never",
    recent: 10,
  } as const;
  const unseen = new History("r.txt", { ...options, index: "j" });
  assertEquals(told(unseen.last(10)), ["topic"]);
});

Deno.test("room events: no message and no reaction is taken for one", async () => {
  const { history } = start();
  add(
    history,
    said("* Ada set the topic: x"),
    { kind: "message", ...about, text: "Ada added Vera", to: HEAD.length },
    { kind: "edited", ...about, target: HEAD.length, text: "Ada pinned 45" },
    { kind: "reacted", ...about, target: HEAD.length, emoji: "👍", on: true },
    pinned(9_999_999),
  );
  assertEquals(told(history.last(10)), []);
  assertEquals(told(await history.before(history.end, 10)), []);
  assert(!mayBeRoomEvent(format(said("Ada left the room"))));
});
