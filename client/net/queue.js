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
 * @property {(item: T) => void} save stores one that is not confirmed
 * @property {(ref: string) => void} remove
 * @property {(fn: () => void, ms: number) => void} after sets a timer
 * @property {(item: T, code: string) => void} onFailed
 * @property {(items: T[]) => void} [onItems] told of all that wait, when they are others
 */

/** Most things that may wait. */
const MAX_QUEUED = 100;

const RETRYABLE = new Set(["too_fast", "busy", "disk", "restarting"]);
const MAX_TRIES = 8;

/** @template {{ ref: string, room: string, failed?: string }} T */
export class Queue {
  #options;
  /** @type {{ item: T, sent: boolean, tries: number }[]} */
  #entries = [];
  #paused = false;

  /** @param {QueueOptions<T>} options */
  constructor(options) {
    this.#options = options;
  }

  get isFull() {
    return this.#entries.length >= MAX_QUEUED;
  }

  /** @returns {T[]} */
  get items() {
    return this.#entries.map(({ item }) => item);
  }

  /**
   * What an earlier page, or a tab that is gone, has kept; `flush` sends it.
   * @param {T[]} items
   * @returns {T[]} those that were not here already
   */
  adopt(items) {
    const known = new Set(this.#entries.map(({ item }) => item.ref));
    const fresh = items.filter(({ ref }) => !known.has(ref))
      .slice(0, MAX_QUEUED - this.#entries.length);
    this.#entries.push(...fresh.map((item) => ({ item, sent: false, tries: 0 })));
    if (fresh.length > 0) this.#notify();
    return fresh;
  }

  /** @param {T} item */
  add(item) {
    this.#entries.push({ item, sent: false, tries: 0 });
    this.#options.save(item);
    this.#notify();
    this.flush();
  }

  /** Sends the oldest, unless it is on its way. */
  flush() {
    const next = this.#entries.find(({ item }) => item.failed === undefined);
    if (this.#paused || next === undefined || next.sent) return;
    next.sent = this.#options.send(this.#options.commandOf(next.item));
  }

  /** After a new connection nothing counts as sent. */
  resend() {
    for (const one of this.#entries) one.sent = false;
    this.flush();
  }

  /** Lets everything go from here; what is kept stays kept. */
  clear() {
    this.#entries = [];
    this.#notify();
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
  onError({ ref = "", code, wait }) {
    const one = this.#find(ref);
    if (one === undefined) return;
    if (RETRYABLE.has(code) && ++one.tries < MAX_TRIES) {
      one.sent = false;
      this.#pause(wait ?? 1000);
      return;
    }
    one.item = { ...one.item, failed: code };
    this.#options.save(one.item);
    this.#options.onFailed(one.item, code);
    this.flush();
  }

  /**
   * A room has another name.
   * @param {{ room: string, to: string }} rename
   */
  renameRoom({ room, to }) {
    for (const one of this.#entries) {
      if (one.item.room === room) one.item = { ...one.item, room: to };
    }
  }

  /** @param {string} ref */
  retry(ref) {
    const one = this.#find(ref);
    if (one === undefined) return;
    const { failed: _, ...item } = one.item;
    this.replace(/** @type {T} */ (item));
  }

  /**
   * Sends another in the place of the one with the same ref.
   * @param {T} item
   */
  replace(item) {
    const one = this.#find(item.ref);
    if (one === undefined) return;
    Object.assign(one, { item, sent: false, tries: 0 });
    this.#options.save(item);
    this.flush();
  }

  /**
   * The server has it, or nobody wants it any more.
   * @param {string} ref
   */
  discard(ref) {
    const rest = this.#entries.filter(({ item }) => item.ref !== ref);
    if (rest.length === this.#entries.length) return;
    this.#entries = rest;
    this.#options.remove(ref);
    this.#notify();
    this.flush();
  }

  #notify() {
    this.#options.onItems?.(this.items);
  }

  /** @param {string} ref */
  #find(ref) {
    return this.#entries.find(({ item }) => item.ref === ref);
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
