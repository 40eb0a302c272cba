import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { enforceMinRate } from "../../../server/base/min_rate.ts";
import { FakeClock } from "../../helpers/clock.ts";

const slices = { next: () => Promise.resolve() };

/** Somebody who sends so many bytes at the given seconds, then nothing, or the end. */
async function send(plan: [second: number, bytes: number][], end = true): Promise<number | string> {
  const clock = new FakeClock();
  const options = { creditMs: 10_000, bytesPerSecond: () => 1000, slices };
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  let length = 0;
  const reading = (async () => {
    for await (const chunk of enforceMinRate(readable, { clock, ...options })) {
      length += chunk.length;
    }
    return length;
  })().catch((error) => error instanceof ChatError ? error.code : String(error));
  let second = 0;
  for (const [at, bytes] of plan) {
    for (; second < at; second++) {
      for (let i = 0; i < 100; i++) await Promise.resolve();
      clock.advance(1000);
    }
    writer.write(new Uint8Array(bytes)).catch(() => {});
    for (let i = 0; i < 100; i++) await Promise.resolve();
  }
  if (end) writer.close().catch(() => {});
  else clock.advance(60_000);
  return await reading;
}

Deno.test("paced() hands everything on that comes fast enough, and forgives a pause", async () => {
  assertEquals(await send([[0, 500], [1, 500], [2, 500]]), 1500);
  assertEquals(await send([[0, 1], [9, 5000], [14, 1]]), 5002);
});

Deno.test("paced() ends a trickle, although something comes all the time (security M4)", async () => {
  const trickle = Array.from({ length: 60 }, (_, second): [number, number] => [second, 1]);
  assertEquals(await send(trickle), "too_slow");
  assertEquals(await send([[0, 1]], false), "too_slow");
});

Deno.test("paced() lets nobody save up for a pause by sending much at first", async () => {
  assertEquals(await send([[0, 1_000_000], [11, 1]]), "too_slow");
});

Deno.test("paced() tells a sender who breaks off from a slow one, and frees the source", async () => {
  const pace = { clock: new FakeClock(), creditMs: 1000, bytesPerSecond: () => 1, slices };
  let cancelled = 0;
  const source = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: () => void cancelled++,
  });
  for await (const _ of enforceMinRate(source, pace)) break;
  assertEquals(cancelled, 1);
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("reset")),
  });
  const reading = async () => {
    for await (const _ of enforceMinRate(broken, pace));
  };
  assertEquals((await assertRejects(reading, ChatError)).code, "bad_request");
});

Deno.test("paced() lets others have their turn, and refuses tiny pieces (security H3)", async () => {
  const pauses: number[] = [];
  let count = 0;
  const options = {
    clock: new FakeClock(),
    creditMs: 1000,
    bytesPerSecond: () => 1,
    slices: { next: () => Promise.resolve(void pauses.push(count)) },
  };
  const pieces = async (size: number, pieces: number): Promise<string> => {
    [count, pauses.length] = [0, 0];
    async function* source() {
      await Promise.resolve();
      for (let i = 0; i < pieces; i++) yield new Uint8Array(size);
    }
    try {
      for await (const _ of enforceMinRate(source(), options)) count++;
      return "taken";
    } catch (error) {
      return error instanceof ChatError ? error.code : String(error);
    }
  };
  assertEquals([await pieces(1, 10_000), count], ["bad_request", 260]);
  assertEquals([await pieces(1, 200), count], ["taken", 200]);
  assertEquals([await pieces(64, 10_000), count], ["taken", 10_000]);
  assertEquals(pauses.slice(0, 3), [4, 8, 12]);
});
