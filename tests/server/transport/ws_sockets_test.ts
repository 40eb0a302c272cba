/** WebSockets of the package `ws`: who is silent, who is let go, and what many are sent at once. */
import { assert, assertEquals } from "@std/assert";
import { FrameMaker } from "../../../server/transport/chat_socket.ts";
import type { FrameSocket } from "../../../server/web/frame_socket.ts";
import { wsTransport } from "../../../server/transport/ws_server.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { headerLines, RawTcp, UPGRADE } from "../../helpers/raw_tcp.ts";
import { eventually } from "../../helpers/wait.ts";

/** A server that upgrades whoever asks, and time in the test's hands. */
async function serveSockets() {
  const [transport, clock, sockets] = [wsTransport(), new FakeClock(), [] as FrameSocket[]];
  const server = await transport.listen({
    host: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { socket, response } = transport.upgrade(request);
      sockets.push(socket);
      return Promise.resolve(response);
    },
    disconnectAll() {},
    certificate: null,
    clock,
    onTrouble() {},
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    clock,
    sockets,
    async [Symbol.asyncDispose]() {
      await server.cutOff();
      await server.shutdown();
    },
  };
}

Deno.test("who is silent is pinged, and who does not answer is gone within 45 seconds", async () => {
  await using server = await serveSockets();
  using silent = await RawTcp.upgrade(server.url, "Silent");
  const alive = new WebSocket(server.url.replace("http", "ws"));
  const isClosed = new Promise((go) => alive.onclose = go);
  await new Promise((go) => alive.onopen = go);
  await eventually("both are in", () => server.sockets.length === 2);
  for (let second = 0; second < 45; second++) {
    server.clock.advance(1000);
    // A pong needs a moment to come.
    await new Promise((go) => setTimeout(go, 20));
  }
  assertEquals(await silent.end(), "dropped");
  assertEquals(alive.readyState, WebSocket.OPEN);
  alive.close();
  await isClosed;
});

Deno.test("a frame that many hear is made once, and each gets it whole and in order", async () => {
  const frames = new FrameMaker();
  const bytes = frames.bytesOf("hello");
  assertEquals([...bytes.subarray(0, 2)], [0x81, 5]);
  assert(frames.bytesOf("hello") === bytes, "the same bytes");
  assertEquals([...frames.bytesOf("é".repeat(100)).subarray(0, 4)], [0x81, 126, 0, 200]);
  assertEquals(frames.bytesOf("x".repeat(70_000)).length, 70_010);
  assertEquals([...frames.bytesOf("")], [0x81, 0]);
  await using server = await serveSockets();
  const heard: string[][] = [[], [], []];
  const clients = await Promise.all(heard.map(async (all) => {
    const client = new WebSocket(server.url.replace("http", "ws"));
    client.onmessage = ({ data }) => all.push(data);
    await new Promise((go) => client.onopen = go);
    return client;
  }));
  await eventually("all are in", () => server.sockets.length === 3);
  const said = Array.from({ length: 50 }, (_, i) => `${i} ${"é".repeat(i * 100)}`);
  for (const text of said) for (const socket of server.sockets) socket.send(text);
  for (const socket of server.sockets) socket.close(4001, "that was all");
  for (const socket of server.sockets) socket.send("after the end");
  const codes = await Promise.all(
    clients.map((client) =>
      new Promise((resolve) => client.onclose = ({ code, reason }) => resolve([code, reason]))
    ),
  );
  assertEquals(codes, clients.map(() => [4001, "that was all"]));
  assertEquals(heard, clients.map(() => said));
});

Deno.test("only an upgrade request is upgraded, and a refused one gets its answer", async () => {
  const transport = wsTransport();
  const server = await transport.listen({
    host: "127.0.0.1",
    port: 0,
    fetch: () => Promise.resolve(new Response("not you", { status: 403 })),
    disconnectAll() {},
    certificate: null,
    clock: new FakeClock(),
    onTrouble() {},
  });
  using raw = await RawTcp.connect(`http://127.0.0.1:${server.port}`);
  await raw.write(`GET /ws HTTP/1.1\r\n${headerLines({ host: "a", ...UPGRADE })}\r\n`);
  const told = await raw.until("not you");
  assert(told.startsWith("HTTP/1.1 403") && /connection: close/i.test(told), told);
  assertEquals(await raw.until("anything"), "", "and the connection ends");
  let error: unknown = null;
  try {
    transport.upgrade(new Request("http://a/"));
  } catch (thrown) {
    error = thrown;
  }
  assert(String(error).includes("Cannot upgrade"), String(error));
  await server.cutOff();
  await server.shutdown();
});
