import { assert, assertEquals } from "@std/assert";
import { FakeClock } from "../../helpers/clock.ts";
import { SLICE_MS, TimeSlices } from "../../../server/base/time_slices.ts";

Deno.test("TimeSlices: all long work together has one slice of a turn, one worker at a time", async () => {
  const clock = new FakeClock();
  let time = 0;
  const slices = new TimeSlices({ clock, stopwatch: () => time });
  assertEquals(slices.isUsed, true, "work begins with a slice of its own");
  const order: string[] = [];
  const work = async (name: string): Promise<void> => {
    for (let i = 0; i < 2; i++) {
      await slices.next();
      order.push(name);
    }
  };
  const working = Promise.all([work("one"), work("two")]);
  for (let scheduler = 1; scheduler <= 4; scheduler++) {
    for (let i = 0; i < 3 && order.length < scheduler; i++) {
      time++;
      clock.advance(1);
      // Everything that follows from one turn happens before the next.
      await new Promise((go) => setTimeout(go, 0));
    }
    assertEquals(order.length, scheduler, "one a turn");
    assertEquals(slices.isUsed, false);
    time += SLICE_MS;
    assertEquals(slices.isUsed, true);
  }
  await working;
  assertEquals(order, ["one", "two", "one", "two"]);
  assertEquals(clock.pending, 0);
});

Deno.test("TimeSlices pauses between the slices of several at work (security H1)", async () => {
  const clock = new FakeClock(0);
  const slices = new TimeSlices({ clock, stopwatch: () => clock.now() });
  const ended: number[] = [];
  const begun: number[] = [];
  const work = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) {
      await slices.next();
      begun.push(clock.now());
      // The clock goes on while the work is done, and no timer can fire.
      clock.set(clock.now() + SLICE_MS);
      ended.push(clock.now());
    }
  };
  const working = Promise.all([work(), work(), work()]);
  for (let i = 0; i < 400 && begun.length < 15; i++) {
    clock.advance(0);
    await new Promise((go) => setTimeout(go, 0));
    clock.advance(0.5);
    await new Promise((go) => setTimeout(go, 0));
  }
  await working;
  for (let i = 1; i < begun.length; i++) {
    assert(begun[i]! >= ended[i - 1]! + 1, `${begun[i]} after ${ended[i - 1]}`);
  }
  assertEquals(clock.pending, 0);
});
