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
import { goingIn, wishedMessage } from "../state/optimistic.js";

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
 * @property {() => Changes} changes
 * @property {OwnStorage} own
 * @property {Toasts} toasts
 * @property {Refs} refs
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
    this.edits = new Edits(options);
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
    const going = goingIn(state).split(" ");
    const own = room?.messages.findLast(({ id, name, erased }) =>
      name === state.me?.name && !erased && !going.includes(String(id))
    );
    if (own !== undefined) this.edit(own.id);
  }

  /**
   * @param {number} id
   * @param {string} text
   */
  save(id, text) {
    const { open } = this.#options.store.state;
    if (open === null) return;
    const isOther = wishedMessage(this.#options.store.state, id)?.text !== text;
    if (!isOther || this.#ask(open, id, { type: "edit", text })) this.edits.end(open, id);
  }

  /**
   * Puts an emoji on a message or takes it off.
   * @param {number} id
   * @param {string} emoji
   * @param {boolean} on
   */
  react(id, emoji, on) {
    const { open } = this.#options.store.state;
    if (open !== null) this.#ask(open, id, { type: "react", emoji, on });
  }

  /**
   * On a new connection: what was asked for in a room that was made anew means nothing there.
   * @param {RoomInfo[]} rooms
   */
  welcomed(rooms) {
    const { changes } = this.#options;
    const epochs = new Map(rooms.map(({ room, epoch }) => [room, epoch]));
    for (const change of changes().items) {
      const epoch = epochs.get(change.room);
      if (epoch !== undefined && epoch !== change.epoch) this.refused(change, "not_found");
    }
    changes().resend();
  }

  /**
   * What was asked for is refused for good.
   * @param {Change} change
   * @param {string} code
   */
  refused(change, code) {
    const { changes, toasts } = this.#options;
    changes().discard(change.ref);
    if (change.type === "edit") this.edits.refused(change, code);
    else if (change.type === "react") toasts.show("reaction.refused", {}, code);
    // What is not there any more is what was wanted.
    else if (code !== "not_found") toasts.show("erase.refused", {}, code);
  }

  /** @param {Event} event taken in already */
  heard(event) {
    const { changes } = this.#options;
    if (event.type === "typing") this.writes(event.room, event.name);
    else if (event.type === "edited" || event.type === "erased" || event.type === "reacted") {
      if (event.ref !== undefined) changes().discard(event.ref);
    } else if (event.type === "error") changes().refused(event);
    this.edits.heard(event);
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
   * Takes an erasure back, as long as nobody was told; the next one has its whole time again.
   * @param {number} id
   */
  keep(id) {
    const { cancel, changes, store } = this.#options;
    const asked = changes().erasureOf(store.state.open ?? "", id);
    if (asked !== undefined) changes().discard(asked.ref);
    cancel(this.#erasing.get(id)?.timer ?? 0);
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
   * The next message answers this one.
   * @param {Message} message
   */
  reply({ id, name, text, file }) {
    const { store } = this.#options;
    const room = store.state.open;
    if (room === null) return;
    if (store.state.editing !== null) this.edit(null);
    const answering = { room, id, name, text: text || file?.name || "" };
    store.dispatch({ type: "answering", answering });
  }

  /** The next message answers nothing. */
  dropAnswer() {
    this.#options.store.dispatch({ type: "answering", answering: null });
  }

  /**
   * What the message that is said now answers, once.
   * @param {string} room
   * @returns {Answered | undefined}
   */
  takeAnswer(room) {
    const { answering } = this.#options.store.state;
    if (answering === null || answering.room !== room) return undefined;
    this.dropAnswer();
    const { id, name, text } = answering;
    return { id, name, text };
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
    const { cancel } = this.#options;
    const { room, timer = 0 } = this.#erasing.get(id) ?? {};
    if (room === undefined) return;
    // Where too much waits already, it waits here: it was said that it goes.
    if (!this.#ask(room, id, { type: "erase" })) return this.#countDown(id, room);
    cancel(timer);
    this.#erasing.delete(id);
    this.#tellErasing();
  }

  /**
   * @param {string} room
   * @param {number} id
   * @param {{ type: "edit", text: string } | { type: "erase" }
   *   | { type: "react", emoji: string, on: boolean }} what
   * @returns {boolean} false where too much waits already
   */
  #ask(room, id, what) {
    const { store, changes, refs } = this.#options;
    const epoch = store.state.rooms.get(room)?.epoch;
    if (epoch === undefined) return true;
    if (changes().isFull) {
      store.dispatch({ type: "problem", problem: { code: "outbox_full" } });
      return false;
    }
    changes().ask({ ...refs.next(), room, epoch, id, ...what });
    return true;
  }

  #tellErasing() {
    this.#options.store.dispatch({ type: "erasing", erasing: [...this.#erasing.keys()] });
  }
}
