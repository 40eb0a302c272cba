/**
 * What a person can do with messages that are there: try again or discard what was not sent, edit and
 * erase what was.
 *
 * @import { Answered, Command, Event, Message, RoomInfo } from "../../server/protocol.ts"
 * @import { OwnStorage } from "../device/own_storage.js"
 * @import { Changes } from "../net/changes.js"
 * @import { Outbox } from "../net/outbox.js"
 * @import { Change } from "../state/state.js"
 * @import { Store } from "../state/store.js"
 * @import { Refs } from "./refs.js"
 * @import { Toasts } from "./toasts.js"
 */
import { Edits } from "./edits.js";
import { Typing } from "./typing.js";
import { messageWithChanges, pendingErasures } from "../state/optimistic.js";

/** Milliseconds in which an erasure can be taken back. */
const UNDO_WINDOW_MS = 5000;

/**
 * @typedef {object} MessageActionsOptions
 * @property {Store} store
 * @property {(command: Command) => boolean} send
 * @property {() => Outbox} outbox
 * @property {() => Changes} changes
 * @property {OwnStorage} storage
 * @property {Toasts} toasts
 * @property {Refs} refs
 * @property {() => number} now
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 * @property {(timer: number) => void} cancel
 * @property {(address: string) => Promise<boolean>} copyLinkTo
 * @property {(text: string) => Promise<boolean>} copyText
 */

export class MessageActions {
  #options;
  /** Messages that are about to be erased, by id: their room, and what counts the time down. */
  #erasing = /** @type {Map<number, { room: string, timer: number }>} */ (new Map());

  /** @param {MessageActionsOptions} options */
  constructor(options) {
    this.#options = options;
    this.edits = new Edits(options);
    this.typing = new Typing(options);
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
   * Begins to edit one's own message in the open room, or gives it up.
   * @param {number | null} id
   */
  edit(id) {
    const { open, editing } = this.#options.store.state;
    if (id !== null) this.edits.begin(id);
    else if (open !== null && editing !== null) this.edits.end(open, editing);
  }

  /** Begins to edit one's last message, if it is on the page and to stay. */
  editLast() {
    const { state } = this.#options.store;
    const room = state.rooms.get(state.open ?? "");
    const pendingIds = pendingErasures(state).split(" ");
    const last = room?.messages.findLast(({ id, name, erased }) =>
      name === state.me?.name && !erased && !pendingIds.includes(String(id))
    );
    if (last !== undefined) this.edit(last.id);
  }

  /**
   * @param {number} id
   * @param {string} text
   */
  save(id, text) {
    const { open } = this.#options.store.state;
    if (open === null) return;
    const isChanged = messageWithChanges(this.#options.store.state, id)?.text !== text;
    if (!isChanged || this.#request(open, id, { type: "edit", text })) this.edits.end(open, id);
  }

  /**
   * Puts an emoji on a message or takes it off.
   * @param {number} id
   * @param {string} emoji
   * @param {boolean} on
   */
  react(id, emoji, on) {
    const { open } = this.#options.store.state;
    if (open !== null) this.#request(open, id, { type: "react", emoji, on });
  }

  /**
   * On a new connection: what was asked for in a room that was made anew means nothing there.
   * @param {RoomInfo[]} rooms
   */
  onWelcome(rooms) {
    const { changes } = this.#options;
    const epochs = new Map(rooms.map(({ room, epoch }) => [room, epoch]));
    for (const change of changes().items) {
      const epoch = epochs.get(change.room);
      if (epoch !== undefined && epoch !== change.epoch) this.onRefused(change, "not_found");
    }
    changes().resend();
  }

  /**
   * What was asked for is refused for good.
   * @param {Change} change
   * @param {string} code
   */
  onRefused(change, code) {
    const { changes, toasts } = this.#options;
    changes().discard(change.ref);
    if (change.type === "edit") this.edits.onRefused(change, code);
    else if (change.type === "react") toasts.show("reaction.refused", {}, code);
    // What is not there any more is what was wanted.
    else if (code !== "not_found") toasts.show("erase.refused", {}, code);
  }

  /** @param {Event} event taken in already */
  onEvent(event) {
    const { changes } = this.#options;
    if (event.type === "typing") this.typing.onTyping(event.room, event.name);
    else if (event.type === "edited" || event.type === "erased" || event.type === "reacted") {
      if (event.ref !== undefined) changes().discard(event.ref);
    } else if (event.type === "error") changes().onError(event);
    this.edits.onEvent(event);
  }

  /**
   * Erases a message, unless that is taken back within a few seconds.
   * @param {number} id
   */
  erase(id) {
    const room = this.#options.store.state.open;
    if (room === null || this.#erasing.has(id)) return;
    this.#scheduleErase(id, room);
    this.#dispatchErasing();
  }

  /**
   * Takes an erasure back, as long as nobody was told; the next one has its whole time again.
   * @param {number} id
   */
  undoErase(id) {
    const { cancel, changes, store } = this.#options;
    const asked = changes().erasureOf(store.state.open ?? "", id);
    if (asked !== undefined) changes().discard(asked.ref);
    cancel(this.#erasing.get(id)?.timer ?? 0);
    this.#erasing.delete(id);
    this.#dispatchErasing();
  }

  /** The page goes, or shows another room: what was to be erased is erased now. */
  flushErasures() {
    for (const id of [...this.#erasing.keys()]) this.#erase(id);
  }

  /** Nobody is here any more. */
  reset() {
    for (const { timer } of this.#erasing.values()) this.#options.cancel(timer);
    this.#erasing.clear();
    this.typing.reset();
  }

  /**
   * The next message answers this one.
   * @param {Message} message
   */
  startReply({ id, name, text, file }) {
    const { store, storage } = this.#options;
    const room = store.state.open;
    if (room === null) return;
    if (store.state.editing !== null) this.edit(null);
    const replyTo = { room, id, name, text: text || file?.name || "" };
    store.dispatch({ type: "reply_to", replyTo });
    storage.saveDraft(room, `${store.state.rooms.get(room)?.epoch} ${id}`, "answer");
  }

  /**
   * What is being written in a room answers what it did before a reload, where that is on the page.
   * @param {string} room
   */
  recallReply(room) {
    const { store: { state }, storage } = this.#options;
    const [epoch, id] = storage.draft(room, "answer").split(" ");
    const known = state.rooms.get(room);
    const isHere = known?.epoch === epoch && state.replyTo?.room !== room;
    const message = isHere && known?.messages.find((one) => String(one.id) === id && !one.erased);
    if (message) this.startReply(message);
  }

  /** The next message answers nothing. */
  cancelReply() {
    const { store, storage } = this.#options;
    if (store.state.replyTo !== null) storage.saveDraft(store.state.replyTo.room, "", "answer");
    store.dispatch({ type: "reply_to", replyTo: null });
  }

  /**
   * What the message that is said now answers, once.
   * @param {string} room
   * @returns {Answered | undefined}
   */
  takeReply(room) {
    const { replyTo } = this.#options.store.state;
    if (replyTo === null || replyTo.room !== room) return undefined;
    this.cancelReply();
    const { id, name, text } = replyTo;
    return { id, name, text };
  }

  /** @param {string} name who is to be called in the message that is being written */
  mention(name) {
    this.#options.store.dispatch(
      { type: "dialog", dialog: null },
      { type: "insertion", insertion: `@${name} ` },
    );
  }

  /** The field has the quote. */
  onInserted() {
    this.#options.store.dispatch({ type: "insertion", insertion: null });
  }

  /**
   * Puts the address of a message on the clipboard; true where it is there.
   * @param {number} id
   */
  copyLink(id) {
    const room = encodeURIComponent(this.#options.store.state.open ?? "");
    return this.#options.copyLinkTo(`#/${room}/${id}`);
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
  #scheduleErase(id, room) {
    this.#options.cancel(this.#erasing.get(id)?.timer ?? 0);
    const timer = this.#options.after(() => this.#erase(id), UNDO_WINDOW_MS);
    this.#erasing.set(id, { room, timer });
  }

  /** @param {number} id */
  #erase(id) {
    const { cancel } = this.#options;
    const { room, timer = 0 } = this.#erasing.get(id) ?? {};
    if (room === undefined) return;
    // Where too much waits already, it waits here: it was said that it goes.
    if (!this.#request(room, id, { type: "erase" })) return this.#scheduleErase(id, room);
    cancel(timer);
    this.#erasing.delete(id);
    this.#dispatchErasing();
  }

  /**
   * @param {string} room
   * @param {number} id
   * @param {{ type: "edit", text: string } | { type: "erase" }
   *   | { type: "react", emoji: string, on: boolean }} what
   * @returns {boolean} false where too much waits already
   */
  #request(room, id, what) {
    const { store, changes, refs } = this.#options;
    const epoch = store.state.rooms.get(room)?.epoch;
    if (epoch === undefined) return true;
    if (changes().isFull) {
      store.dispatch({ type: "problem", problem: { code: "outbox_full" } });
      return false;
    }
    changes().request({ ...refs.next(), room, epoch, id, ...what });
    return true;
  }

  #dispatchErasing() {
    this.#options.store.dispatch({ type: "erasing", erasing: [...this.#erasing.keys()] });
  }
}
