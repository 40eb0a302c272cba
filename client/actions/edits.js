/**
 * The words that a message is being changed to. They belong to who writes them, and survive whatever
 * ends the writing: another room, a reload, a refusal, the message's own end.
 *
 * @import { Event } from "../../server/protocol.ts"
 * @import { OwnStorage } from "../device/own_storage.js"
 * @import { Change } from "../state/state.js"
 * @import { Store } from "../state/store.js"
 * @import { Toasts } from "./toasts.js"
 */
import { wishedMessage } from "../state/optimistic.js";

/**
 * @typedef {object} EditsOptions
 * @property {Store} store
 * @property {OwnStorage} own
 * @property {Toasts} toasts
 */

/** Refusals after which the message can still be changed: the words go back into its editor. */
const PASSING = new Set(["too_fast", "busy", "disk", "restarting", "too_long", "muted"]);

export class Edits {
  #options;
  /** The open room, until its history has come. */
  #opened = /** @type {string | null} */ (null);

  /** @param {EditsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * Begins to change one's own message in the open room.
   * @param {number} id
   */
  begin(id) {
    const { store, own } = this.#options;
    const { open } = store.state;
    const kept = open === null ? null : own.edit(open, id);
    // What is written last is what a reload goes on with.
    if (open !== null && kept !== null) own.keepEdit(open, kept);
    store.dispatch({ type: "editing", id });
  }

  /**
   * What the editor begins with: what was left in it, else the words that are to be changed.
   * @param {number} id
   */
  wordsFor(id) {
    const { store, own } = this.#options;
    const kept = own.edit(store.state.open ?? "", id);
    return kept?.text ?? wishedMessage(store.state, id)?.text ?? "";
  }

  /**
   * The words as they stand in the editor now.
   * @param {number} id
   * @param {string} text
   */
  keep(id, text) {
    const { store, own } = this.#options;
    const room = store.state.rooms.get(store.state.open ?? "");
    if (room !== undefined) own.keepEdit(room.room, { id, epoch: room.epoch, text });
  }

  /**
   * The words are asked for, or not wanted any more.
   * @param {string} room
   * @param {number} id
   */
  end(room, id) {
    const { store, own } = this.#options;
    own.forgetEdit(room, id);
    if (store.state.open === room && store.state.editing === id) {
      store.dispatch({ type: "editing", id: null });
    }
  }

  /** A room was opened: goes on where the words were left. */
  opened() {
    this.#opened = this.#options.store.state.open;
    this.#resume();
  }

  #resume() {
    const { store, own } = this.#options;
    const { rooms, open, editing } = store.state;
    const room = rooms.get(open ?? "");
    if (room === undefined || room.room !== this.#opened || !room.loaded) return;
    this.#opened = null;
    this.#giveBackLost(room.room);
    const left = own.edits(room.room).at(-1);
    if (left !== undefined && editing === null) this.begin(left.id);
  }

  /** @param {Event} event taken in already */
  heard(event) {
    if (event.type !== "erased" && event.type !== "history") return;
    this.#giveBackLost(event.room);
    this.#resume();
  }

  /**
   * The server has refused other words for a message.
   * @param {Extract<Change, { type: "edit" }>} change
   * @param {string} code
   */
  refused({ room, epoch, id, text }, code) {
    const { store, own, toasts } = this.#options;
    toasts.show("edit.refused", {}, code);
    if (!PASSING.has(code)) return this.#giveBack(room, text);
    // Whatever was written into that editor meanwhile is newer.
    if (own.edit(room, id) === null) own.keepEdit(room, { id, epoch, text });
    if (store.state.open === room && store.state.editing === null) this.begin(id);
  }

  /**
   * Messages that are gone cannot be changed: what was written for them becomes a message to be.
   * @param {string} name
   */
  #giveBackLost(name) {
    const { store, own, toasts } = this.#options;
    const room = store.state.rooms.get(name);
    if (room === undefined) return;
    const isGone = (/** @type {number} */ id) =>
      room.messages.some((message) => message.id === id && message.erased);
    for (const { id, epoch, text } of own.edits(name)) {
      if (epoch === room.epoch && !isGone(id)) continue;
      own.forgetEdit(name, id);
      this.#giveBack(name, text);
      this.end(name, id);
      toasts.show("edit.gone");
    }
    if (store.state.open === name && isGone(store.state.editing ?? -1)) {
      store.dispatch({ type: "editing", id: null });
    }
  }

  /**
   * Puts words behind what is being written in a room.
   * @param {string} room
   * @param {string} text
   */
  #giveBack(room, text) {
    const { store, own } = this.#options;
    if (store.state.open === room && store.state.editing === null && store.state.quote === null) {
      store.dispatch({ type: "quote", quote: text });
      return;
    }
    // Nobody sees the field now: it has them when it is there again.
    const draft = own.draft(room);
    own.keepDraft(room, draft === "" ? text : `${draft.trimEnd()}\n${text}`);
  }
}
