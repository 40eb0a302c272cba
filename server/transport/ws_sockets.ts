/**
 * All WebSockets of the package `ws`: how they come of requests, that each still lives, and their end. Its
 * invariant: whatever a peer sends in parts and pieces is bounded before it is kept.
 */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { nextTick } from "node:process";
import { WebSocket, WebSocketServer } from "ws";
import { ChatSocket, FrameMaker } from "./chat_socket.ts";
import type { Clock, Timer } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { MAX_FRAME_BYTES } from "../web/websocket_transport.ts";
import type { Upgraded } from "../web/frame_socket.ts";

/** Parts of one message, and pieces of one part: what each costs besides its bytes. */
const MAX_FRAGMENTS = 256;
const MAX_PIECES = 256;
/** How long a peer may take to answer our goodbye. */
const CLOSE_MS = 5000;
/** Who is silent for so long is pinged, and gone after as long again. Each second a share of them is looked at. */
const SILENCE_SECONDS = 15;

/** What a request to upgrade came with. */
export interface Asked {
  message: IncomingMessage;
  wire: Socket;
  head: Uint8Array;
}

/** The answer is on the wire already. */
class Switched extends Response {
  override get status(): number {
    return 101;
  }
}

/** Every one that is open. */
export class WsSockets {
  readonly #asked = new WeakMap<Request, Asked>();
  readonly #frames = new FrameMaker();
  readonly #shares = Array.from({ length: SILENCE_SECONDS }, () => new Set<ChatSocket>());
  #next = 0;
  readonly #handshakes = new WebSocketServer<ChatSocket>({
    noServer: true,
    WebSocket: ChatSocket,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_PIECES,
    closeTimeout: CLOSE_MS,
    handleProtocols: () => false,
  });

  /** Remembers what a request came with, for as long as there is the request. */
  ask(request: Request, asked: Asked): void {
    this.#asked.set(request, asked);
  }

  readonly upgrade = (request: Request): Upgraded => {
    const asked = this.#asked.get(request);
    const socket = asked === undefined ? null : this.#open(asked);
    if (socket === null) throw new ChatError("bad_request", "Cannot upgrade this connection");
    return { socket, response: new Switched() };
  };

  /** Pings who is silent, and lets go of who does not answer. */
  watch(clock: Clock): Timer {
    let turn = 0;
    return clock.every(1000, () => {
      turn = (turn + 1) % SILENCE_SECONDS;
      for (const socket of this.#shares[turn]!) socket.mustLive();
    });
  }

  /** Says goodbye to who is still there. */
  close(code: number, reason: string): void {
    for (const socket of this.#all()) {
      if (socket.readyState === WebSocket.OPEN) socket.close(code, reason);
    }
  }

  /** Ends them all at once, with what waits for them and of them. */
  terminate(): void {
    for (const socket of this.#all()) socket.terminate();
  }

  #all(): ChatSocket[] {
    return this.#shares.flatMap((share) => [...share]);
  }

  #open({ message, wire, head }: Asked): ChatSocket | null {
    const share = this.#shares[this.#next++ % SILENCE_SECONDS]!;
    let made: ChatSocket | null = null;
    this.#handshakes.handleUpgrade(message, wire, head, (socket) => {
      socket.lieOn(wire, this.#frames);
      share.add(socket);
      socket.once("close", function () {
        share.delete(this);
      });
      // What comes behind a frame that broke the rules is not even read; `ws` would read and drop it. With
      // nobody to hear it, each error would end the process.
      socket.on("error", () => nextTick(() => wire.pause()));
      made = socket;
    });
    return made;
  }
}
