/** Codes for another device of somebody who is signed in: good once, for a while, and for one's own session. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { Handovers, isHandoverLine } from "../../../server/people/handovers.ts";
import { Sessions } from "../../../server/people/sessions.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const HOUR_MS = 3_600_000;

function start() {
  const disk = new MemoryDisk();
  const clock = new FakeClock();
  const parts = {
    disk: guardedDisk(disk),
    clock,
    random: (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes),
  };
  const sessions = new Sessions({ ...parts, path: "data/sessions.txt", onTrouble: () => {} });
  const open = () => new Handovers({ ...parts, path: "data/handovers.txt", sessions });
  const { session } = sessions.begin("Ada", true);
  return { disk, clock, sessions, open, handovers: open(), session };
}

function isOver(handovers: Handovers, code: unknown): void {
  assertEquals(assertThrows(() => handovers.sessionOf(code), ChatError).code, "handover_used");
}

Deno.test("Handovers.take() gives the session once, to one of two, also after a restart", async () => {
  const { handovers, open, session, disk } = start();
  const { code } = await handovers.begin(session.id);
  assert(!disk.text("data/handovers.txt").includes(code), "only its hash is kept");
  assert(isHandoverLine(disk.text("data/handovers.txt").trimEnd()));
  assertEquals(open().sessionOf(code).name, "Ada");
  assertEquals(handovers.sessionOf(code).name, "Ada", "to look is not to take");
  const taken = await Promise.allSettled([handovers.take(code), handovers.take(code)]);
  assertEquals(taken.map(({ status }) => status), ["fulfilled", "rejected"]);
  isOver(handovers, code);
  isOver(open(), code);
});

Deno.test("a code is good for four hours, and ends with the session that made it", async () => {
  const { handovers, session, sessions, clock } = start();
  const first = await handovers.begin(session.id);
  clock.set(clock.now() + 4 * HOUR_MS - 1000);
  assertEquals(handovers.sessionOf(first.code).id, session.id);
  clock.set(clock.now() + 1000);
  isOver(handovers, first.code);
  const second = await handovers.begin(session.id);
  sessions.end(session.id);
  isOver(handovers, second.code);
});

Deno.test("a session has one code at a time, and no value that is none finds one", async () => {
  const { handovers, session, disk } = start();
  const first = await handovers.begin(session.id);
  const second = await handovers.begin(session.id);
  isOver(handovers, first.code);
  assertEquals(handovers.sessionOf(second.code).id, session.id);
  for (const odd of [undefined, null, 5, "", [], {}, "x".repeat(5000), session.id]) {
    isOver(handovers, odd);
  }
  assertEquals(disk.text("data/handovers.txt").trimEnd().split("\n").length, 1);
  await assertRejects(() => handovers.take("x"), ChatError);
});

Deno.test("a code that the disk did not let go of was not taken", async () => {
  const { handovers, session, disk } = start();
  const { code } = await handovers.begin(session.id);
  disk.onCall = () => {
    throw new Deno.errors.NotCapable("the disk is full");
  };
  await assertRejects(() => handovers.take(code));
  disk.onCall = () => {};
  assertEquals(handovers.sessionOf(code).id, session.id);
});
