import { assertEquals } from "@std/assert";
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
  for (let turn = 1; turn <= 4; turn++) {
    clock.advance(1);
    // Everything that follows from one turn happens before the next.
    await new Promise((go) => setTimeout(go, 0));
    assertEquals(order.length, turn, "one a turn");
    assertEquals(slices.isUsed, false);
    time += SLICE_MS;
    assertEquals(slices.isUsed, true);
  }
  await working;
  assertEquals(order, ["one", "two", "one", "two"]);
  assertEquals(clock.pending, 0);
});
