/**
 * Which room is open and which are heard: what the address asks for, what the server tells of rooms that
 * come and go, and what a person does with a whole room.
 *
 * @import { Command, Event } from "../../server/protocol.ts"
 * @import { State } from "../state/state.js"
 * @import { Store } from "../state/store.js"
 * @import { Pages } from "./pages.js"
 * @import { Toasts } from "./toasts.js"
 */
import { labelOf } from "../state/selectors.js";
import { isBlocked } from "../state/blocks.js";

/**
 * @typedef {object} RoomActionsOptions
 * @property {Store} store
 * @property {Toasts} toasts
 * @property {() => void} updateAddress the open room is another one
 * @property {(command: Command) => boolean} send
 * @property {Pages} pages
 * @property {() => void} onSwitch another room is about to be opened
 * @property {() => void} onOpened a room was opened
 */

/** The room that every chat has. */
const DEFAULT_ROOM = "general";

export class RoomActions {
  #options;
  /** The room the address or the last visit asks for. */
  #requestedRoom = /** @type {string | null} */ (null);
  /** @type {number | null} */
  #requestedTarget = null;
  /** What rooms are called that had another name. */
  #names = /** @type {Map<string, string>} */ (new Map());

  /** @param {RoomActionsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * @param {string} room
   * @param {number | null} [target] id of a message to look at
   */
  open(room, target = null) {
    const { store, updateAddress, pages, onSwitch, onOpened } = this.#options;
    room = this.#nameNow(room);
    this.#requestedRoom = room;
    if (!store.state.rooms.has(room)) return;
    const isOther = room !== store.state.open;
    if (isOther) onSwitch();
    store.dispatch({ type: "open_room", room, target });
    if (isOther) onOpened();
    updateAddress();
    const known = store.state.rooms.get(room);
    if (known && !known.joined) this.join(room);
    if (target !== null && !known?.messages.some(({ id }) => id === target)) {
      void pages.loadAround(room, target);
    }
  }

  /**
   * What the address asks for, before or after there is a connection.
   * @param {string} room
   * @param {number | null} target
   */
  openFromAddress(room, target) {
    this.#requestedRoom = room;
    this.#requestedTarget = target;
    if (this.#options.store.state.open !== null) this.open(room, target);
  }

  /** Nobody is here any more: the next one has asked for nothing. */
  reset() {
    this.#requestedRoom = null;
    this.#requestedTarget = null;
  }

  /**
   * A private conversation with somebody who has an account.
   * @param {string} name
   */
  openDirect(name) {
    const { store } = this.#options;
    if (isBlocked(store.state, name)) {
      store.dispatch({ type: "dialog", dialog: "person", person: name });
      return;
    }
    const room = `@${name}`;
    const by = store.state.me?.name ?? "";
    store.dispatch({ type: "room_created", room, by, epoch: "", end: 0 });
    store.dispatch({ type: "dialog", dialog: null });
    this.open(room);
  }

  /** @param {string} room one of a name that it may have had */
  #nameNow(room) {
    const now = this.#names.get(room);
    return now === undefined || this.#options.store.state.rooms.has(room) ? room : now;
  }

  /** @param {{ room: string, to: string }} rename */
  renameRoom({ room, to }) {
    this.#names.set(room, to).delete(to);
    for (const [old, now] of this.#names) if (now === room) this.#names.set(old, to);
    if (this.#requestedRoom === room) this.#requestedRoom = to;
  }

  /**
   * @param {string} room
   * @param {string} to
   */
  rename(room, to) {
    this.#options.send({ type: "rename_room", room, to });
  }

  /**
   * @param {string} room
   * @param {string} text "" takes it away
   */
  setTopic(room, text) {
    this.#options.send({ type: "topic", room, text });
  }

  /** @param {string} room */
  archive(room) {
    this.#options.send({ type: "archive_room", room });
  }

  /**
   * @param {string} room
   * @param {number} id
   * @param {boolean} on
   */
  pin(room, id, on) {
    this.#options.send({ type: "pin", room, id, on });
  }

  /**
   * @param {string} room
   * @param {{ private?: boolean, history?: "all" | "joined", members?: string[] }} [how]
   */
  create(room, how = {}) {
    this.#requestedRoom = room;
    this.#options.send({ type: "create_room", room, ...how });
  }

  /**
   * Asks who is in a private room, or changes it.
   * @param {string} room
   * @param {{ add?: string[], remove?: string[], maker?: string }} [change]
   */
  members(room, change = {}) {
    this.#options.send({ type: "members", room, ...change });
  }

  /** @param {string} room one that was deleted */
  restore(room) {
    this.#options.send({ type: "restore_room", room });
  }

  /** @param {string} room */
  delete(room) {
    this.#options.send({ type: "delete_room", room });
  }

  /** Hears what is to be heard, on a new connection. */
  onWelcome() {
    const { store } = this.#options;
    // Where something waits to be sent again, the server must first know what we have seen.
    const waiting = new Set(store.state.outbox.map(({ room }) => room));
    for (const { room, joined } of store.state.rooms.values()) {
      // Private conversations are few, and what is new in them is counted exactly.
      const isWanted = joined || waiting.has(room) || room === store.state.open;
      if (isWanted || room.startsWith("@")) this.join(room);
    }
    if (store.state.open === null) this.openFirst();
  }

  /**
   * @param {Event} event taken in already
   * @param {State} before it was
   */
  onEvent(event, before) {
    const { store } = this.#options;
    if (event.type === "room_created") this.#onCreated(event);
    else if (event.type === "activity" && event.room.startsWith("@")) this.join(event.room);
    else if ((isGone(event) || event.type === "blocked") && store.state.open === null) {
      this.openFirst();
    } else if (event.type === "room_renamed") this.#onRenamed(event, before);
  }

  /**
   * Opens what is asked for, else what was open, else what there is.
   * @param {string | null} [before]
   */
  openFirst(before = null) {
    const { rooms } = this.#options.store.state;
    const candidates = [this.#requestedRoom, before, DEFAULT_ROOM].filter((room) => room !== null)
      .map((room) => this.#nameNow(room));
    const first = [...candidates, ...[...rooms.keys()].sort()].find((r) => rooms.has(r));
    const target = first === this.#requestedRoom ? this.#requestedTarget : null;
    this.#requestedTarget = null;
    if (first !== undefined) this.open(first, target);
  }

  /**
   * Where the open room is not there any more the person is told by whom.
   * @param {State} before the events were taken in
   * @param {Event[]} events
   */
  noticeGone(before, events) {
    if (before.open === null || this.#options.store.state.open !== null) return;
    if (events.some(({ type }) => type === "blocked")) return;
    const event = events.find(isGone);
    const by = event !== undefined && "by" in event ? event.by : undefined;
    const who = by === undefined || by === before.me?.name ? null : by;
    const isRemoved = event?.type === "members";
    // Who leaves knows.
    if (isRemoved && who === null) {
      return this.#options.store.dispatch({ type: "dialog", dialog: null });
    }
    const key = isRemoved ? "members.removed" : who === null ? "rooms.gone" : "rooms.gone_by";
    this.#options.toasts.show(key, { room: labelOf(before, before.open), name: who ?? "" });
  }

  /** @param {string} name */
  join(name) {
    const { store, send } = this.#options;
    const { after, epoch } = this.resumePoint(name);
    const known = after === undefined || epoch === undefined ? {} : { after, epoch };
    if (send({ type: "join", room: name, ...known })) {
      store.dispatch({ type: "joining", room: name });
    }
  }

  /**
   * Up to where this page, or the one before it that left something unsent, has a room.
   * @param {string} name
   * @returns {{ after?: number, epoch?: string }}
   */
  resumePoint(name) {
    const { state } = this.#options.store;
    const room = state.rooms.get(name);
    if (room === undefined || room.newer) return {};
    // The first line of a history says who made the room: no message stands before it.
    if (room.loaded) return { after: room.messages.at(-1)?.id ?? 0, epoch: room.epoch };
    const { after, epoch } = state.outbox.find((row) => row.room === name) ?? {};
    return after === undefined || epoch === undefined ? {} : { after, epoch };
  }

  /**
   * @param {Extract<Event, { type: "room_renamed" }>} event
   * @param {State} before
   */
  #onRenamed({ room, to, by }, before) {
    const { store, toasts, updateAddress } = this.#options;
    const { open, me } = store.state;
    // In the room itself its own line tells it.
    if (open === to) updateAddress();
    else if (by !== undefined && by !== me?.name) {
      const from = labelOf(before, room);
      toasts.show("rooms.renamed", { name: by, from, room: labelOf(store.state, to) });
    }
  }

  /** @param {Extract<Event, { type: "room_created" }>} event */
  #onCreated({ room, by, name }) {
    const { store, toasts } = this.#options;
    if (name !== undefined && by !== store.state.me?.name) {
      toasts.show("members.added", { room: name, name: by });
      // By a link one was let in before one was told of it here.
      if (room === this.#requestedRoom) this.open(room);
    }
    if (by !== store.state.me?.name || !["create", "deleted"].includes(store.state.dialog ?? "")) {
      return;
    }
    store.dispatch({ type: "dialog", dialog: null });
    this.open(room);
  }
}

/**
 * True where a room is not there any more, for everybody or for who is told.
 * @param {Event} event
 */
function isGone(event) {
  return event.type === "room_deleted" || (event.type === "members" && event.members.length === 0);
}
