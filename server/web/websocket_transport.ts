/**
 * One WebSocket behind a small face: send, close, and what comes in. Contains what the platform does
 * not prevent (see "What can go wrong" in docs/operate.md): a reader that is too slow is let go before it
 * costs much memory, close may come twice or with code 0, and no throw may leave a handler.
 */
import type { Clock, Timer } from "../base/clock.ts";
import type { Transport } from "../delivery/connection.ts";
import type { FrameSocket } from "./frame_socket.ts";

/** Bytes that may wait for a slow reader before it is let go; it resumes by offset. */
const MAX_QUEUED_BYTES = 256 * 1024;
/** Milliseconds that the last words may take, and how often it is looked whether they are out. */
const SLOW_READER_TIMEOUT_MS = 500;
const QUEUE_CHECK_MS = 10;
/** How long an upgrade may take to become a connection: of a peer that left meanwhile the platform tells nothing. */
const UPGRADE_TIMEOUT_MS = 10_000;
/** Bytes that one UTF-16 unit of a frame has at most in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;
/** Longest frame that is read, in UTF-16 units of its text; who can stops at as many bytes. */
export const MAX_FRAME_BYTES = 64 * 1024;

/** What happens at a connection. */
export interface TransportEvents {
  opened(connection: WebSocketTransport): void;
  frame(text: string): void;
  /** Told once when it ends for us, whatever the way: nothing comes from it any more. */
  closed(): void;
  /** Told once when the platform has let go of it, which for a stalled reader may be much later. */
  gone(connection: WebSocketTransport): void;
  /** It is let go, for too much waits for it. */
  slow?(): void;
  /** A mistake of ours in one of the above. */
  bug(error: unknown): void;
}

/** One connection to a browser or bot. */
export class WebSocketTransport implements Transport, EventListenerObject {
  readonly #socket: FrameSocket;
  readonly #events: TransportEvents;
  readonly #clock: Clock;
  /** Runs until it is open. */
  #opening: Timer | null = null;
  #over = false;
  #gone = false;
  #sending = true;
  /** Bytes that wait at most, as far as was asked, with all that was sent since. */
  #unasked = 0;

  constructor(socket: FrameSocket, clock: Clock, events: TransportEvents) {
    this.#clock = clock;
    this.#socket = socket;
    this.#events = events;
    // One object hears them all: functions of its own cost each connection a kilobyte. A close follows
    // every error, and what is heard once is given back.
    socket.addEventListener("open", this, { once: true });
    socket.addEventListener("message", this);
    socket.addEventListener("close", this);
  }

  /** To be called once it is known to whoever counts it: a socket that is open already does not say so. */
  begin(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#opened();
    else this.#opening = this.#clock.after(UPGRADE_TIMEOUT_MS, () => this.#ended());
  }

  #opened(): void {
    this.#opening?.cancel();
    this.#opening = null;
    // It was sent away, or given up, before it was open.
    if (this.#over) this.#socket.close(1001, "too late");
    else this.#safely(() => this.#events.opened(this));
  }

  /** The platform has let go of it, or will never tell. */
  #ended(): void {
    this.#finish();
    this.#letGo();
  }

  /** What the platform tells of the socket. A throw from here would end the process. */
  handleEvent(event: Event): void {
    switch (event.type) {
      case "open":
        return this.#opened();
      case "message":
        // No function for each frame.
        try {
          this.#receive((event as MessageEvent).data);
        } catch (error) {
          this.#events.bug(error);
        }
        return;
      case "close":
        return this.#ended();
    }
  }

  /**
   * Hands a frame to the platform, which never waits; past the bound the reader is let go. Asking how
   * much waits costs a quarter of what sending costs (`deno task bench`), so it is asked only where
   * what was sent since could have reached the bound.
   */
  send(frame: string): void {
    if (!this.#sending) return;
    this.#unasked += frame.length * MAX_BYTES_PER_UNIT;
    if (this.#unasked > MAX_QUEUED_BYTES && !this.#hasRoom(frame)) return;
    try {
      this.#socket.send(frame);
    } catch (error) {
      // It is closing, which we are told of later.
      if (this.#socket.readyState === WebSocket.OPEN) throw error;
    }
  }

  get waiting(): number {
    return this.#sending ? this.#socket.bufferedAmount : 0;
  }

  #hasRoom(frame: string): boolean {
    const waiting = this.#socket.bufferedAmount;
    this.#unasked = waiting + frame.length * MAX_BYTES_PER_UNIT;
    if (waiting <= MAX_QUEUED_BYTES) return true;
    this.#events.slow?.();
    this.close(4008, "too slow: come back and resume");
    // Where it can be ended at once, what waits for it is given back; it would not read why.
    this.#socket.terminate?.();
    return false;
  }

  /** Closes once what was sent is out; nothing more is sent. Closing twice is harmless. */
  close(code: number, reason: string): void {
    if (!this.#sending) return;
    this.#sending = false;
    this.#closeWhenSent(code, reason, SLOW_READER_TIMEOUT_MS / QUEUE_CHECK_MS);
    // The platform tells of the end only once the peer has gone, which a stalled one never does.
    this.#finish();
  }

  /** A peer that sends on after a close makes the platform drop whatever still waits, the code too. */
  #closeWhenSent(code: number, reason: string, looks: number): void {
    const { readyState, bufferedAmount } = this.#socket;
    if (readyState > WebSocket.OPEN) return;
    if (bufferedAmount > 0 && bufferedAmount <= MAX_QUEUED_BYTES && looks > 0) {
      const again = (): void => this.#closeWhenSent(code, reason, looks - 1);
      this.#clock.after(QUEUE_CHECK_MS, () => this.#safely(again));
    } else this.#socket.close(code, reason);
  }

  #receive(data: unknown): void {
    if (!this.#sending) return;
    if (typeof data !== "string") this.close(1003, "text frames only");
    else if (data.length > MAX_FRAME_BYTES) this.close(1009, "frame too long");
    else this.#events.frame(data);
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#sending = false;
    this.#safely(() => this.#events.closed());
  }

  #letGo(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#opening?.cancel();
    this.#safely(() => this.#events.gone(this));
  }

  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#events.bug(error);
    }
  }
}
