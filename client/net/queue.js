/**
 * Things on their way to the server: sent in order and one at a time, so that a refusal in the middle
 * cannot change the order; kept over a reload, and sent again after a loss. A ref never changes, so
 * that the server does each once however often it arrives. What the server asks to be patient about is
 * tried again by itself.
 *
 * @import { Command, Event } from "../../server/protocol.ts"
 */

/**
 * @template T
 * @typedef {object} QueueOptions
 * @property {(command: Command) => boolean} send false where there is no line
 * @property {(item: T) => Command} commandOf
 * @property {(item: T) => void} keep stores one that is not confirmed
 * @property {(ref: string) => void} forget
 * @property {(fn: () => void, ms: number) => void} after sets a timer
 * @property {(item: T, code: string) => void} onFailed
 * @property {(items: T[]) => void} [onItems] told of all that wait, when they are others
 */

/** Most things that may wait. */
export const MOST_WAITING = 100;

const PATIENT = new Set(["too_fast", "busy", "disk", "restarting"]);
const MOST_TRIES = 8;

/** @template {{ ref: string, failed?: string }} T */
export class Queue {
  #options;
  /** @type {{ item: T, sent: boolean, tries: number }[]} */
  #waiting = [];
  #paused = false;

  /** @param {QueueOptions<T>} options */
  constructor(options) {
    this.#options = options;
  }

  get isFull() {
    return this.#waiting.length >= MOST_WAITING;
  }

  /** @returns {T[]} */
  get items() {
    return this.#waiting.map(({ item }) => item);
  }

  /**
   * What an earlier page, or a tab that is gone, has kept; `flush` sends it.
   * @param {T[]} items
   * @returns {T[]} those that were not here already
   */
  take(items) {
    const known = new Set(this.#waiting.map(({ item }) => item.ref));
    const fresh = items.filter(({ ref }) => !known.has(ref))
      .slice(0, MOST_WAITING - this.#waiting.length);
    this.#waiting.push(...fresh.map((item) => ({ item, sent: false, tries: 0 })));
    if (fresh.length > 0) this.#tell();
    return fresh;
  }

  /** @param {T} item */
  add(item) {
    this.#waiting.push({ item, sent: false, tries: 0 });
    this.#options.keep(item);
    this.#tell();
    this.flush();
  }

  /** Sends the oldest, unless it is on its way. */
  flush() {
    const next = this.#waiting.find(({ item }) => item.failed === undefined);
    if (this.#paused || next === undefined || next.sent) return;
    next.sent = this.#options.send(this.#options.commandOf(next.item));
  }

  /** After a new connection nothing counts as sent. */
  resend() {
    for (const one of this.#waiting) one.sent = false;
    this.flush();
  }

  /** Lets everything go from here; what is kept stays kept. */
  clear() {
    this.#waiting = [];
    this.#tell();
  }

  /**
   * True for one that may be with the server by now.
   * @param {string} ref
   */
  isSent(ref) {
    return this.#find(ref)?.sent ?? false;
  }

  /**
   * The server could not do it.
   * @param {Extract<Event, { type: "error" }>} error
   */
  refused({ ref = "", code, wait }) {
    const one = this.#find(ref);
    if (one === undefined) return;
    if (PATIENT.has(code) && ++one.tries < MOST_TRIES) {
      one.sent = false;
      this.#pause(wait ?? 1000);
      return;
    }
    one.item = { ...one.item, failed: code };
    this.#options.keep(one.item);
    this.#options.onFailed(one.item, code);
    this.flush();
  }

  /** @param {string} ref */
  retry(ref) {
    const one = this.#find(ref);
    if (one === undefined) return;
    const { failed: _, ...item } = one.item;
    this.change(/** @type {T} */ (item));
  }

  /**
   * Sends another in the place of the one with the same ref.
   * @param {T} item
   */
  change(item) {
    const one = this.#find(item.ref);
    if (one === undefined) return;
    Object.assign(one, { item, sent: false, tries: 0 });
    this.#options.keep(item);
    this.flush();
  }

  /**
   * The server has it, or nobody wants it any more.
   * @param {string} ref
   */
  discard(ref) {
    const rest = this.#waiting.filter(({ item }) => item.ref !== ref);
    if (rest.length === this.#waiting.length) return;
    this.#waiting = rest;
    this.#options.forget(ref);
    this.#tell();
    this.flush();
  }

  #tell() {
    this.#options.onItems?.(this.items);
  }

  /** @param {string} ref */
  #find(ref) {
    return this.#waiting.find(({ item }) => item.ref === ref);
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
}
