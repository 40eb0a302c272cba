/**
 * What was written and is not confirmed yet: sent in order and one at a time, so that a refusal in
 * the middle cannot change the order; kept over a reload, and sent again after a loss. The ref of a message never changes, so that the server stores it once however often it
 * arrives. What the server asks to be patient about is tried again by itself.
 *
 * @import { Command, Event } from "../../server/protocol.ts"
 * @import { Row } from "../state/state.js"
 */

/**
 * @typedef {object} OutboxOptions
 * @property {(command: Command) => boolean} send
 * @property {(rows: Row[]) => void} keep stores what is not confirmed
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 * @property {(ref: string, code: string) => void} onFailed
 */

/** Most messages that may wait. */
export const MOST_WAITING = 100;

const PATIENT = new Set(["too_fast", "busy", "disk", "restarting"]);
const MOST_TRIES = 8;

/** Messages on their way. */
export class Outbox {
  #options;
  /** @type {{ row: Row, sent: boolean, tries: number, failed: boolean }[]} */
  #waiting;
  #paused = false;

  /**
   * @param {Row[]} rows what an earlier page left behind
   * @param {OutboxOptions} options
   */
  constructor(rows, options) {
    this.#options = options;
    this.#waiting = rows.map((row) => ({ row, sent: false, tries: 0, failed: "failed" in row }));
  }

  get isFull() {
    return this.#waiting.length >= MOST_WAITING;
  }

  /** @param {Row} row */
  add(row) {
    this.#waiting.push({ row, sent: false, tries: 0, failed: false });
    this.#keep();
    this.flush();
  }

  /** Sends the oldest message, unless it is on its way. */
  flush() {
    const next = this.#waiting.find(({ failed }) => !failed);
    if (this.#paused || next === undefined || next.sent) return;
    const { room, text, ref, file } = next.row;
    const shared = file === undefined ? {} : { file: file.id };
    next.sent = this.#options.send({ type: "message", room, text, ref, ...shared });
  }

  /** After a new connection nothing counts as sent. */
  resend() {
    for (const item of this.#waiting) item.sent = false;
    this.flush();
  }

  /**
   * The server has confirmed a message.
   * @param {string} ref
   */
  confirmed(ref) {
    this.discard(ref);
  }

  /**
   * The server could not take a message.
   * @param {Extract<Event, { type: "error" }>} error
   */
  refused({ ref, code, wait }) {
    const item = this.#waiting.find(({ row }) => row.ref === ref);
    if (item === undefined) return;
    if (PATIENT.has(code) && ++item.tries < MOST_TRIES) {
      item.sent = false;
      this.#pause(wait ?? 1000);
      return;
    }
    item.failed = true;
    item.row = { ...item.row, failed: code };
    this.#keep();
    this.#options.onFailed(item.row.ref, code);
    this.flush();
  }

  /** @param {string} ref */
  retry(ref) {
    const item = this.#waiting.find(({ row }) => row.ref === ref);
    if (item === undefined) return;
    const { failed: _, ...row } = item.row;
    Object.assign(item, { row, sent: false, tries: 0, failed: false });
    this.#keep();
    this.flush();
  }

  /** @param {string} ref */
  discard(ref) {
    const rest = this.#waiting.filter(({ row }) => row.ref !== ref);
    if (rest.length === this.#waiting.length) return;
    this.#waiting = rest;
    this.#keep();
    this.flush();
  }

  /** @param {number} ms */
  #pause(ms) {
    if (this.#paused) return;
    this.#paused = true;
    this.#options.after(() => {
      this.#paused = false;
      this.flush();
    }, ms);
  }

  #keep() {
    this.#options.keep(this.#waiting.map(({ row }) => row));
  }
}
