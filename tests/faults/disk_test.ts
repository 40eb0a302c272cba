/**
 * What a disk can do to a chat: refuse the Nth write, sync or rename, fall short, fill up, lose power.
 * Whatever it does: nobody sees what is not in the file, nothing acknowledged is lost, nothing stands
 * twice, no half line is shown, and the room goes on by itself when the disk does.
 */
import { assert, assertEquals } from "@std/assert";
import { Chat, type FakeClient } from "../helpers/chat.ts";
import { type Call, MemoryDisk } from "../helpers/memory_disk.ts";
import { random } from "../helpers/random.ts";
import { parse } from "../../server/history/line.ts";
import type { Message } from "../../server/protocol.ts";
import type { SyncPolicy } from "../../server/store/line_file.ts";

/** What was acknowledged or shown: text by room and id. */
type Seen = Map<string, string>;

/** Lets awaited syncs come to their end. */
async function settle(chat: Chat): Promise<void> {
  for (let i = 0; i < 8; i++) {
    chat.scheduler.flushNow();
    await Promise.resolve();
    await new Promise((go) => queueMicrotask(() => go(null)));
  }
}

function relation(seen: Seen, ears: FakeClient[]): void {
  for (const event of ears.flatMap((client) => client.hears())) {
    if (event.type === "message") seen.set(`${event.room} ${event.id}`, event.text);
  }
}

/** Two people talk, react, make a room and delete one, over thirty turns. */
async function talk(chat: Chat, seen: Seen, run: string): Promise<void> {
  const ears = [chat.comes("Ada"), chat.comes("Борис")];
  for (const client of ears) client.asks({ type: "join", room: "general" });
  await settle(chat);
  for (let n = 0; n < 30; n++) {
    for (const [i, client] of ears.entries()) {
      for (let k = 0; k < 2; k++) {
        const text = `${run} ${n} ${i} ${k} ${"ж".repeat(n)}`;
        client.asks({ type: "message", room: "general", text, ref: `${run}-${n}-${i}-${k}` });
      }
    }
    const id = Number([...seen.keys()].findLast((key) => key.startsWith("general "))?.slice(8));
    if (id > 0) ears[0]!.asks({ type: "react", room: "general", id, emoji: "👍", on: n % 2 === 0 });
    if (n === 10) ears[0]!.asks({ type: "create_room", room: `Club ${run}` });
    if (n === 12) ears[1]!.asks({ type: "message", room: `Club ${run}`, text: `${run} club` });
    if (n === 20) ears[0]!.asks({ type: "delete_room", room: `Club ${run}` });
    await settle(chat);
    chat.clock.advance(400);
    relation(seen, ears);
  }
  for (const client of ears) client.drops();
}

/** What the next run, after a crash, tells of the room. */
async function told(chat: Chat): Promise<Message[]> {
  const messages: Message[] = [];
  const { history } = chat.rooms.get("general");
  let page = history.last(200);
  messages.push(...page.messages);
  while (page.more) {
    page = await history.before(page.start, 200);
    messages.unshift(...page.messages);
  }
  return messages;
}

async function mustHold(chat: Chat, seen: Seen, what: string): Promise<void> {
  const messages = await told(chat);
  const byId = new Map(messages.map(({ id, text }) => [`general ${id}`, text]));
  for (const [key, text] of seen) {
    if (key.startsWith("general ")) assertEquals(byId.get(key), text, `${what}: ${key} was seen`);
  }
  const texts = messages.map(({ text }) => text);
  assertEquals(new Set(texts).size, texts.length, `${what}: something stands twice`);
  assertEquals(messages.map(({ id }) => id), [...byId.keys()].map((key) => Number(key.slice(8))));
  const file = chat.file();
  assert(file.endsWith("\n"), `${what}: the file ends with a whole line`);
  const malformed = file.trimEnd().split("\n").filter((line) => parse(line) === null);
  assertEquals(malformed, [], what);
}

const FAILURES: [string, (call: Call, count: number, nth: number) => boolean][] = [
  ["the Nth call", (_call, count, nth) => count === nth],
  ["the Nth call and the ten after it", (_call, count, nth) => count >= nth && count < nth + 11],
  ["everything but reading from the Nth call on", (_call, count, nth) => count >= nth],
];

for (const [what, fails] of FAILURES) {
  for (const sync of ["always", "second", "never"] as SyncPolicy[]) {
    Deno.test(`a disk that refuses ${what}, N = 1 to 200, with --sync ${sync}`, async () => {
      for (let nth = 1; nth <= 200; nth++) {
        const disk = new MemoryDisk();
        const seen: Seen = new Map();
        const chat = new Chat({ disk, sync });
        const first = disk.calls;
        let half = false;
        disk.onCall = (call, count) => {
          // The first write to be refused is half taken, every other time.
          half = call === "append" && count - first + 1 === nth && nth % 2 === 0;
          if (half || !fails(call, count - first + 1, nth)) return;
          throw new Error(`EIO at call ${nth}`);
        };
        disk.onAppend = (_count, length) => half ? length >> 1 : length;
        await talk(chat, seen, "a");
        disk.onCall = () => {};
        disk.onAppend = (_count, length) => length;
        // The disk is back: the same process goes on without anybody's help, and then it is killed.
        chat.clock.advance(5000);
        await settle(chat);
        const alone = [...seen.keys()].length;
        await talk(chat, seen, "b");
        assert(
          seen.size >= alone + 100,
          `N = ${nth}: only ${seen.size - alone} after the disk came back`,
        );
        assertEquals(chat.bugs, [], `N = ${nth}`);
        const later = chat.restarts({ cleanShutdown: false });
        await mustHold(later, seen, `N = ${nth}`);
      }
    });
  }
}

Deno.test("a write that falls short at any byte is cut back, and what was told stays", async () => {
  for (let short = 0; short < 120; short++) {
    const disk = new MemoryDisk();
    const seen: Seen = new Map();
    const chat = new Chat({ disk });
    let left = 900 + short;
    disk.onAppend = (_count, length) => {
      const taken = Math.min(length, left);
      left -= taken;
      if (taken === 0) throw new Error("ENOSPC");
      return taken;
    };
    await talk(chat, seen, "a");
    assert(chat.file().endsWith("\n"));
    const before = seen.size;
    left = Infinity;
    await talk(chat, seen, "b");
    assert(seen.size >= before + 100);
    await mustHold(chat.restarts({ cleanShutdown: false }), seen, `after ${900 + short} bytes`);
  }
});

Deno.test("a power cut with --sync always loses nothing that was told", async () => {
  const next = random(7);
  for (let round = 0; round < 60; round++) {
    const disk = new MemoryDisk();
    const seen: Seen = new Map();
    const chat = new Chat({ disk, sync: "always" });
    disk.cutPower(() => 0);
    const stop = Math.floor(next() * 150);
    class Cut extends Error {}
    const first = disk.calls;
    disk.onCall = (_call, count) => {
      if (count - first >= stop) throw new Cut();
    };
    await talk(chat, seen, "a");
    disk.onCall = () => {};
    disk.cutPower(next);
    await mustHold(chat.restarts({ cleanShutdown: false, sync: "always" }), seen, `round ${round}`);
  }
});

Deno.test("a tail cut at any byte of its last 4 KiB loses the cut line alone, kept aside", async () => {
  const disk = new MemoryDisk();
  const seen: Seen = new Map();
  await talk(new Chat({ disk }), seen, "a");
  const path = "data/rooms/general.txt";
  const whole = disk.files.get(path)!.bytes;
  assert(whole.length > 5000);
  for (let cut = whole.length - 4096; cut <= whole.length; cut++) {
    const broken = new MemoryDisk();
    broken.put(path, whole.slice(0, cut));
    const chat = new Chat({ disk: broken, cleanShutdown: false });
    const end = whole.lastIndexOf(10, cut - 1) + 1;
    assertEquals(broken.files.get(path)!.bytes, whole.slice(0, end), `cut at ${cut}`);
    const torn = broken.files.get("data/rooms/general.torn")?.bytes ?? new Uint8Array();
    const kept = end === cut ? [] : [...whole.slice(end, cut), 10];
    assertEquals([...torn], kept, `cut at ${cut}`);
    const told = chat.warnings.filter((text) => text.includes("was torn"));
    assertEquals(told.length, end === cut ? 0 : 1);
    assert(end === cut || told[0]!.includes("general.txt"), "the log names the file");
    const last = chat.rooms.get("general").history.last(50).messages.at(-1);
    assert(last !== undefined && seen.get(`general ${last.id}`) === last.text);
  }
});

Deno.test("a room whose file cannot be opened just now answers so, and comes back by itself", async () => {
  const disk = new MemoryDisk();
  const chat = new Chat({ disk });
  await chat.rooms.get("general").rest();
  const open = disk.open.bind(disk);
  disk.open = () => {
    throw new Error("EMFILE");
  };
  const ada = chat.comes("Ada").asks({ type: "message", room: "general", text: "hi", ref: "r" });
  chat.scheduler.flushNow();
  const [error] = ada.hearsOf("error");
  assertEquals([error?.code, error?.ref], ["disk", "r"]);
  disk.open = open;
  ada.asks({ type: "message", room: "general", text: "hi", ref: "r" });
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("message").map(({ ref }) => ref), ["r"]);
  assertEquals(chat.bugs, []);
});
