/**
 * The line to the server: connects, notices when it is dead, and comes back with a growing, random
 * pause so that a hundred pages do not come back in the same moment. Knows no state of the chat.
 *
 * @import { Command, Event } from "../../server/protocol.ts"
 */

/**
 * @typedef {object} SocketOptions
 * @property {() => WebSocket} open makes a socket that starts to connect
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 * @property {(timer: number) => void} cancel
 * @property {() => number} random 0 to 1
 * @property {(events: Event[]) => void} onEvents
 * @property {(connection: "connecting" | "open" | "lost", retryMs?: number) => void} onConnection `pause`: milliseconds
 *   until it is tried again
 * @property {() => void} onSlow told once the link was gone for longer than a blink
 * @property {() => void} onOutage told once it was gone for so long that it is no mere moment
 * @property {() => void} onRefused the session is over: coming back is useless
 * @property {() => Promise<boolean>} isRefused asked after a try that failed, for the browser keeps the
 *   server's answer to itself: true where the server would only refuse again
 */

/** @typedef {"retry" | "heartbeat" | "blink" | "outage"} Timer */

const MIN_RETRY_MS = 500;
const MAX_RETRY_MS = 15_000;
const HEARTBEAT_INTERVAL_MS = 20_000;
const PONG_TIMEOUT_MS = 10_000;
const SLOW_AFTER_MS = 2000;
const OUTAGE_AFTER_MS = 10_000;
/** Close codes after which the server would only refuse again. */
const FINAL_CLOSE_CODES = new Set([4001, 4003]);

/** One line to the server, over as many sockets as it takes. */
export class Socket {
  #options;
  /** @type {WebSocket | null} */
  #socket = null;
  #hasOpened = false;
  #tries = 0;
  /** What is set to happen, by what it is about. */
  #timers = /** @type {Map<Timer, number>} */ (new Map());
  #stopped = false;
  /** Grows with each `stop`: what was asked before is not true of the line after. */
  #stops = 0;

  /** @param {SocketOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** Connects now; waiting for a later try is over. */
  connect() {
    this.#stopped = false;
    if (this.#socket !== null) return;
    this.#clear("retry");
    this.#startOutageTimers();
    this.#options.onConnection("connecting");
    const socket = this.#options.open();
    this.#socket = socket;
    this.#hasOpened = false;
    socket.onopen = () => (this.#hasOpened = true);
    socket.onmessage = ({ data }) => this.#onMessage(socket, data);
    socket.onclose = ({ code }) => this.#onClose(socket, code);
    socket.onerror = () => {};
    this.#startHeartbeat();
  }

  /**
   * Sends a command; false where there is no line to send it on.
   * @param {Command} command
   */
  send(command) {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(command));
    return true;
  }

  /** Tries now what would be tried later; a socket that does not get through is given up. */
  retry() {
    if (this.#stopped || this.#socket?.readyState === 1) return;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.connect();
  }

  /** Closes for good, until `connect`. */
  stop() {
    this.#stopped = true;
    this.#stops++;
    this.#clear("retry");
    this.#clear("heartbeat");
    this.#clear("blink");
    this.#clear("outage");
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  /**
   * @param {WebSocket} socket
   * @param {unknown} data
   */
  #onMessage(socket, data) {
    if (socket !== this.#socket || typeof data !== "string") return;
    this.#startHeartbeat();
    /** @type {Event | Event[]} */
    const frame = JSON.parse(data);
    const events = Array.isArray(frame) ? frame : [frame];
    if (events.some(({ type }) => type === "welcome")) {
      this.#tries = 0;
      this.#clear("blink");
      this.#clear("outage");
      this.#options.onConnection("open");
    }
    this.#options.onEvents(events);
  }

  /** Anything heard proves the line alive; silence is asked about, and then not waited for. */
  #startHeartbeat() {
    this.#set("heartbeat", () => {
      this.send({ type: "ping" });
      this.#set("heartbeat", () => {
        const socket = this.#socket;
        socket?.close();
        // A dead line answers no close either.
        if (socket) this.#onClose(socket, 1006);
      }, PONG_TIMEOUT_MS);
    }, HEARTBEAT_INTERVAL_MS);
  }

  /**
   * @param {WebSocket} socket
   * @param {number} code
   */
  #onClose(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#clear("heartbeat");
    if (this.#stopped) return;
    if (FINAL_CLOSE_CODES.has(code)) return this.#refuse();
    if (!this.#hasOpened) void this.#checkRefusal();
    this.#startOutageTimers();
    const most = Math.min(MAX_RETRY_MS, MIN_RETRY_MS * 2 ** this.#tries++);
    const retryMs = MIN_RETRY_MS / 2 + this.#options.random() * (most - MIN_RETRY_MS / 2);
    this.#set("retry", () => this.connect(), retryMs);
    this.#options.onConnection("lost", retryMs);
  }

  async #checkRefusal() {
    const stops = this.#stops;
    const isRefused = await this.#options.isRefused();
    if (isRefused && stops === this.#stops) this.#refuse();
  }

  #refuse() {
    this.stop();
    this.#options.onRefused();
  }

  /** Counts from when the link was lost, however often it is tried meanwhile. */
  #startOutageTimers() {
    if (!this.#timers.has("blink")) this.#set("blink", () => this.#options.onSlow(), SLOW_AFTER_MS);
    if (!this.#timers.has("outage")) {
      this.#set("outage", () => this.#options.onOutage(), OUTAGE_AFTER_MS);
    }
  }

  /**
   * @param {Timer} which
   * @param {() => void} fn
   * @param {number} ms
   */
  #set(which, fn, ms) {
    this.#clear(which);
    this.#timers.set(which, this.#options.after(fn, ms));
  }

  /** @param {Timer} which */
  #clear(which) {
    const timer = this.#timers.get(which);
    if (timer !== undefined) this.#options.cancel(timer);
    this.#timers.delete(which);
  }
}
