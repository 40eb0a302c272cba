import { assertEquals } from "@std/assert";
import { FakeClock } from "../../helpers/clock.ts";
import { memoryAllowed, watchMemory } from "../../../server/process/memory_watch.ts";

const MEGABYTE = 1024 * 1024;

Deno.test("memoryAllowed() is three quarters of what there is, up to 1 GB (issue 15, 8)", () => {
  assertEquals(memoryAllowed([512 * MEGABYTE, null]), 384);
  assertEquals(memoryAllowed([8192 * MEGABYTE, 256 * MEGABYTE]), 192);
  // Without a limit control groups of version 1 name the largest number of pages, others nothing.
  assertEquals(memoryAllowed([8192 * MEGABYTE, 9223372036854772000]), 1024);
  assertEquals(memoryAllowed([1024 * MEGABYTE, 0]), 768);
  assertEquals(memoryAllowed([null, null]), 1024);
});

Deno.test("watchMemory() cuts everybody off once, then ends the process", () => {
  const clock = new FakeClock();
  const [told, cuts]: [string[], number[]] = [[], []];
  let used = 50 * MEGABYTE;
  watchMemory({
    max: 100,
    clock,
    logger: { info() {}, warn() {} },
    used: () => used,
    stopwatch: () => clock.now(),
    cutOff: () => void cuts.push(clock.now()),
    end: (reason) => void told.push(reason),
  });
  clock.advance(1000);
  assertEquals([cuts.length, told], [0, []]);
  used = 200 * MEGABYTE;
  clock.advance(1000);
  assertEquals([cuts.length, told], [1, []]);
  used = 50 * MEGABYTE;
  clock.advance(5000);
  used = 200 * MEGABYTE;
  clock.advance(1500);
  assertEquals([cuts.length, told[0]], [2, "200 MB of memory"]);
});
