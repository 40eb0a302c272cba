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
 * @property {(link: "connecting" | "open" | "lost", pause?: number) => void} onLink `pause`: milliseconds
 *   until it is tried again
 * @property {() => void} onSlow told once the link was gone for longer than a blink
 * @property {() => void} onOutage told once it was gone for so long that it is no mere moment
 * @property {() => void} onRefused the session is over: coming back is useless
 * @property {() => Promise<boolean>} isRefused asked after a try that failed, for the browser keeps the
 *   server's answer to itself: true where the server would only refuse again
 */

/** @typedef {"retry" | "heartbeat" | "blink" | "outage"} Timer */

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const HEARTBEAT = 20_000;
const PATIENCE = 10_000;
const BLINK = 2000;
const OUTAGE = 10_000;
/** Close codes after which the server would only refuse again. */
const FINAL = new Set([4001, 4003]);

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
    this.#countAway();
    this.#options.onLink("connecting");
    const socket = this.#options.open();
    this.#socket = socket;
    this.#hasOpened = false;
    socket.onopen = () => (this.#hasOpened = true);
    socket.onmessage = ({ data }) => this.#take(socket, data);
    socket.onclose = ({ code }) => this.#lost(socket, code);
    socket.onerror = () => {};
    this.#listen();
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
  #take(socket, data) {
    if (socket !== this.#socket || typeof data !== "string") return;
    this.#listen();
    /** @type {Event | Event[]} */
    const frame = JSON.parse(data);
    const events = Array.isArray(frame) ? frame : [frame];
    if (events.some(({ type }) => type === "welcome")) {
      this.#tries = 0;
      this.#clear("blink");
      this.#clear("outage");
      this.#options.onLink("open");
    }
    this.#options.onEvents(events);
  }

  /** Anything heard proves the line alive; silence is asked about, and then not waited for. */
  #listen() {
    this.#set("heartbeat", () => {
      this.send({ type: "ping" });
      this.#set("heartbeat", () => {
        const socket = this.#socket;
        socket?.close();
        // A dead line answers no close either.
        if (socket) this.#lost(socket, 1006);
      }, PATIENCE);
    }, HEARTBEAT);
  }

  /**
   * @param {WebSocket} socket
   * @param {number} code
   */
  #lost(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#clear("heartbeat");
    if (this.#stopped) return;
    if (FINAL.has(code)) return this.#refuse();
    if (!this.#hasOpened) void this.#ask();
    this.#countAway();
    const most = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#tries++);
    const pause = FIRST_PAUSE / 2 + this.#options.random() * (most - FIRST_PAUSE / 2);
    this.#set("retry", () => this.connect(), pause);
    this.#options.onLink("lost", pause);
  }

  async #ask() {
    const stops = this.#stops;
    const isRefused = await this.#options.isRefused();
    if (isRefused && stops === this.#stops) this.#refuse();
  }

  #refuse() {
    this.stop();
    this.#options.onRefused();
  }

  /** Counts from when the link was lost, however often it is tried meanwhile. */
  #countAway() {
    if (!this.#timers.has("blink")) this.#set("blink", () => this.#options.onSlow(), BLINK);
    if (!this.#timers.has("outage")) this.#set("outage", () => this.#options.onOutage(), OUTAGE);
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
