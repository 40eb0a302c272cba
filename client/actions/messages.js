/**
 * What a person can do with messages that are there: try again or discard what was not sent, edit and
 * erase what was.
 *
 * @import { Command, Message } from "../../server/protocol.ts"
 * @import { Outbox } from "../net/outbox.js"
 * @import { Store } from "../state/store.js"
 */

import { quoteOf } from "../text/quote.js";

/** Milliseconds between two words that one is writing, and for how long one is believed. */
const WRITING_EVERY = 3000;
const WRITING_FOR = 5000;

/** Milliseconds in which an erasure can be taken back. */
const UNDO_WITHIN = 5000;

/**
 * @typedef {object} MessageActionsOptions
 * @property {Store} store
 * @property {(command: Command) => boolean} send
 * @property {() => Outbox} outbox
 * @property {() => number} now
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 * @property {(timer: number) => void} cancel
 * @property {(address: string) => Promise<boolean>} copy
 * @property {(text: string) => Promise<boolean>} copyText
 */

export class MessageActions {
  #options;
  /** Messages that are about to be erased, by id: their room, and what counts the time down. */
  #erasing = /** @type {Map<number, { room: string, timer: number }>} */ (new Map());
  /** When the others were told last that one is writing. */
  #told = -Infinity;

  /** @param {MessageActionsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {string} ref */
  retry(ref) {
    this.#options.store.dispatch({ type: "requeued", ref });
    this.#options.outbox().retry(ref);
  }

  /** @param {string} ref */
  discard(ref) {
    this.#options.outbox().discard(ref);
    this.#options.store.dispatch({ type: "discarded", ref });
  }

  /**
   * Begins to edit one's own message in the open room, or ends it.
   * @param {number | null} id
   */
  edit(id) {
    this.#options.store.dispatch({ type: "editing", id });
  }

  /** Begins to edit one's last message, if it is on the page. */
  editLast() {
    const { state } = this.#options.store;
    const room = state.rooms.get(state.open ?? "");
    const own = room?.messages.findLast(({ name, erased }) => name === state.me?.name && !erased);
    if (own !== undefined) this.edit(own.id);
  }

  /**
   * @param {number} id
   * @param {string} text
   */
  save(id, text) {
    const room = this.#options.store.state.open;
    if (room === null || !this.#options.send({ type: "edit", room, id, text })) return false;
    this.edit(null);
    return true;
  }

  /**
   * Puts an emoji on a message or takes it off.
   * @param {number} id
   * @param {string} emoji
   * @param {boolean} on
   */
  react(id, emoji, on) {
    const room = this.#options.store.state.open;
    if (room !== null) this.#options.send({ type: "react", room, id, emoji, on });
  }

  /** One is writing: the others are told now and then. */
  writing() {
    const { state } = this.#options.store;
    const now = this.#options.now();
    if (state.open === null || now - this.#told < WRITING_EVERY) return;
    this.#told = now;
    this.#options.send({ type: "typing", room: state.open });
  }

  /**
   * Somebody else is writing, which is believed for a while.
   * @param {string} room
   * @param {string} name
   */
  writes(room, name) {
    const until = this.#options.now() + WRITING_FOR;
    this.#options.store.dispatch({ type: "now", now: this.#options.now() }, {
      type: "writes",
      room,
      name,
      until,
    });
    this.#options.after(
      () => this.#options.store.dispatch({ type: "now", now: this.#options.now() }),
      WRITING_FOR,
    );
  }

  /**
   * Erases a message, unless that is taken back within a few seconds.
   * @param {number} id
   */
  erase(id) {
    const room = this.#options.store.state.open;
    if (room === null || this.#erasing.has(id)) return;
    this.#countDown(id, room);
    this.#tellErasing();
  }

  /**
   * Takes an erasure back; the next one has its whole time again.
   * @param {number} id
   */
  keep(id) {
    this.#options.cancel(this.#erasing.get(id)?.timer ?? 0);
    this.#erasing.delete(id);
    this.#tellErasing();
  }

  /** The page goes, or shows another room: what was to be erased is erased now. */
  eraseNow() {
    for (const id of [...this.#erasing.keys()]) this.#erase(id);
  }

  /** Nobody is here any more. */
  forget() {
    for (const { timer } of this.#erasing.values()) this.#options.cancel(timer);
    this.#erasing.clear();
    this.#told = -Infinity;
  }

  /**
   * Puts a message into the field as a quote.
   * @param {Message} message
   */
  reply({ name, text, file }) {
    this.#options.store.dispatch({ type: "quote", quote: quoteOf(name, text || file?.name || "") });
  }

  /** @param {string} name who is to be called in the message that is being written */
  mention(name) {
    this.#options.store.dispatch(
      { type: "dialog", dialog: null },
      { type: "quote", quote: `@${name} ` },
    );
  }

  /** The field has the quote. */
  quoted() {
    this.#options.store.dispatch({ type: "quote", quote: null });
  }

  /**
   * Puts the address of a message on the clipboard; true where it is there.
   * @param {number} id
   */
  copyAddress(id) {
    const room = encodeURIComponent(this.#options.store.state.open ?? "");
    return this.#options.copy(`#/${room}/${id}`);
  }

  /**
   * Puts the words of a message on the clipboard, with the signs they were written with.
   * @param {string} text
   */
  copyText(text) {
    return this.#options.copyText(text.replaceAll("\u2028", "\n"));
  }

  /**
   * @param {number} id
   * @param {string} room
   */
  #countDown(id, room) {
    this.#options.cancel(this.#erasing.get(id)?.timer ?? 0);
    const timer = this.#options.after(() => this.#erase(id), UNDO_WITHIN);
    this.#erasing.set(id, { room, timer });
  }

  /** @param {number} id */
  #erase(id) {
    const room = this.#erasing.get(id)?.room;
    if (room === undefined) return;
    // Without a connection it waits: it was said that it goes.
    if (!this.#options.send({ type: "erase", room, id })) return this.#countDown(id, room);
    this.keep(id);
  }

  #tellErasing() {
    this.#options.store.dispatch({ type: "erasing", erasing: [...this.#erasing.keys()] });
  }
}
