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
 * @property {(link: "connecting" | "open" | "lost") => void} onLink
 * @property {() => void} onSlow told once the link was gone for longer than a blink
 * @property {() => void} onRefused the session is over: coming back is useless
 * @property {() => Promise<boolean>} isRefused asked after a try that failed, for the browser keeps the
 *   server's answer to itself: true where the server would only refuse again
 */

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const HEARTBEAT = 20_000;
const PATIENCE = 10_000;
const BLINK = 2000;
/** Close codes after which the server would only refuse again. */
const FINAL = new Set([4001, 4003]);

/** One line to the server, over as many sockets as it takes. */
export class Socket {
  #options;
  /** @type {WebSocket | null} */
  #socket = null;
  #hasOpened = false;
  #tries = 0;
  /** @type {number | null} */
  #retry = null;
  /** @type {number | null} */
  #heartbeat = null;
  /** @type {number | null} */
  #blink = null;
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
    this.#blink ??= this.#options.after(() => this.#options.onSlow(), BLINK);
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

  /** Closes for good, until `connect`. */
  stop() {
    this.#stopped = true;
    this.#stops++;
    this.#clear("retry");
    this.#clear("heartbeat");
    this.#clear("blink");
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
      this.#options.onLink("open");
    }
    this.#options.onEvents(events);
  }

  /** Anything heard proves the line alive; silence is asked about, and then not waited for. */
  #listen() {
    this.#clear("heartbeat");
    this.#heartbeat = this.#options.after(() => {
      this.send({ type: "ping" });
      this.#heartbeat = this.#options.after(() => {
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
    this.#blink ??= this.#options.after(() => this.#options.onSlow(), BLINK);
    this.#options.onLink("lost");
    const most = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#tries++);
    const pause = FIRST_PAUSE / 2 + this.#options.random() * (most - FIRST_PAUSE / 2);
    this.#retry = this.#options.after(() => this.connect(), pause);
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

  /** @param {"retry" | "heartbeat" | "blink"} which */
  #clear(which) {
    const timer = which === "retry"
      ? this.#retry
      : which === "blink"
      ? this.#blink
      : this.#heartbeat;
    if (timer !== null) this.#options.cancel(timer);
    if (which === "retry") this.#retry = null;
    else if (which === "blink") this.#blink = null;
    else this.#heartbeat = null;
  }
}
