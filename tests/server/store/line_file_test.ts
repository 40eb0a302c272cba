import { pendingLine } from "../../helpers/pending.ts";
import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { LineFile, type SyncPolicy } from "../../../server/store/line_file.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

function open(sync: SyncPolicy = "never", disk = new MemoryDisk()) {
  const clock = new FakeClock();
  return { file: new LineFile("f.txt", { disk, clock, sync }), disk, clock };
}

function record(told: [string | null, number][]) {
  return (error: ChatError | null, offset: number) => {
    told.push([error?.code ?? null, offset]);
  };
}

Deno.test("LineFile.append() gives each line the byte offset where it starts", () => {
  const { file, disk } = open();
  const told: [string | null, number][] = [];
  for (const line of ["one", "два", "👍", "four"]) {
    file.append(pendingLine(line, record(told)));
  }
  file.flush();
  assertEquals(told, [[null, 0], [null, 4], [null, 11], [null, 16]]);
  assertEquals(file.end, 21);
  assertEquals(disk.text("f.txt"), "one\nдва\n👍\nfour\n");
  for (const [, offset] of told) assertEquals(file.startsLine(offset), true);
  assertEquals(file.line(4), "два");
});

Deno.test("LineFile.flush() writes a whole turn at once and tells nobody before", () => {
  const { file, disk } = open();
  const told: [string | null, number][] = [];
  for (let i = 0; i < 100; i++) file.append(pendingLine(`line ${i}`, record(told)));
  assertEquals([told.length, disk.appends], [0, 0]);
  file.flush();
  assertEquals([told.length, disk.appends], [100, 1]);
});

Deno.test("LineFile.flush() completes a short write", () => {
  const { file, disk } = open();
  disk.onAppend = (_count, length) => Math.min(length, 3);
  const told: [string | null, number][] = [];
  file.append(pendingLine("hello world", record(told)));
  file.flush();
  assertEquals(told, [[null, 0]]);
  assertEquals(disk.text("f.txt"), "hello world\n");
});

Deno.test("LineFile.flush() cuts a failed write back and tells those who sent it", () => {
  const { file, disk } = open();
  const told: [string | null, number][] = [];
  file.append(pendingLine("first", record(told)));
  file.flush();
  // A disk that fills up in the middle of a batch: part of it is in the file when it says no.
  let part = true;
  disk.onAppend = (_count, length) => {
    if (!part) throw new Error("ENOSPC");
    part = false;
    return Math.floor(length / 2);
  };
  file.append(pendingLine("second", record(told)));
  file.append(pendingLine("third", record(told)));
  file.flush();
  assertEquals(told.slice(1), [["disk", -1], ["disk", -1]]);
  assertEquals(disk.text("f.txt"), "first\n");
  disk.onAppend = (_count, length) => length;
  file.append(pendingLine("fourth", record(told)));
  file.flush();
  assertEquals(told.at(-1), [null, 6]);
  assertEquals(disk.text("f.txt"), "first\nfourth\n");
});

Deno.test("LineFile.flush() owes a cut that failed to the next write", () => {
  const { file, disk } = open();
  disk.onAppend = (count, length) => {
    if (count === 1) throw new Error("EIO");
    return count === 0 ? 2 : length;
  };
  disk.onTruncate = () => {
    throw new Error("EIO");
  };
  const told: [string | null, number][] = [];
  file.append(pendingLine("lost", record(told)));
  file.flush();
  assertEquals(disk.text("f.txt"), "lo");
  file.append(pendingLine("also lost", record(told)));
  file.flush();
  assertEquals(disk.text("f.txt"), "lo");
  disk.onTruncate = () => {};
  file.append(pendingLine("kept", record(told)));
  file.flush();
  assertEquals(told, [["disk", -1], ["disk", -1], [null, 0]]);
  assertEquals(disk.text("f.txt"), "kept\n");
});

Deno.test("LineFile with sync always tells of a line once the device has it", async () => {
  const { file, disk } = open("always");
  const semaphore = Promise.withResolvers<void>();
  disk.onSync = () => semaphore.promise;
  const told: [string | null, number][] = [];
  file.append(pendingLine("a", record(told)));
  file.append(pendingLine("b", record(told)));
  file.flush();
  file.append(pendingLine("c", record(told)));
  file.flush();
  assertEquals(told, []);
  assertEquals(file.end, 0);
  semaphore.resolve();
  await file.close();
  assertEquals(told, [[null, 0], [null, 2], [null, 4]]);
  assertEquals(disk.syncs >= 2, true);
});

Deno.test("LineFile with sync always takes a line back that the device refused", async () => {
  const { file, disk } = open("always");
  disk.onSync = () => Promise.reject(new Error("EIO"));
  const told: [string | null, number][] = [];
  file.append(pendingLine("a", record(told)));
  file.flush();
  await Promise.resolve();
  disk.onSync = () => {};
  await file.close();
  assertEquals(told, [["disk", -1]]);
  assertEquals(disk.text("f.txt"), "");
});

Deno.test("LineFile with sync second syncs within a second of the first line", async () => {
  const { file, disk, clock } = open("second");
  file.append(pendingLine("a", () => {}));
  file.flush();
  clock.advance(999);
  assertEquals(disk.syncs, 0);
  clock.advance(1);
  assertEquals(disk.syncs, 1);
  await file.close();
  assertEquals(clock.pending, 0);
});

Deno.test("LineFile.append() refuses more than may wait, and loses nothing it took", () => {
  const { file } = open();
  const told: [string | null, number][] = [];
  let taken = 0;
  const error = assertThrows(() => {
    for (;; taken++) file.append(pendingLine("x".repeat(1000), record(told)));
  }, ChatError);
  assertEquals(error.code, "busy");
  file.flush();
  assertEquals(told.length, taken);
});

Deno.test("LineFile.startsLine() trusts an offset only where a line starts", () => {
  const { file } = open();
  file.append(pendingLine("one", () => {}));
  file.append(pendingLine("two", () => {}));
  file.flush();
  const trusted = [-1, 0, 1, 3, 4, 7, 8, 9, 1.5, NaN, 2 ** 60].filter((at) => file.startsLine(at));
  assertEquals(trusted, [0, 4, 8]);
});

Deno.test("LineFile.backward() and forward() visit the same lines, in any chunks", () => {
  const { file } = open();
  const lines = Array.from({ length: 3000 }, (_, i) => "я".repeat((i * 37) % 90) + i);
  for (const line of lines) file.append(pendingLine(line, () => {}));
  file.flush();
  const forth: [string | null, number][] = [];
  file.forward(0, (line, offset) => void forth.push([line, offset]));
  const back: [string | null, number][] = [];
  file.backward(file.end, (line, offset) => void back.push([line, offset]));
  assertEquals(forth.map(([line]) => line), lines);
  assertEquals(back.reverse(), forth);
  for (const [line, offset] of forth.slice(0, 50)) {
    assertEquals(file.line(offset), line);
  }
});

Deno.test("LineFile.backward() tells a line too long to be one as null and holds none of it", () => {
  const disk = new MemoryDisk();
  disk.put("f.txt", `first\n${"x".repeat(700_000)}\nlast\n`);
  const { file } = open("never", disk);
  const back: [string | null, number][] = [];
  file.backward(file.end, (line, offset) => void back.push([line, offset]));
  assertEquals(back, [["last", 700_007], [null, 6], ["first", 0]]);
  const forth: [string | null, number][] = [];
  file.forward(0, (line, offset) => void forth.push([line, offset]));
  assertEquals(forth.reverse(), back);
});

Deno.test("LineFile reads a file of one newline, of none, and one with a byte order mark", () => {
  const disk = new MemoryDisk();
  disk.put("f.txt", "\n");
  const lines = (from: LineFile) => {
    const seen: [string | null, number][] = [];
    from.backward(from.end, (line, offset) => void seen.push([line, offset]));
    return seen;
  };
  assertEquals(lines(open("never", disk).file), [["", 0]]);
  disk.put("f.txt", "");
  assertEquals(lines(open("never", disk).file), []);
  disk.put("f.txt", "\ufeffa\n\ufeffb\n");
  assertEquals(lines(open("never", disk).file), [["\ufeffb", 5], ["a", 0]]);
});

Deno.test("LineFile.blank() overwrites words with as many dashes and moves nothing", () => {
  const { file, disk } = open();
  file.append(pendingLine("[x] Ada: привіт", () => {}));
  file.append(pendingLine("next", () => {}));
  file.flush();
  file.blank(9, 12);
  assertEquals(disk.text("f.txt"), "[x] Ada: ------------\nnext\n");
});
