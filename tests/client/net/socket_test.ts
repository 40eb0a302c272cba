import { assertEquals } from "@std/assert";
import { Socket } from "../../../client/net/socket.js";
import { FakeClock } from "../../helpers/clock.ts";

class FakeSocket {
  readyState = 0;
  sent: { type: string; ref?: string }[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  welcomes(): void {
    this.opens();
    this.onmessage?.({ data: JSON.stringify([{ type: "welcome" }]) });
  }

  breaks(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

function line(random = 0.5) {
  const clock = new FakeClock(0);
  const timers = new Map<number, { cancel(): void }>();
  const sockets: FakeSocket[] = [];
  const links: string[] = [];
  const pauses: (number | undefined)[] = [];
  const told = { slow: 0, outage: 0, refused: 0, asked: 0 };
  const answers: ((isRefused: boolean) => void)[] = [];
  const socket = new Socket({
    open: () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1) as unknown as WebSocket;
    },
    after: (fn, ms) => {
      const id = timers.size + 1;
      timers.set(id, clock.after(ms, fn));
      return id;
    },
    cancel: (id) => timers.get(id)?.cancel(),
    random: () => random,
    onEvents: () => {},
    onConnection: (link, pause) => {
      links.push(link);
      pauses.push(pause);
    },
    onSlow: () => told.slow++,
    onOutage: () => told.outage++,
    onRefused: () => told.refused++,
    isRefused: () => {
      told.asked++;
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const answer = async (isRefused: boolean): Promise<void> => {
    answers.shift()?.(isRefused);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, socket, sockets, links, pauses, told, answer };
}

Deno.test("Socket comes back with a growing pause, which a welcome makes short again", () => {
  const { clock, socket, sockets } = line(1);
  socket.connect();
  const pauses: number[] = [];
  for (let i = 0; i < 8; i++) {
    sockets.at(-1)!.breaks();
    const began = clock.now();
    const count = sockets.length;
    while (sockets.length === count) clock.advance(50);
    pauses.push(clock.now() - began);
  }
  assertEquals(pauses, [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  sockets.at(-1)!.welcomes();
  sockets.at(-1)!.breaks();
  clock.advance(500);
  assertEquals(sockets.length, 10);
});

Deno.test("Socket spreads those who come back over the whole pause", () => {
  for (const [random, least, most] of [[0, 0, 300], [1, 14_000, 15_000]] as const) {
    const { clock, socket, sockets } = line(random);
    socket.connect();
    for (let i = 0; i < 6; i++) {
      sockets.at(-1)!.breaks();
      clock.advance(15_000);
    }
    sockets.at(-1)!.breaks();
    const count = sockets.length;
    clock.advance(least);
    assertEquals(sockets.length, count);
    clock.advance(most);
    assertEquals(sockets.length, count + 1);
  }
});

Deno.test("Socket asks after silence and gives a line up that does not answer", () => {
  const { clock, socket, sockets } = line();
  socket.connect();
  sockets[0]!.welcomes();
  clock.advance(19_999);
  assertEquals(sockets[0]!.sent, []);
  clock.advance(1);
  assertEquals(sockets[0]!.sent, [{ type: "ping" }]);
  sockets[0]!.onmessage?.({ data: '{"type":"pong"}' });
  clock.advance(20_000);
  assertEquals(sockets[0]!.sent.length, 2);
  clock.advance(10_000);
  assertEquals(sockets[0]!.readyState, 3);
  clock.advance(500);
  assertEquals(sockets.length, 2);
  // The dead one's own goodbye, long after, is nobody's any more.
  sockets[0]!.breaks();
  assertEquals(sockets.length, 2);
});

Deno.test("Socket says that the line is gone only after more than a blink", () => {
  const { clock, socket, sockets, told } = line();
  socket.connect();
  sockets[0]!.welcomes();
  sockets[0]!.breaks();
  clock.advance(400);
  sockets[1]!.welcomes();
  clock.advance(10_000);
  assertEquals(told.slow, 0);
  sockets[1]!.breaks();
  clock.advance(2000);
  assertEquals(told.slow, 1);
});

Deno.test("Socket does not come back where it would only be refused again", () => {
  for (const code of [4001, 4003]) {
    const { clock, socket, sockets, told } = line();
    socket.connect();
    sockets[0]!.breaks(code);
    clock.advance(60_000);
    assertEquals([sockets.length, told.refused], [1, 1]);
  }
});

Deno.test("Socket asks why a try failed, and gives up on a refusal (security H2)", async () => {
  const { clock, socket, sockets, told, answer } = line();
  socket.connect();
  sockets[0]!.breaks();
  assertEquals(told.asked, 1);
  await answer(false);
  clock.advance(500);
  assertEquals(sockets.length, 2, "nobody refuses: it goes on trying");
  sockets[1]!.opens();
  sockets[1]!.breaks();
  assertEquals(told.asked, 1, "a line that was open and broke is nobody's refusal");
  clock.advance(15_000);
  sockets[2]!.breaks();
  await answer(true);
  clock.advance(60_000);
  assertEquals([sockets.length, told.refused], [3, 1]);
});

Deno.test("Socket does not mind an answer about a line that was stopped since", async () => {
  const { socket, sockets, told, answer } = line();
  socket.connect();
  sockets[0]!.breaks();
  socket.stop();
  socket.connect();
  await answer(true);
  assertEquals([sockets.length, told.refused], [2, 0]);
});

Deno.test("Socket that was stopped stays so, and connects anew when asked", () => {
  const { clock, socket, sockets } = line();
  socket.connect();
  socket.stop();
  clock.advance(60_000);
  assertEquals(sockets.length, 1);
  socket.connect();
  assertEquals(sockets.length, 2);
  assertEquals(socket.send({ type: "ping" }), false);
});

Deno.test("Socket tells of an outage once, ten seconds after the loss (ux 11)", () => {
  const { clock, socket, sockets, told, pauses } = line(1);
  socket.connect();
  sockets[0]!.welcomes();
  sockets[0]!.breaks();
  assertEquals(pauses.at(-1), 500);
  for (let i = 0; i < 100 && clock.now() < 9999; i++) {
    if (sockets.at(-1)!.readyState === 0) sockets.at(-1)!.breaks();
    clock.advance(Math.min(100, 9999 - clock.now()));
  }
  assertEquals(told.outage, 0);
  clock.advance(1);
  assertEquals(told.outage, 1);
  sockets.at(-1)!.breaks();
  clock.advance(120_000);
  assertEquals(told.outage, 1);
  sockets.at(-1)!.welcomes();
  sockets.at(-1)!.breaks();
  clock.advance(9999);
  assertEquals(told.outage, 1, "counted anew");
});

Deno.test("Socket.retry() connects now, gives up a hung try, and leaves what is open", () => {
  const { clock, socket, sockets } = line(1);
  socket.connect();
  socket.retry();
  assertEquals([sockets.length, sockets[0]!.readyState], [2, 3], "the first one hung");
  sockets[1]!.breaks();
  socket.retry();
  assertEquals(sockets.length, 3, "before it was time");
  sockets[2]!.welcomes();
  socket.retry();
  clock.advance(15_000);
  assertEquals(sockets.length, 3);
  socket.stop();
  socket.retry();
  assertEquals(sockets.length, 3, "nobody is here");
});
