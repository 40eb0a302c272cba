/** Whether newcomers are let in, told by knocking. */
import { assertEquals } from "@std/assert";
import { AcceptWatch } from "../../../server/transport/accept_watch.ts";
import { FakeClock } from "../../helpers/clock.ts";

/** A watch over a door that is open or not. */
function watched(open: number) {
  const clock = new FakeClock();
  const door = { isOpen: true, canKnock: true, knocks: 0, shut: 0, hungUp: 0 };
  const watch = new AcceptWatch({
    clock,
    knock: () => {
      if (!door.canKnock) return Promise.reject(new Error("no file left"));
      door.knocks++;
      if (door.isOpen) watch.accepted(open);
      return Promise.resolve(() => void door.hungUp++);
    },
    onShut: () => void door.shut++,
  });
  const seconds = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      clock.advance(1000);
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  return { watch, door, clock, seconds };
}

Deno.test("with few connections nobody knocks, nor while others come in", async () => {
  const few = watched(3);
  few.watch.accepted(3);
  await few.seconds(10);
  assertEquals(few.door.knocks, 0);
  const busy = watched(500);
  for (let i = 0; i < 10; i++) {
    busy.watch.accepted(500);
    await busy.seconds(1);
  }
  assertEquals(busy.door.knocks, 0);
});

Deno.test("a door that opens is knocked at and left alone", async () => {
  const { watch, door, clock, seconds } = watched(500);
  watch.accepted(500);
  await seconds(10);
  assertEquals([door.knocks > 1, door.shut], [true, 0]);
  await seconds(1);
  watch.stop();
  assertEquals(
    [door.hungUp, clock.pending],
    [door.knocks, 0],
    "no knock stays open",
  );
});

Deno.test("a door shut for three seconds is told, and one that we cannot knock at, at once", async () => {
  const { watch, door, seconds } = watched(500);
  watch.accepted(500);
  door.isOpen = false;
  await seconds(4);
  assertEquals([door.knocks, door.shut], [1, 0], "who is busy may be late");
  await seconds(1);
  assertEquals([door.knocks, door.shut, door.hungUp], [1, 1, 1]);
  door.canKnock = false;
  await seconds(2);
  assertEquals(door.shut, 3);
});
