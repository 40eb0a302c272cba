/**
 * What nobody at this page has seen: counted by the server where this page does not hear it itself,
 * and how far one has read, told to the server and kept on the device.
 *
 * @import { Command, Event } from "../../server/protocol.ts"
 * @import { Api } from "../net/api.js"
 * @import { RoomState } from "../state/state.js"
 * @import { Store } from "../state/store.js"
 * @import { OwnStorage } from "../device/own_storage.js"
 */

/**
 * @typedef {object} UnreadOptions
 * @property {Store} store
 * @property {Api} api
 * @property {OwnStorage} storage
 * @property {(command: Command) => boolean} send
 * @property {(fn: () => void, ms: number) => void} after sets a timer
 */

/** Milliseconds between two words to the server of how far one has read. */
const READ_MARK_INTERVAL_MS = 2000;

/** Rooms that are told of at once: one may have read hundreds with one press. */
const MAX_MARKS_AT_ONCE = 20;

/** Events after which the state alone may not know the count. */
const RECOUNT_EVENTS = new Set(["activity", "history", "read", "edited", "erased"]);

export class Unread {
  #options;
  /** Rooms whose count is wanted, in turn: one question at a time. */
  #roomsToCount = /** @type {Set<string>} */ (new Set());
  #isCounting = false;
  #isThrottled = false;
  #unsentMarks =
    /** @type {Map<string, { epoch: string, id: number, end?: number }>} */ (new Map());

  /** @param {UnreadOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** The rooms are known: where did one stop reading, and what was said since? */
  onWelcome() {
    const { store, storage } = this.#options;
    const marks = storage.readMarks();
    store.dispatch({ type: "read_marks", marks });
    for (const { room, epoch, read, joined, end, counted } of store.state.rooms.values()) {
      const mark = marks.get(room);
      // A room one has never seen is new from now on.
      if (mark === undefined && counted === end && read > 0) marks.set(room, { epoch, id: read });
      if (joined || counted !== null || room.startsWith("@")) continue;
      if (mark?.end === end && mark.epoch === epoch && mark.id === read) {
        store.dispatch({ type: "counted", room, after: read, unread: 0, mentions: 0, end });
      } else this.#requestCount(room);
    }
    storage.saveReadMarks(marks);
  }

  /**
   * Something happened that the state alone cannot count.
   * @param {Event} event
   */
  onEvent(event) {
    const { state } = this.#options.store;
    if (event.type === "room_created" && !event.room.startsWith("@")) {
      const { room, epoch, end } = event;
      const { storage } = this.#options;
      storage.saveReadMarks(storage.readMarks().set(room, { epoch, id: end - 1, end }));
    }
    if (event.type === "blocked") {
      for (const { room, unread } of state.rooms.values()) if (unread > 0) this.#requestCount(room);
    }
    if (!RECOUNT_EVENTS.has(event.type) || !("room" in event)) return;
    const room = state.rooms.get(event.room);
    if (room === undefined) return;
    const isPartial = room.joined && room.unread > 0 && room.more &&
      (room.messages[0]?.id ?? 0) > room.read;
    if (isPartial || (!room.joined && room.counted === null)) this.#requestCount(event.room);
  }

  /** The person has seen the end of the open room. */
  markSeen() {
    const { store } = this.#options;
    const room = store.state.rooms.get(store.state.open ?? "");
    const last = room?.messages.at(-1)?.id ?? 0;
    if (room === undefined || room.newer || (room.unread === 0 && last <= room.read)) return;
    this.markRead(room, Math.max(last, room.read));
  }

  /**
   * What stands in a room counts as read.
   * @param {RoomState} room
   * @param {number} id of its last message, or the last byte before what is to come
   */
  markRead({ room, epoch, joined, end }, id) {
    this.#options.store.dispatch({ type: "seen", room, id });
    this.#unsentMarks.set(room, joined ? { epoch, id } : { epoch, id, end });
    if (!this.#isThrottled) this.sendReadMarks();
  }

  /** Tells and keeps how far one has read, now: a page that goes has no later. */
  sendReadMarks() {
    this.#isThrottled = this.#unsentMarks.size > 0;
    if (!this.#isThrottled) return;
    const { storage, send } = this.#options;
    storage.saveReadMarks(new Map([...storage.readMarks(), ...this.#unsentMarks]));
    for (const [room, { id }] of [...this.#unsentMarks].slice(0, MAX_MARKS_AT_ONCE)) {
      send({ type: "read", room, id });
      this.#unsentMarks.delete(room);
    }
    this.#options.after(() => this.sendReadMarks(), READ_MARK_INTERVAL_MS);
  }

  /** Nobody is here any more: nothing is counted, nothing told. */
  reset() {
    this.#roomsToCount.clear();
    this.#unsentMarks.clear();
  }

  /** @param {string} room */
  #requestCount(room) {
    this.#roomsToCount.add(room);
    if (!this.#isCounting) void this.#countRooms();
  }

  async #countRooms() {
    const { store, api, storage } = this.#options;
    this.#isCounting = true;
    for (const name of this.#roomsToCount) {
      this.#roomsToCount.delete(name);
      const after = store.state.rooms.get(name)?.read ?? 0;
      try {
        const { epoch, messages, mentions, end } = await api.unread(name, after);
        if (store.state.rooms.get(name)?.epoch !== epoch) continue;
        store.dispatch({ type: "counted", room: name, after, unread: messages, mentions, end });
        const marks = storage.readMarks();
        if (messages === 0) storage.saveReadMarks(marks.set(name, { epoch, id: after, end }));
      } catch {
        // Not counted then: that something was said is shown all the same.
      }
    }
    this.#isCounting = false;
  }
}
