import { assertEquals } from "@std/assert";
import { onceIn } from "../../../client/device/once_in.js";

Deno.test("onceIn() does once what is asked for meanwhile, and again for who asks later", () => {
  const timers: [fn: () => void, ms: number][] = [];
  let done = 0;
  const ask = onceIn(40, () => void done++, (fn, ms) => timers.push([fn, ms]));
  for (let i = 0; i < 3; i++) ask();
  assertEquals([done, timers.map(([, ms]) => ms)], [0, [40]]);
  timers[0]![0]();
  assertEquals(done, 1);
  ask();
  assertEquals([done, timers.length], [1, 2]);
});

Deno.test("onceIn() can be asked again by what it does, or after that threw", () => {
  const timers: (() => void)[] = [];
  const ask: () => void = onceIn(1, () => {
    ask();
    throw new Error("no");
  }, (fn) => timers.push(fn));
  ask();
  try {
    timers[0]!();
  } catch {
    // As a timer would tell nobody.
  }
  assertEquals(timers.length, 2);
});
