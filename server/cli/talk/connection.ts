/**
 * The line to the server: opened again and again for as long as somebody wants it, and given up where
 * coming back would not help. A line that is dead without saying so, as after sleep, is noticed.
 */
import type { Clock, Timer } from "../../base/clock.ts";
import type { Command, Event } from "../../protocol.ts";
import type { Problem } from "../../protocol_http.ts";

/** What a connection needs from outside. */
export interface ConnectionOptions {
  clock: Clock;
  open: () => WebSocket;
  /** Why nobody is let in however often they try; null where trying again may help. */
  refusal: () => Promise<Problem | null>;
  onEvent: (event: Event) => void;
  /** The line is gone and will be opened again. */
  onLost: () => void;
}

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 15_000;
const PING_INTERVAL_MS = 25_000;
/** How long the server may be silent after a ping before the line counts as dead. */
const PONG_TIMEOUT_MS = 15_000;
/** The server's word that the session is over, and that one is banned. */
const SENT_AWAY = new Set([4001, 4003]);

/** A line that comes back. */
export class TalkConnection {
  readonly #options: ConnectionOptions;
  #socket: WebSocket | null = null;
  #isWelcome = false;
  #isOver = false;
  #wake = () => {};
  #silence: Timer | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** True between the server's first word and the loss of the line. */
  get isOpen(): boolean {
    return this.#isWelcome;
  }

  /** Stays connected until `close`, or until nobody lets us in: then the reason. */
  async run(): Promise<Problem | null> {
    for (
      let wait = FIRST_WAIT_MS;
      !this.#isOver;
      wait = Math.min(wait * 2, MAX_WAIT_MS)
    ) {
      const { wasWelcome, code } = await this.#connect();
      if (this.#isOver) return null;
      const reason = SENT_AWAY.has(code) || !wasWelcome ? await this.#options.refusal() : null;
      if (SENT_AWAY.has(code)) {
        return reason ?? { code: "sent_away", text: "You were signed out" };
      }
      if (reason !== null) return reason;
      if (wasWelcome) wait = FIRST_WAIT_MS;
      if (this.#isOver) return null;
      this.#options.onLost();
      await this.#pause(wait);
    }
    return null;
  }

  /** False where there is no line. */
  send(command: Command): boolean {
    if (!this.#isWelcome || this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(command));
    return true;
  }

  close(): void {
    this.#isOver = true;
    this.#wake();
    this.#socket?.close();
  }

  #connect(): Promise<{ wasWelcome: boolean; code: number }> {
    const { promise, resolve } = Promise.withResolvers<
      { wasWelcome: boolean; code: number }
    >();
    const socket = this.#options.open();
    this.#socket = socket;
    let wasWelcome = false;
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket || this.#isOver) return;
      this.#watch(socket);
      const told: Event | Event[] = JSON.parse(data);
      for (const event of Array.isArray(told) ? told : [told]) {
        if (event.type === "welcome") this.#isWelcome = wasWelcome = true;
        this.#options.onEvent(event);
      }
    };
    socket.onerror = () => {};
    socket.onclose = ({ code }) => {
      this.#isWelcome = false;
      this.#silence?.cancel();
      resolve({ wasWelcome, code });
    };
    this.#watch(socket);
    return promise;
  }

  /** The line lives for as long as something comes, or an answer to a ping. */
  #watch(socket: WebSocket): void {
    const { clock } = this.#options;
    this.#silence?.cancel();
    this.#silence = clock.after(PING_INTERVAL_MS, () => {
      this.send({ type: "ping" });
      this.#silence = clock.after(PONG_TIMEOUT_MS, () => {
        socket.close();
        // A line that is cut in the middle does not close by itself.
        socket.onclose?.({ code: 0 } as CloseEvent);
      });
    });
  }

  #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(ms, resolve);
    this.#wake = () => {
      timer.cancel();
      resolve();
    };
    return promise;
  }
}
