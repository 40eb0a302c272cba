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
import { messageWithChanges } from "../state/optimistic.js";

/**
 * @typedef {object} EditsOptions
 * @property {Store} store
 * @property {OwnStorage} storage
 * @property {Toasts} toasts
 */

/** Refusals after which the message can still be changed: the words go back into its editor. */
const RETRYABLE = new Set(["too_fast", "busy", "disk", "restarting", "too_long", "muted"]);

export class Edits {
  #options;
  /** The open room, until its history has come. */
  #openedRoom = /** @type {string | null} */ (null);

  /** @param {EditsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * Begins to change one's own message in the open room.
   * @param {number} id
   */
  begin(id) {
    const { store, storage } = this.#options;
    const { open } = store.state;
    const kept = open === null ? null : storage.edit(open, id);
    // What is written last is what a reload goes on with.
    if (open !== null && kept !== null) storage.saveEdit(open, kept);
    store.dispatch({ type: "editing", id });
  }

  /**
   * What the editor begins with: what was left in it, else the words that are to be changed.
   * @param {number} id
   */
  textFor(id) {
    const { store, storage } = this.#options;
    const kept = storage.edit(store.state.open ?? "", id);
    return kept?.text ?? messageWithChanges(store.state, id)?.text ?? "";
  }

  /**
   * The words as they stand in the editor now.
   * @param {number} id
   * @param {string} text
   */
  save(id, text) {
    const { store, storage } = this.#options;
    const room = store.state.rooms.get(store.state.open ?? "");
    if (room !== undefined) storage.saveEdit(room.room, { id, epoch: room.epoch, text });
  }

  /**
   * The words are asked for, or not wanted any more.
   * @param {string} room
   * @param {number} id
   */
  end(room, id) {
    const { store, storage } = this.#options;
    storage.removeEdit(room, id);
    if (store.state.open === room && store.state.editing === id) {
      store.dispatch({ type: "editing", id: null });
    }
  }

  /** A room was opened: goes on where the words were left. */
  onRoomOpened() {
    this.#openedRoom = this.#options.store.state.open;
    this.#resume();
  }

  #resume() {
    const { store, storage } = this.#options;
    const { rooms, open, editing } = store.state;
    const room = rooms.get(open ?? "");
    if (room === undefined || room.room !== this.#openedRoom || !room.loaded) return;
    this.#openedRoom = null;
    this.#returnOrphans(room.room);
    const left = storage.edits(room.room).at(-1);
    if (left !== undefined && editing === null) this.begin(left.id);
  }

  /** @param {Event} event taken in already */
  onEvent(event) {
    if (event.type !== "erased" && event.type !== "history") return;
    this.#returnOrphans(event.room);
    this.#resume();
  }

  /**
   * The server has refused other words for a message.
   * @param {Extract<Change, { type: "edit" }>} change
   * @param {string} code
   */
  onRefused({ room, epoch, id, text }, code) {
    const { store, storage, toasts } = this.#options;
    toasts.show("edit.refused", {}, code);
    if (!RETRYABLE.has(code)) return this.#returnToComposer(room, text);
    // Whatever was written into that editor meanwhile is newer.
    if (storage.edit(room, id) === null) storage.saveEdit(room, { id, epoch, text });
    if (store.state.open === room && store.state.editing === null) this.begin(id);
  }

  /**
   * Messages that are gone cannot be changed: what was written for them becomes a message to be.
   * @param {string} name
   */
  #returnOrphans(name) {
    const { store, storage, toasts } = this.#options;
    const room = store.state.rooms.get(name);
    if (room === undefined) return;
    const isGone = (/** @type {number} */ id) =>
      room.messages.some((message) => message.id === id && message.erased);
    for (const { id, epoch, text } of storage.edits(name)) {
      if (epoch === room.epoch && !isGone(id)) continue;
      storage.removeEdit(name, id);
      this.#returnToComposer(name, text);
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
  #returnToComposer(room, text) {
    const { store, storage } = this.#options;
    if (
      store.state.open === room && store.state.editing === null && store.state.insertion === null
    ) {
      store.dispatch({ type: "insertion", insertion: text });
      return;
    }
    // Nobody sees the field now: it has them when it is there again.
    const draft = storage.draft(room);
    storage.saveDraft(room, draft === "" ? text : `${draft.trimEnd()}\n${text}`);
  }
}
