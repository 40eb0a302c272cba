/** One connection as the server sees it: an upgrade that comes to nothing, and ends in every order. */
import { assertEquals } from "@std/assert";
import type { FrameSocket } from "../../../server/web/frame_socket.ts";
import { WebSocketTransport } from "../../../server/web/websocket_transport.ts";
import { FakeClock } from "../../helpers/clock.ts";

/** A socket that does only what the test says. */
class FakeSocket extends EventTarget implements FrameSocket {
  readyState: number = WebSocket.CONNECTING;
  readonly bufferedAmount = 0;
  readonly closedWith: (number | undefined)[] = [];

  send(): void {}

  close(code?: number): void {
    this.closedWith.push(code);
  }

  opens(): void {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  ends(): void {
    this.readyState = WebSocket.CLOSED;
    this.dispatchEvent(new Event("error"));
    this.dispatchEvent(new Event("close"));
  }
}

/** A connection that was just upgraded, and what it tells. */
function upgraded() {
  const [socket, clock, told] = [new FakeSocket(), new FakeClock(), [] as string[]];
  const transport = new WebSocketTransport(socket, clock, {
    opened: () => void told.push("opened"),
    frame: () => void told.push("frame"),
    closed: () => void told.push("closed"),
    gone: () => void told.push("gone"),
    bug: (error) => void told.push(String(error)),
  });
  transport.begin();
  return { socket, clock, told, transport };
}

Deno.test("an upgrade whose peer left meanwhile gives its place back after ten seconds", () => {
  const { clock, told } = upgraded();
  clock.advance(9_999);
  assertEquals(told, []);
  clock.advance(1);
  assertEquals(told, ["closed", "gone"]);
  assertEquals(clock.pending, 0);
});

Deno.test("a connection that opened is given no such time, and ends once", () => {
  const { socket, clock, told } = upgraded();
  socket.opens();
  assertEquals(clock.pending, 0);
  clock.advance(60_000);
  socket.ends();
  assertEquals(told, ["opened", "closed", "gone"]);
});

Deno.test("a socket that opens after its place was given back is closed, and hears nothing", () => {
  const { socket, clock, told } = upgraded();
  clock.advance(10_000);
  socket.opens();
  assertEquals(socket.closedWith, [1001]);
  socket.dispatchEvent(new MessageEvent("message", { data: "late" }));
  socket.ends();
  assertEquals(told, ["closed", "gone"]);
});

Deno.test("who is sent away before the upgrade is done gives the place back all the same", () => {
  const { socket, clock, told, transport } = upgraded();
  transport.close(1012, "restarting");
  assertEquals(told, ["closed"]);
  clock.advance(10_000);
  assertEquals(told, ["closed", "gone"]);
  socket.ends();
  assertEquals(told, ["closed", "gone"]);
});
