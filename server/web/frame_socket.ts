/**
 * The socket under a connection, whichever transport carries it, and how one comes of a request. What the
 * platform's WebSocket and the one of the package `ws` both are; nothing else of either may be used.
 */

/** A WebSocket of either transport. */
export interface FrameSocket {
  /** As WebSocket has it: 1 is open, more is closing or closed. */
  readonly readyState: number;
  /** Bytes that wait to go out. */
  readonly bufferedAmount: number;
  /** Hands a frame over; never waits. */
  send(frame: string): void;
  close(code?: number, reason?: string): void;
  /** Ends it at once and gives back what waits. The platform's has no such thing. */
  terminate?(): void;
  addEventListener(
    type: "open" | "message" | "close",
    listener: EventListenerObject,
    options?: { once?: boolean },
  ): void;
}

/** A request that became a socket, and what to answer it with. */
export interface Upgraded {
  socket: FrameSocket;
  /** Its status is 101: it takes no more headers. */
  response: Response;
}

/** Makes a socket of a request that was found to be right. */
export type Upgrade = (request: Request) => Upgraded;
