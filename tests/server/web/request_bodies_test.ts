import { assertEquals, assertRejects } from "@std/assert";
import { Bodies } from "../../../server/web/request_bodies.ts";
import { FakeClock } from "../../helpers/clock.ts";

const MEGABYTE = 1024 * 1024;

/** A request whose body comes piece by piece, and how many pieces were asked for. */
function sent(bytes: number, headers: Record<string, string> = {}) {
  const asked = { pieces: 0, ended: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      asked.pieces++;
      controller.enqueue(new Uint8Array(1024));
    },
    cancel() {
      asked.ended = true;
    },
  }, { highWaterMark: 0 });
  const request = new Request("http://localhost/api/rooms/general/files", {
    method: "POST",
    body,
    headers: { "content-length": String(bytes), ...headers },
  });
  return { request, asked };
}

const refusal = () => Response.json({ code: "busy" }, { status: 503 });

Deno.test("Bodies.answered() drains what nobody read, or ends if it is much (security H3)", async () => {
  const clock = new FakeClock();
  const bodies = new Bodies({
    clock,
    slices: { isUsed: false, next: () => Promise.resolve() },
  });
  for (let i = 0; i < 6; i++) {
    const { request, asked } = sent(10 * MEGABYTE);
    const answer = await bodies.answered(request, refusal());
    assertEquals(await answer.json(), { code: "busy" });
    assertEquals(asked, { pieces: 1, ended: true }, "a piece of it was read");
  }
  const { request, asked } = sent(10 * MEGABYTE);
  const cut = await bodies.answered(request, refusal());
  assertEquals(cut.status, 503);
  const reader = cut.body!.getReader();
  const words = new TextDecoder().decode((await reader.read()).value);
  assertEquals(JSON.parse(words), { code: "busy" }, "why is said all the same");
  await assertRejects(() => reader.read(), Error, "Nobody reads");
  assertEquals(asked.pieces, 0);
  clock.advance(1000);
  const later = await bodies.answered(sent(10 * MEGABYTE).request, refusal());
  assertEquals(
    await later.json(),
    { code: "busy" },
    "little by little it may be",
  );
  const huge = await bodies.answered(sent(1000 * MEGABYTE).request, refusal());
  await assertRejects(() => huge.text());
});

Deno.test("Bodies.answered() leaves alone what was read, is small, or comes in chunks", async () => {
  const clock = new FakeClock();
  const bodies = new Bodies({
    clock,
    slices: { isUsed: false, next: () => Promise.resolve() },
  });
  const [small, chunked, read] = [
    sent(1000),
    sent(10 * MEGABYTE, { "transfer-encoding": "chunked" }),
    sent(10 * MEGABYTE),
  ];
  const reader = read.request.body!.getReader();
  await reader.read();
  for (const { request, asked } of [small, chunked, read]) {
    const { pieces } = asked;
    assertEquals(
      await (await bodies.answered(request, refusal())).json(),
      { code: "busy" },
    );
    assertEquals(asked.pieces, pieces);
  }
});
