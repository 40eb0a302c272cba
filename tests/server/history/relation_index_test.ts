import { pendingEntry } from "../../helpers/pending.ts";
import { assert, assertEquals } from "@std/assert";
import { applyRelation } from "../../../server/history/relations.ts";
import { History } from "../../../server/history/history.ts";
import type { Entry, Relation } from "../../../server/history/line.ts";
import { RelationSlot } from "../../../server/history/relation_slot.ts";
import type { Message } from "../../../server/protocol.ts";
import type { Disk } from "../../../server/store/disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { pick, random } from "../../helpers/random.ts";

const HEAD = "[2025-11-19 23:46:36] * Ada created the room\n";
const TIME = Date.UTC(2025, 10, 19, 23, 46, 36);

/** What is read at once of a long file, and what a log may hold that has cancelled out. */
const CHUNK_BYTES = 16 * 1024;
const SPARE_BYTES = 8 * 1024;

/** A disk that counts the bytes it is asked for. */
function counting(disk: MemoryDisk): { disk: Disk; read: () => number } {
  let bytes = 0;
  return {
    read: () => bytes,
    disk: new Proxy(disk, {
      get(target, key) {
        if (key !== "openToRead" && key !== "open") return Reflect.get(target, key, target);
        return (path: string) => {
          const file = target[key](path);
          if (file === null) return null;
          return {
            ...file,
            read: (into: Uint8Array, at: number) => {
              const got = file.read(into, at);
              bytes += got;
              return got;
            },
          };
        };
      },
    }) as Disk,
  };
}

function open(disk: Disk): History {
  const options = { disk, clock: new FakeClock(), sync: "never", recent: 10, index: "i" } as const;
  return new History("r.txt", options);
}

function add(history: History, ...entries: Entry[]): number[] {
  const ids: number[] = [];
  for (const entry of entries) history.append(pendingEntry(entry, (_error, id) => ids.push(id)));
  history.flush();
  return ids;
}

const said = (text: string): Entry => ({ kind: "message", time: TIME, name: "Ada", text });

Deno.test("RelationSlot says the same after it was written anew (security H4)", () => {
  const next = random(14);
  const names = ["Ada", "Boris the Second", "Ева", "O'Neil"];
  const emoji = ["👍", "❤️", "🎉", "👩‍👩‍👧‍👦"];
  for (let round = 0; round < 200; round++) {
    const whole: Message = { id: 45, time: "", name: "Ada", text: "" };
    let slot = new RelationSlot([]);
    const log: string[] = [];
    for (let pointer = 100; pointer < 100 + next() * 60; pointer++) {
      const about = { time: 0, name: pick(next, names), target: 45 };
      const relation: Relation = next() < 0.9
        ? { kind: "reacted", ...about, emoji: pick(next, emoji), on: next() < 0.55 }
        : next() < 0.9
        ? { kind: "edited", ...about, text: `edit ${pointer}` }
        : { kind: "erased", ...about };
      applyRelation(whole, relation);
      log.push(slot.take(relation, pointer)!);
      assertEquals(slot.take(relation, pointer), null, "what is known is not taken in twice");
      if (next() < 0.1) log.splice(0, log.length, ...slot.rewritten());
      if (next() < 0.1) slot = new RelationSlot(["half a rec", ...log]);
    }
    const folded: Message = { id: 45, time: "", name: "Ada", text: "" };
    new RelationSlot(log).applyTo(folded, (line) => `edit ${line}`);
    assertEquals(folded, whole);
  }
});

Deno.test("a message with ten thousand reactions is read like any other (security H4)", async () => {
  const memory = new MemoryDisk();
  memory.put("r.txt", HEAD);
  const history = open(memory);
  const all = add(history, ...Array.from({ length: 100 }, (_, i) => said(`m${i}`)));
  const toggle = (i: number): Entry => {
    return {
      kind: "reacted",
      time: TIME,
      name: "Eve",
      target: all[5]!,
      emoji: "👍",
      on: i % 2 === 0,
    };
  };
  const cost = async (): Promise<number> => {
    const { disk, read } = counting(memory);
    const history = open(disk);
    const before = read();
    const run = await history.around(all[5]!, 10);
    assertEquals(run.messages.length, 10);
    assertEquals(history.find(all[5]!)?.reactions, [{ emoji: "👍", names: ["Eve"] }]);
    const bytes = read() - before;
    await history.close();
    return bytes;
  };
  add(history, toggle(0));
  await history.close();
  const once = await cost();
  const later = open(memory);
  for (let i = 1; i <= 10_000; i += 100) {
    add(later, ...Array.from({ length: 100 }, (_, k) => toggle(i + k)));
  }
  await later.close();
  const often = await cost();
  assert(
    often < once + CHUNK_BYTES + SPARE_BYTES,
    `${often} bytes are read, and ${once} with one reaction`,
  );
  assert(memory.size("i/notes/0")! < SPARE_BYTES, "what cancelled out is not kept");
  memory.remove("i");
  const cold = open(memory);
  cold.catchUpNow();
  await cold.close();
  const again = await cost();
  assert(again < once + CHUNK_BYTES + SPARE_BYTES, `${again} bytes after the index was made again`);
});

Deno.test("an erasure takes the words of every edit, also of those that are no longer shown", async () => {
  const memory = new MemoryDisk();
  memory.put("r.txt", HEAD);
  for (const isAnew of [false, true]) {
    const history = open(memory);
    const [id] = add(history, said("secret 0"));
    for (let i = 1; i <= 300; i++) {
      const text = `secret ${i}`;
      add(history, { kind: "edited", time: TIME, name: "Ada", target: id!, text });
    }
    assertEquals([history.find(id!)?.text, history.editsOf(id!)], ["secret 300", 300]);
    await history.close();
    if (isAnew) memory.remove("i");
    const later = open(memory);
    later.catchUpNow();
    add(later, { kind: "erased", time: TIME, name: "Ada", target: id! });
    assert(!memory.text("r.txt").includes("secret"));
    await later.close();
  }
});

Deno.test("History looks through a long file in slices; pages wait (security H4)", async () => {
  const memory = new MemoryDisk();
  const line = "[2025-11-19 23:46:37] Ada: word\n";
  const react = "[2025-11-19 23:46:38] * Eve reacted 👍 to 45\n";
  memory.put("r.txt", HEAD + line + react.repeat(40_000) + line);
  let pauses = 0;
  const history = new History("r.txt", {
    disk: memory,
    clock: new FakeClock(),
    sync: "never",
    recent: 10,
    index: "i",
    slices: {
      isUsed: true,
      next() {
        pauses++;
        return Promise.resolve();
      },
    },
  });
  const catching = history.catchUp();
  assert(history.unseen > 0);
  const run = await history.before(history.end, 10);
  assertEquals(run.messages[0]?.reactions, [{ emoji: "👍", names: ["Eve"] }]);
  await catching;
  assertEquals(history.unseen, 0);
  const steps = memory.size("r.txt")! / (128 * 1024);
  assert(pauses > steps, `${pauses} pauses`);
  pauses = 0;
  await history.before(history.end - 1 - line.length + 1, 1);
  await history.unread(0, { key: "boris", isName: () => false });
  assert(pauses > 2, "a page and a count give way as well");
  await history.close();
});

Deno.test("History bounds a page's characters, and leaves nothing out (security H4)", async () => {
  const disk = new MemoryDisk();
  const names = Array.from(
    { length: 300 },
    (_, i) => `Somebody with quite a long name ${i}`.slice(-32),
  );
  let text = HEAD;
  const ids: number[] = [];
  for (let i = 0; i < 200; i++) {
    ids.push(text.length);
    text += `[2025-11-19 23:46:39] Ada: message ${i}\n`;
  }
  for (const id of ids) {
    for (const name of names) text += `[2025-11-19 23:47:02] * ${name} reacted + to ${id}\n`;
  }
  disk.put("r.txt", text.replaceAll("reacted +", "reacted \u{1f44d}"));
  const history = open(disk);
  await history.catchUp();
  const weigh = (page: unknown) => JSON.stringify(page).length;
  const newest = history.last(200);
  assert(weigh(newest) < 1_200_000, String(weigh(newest)));
  assert(newest.more && newest.messages.length > 20 && newest.messages.length < 200);
  assertEquals(newest.messages.at(-1)!.id, ids.at(-1));
  const back = [...newest.messages];
  let [start, more]: [number, boolean] = [newest.start, newest.more];
  while (more && start > HEAD.length) {
    const page = await history.before(start, 200);
    assert(weigh(page) < 1_200_000);
    back.unshift(...page.messages);
    ({ start, more } = page);
  }
  assertEquals(back.map(({ id }) => id), ids);
  const forth: Message[] = [];
  let after = 0;
  for (let newer = true; newer;) {
    const page = await history.after(after, 200);
    assert(weigh(page) < 1_200_000);
    forth.push(...page.messages);
    newer = page.newer ?? false;
    after = page.end;
  }
  assertEquals(forth.map(({ id }) => id), ids);
  const around = await history.around(ids[100]!, 200);
  assert(weigh(around) < 2_400_000);
  assert(around.messages.some(({ id }) => id === ids[100]));
});
