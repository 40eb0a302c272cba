/**
 * Which room is open and which are heard: what the address asks for, what the server tells of rooms that
 * come and go, and what a person does with a whole room.
 *
 * @import { Command, Event, Me } from "../../server/protocol.ts"
 * @import { Store } from "../state/store.js"
 * @import { Pages } from "./pages.js"
 * @import { Toasts } from "./toasts.js"
 */

/**
 * @typedef {object} RoomActionsOptions
 * @property {Store} store
 * @property {Toasts} toasts
 * @property {() => void} showInAddress the open room is another one
 * @property {(command: Command) => boolean} send
 * @property {Pages} pages
 * @property {() => void} onSwitch another room is about to be opened
 * @property {() => void} onOpened a room was opened
 */

/** The room that every chat has. */
const FIRST = "general";

export class RoomActions {
  #options;
  /** The room the address or the last visit asks for. */
  #wanted = /** @type {string | null} */ (null);
  /** @type {number | null} */
  #sought = null;

  /** @param {RoomActionsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * @param {string} room
   * @param {number | null} [sought] id of a message to look at
   */
  open(room, sought = null) {
    const { store, showInAddress, pages, onSwitch, onOpened } = this.#options;
    this.#wanted = room;
    if (!store.state.rooms.has(room)) return;
    const isOther = room !== store.state.open;
    if (isOther) onSwitch();
    store.dispatch({ type: "open_room", room, sought });
    if (isOther) onOpened();
    showInAddress();
    const known = store.state.rooms.get(room);
    if (known && !known.joined) this.join(room);
    if (sought !== null && !known?.messages.some(({ id }) => id === sought)) {
      void pages.around(room, sought);
    }
  }

  /**
   * What the address asks for, before or after there is a connection.
   * @param {string} room
   * @param {number | null} sought
   */
  want(room, sought) {
    this.#wanted = room;
    this.#sought = sought;
    if (this.#options.store.state.open !== null) this.open(room, sought);
  }

  /** Nobody is here any more: the next one has asked for nothing. */
  forget() {
    this.#wanted = null;
    this.#sought = null;
  }

  /**
   * A private conversation with somebody who has an account.
   * @param {string} name
   */
  openDirect(name) {
    const { store } = this.#options;
    const room = `@${name}`;
    const by = store.state.me?.name ?? "";
    store.dispatch({ type: "room_created", room, by, epoch: "", end: 0 });
    store.dispatch({ type: "dialog", dialog: null });
    this.open(room);
  }

  /** @param {string} room */
  create(room) {
    this.#wanted = room;
    this.#options.send({ type: "create_room", room });
  }

  /** @param {string} room one that was deleted */
  restore(room) {
    this.#options.send({ type: "restore_room", room });
  }

  /** @param {string} room */
  remove(room) {
    this.#options.send({ type: "delete_room", room });
  }

  /** Hears what is to be heard, on a new connection. */
  welcomed() {
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
   */
  heard(event) {
    const { store } = this.#options;
    if (event.type === "room_created") this.#created(event.room, event.by);
    else if (event.type === "activity" && event.room.startsWith("@")) this.join(event.room);
    else if (event.type === "room_deleted" && store.state.open === null) this.openFirst();
  }

  /**
   * Opens what is asked for, else what was open, else what there is.
   * @param {string | null} [before]
   */
  openFirst(before = null) {
    const { rooms } = this.#options.store.state;
    const wishes = [this.#wanted, before, FIRST].filter((room) => room !== null);
    const first = [...wishes, ...[...rooms.keys()].sort()].find((r) => rooms.has(r));
    const sought = first === this.#wanted ? this.#sought : null;
    this.#sought = null;
    if (first !== undefined) this.open(first, sought);
  }

  /**
   * The open room is not there any more: the person is told by whom.
   * @param {string} room
   * @param {Event[]} events
   * @param {Me | null} me
   */
  gone(room, events, me) {
    const by = events.find(({ type }) => type === "room_deleted");
    const who = by?.type === "room_deleted" && by.by !== me?.name ? by.by : null;
    const key = who === null ? "rooms.gone" : "rooms.gone_by";
    this.#options.toasts.show(key, { room, name: who ?? "" });
  }

  /** @param {string} name */
  join(name) {
    const { store, send } = this.#options;
    const { after, epoch } = this.placeIn(name);
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
  placeIn(name) {
    const { state } = this.#options.store;
    const room = state.rooms.get(name);
    if (room === undefined || room.newer) return {};
    // The first line of a history says who made the room: no message stands before it.
    if (room.loaded) return { after: room.messages.at(-1)?.id ?? 0, epoch: room.epoch };
    const { after, epoch } = state.outbox.find((row) => row.room === name) ?? {};
    return after === undefined || epoch === undefined ? {} : { after, epoch };
  }

  /**
   * @param {string} room
   * @param {string} by
   */
  #created(room, by) {
    const { store } = this.#options;
    if (by !== store.state.me?.name || !["create", "deleted"].includes(store.state.dialog ?? "")) {
      return;
    }
    store.dispatch({ type: "dialog", dialog: null });
    this.open(room);
  }
}
