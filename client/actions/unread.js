/**
 * What nobody at this page has seen: counted by the server where this page does not hear it itself,
 * and how far one has read, told to the server and kept on the device.
 *
 * @import { Command, Event } from "../../server/protocol.ts"
 * @import { Api } from "../net/api.js"
 * @import { Store } from "../state/store.js"
 * @import { OwnStorage } from "../device/own_storage.js"
 */

/**
 * @typedef {object} UnreadOptions
 * @property {Store} store
 * @property {Api} api
 * @property {OwnStorage} own
 * @property {(command: Command) => boolean} send
 * @property {(fn: () => void, ms: number) => void} after sets a timer
 */

/** Milliseconds between two words to the server of how far one has read. */
const TOLD_EVERY = 2000;

/** Events after which the state alone may not know the count. */
const COUNTED_ANEW = new Set(["activity", "history", "read", "edited", "erased"]);

export class Unread {
  #options;
  /** Rooms whose count is wanted, in turn: one question at a time. */
  #wanted = /** @type {Set<string>} */ (new Set());
  #isAsking = false;
  #isTelling = false;
  #toTell = /** @type {Map<string, { epoch: string, id: number }>} */ (new Map());

  /** @param {UnreadOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** The rooms are known: where did one stop reading, and what was said since? */
  welcomed() {
    const { store, own } = this.#options;
    const marks = own.marks();
    store.dispatch({ type: "marks", marks });
    for (const { room, epoch, read, joined, end, counted } of store.state.rooms.values()) {
      const mark = marks.get(room);
      // A room one has never seen is new from now on.
      if (mark === undefined && counted === end && read > 0) marks.set(room, { epoch, id: read });
      if (joined || counted !== null || room.startsWith("@")) continue;
      if (mark?.end === end && mark.epoch === epoch && mark.id === read) {
        store.dispatch({ type: "counted", room, after: read, unread: 0, mentions: 0, end });
      } else this.#want(room);
    }
    own.keepMarks(marks);
  }

  /**
   * Something happened that the state alone cannot count.
   * @param {Event} event
   */
  heard(event) {
    const { state } = this.#options.store;
    if (event.type === "room_created" && !event.room.startsWith("@")) {
      const { room, epoch, end } = event;
      const { own } = this.#options;
      own.keepMarks(own.marks().set(room, { epoch, id: end - 1, end }));
    }
    if (!COUNTED_ANEW.has(event.type) || !("room" in event)) return;
    const room = state.rooms.get(event.room);
    if (room === undefined) return;
    const isCut = room.joined && room.unread > 0 && room.more &&
      (room.messages[0]?.id ?? 0) > room.read;
    if (isCut || (!room.joined && room.counted === null)) this.#want(event.room);
  }

  /** The person has seen the end of the open room. */
  seen() {
    const { store } = this.#options;
    const room = store.state.rooms.get(store.state.open ?? "");
    const last = room?.messages.at(-1)?.id ?? 0;
    if (room === undefined || room.newer || (room.unread === 0 && last <= room.read)) return;
    store.dispatch({ type: "seen", room: room.room });
    this.#toTell.set(room.room, { epoch: room.epoch, id: last });
    if (!this.#isTelling) this.tell();
  }

  /** Tells and keeps how far one has read, now: a page that goes has no later. */
  tell() {
    this.#isTelling = this.#toTell.size > 0;
    if (!this.#isTelling) return;
    const { own, send } = this.#options;
    own.keepMarks(new Map([...own.marks(), ...this.#toTell]));
    for (const [room, { id }] of this.#toTell) send({ type: "read", room, id });
    this.#toTell.clear();
    this.#options.after(() => this.tell(), TOLD_EVERY);
  }

  /** Nobody is here any more: nothing is counted, nothing told. */
  forget() {
    this.#wanted.clear();
    this.#toTell.clear();
  }

  /** @param {string} room */
  #want(room) {
    this.#wanted.add(room);
    if (!this.#isAsking) void this.#ask();
  }

  async #ask() {
    const { store, api, own } = this.#options;
    this.#isAsking = true;
    for (const name of this.#wanted) {
      this.#wanted.delete(name);
      const after = store.state.rooms.get(name)?.read ?? 0;
      try {
        const { epoch, messages, mentions, end } = await api.unread(name, after);
        if (store.state.rooms.get(name)?.epoch !== epoch) continue;
        store.dispatch({ type: "counted", room: name, after, unread: messages, mentions, end });
        const marks = own.marks();
        if (messages === 0) own.keepMarks(marks.set(name, { epoch, id: after, end }));
      } catch {
        // Not counted then: that something was said is shown all the same.
      }
    }
    this.#isAsking = false;
  }
}
