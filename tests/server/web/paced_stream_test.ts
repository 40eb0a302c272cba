import { assertEquals, assertRejects } from "@std/assert";
import { FakeClock } from "../../helpers/clock.ts";
import { pacedStream, type Piece } from "../../../server/web/paced_stream.ts";

function open(pieces: (string | Error)[], ahead = 0) {
  const clock = new FakeClock();
  let ended = 0;
  const left = [...pieces];
  const stream = pacedStream({
    clock,
    creditMs: 1000,
    bytesPerSecond: () => 1,
    ahead,
    next(): Promise<Piece> {
      const one = left.shift()!;
      if (one instanceof Error) return Promise.reject(one);
      return Promise.resolve({ bytes: new TextEncoder().encode(one), isLast: left.length === 0 });
    },
    end: () => void ended++,
  });
  return { clock, stream, ended: () => ended };
}

Deno.test("pacedStream() hands on all pieces, an empty one among them, and ends once", async () => {
  const { stream, ended } = open(["a", "", "b", ""]);
  assertEquals(await new Response(stream).text(), "ab");
  assertEquals(ended(), 1);
});

Deno.test("pacedStream() ends once where the next piece cannot be had, with that error", async () => {
  const { stream, ended } = open(["a", new Error("a bad sector"), "b"]);
  await assertRejects(() => new Response(stream).text(), Error, "a bad sector");
  assertEquals(ended(), 1);
});

Deno.test("pacedStream() cuts off whoever reads no more, and ends once", async () => {
  const { clock, stream, ended } = open(["a", "b", "c"]);
  const reader = stream.getReader();
  await reader.read();
  assertEquals(ended(), 0);
  clock.advance(1000);
  assertEquals(ended(), 1);
  await assertRejects(() => reader.read(), Error, "Nobody read on");
  await reader.cancel().catch(() => {});
  assertEquals(ended(), 1);
});

Deno.test("pacedStream() ends once where nobody wants the rest", async () => {
  const { stream, ended } = open(["a", "b", "c"]);
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel();
  assertEquals(ended(), 1);
});
