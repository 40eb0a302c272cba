/** What those who are elsewhere are told costs the same, however many rooms and people there are. */
import { assert, assertEquals } from "@std/assert";
import { FakeClock } from "../../helpers/clock.ts";
import { Activity } from "../../../server/delivery/activity.ts";
import { Connection } from "../../../server/delivery/connection.ts";
import { TickScheduler } from "../../../server/delivery/scheduler.ts";
import type { Message } from "../../../server/protocol.ts";

function crowd(people: number) {
  const clock = new FakeClock();
  const arranged: (() => void)[] = [];
  const scheduler = new TickScheduler({
    endOfTurn: (fn) => arranged.push(fn),
    clock,
    stopwatch: () => clock.now(),
    onBug: (error) => {
      throw error;
    },
  });
  const frames: { to: number; frame: string; at: number }[] = [];
  const connections = new Set<Connection>();
  for (let i = 0; i < people; i++) {
    const name = `p${i}`;
    const member = { name, key: name, session: name, addressKey: name };
    connections.add(
      new Connection({ ...member, account: false, admin: false }, {
        send: (frame) => void frames.push({ to: i, frame, at: clock.now() }),
        close: () => {},
      }, scheduler),
    );
  }
  const isName = (key: string): boolean => /^p\d+$/.test(key);
  /** Time goes on, and the loop turns until nothing is left to do. */
  const passes = (ms: number): void => {
    for (let left = ms; left >= 0; left -= 50) {
      while (arranged.length > 0) arranged.shift()!();
      if (left > 0) clock.advance(50);
    }
  };
  const activity = new Activity(clock, scheduler, { connections }, isName);
  return { clock, passes, frames, connections, activity };
}

function message(id: number, text = "hi"): Message {
  return { id, time: "2025-11-19T23:46:36Z", name: "Ada", text };
}

Deno.test("Activity sends a bounded number of bytes a second and tells everybody once", () => {
  const { clock, passes, frames, connections, activity } = crowd(500);
  const began = clock.now();
  for (let i = 0; i < 200; i++) {
    activity.said(
      { key: `r${i}`, name: `room ${i}`, history: { end: 200 }, isFor: () => true },
      message(100),
    );
  }
  passes(60_000);
  assertEquals(frames.length, connections.size, "one frame each, of all rooms together");
  assertEquals(new Set(frames.map(({ to }) => to)).size, connections.size);
  const perSecond = new Map<number, number>();
  for (const { frame, at } of frames) {
    const second = Math.floor((at - began) / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + frame.length);
  }
  const longest = Math.max(...frames.map(({ frame }) => frame.length));
  // A slice ends with the frame that goes over its budget.
  const most = Math.max(...perSecond.values());
  assert(most <= 200 * 1024 + 32 * 1024 + 21 * longest, `${most} in one second`);
  assert(perSecond.size > 10, "spread over seconds");
  activity.close();
});

Deno.test("Activity tells whoever is called at once, also while a round goes on", () => {
  const { passes, frames, activity } = crowd(500);
  for (let i = 0; i < 200; i++) {
    activity.said(
      { key: `r${i}`, name: `room ${i}`, history: { end: 200 }, isFor: () => true },
      message(100),
    );
  }
  passes(0);
  const before = frames.length;
  assert(before < 100, "the round has only begun");
  passes(1000);
  frames.length = 0;
  activity.said(
    { key: "x", name: "elsewhere", history: { end: 300 }, isFor: () => true },
    message(250, "@p3, come"),
  );
  passes(1000);
  const called = frames.filter(({ frame }) => frame.includes('"mentioned":true'));
  assertEquals(called.map(({ to }) => to), [3]);
  activity.close();
});

Deno.test("Activity begins the next round where the last one ended", () => {
  const { passes, frames, activity } = crowd(3);
  const room = { key: "r", name: "room", history: { end: 200 }, isFor: () => true };
  activity.said(room, message(100));
  passes(0);
  activity.said(room, message(150));
  activity.said(room, message(180));
  passes(1000);
  const told = frames.map(({ frame }) => JSON.parse(frame)[0]);
  assertEquals(told.map(({ messages }) => messages), [1, 1, 1, 2, 2, 2]);
  assertEquals(told.map(({ from }) => from), [100, 100, 100, 150, 150, 150]);
  activity.close();
});
