import { assert, assertEquals } from "@std/assert";
import { formatTime } from "../../../server/base/clock.ts";
import { placeOf } from "../../../server/history/time_search.ts";
import type { DiskFile } from "../../../server/store/disk.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { random } from "../../helpers/random.ts";

const START = Date.UTC(2024, 0, 1);

interface Line {
  time: number;
  text: string;
}

/** A file of such lines, where each starts, and how many bytes of it were read. */
function fileOf(lines: Line[]) {
  const disk = new MemoryDisk();
  const offsets: number[] = [];
  const parts: string[] = [];
  let end = 0;
  for (const { time, text } of lines) {
    const line = time < 0 ? `${text}\n` : `[${formatTime(time)}] Ada: ${text}\n`;
    offsets.push(end);
    end += new TextEncoder().encode(line).length;
    parts.push(line);
  }
  disk.put("r.txt", parts.join(""));
  const inner = disk.openToRead("r.txt")!;
  const counted = { bytes: 0 };
  const file: DiskFile = Object.create(inner, {
    read: {
      value(bytes: Uint8Array, at: number) {
        counted.bytes += bytes.length;
        return inner.read(bytes, at);
      },
    },
  });
  return { file, offsets, end, counted, place: (time: number) => placeOf(file, end, time) };
}

/** Lines a few minutes apart, of many lengths. */
function lines(count: number, next: () => number): Line[] {
  let time = START;
  return Array.from({ length: count }, (_, i) => {
    time += Math.floor(next() * 600) * 1000;
    return { time, text: `${i} ${"ї".repeat(Math.floor(next() ** 4 * 300))}` };
  });
}

Deno.test("placeOf() finds the first line of a time or later, wherever it stands", () => {
  const next = random(7);
  const all = lines(20_000, next);
  const { offsets, end, place } = fileOf(all);
  const times = Array.from({ length: 300 }, () => {
    const at = Math.floor(next() * all.length);
    return all[at]!.time + Math.floor(next() * 3 - 1) * 1000;
  });
  for (const time of [...times, 0, START, all.at(-1)!.time, all.at(-1)!.time + 1000]) {
    const first = all.findIndex((line) => line.time >= time);
    assertEquals(place(time), first < 0 ? end : offsets[first]!, formatTime(time));
  }
});

Deno.test("placeOf() is not led astray by lines of a clock that was wrong", () => {
  const next = random(3);
  const all = lines(20_000, next);
  const isWrong = (i: number) => i > 0 && i % 97 === 0;
  // As an import begins: now, and then years of what was said before.
  const told = all.map((line, i) =>
    i === 0
      ? { ...line, time: Date.UTC(2026, 0, 1) }
      : isWrong(i)
      ? { ...line, time: i % 2 === 0 ? 0 : Date.UTC(2090, 0, 1) }
      : line
  );
  const { offsets, place } = fileOf(told);
  for (let i = 0; i < 300; i++) {
    const at = 1 + Math.floor(next() * (all.length - 1));
    const { time } = all[at]!;
    const first = all.findIndex((line, i) => i > 0 && !isWrong(i) && line.time >= time);
    const found = offsets.indexOf(place(time));
    // Where a wrong line stands beside the place, it and one before it may come along; nothing is missed.
    assert(found <= first && first - found <= 2, `${found} for ${first}`);
  }
});

Deno.test("placeOf() reads little of a history of a million lines", () => {
  const all = Array.from({ length: 1_000_000 }, (_, i) => ({
    time: START + i * 1000,
    text: `${i}`,
  }));
  const { offsets, counted, place } = fileOf(all);
  assertEquals(place(START + 654_321_000), offsets[654_321]);
  assert(counted.bytes < 1024 * 1024, `${counted.bytes} bytes`);
});

Deno.test("placeOf() ends among lines that are none, long ones and no line at all", () => {
  assertEquals(fileOf([]).place(START), 0);
  const none = fileOf(Array.from({ length: 5000 }, () => ({ time: -1, text: "-".repeat(100) })));
  assertEquals(none.place(START) <= none.end, true);
  const long = fileOf(
    Array.from({ length: 100 }, (_, i) => ({ time: START + i * 1000, text: "x".repeat(60_000) })),
  );
  for (const i of [0, 1, 42, 99]) {
    assertEquals(long.place(START + i * 1000), long.offsets[i], String(i));
  }
});
