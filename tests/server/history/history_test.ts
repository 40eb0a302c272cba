import { pendingEntry } from "../../helpers/pending.ts";
import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { History } from "../../../server/history/history.ts";
import { type Entry, STAMP_LENGTH } from "../../../server/history/line.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const TIME = Date.UTC(2025, 10, 19, 23, 46, 36);
const HEAD = "[2025-11-19 23:46:36] * Ada created the room\n";

function open(disk = new MemoryDisk(), recent = 10): { history: History; disk: MemoryDisk } {
  if (!disk.exists("r.txt")) disk.put("r.txt", HEAD);
  const clock = new FakeClock();
  const history = new History("r.txt", {
    disk,
    clock,
    sync: "never",
    recent,
    index: "index/r",
  });
  history.catchUpNow();
  return { history, disk };
}

function add(history: History, ...entries: Entry[]): number[] {
  const ids: number[] = [];
  for (const entry of entries) {
    history.append(pendingEntry(entry, (_error, id) => ids.push(id)));
  }
  history.flush();
  return ids;
}

function said(text: string, name = "Ada"): Entry {
  return { kind: "message", time: TIME, name, text };
}

function reacted(name: string, target: number, on: boolean, emoji = "👍"): Entry {
  return { kind: "reacted", time: TIME, name, target, emoji, on };
}

function texts(run: { messages: { text: string }[] }): string[] {
  return run.messages.map(({ text }) => text);
}

Deno.test("History.append() makes a message's id the byte offset of its line", () => {
  const { history, disk } = open();
  const [a, b] = add(history, said("привіт"), said("b"));
  assertEquals(a, HEAD.length);
  const line = new TextEncoder().encode(disk.text("r.txt")).subarray(b);
  assertEquals(new TextDecoder().decode(line), "[2025-11-19 23:46:36] Ada: b\n");
});

Deno.test("History.last() gives the newest messages, from memory and after a restart alike", () => {
  const { history, disk } = open();
  for (let i = 0; i < 45; i++) add(history, said(`m${i}`));
  const before = history.last(10);
  assertEquals(texts(before), Array.from({ length: 10 }, (_, i) => `m${35 + i}`));
  assertEquals(before.more, true);
  assertEquals(open(disk).history.last(10), before);
  assertEquals(texts(history.last(30)).length, 30);
});

Deno.test("History pages back and forth over every message exactly once", async () => {
  const { history } = open();
  const all = add(history, ...Array.from({ length: 57 }, (_, i) => said(`m${i} ${"я".repeat(i)}`)));
  const back: number[] = [];
  let run = history.last(10);
  for (;;) {
    back.unshift(...run.messages.map(({ id }) => id));
    if (!run.more) break;
    run = await history.before(run.start, 10);
  }
  assertEquals(back, all);
  const forth: number[] = [];
  let newer: boolean | undefined = true;
  while (newer) {
    const next = await history.after(forth.at(-1) ?? 0, 10);
    forth.push(...next.messages.map(({ id }) => id));
    newer = next.newer;
  }
  assertEquals(forth, all);
});

Deno.test("History.around() gives a message in the middle of its neighbours", async () => {
  const { history } = open();
  const all = add(history, ...Array.from({ length: 40 }, (_, i) => said(`m${i}`)));
  const run = await history.around(all[20]!, 11);
  assertEquals(run.messages.map(({ id }) => id), all.slice(15, 26));
  assertEquals([run.more, run.newer], [true, true]);
});

Deno.test("History folds relations onto messages on every page, after restarts too", async () => {
  const disk = new MemoryDisk();
  const { history } = open(disk);
  const all = add(history, ...Array.from({ length: 60 }, (_, i) => said(`m${i}`)));
  const relation = (kind: "reacted" | "edited", target: number): Entry =>
    kind === "edited"
      ? { kind, time: TIME, name: "Ada", target, text: "better" }
      : { kind, time: TIME, name: "Boris", target, emoji: "👍", on: true };
  add(
    history,
    relation("edited", all[5]!),
    relation("reacted", all[5]!),
    relation("reacted", all[59]!),
  );
  const wanted = [{ emoji: "👍", names: ["Boris"] }];
  for (const one of [history, open(disk).history]) {
    const old = (await one.before(all[10]!, 10)).messages.find(({ id }) => id === all[5]);
    assertEquals([old?.text, old?.edited, old?.reactions], ["better", true, wanted]);
    const found = (await one.around(all[5]!, 3)).messages.find(({ id }) => id === all[5]);
    assertEquals(found, old);
    assertEquals(one.find(all[5]!), old);
    assertEquals(one.last(5).messages.at(-1)?.reactions, wanted);
  }
});

Deno.test("History makes its index again where it is missing, stale or of another history", async () => {
  const disk = new MemoryDisk();
  const { history } = open(disk);
  const all = add(history, ...Array.from({ length: 60 }, (_, i) => said(`m${i}`)));
  add(history, {
    kind: "reacted",
    time: TIME,
    name: "B",
    target: all[3]!,
    emoji: "👍",
    on: true,
  });
  const whole = disk.text("index/r/notes/0");
  assertMatch(whole.trim(), /^135 \d+ \+ 👍 B$/);
  history.catchUpNow();
  await history.close();
  const damages = [
    () => disk.remove("index"),
    () => disk.put("index/r/notes/covered", "junk"),
    () => disk.put("index/r/notes/covered", "000000000000 9 0 00\n"),
    () => {
      disk.put("index/r/notes/0", "77777 1\n45 9");
      disk.remove("index/r/notes/covered");
    },
    // A log that was written anew, and of which the power left nothing.
    () => disk.put("index/r/notes/0", `= 1\n`),
    () => disk.put("index/r/notes/0", `= 2\n${whole.trim()}\n`),
  ];
  for (const [i, damage] of damages.entries()) {
    damage();
    const { history } = open(disk);
    // The first look finds that something is lost; the room looks again every two seconds.
    if (i > 3) await history.before(all[6]!, 5);
    history.catchUpNow();
    const run = await history.before(all[6]!, 5);
    assertEquals(run.messages.find(({ id }) => id === all[3])?.reactions?.length, 1, `${i}`);
    await history.close();
  }
});

Deno.test("History replaces an older version's index, and leaves the rest alone", async () => {
  const disk = new MemoryDisk();
  const { history } = open(disk);
  const all = add(history, ...Array.from({ length: 60 }, (_, i) => said(`m${i}`)));
  add(history, reacted("B", all[3]!, true));
  await history.close();
  disk.remove("index");
  disk.put("index/r/covered", `${history.epoch} ${history.end} 0 123456789abc\n`);
  disk.put("index/r/0", `\n${all[3]} ${history.end - 55}\n`);
  disk.put("index/r/refs", "45 ref\n");
  const again = open(disk).history;
  const run = await again.before(all[6]!, 5);
  assertEquals(run.messages.find(({ id }) => id === all[3])?.reactions?.length, 1);
  await again.close();
  assertEquals(disk.list("index/r"), ["refs"], "what an older version would make again is gone");
});

Deno.test("History.erase() takes the words off the disk, and moves nothing", () => {
  const { history, disk } = open();
  const file = {
    id: "9f2c.jpg",
    type: "image/jpeg",
    size: 7,
    name: "secret.jpg",
  };
  const [plain, shared] = add(history, said("secret привіт\nline"), {
    kind: "shared",
    time: TIME,
    name: "Ada",
    text: "secret words",
    file,
  });
  add(history, {
    kind: "edited",
    time: TIME,
    name: "Ada",
    target: plain!,
    text: "secret again",
  });
  const size = history.end;
  for (const target of [plain!, shared!]) {
    history.append(pendingEntry(
      { kind: "erased", time: TIME, name: "Ada", target },
      () => {},
    ));
  }
  history.flush();
  const text = disk.text("r.txt");
  assert(!/secret|привіт|9f2c/.test(text), text);
  assert(text.includes(`Ada: ${"-".repeat(26)}\n`), "as many dashes as there were bytes");
  assertEquals(
    new TextEncoder().encode(text).indexOf(42, size) - size,
    STAMP_LENGTH,
    "nothing moved",
  );
  assert(history.end > size);
  assertEquals(history.find(plain!), {
    id: plain!,
    time: "2025-11-19T23:46:36Z",
    name: "Ada",
    text: "",
    erased: true,
  });
  assertEquals(open(disk).history.last(5), history.last(5));
  assertEquals(history.malformed, 0);
});

Deno.test("History finishes an erasure that a crash left between its line and its words", () => {
  const disk = new MemoryDisk();
  const line = "[2025-11-19 23:46:36] Ada: secret\n";
  disk.put("r.txt", `${HEAD}${line}[2025-11-19 23:46:40] * Ada erased ${HEAD.length}\n`);
  open(disk);
  assert(disk.text("r.txt").includes("Ada: ------\n"));
});

function changed(kind: "edited" | "erased", target: number, text = "secret again"): Entry {
  const about = { time: TIME, name: "Ada", target };
  return kind === "edited" ? { kind, ...about, text } : { kind, ...about };
}

Deno.test("History overwrites an edit written behind its erasure, 200 of 200 (issue 15, 8)", () => {
  const { history, disk } = open();
  const ids = add(history, ...Array.from({ length: 200 }, (_, i) => said(`secret ${i}`)));
  add(history, ...ids.flatMap((id) => [changed("erased", id), changed("edited", id)]));
  assert(!disk.text("r.txt").includes("secret"), disk.text("r.txt"));
  const { length } = disk.text("r.txt");
  add(history, changed("edited", ids[7]!, "secret later"));
  const text = disk.text("r.txt");
  assert(
    text.endsWith(`edited ${ids[7]}: ------------\n`) && text.length > length,
    "and later ones",
  );
  assertEquals(history.find(ids[7]!)?.erased, true);
});

Deno.test("History overwrites at start what an older version left erased (issue 15, 8)", async () => {
  const { history, disk } = open();
  const [id] = add(history, said("secret"));
  // So much between the two that they are not looked at together.
  const filler = Array.from({ length: 3000 }, (_, i) => said(`${i} ${"x".repeat(70)}`));
  add(history, changed("erased", id!), ...filler);
  await history.close();
  const late = `[2025-11-19 23:47:00] * Ada edited ${id}: secret again\n`;
  disk.put("r.txt", disk.text("r.txt") + late);
  const earlier = open(disk).history;
  await earlier.close();
  disk.put("r.txt", disk.text("r.txt").replace(/------------\n$/, "secret again\n"));
  const covered = disk.text("index/r/notes/covered").replace("v3 ", "v2 ");
  disk.put("index/r/notes/covered", covered);
  const { length } = disk.text("r.txt");
  open(disk);
  assert(!disk.text("r.txt").includes("secret"), "it is gone");
  assertEquals(disk.text("r.txt").length, length, "and nothing moved");
});

Deno.test("History.erase() never writes past a line that holds bytes of no text", () => {
  const disk = new MemoryDisk();
  const broken = new Uint8Array([
    ...new TextEncoder().encode(`${HEAD}[2025-11-19 23:46:36] Ada: `),
    0xff,
    0xfe,
    10,
  ]);
  disk.put("r.txt", broken);
  const { history } = open(disk);
  add(history, said("next"));
  history.append(pendingEntry({
    kind: "erased",
    time: TIME,
    name: "Ada",
    target: HEAD.length,
  }, () => {}));
  history.flush();
  assert(disk.text("r.txt").includes("Ada: --\n[2025-11-19 23:46:36] Ada: next\n"));
});

Deno.test("History.since() gives exactly what was missed, and notes about what was not", () => {
  const { history } = open();
  const all = add(history, ...Array.from({ length: 8 }, (_, i) => said(`m${i}`)));
  add(history, {
    kind: "edited",
    time: TIME,
    name: "Ada",
    target: all[1]!,
    text: "x",
  });
  add(history, {
    kind: "edited",
    time: TIME,
    name: "Ada",
    target: all[6]!,
    text: "y",
  });
  const missed = history.since(all[4]!, 200);
  assertEquals(texts(missed!), ["m5", "y", "m7"]);
  assertEquals(missed!.relations.map(({ target }) => target), [all[1]]);
  assertEquals(history.since(history.end, 200), { messages: [], relations: [] });
});

Deno.test("History.since() gives nothing rather than a part with a hole", () => {
  const { history } = open();
  const all = add(history, ...Array.from({ length: 30 }, (_, i) => said(`m${i}`)));
  assertEquals(history.since(all[0]!, 28), null);
  assertEquals(history.since(all[0]!, 29)?.messages.length, 29);
  for (const offset of [all[0]! + 1, -1, 1e9, 2.5]) {
    assertEquals(history.since(offset, 200), null);
  }
});

Deno.test("History refuses to page from an offset where no line starts", async () => {
  const { history } = open();
  await assertRejects(() => history.before(3, 10), ChatError, "no line starts there");
});

Deno.test("History keeps lines that fit nothing where they are, shows none and counts them", () => {
  const disk = new MemoryDisk();
  const old = "[2025-11-19 23:46:36] A: one\r\n\r\n[2025-11-19 23:46:37] B: two\r\njunk\n";
  disk.put("r.txt", old);
  const { history } = open(disk);
  assertEquals(texts(history.last(10)), ["one", "two"]);
  assertEquals(history.malformed, 2);
  assertEquals(disk.text("r.txt"), old);
});

Deno.test("History.epoch does not change when the first line's words are erased", () => {
  const disk = new MemoryDisk();
  disk.put("r.txt", "[2025-11-19 23:46:36] Ada: secret\n");
  const { history } = open(disk);
  history.append(pendingEntry(
    { kind: "erased", time: TIME, name: "Ada", target: 0 },
    () => {},
  ));
  history.flush();
  assertEquals(open(disk).history.epoch, history.epoch);
  disk.put("r.txt", HEAD.replace(":36]", ":37]"));
  assertNotEquals(open(disk).history.epoch, history.epoch);
});

Deno.test("History tells nobody of what the disk refused, and shows none of it", () => {
  const { history, disk } = open();
  add(history, said("kept"));
  disk.onAppend = () => {
    throw new Error("ENOSPC");
  };
  let code: string | undefined;
  history.append(pendingEntry(said("lost"), (error) => code = error?.code));
  history.flush();
  assertEquals(code, "disk");
  assertEquals(texts(history.last(10)), ["kept"]);
});

Deno.test("History stopped at any point still overwrites all that was erased (issue 20)", () => {
  for (let calls = 0;; calls++) {
    const disk = new MemoryDisk();
    // What a crash leaves, or what came from another machine: lines that erase, and nothing overwritten.
    const lines = ["one", "two", "three"].map((text) =>
      `[2025-11-19 23:46:37] Ada: ${text} goes\n`
    );
    let at = HEAD.length;
    const ids = lines.map((line) => (at += line.length) - line.length);
    const erasures = ids.map((id) => `[2025-11-19 23:46:38] * Ada erased ${id}\n`);
    disk.put("r.txt", HEAD + lines.join("") + erasures.join(""));
    const before = disk.calls;
    disk.onCall = (_call, count) => {
      // The process ends here: nothing more reaches the disk.
      if (count - before >= calls) throw new Error("killed");
    };
    let wasKilled = false;
    try {
      open(disk);
    } catch {
      wasKilled = true;
    }
    wasKilled ||= disk.calls - before > calls;
    disk.onCall = () => {};
    open(disk);
    assertEquals(disk.text("r.txt").includes("goes"), false, `killed at call ${calls}`);
    if (!wasKilled) break;
  }
});

Deno.test("History counts erased words as unseen until the disk overwrites them (issue 20)", () => {
  const disk = new MemoryDisk();
  const line = "[2025-11-19 23:46:37] Ada: this goes\n";
  const erasure = `[2025-11-19 23:46:38] * Ada erased ${HEAD.length}\n`;
  disk.put("r.txt", HEAD + line + erasure);
  disk.onCall = (call) => {
    if (call === "overwrite") throw new Error("busy");
  };
  const history = new History("r.txt", {
    disk,
    clock: new FakeClock(),
    sync: "never",
    recent: 10,
    index: "index/r",
  });
  try {
    history.catchUpNow();
  } catch {
    // Told by whoever asked for it.
  }
  assert(history.unseen > 0);
  disk.onCall = () => {};
  history.catchUpNow();
  assertEquals([history.unseen, disk.text("r.txt").includes("this goes")], [0, false]);
});
