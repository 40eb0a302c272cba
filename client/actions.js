/**
 * Everything a person can do, as functions, and what follows from what the server tells. Between the
 * views and the wire; touches no element of the page.
 *
 * @import { Command, Event } from "../server/protocol.ts"
 * @import { Intent } from "./state/reduce.js"
 * @import { Preferences, State } from "./state/state.js"
 * @import { Store } from "./state/store.js"
 * @import { Api } from "./net/api.js"
 * @import { Emoji } from "./text/emoji.js"
 * @import { Progress } from "./actions/search.js"
 * @import { Socket } from "./net/socket.js"
 * @import { AlertOptions } from "./actions/alerts.js"
 * @import { UploadOptions } from "./actions/uploads.js"
 * @import { Outbox } from "./net/outbox.js"
 * @import { DeviceStorage } from "./device/storage.js"
 * @import { PeopleActions } from "./actions/people.js"
 * @import { Toasts } from "./actions/toasts.js"
 */
import { Alerts } from "./actions/alerts.js";
import { MessageActions } from "./actions/messages.js";
import { Pages } from "./actions/pages.js";
import { Unread } from "./actions/unread.js";
import { Uploads } from "./actions/uploads.js";
import { ApiError } from "./net/api.js";

/**
 * @typedef {object} OwnOptions
 * @property {Store} store
 * @property {Api} api
 * @property {DeviceStorage} storage
 * @property {() => number} now
 * @property {(fn: () => void, ms: number) => void} after sets a timer
 * @property {() => Uint8Array} random a few bytes nobody can guess
 * @property {(room: string | null) => void} showInAddress
 * @property {() => void} reload
 * @property {(address: string) => Promise<boolean>} copy puts an address within the page on the clipboard
 * @property {(text: string) => Promise<boolean>} copyText
 * @property {() => PeopleActions} people
 * @property {Toasts} toasts
 * @property {(wanted: { query: string, room: string | null },
 *   tell: (progress: Progress) => void) => () => void} search
 * @property {{ load: (language: string) => Promise<Emoji[]>, recent: () => string[],
 *   used: (emoji: string) => void }} emoji
 */

/** @typedef {OwnOptions & Omit<UploadOptions, "say"> & Omit<AlertOptions, "openRoom">} ActionsOptions */

export class Actions {
  #options;
  #unread;
  /** @type {Socket | null} */
  #socket = null;
  /** @type {Outbox | null} */
  #outbox = null;
  /** The room the address or the last visit asks for. */
  #wanted = "general";
  /** @type {number | null} */
  #sought = null;

  /** @param {ActionsOptions} options */
  constructor(options) {
    this.#options = options;
    this.emoji = options.emoji;
    this.toasts = options.toasts;
    this.search = options.search;
    this.reload = options.reload;
    this.drafts = options.storage;
    this.uploads = new Uploads({
      ...options,
      say: (room, text, file) => this.say(text, room, file),
    });
    const send = (/** @type {Command} */ command) => this.#send(command);
    this.messages = new MessageActions({ ...options, send, outbox: () => this.#outbox });
    this.pages = new Pages(options, (error) => this.#fail(error));
    this.#unread = new Unread({ ...options, send });
    this.alerts = new Alerts({ ...options, openRoom: (room) => this.openRoom(room) });
  }

  /**
   * @param {Socket} socket
   * @param {Outbox} outbox
   */
  connectTo(socket, outbox) {
    this.#socket = socket;
    this.#outbox = outbox;
  }

  /**
   * Somebody came in, or nobody did: connects anew, for the line speaks for who one was.
   * @param {import("../server/protocol.ts").SessionInfo} session
   */
  entered({ me, limits, version, door }) {
    this.#socket?.stop();
    this.#options.store.dispatch({ type: "session", me, limits, version, door });
    if (me !== null) this.#socket?.connect();
  }

  /** The session ended elsewhere. */
  refused() {
    this.#options.store.dispatch({ type: "signed_out" });
  }

  /**
   * @param {string} room
   * @param {number | null} [sought] id of a message to look at
   */
  openRoom(room, sought = null) {
    const { store, showInAddress } = this.#options;
    this.#wanted = room;
    if (!store.state.rooms.has(room)) return;
    if (room !== store.state.open) this.messages.eraseNow();
    store.dispatch({ type: "open_room", room, sought });
    showInAddress(room);
    const known = store.state.rooms.get(room);
    if (known && !known.joined) this.#join(room);
    if (sought !== null && !known?.messages.some(({ id }) => id === sought)) {
      void this.pages.around(room, sought);
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
    if (this.#options.store.state.open !== null) this.openRoom(room, sought);
  }

  /**
   * @param {string} text
   * @param {string | null} [room] the open one where none is named
   * @param {import("../server/protocol.ts").SharedFile} [file]
   */
  say(text, room = this.#options.store.state.open, file) {
    const { store, random, now, storage } = this.#options;
    if (room === null || this.#outbox === null) return false;
    if (this.#outbox.isFull) {
      store.dispatch({ type: "problem", problem: { code: "outbox_full" } });
      return false;
    }
    const ref = Array.from(random(), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const time = new Date(now()).toISOString();
    const row = { ref, room, text, time, ...this.#place(room), ...(file ? { file } : {}) };
    store.dispatch({ type: "queued", row });
    if (text !== "") storage.keepDraft(room, "");
    this.#outbox.add(row);
    if (room === store.state.open && store.state.rooms.get(room)?.newer) void this.toLatest();
    return true;
  }

  /** Goes back to the newest messages. */
  async toLatest() {
    await this.pages.latest();
    this.seen();
  }

  /** The person has seen the end of the open room. */
  seen() {
    this.#unread.seen();
  }

  /** The page goes: what was to be done in a moment is done now. */
  leaving() {
    this.messages.eraseNow();
    this.#unread.tell();
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
    this.openRoom(room);
  }

  /** @param {string} room */
  createRoom(room) {
    this.#wanted = room;
    this.#send({ type: "create_room", room });
  }

  /** @param {string} room one that was deleted */
  restoreRoom(room) {
    this.#send({ type: "restore_room", room });
  }

  /** @param {string} room */
  deleteRoom(room) {
    this.#send({ type: "delete_room", room });
  }

  /** @param {{ dialog: State["dialog"], person?: string } | { panel: State["panel"] } | { problem: null }} what */
  show(what) {
    const type = "dialog" in what ? "dialog" : "panel" in what ? "panel" : "problem";
    this.#options.store.dispatch(/** @type {Intent} */ ({ type, ...what }));
  }

  /** @param {Preferences} preferences */
  prefer(preferences) {
    this.#options.storage.keepPreferences(preferences);
    this.#options.store.dispatch({ type: "preferences", preferences });
  }

  /** What one can do at the door and about people. */
  get people() {
    return this.#options.people();
  }

  lastSearch = { query: "", everywhere: false };

  /**
   * Takes in what the server told, then does what follows from it.
   * @param {Event[]} events
   */
  hear(events) {
    const { store, toasts } = this.#options;
    const { open, me } = store.state;
    store.dispatch(...events);
    if (open !== null && !store.state.rooms.has(open)) {
      const by = events.find(({ type }) => type === "room_deleted");
      const who = by?.type === "room_deleted" && by.by !== me?.name ? by.by : null;
      toasts.show(who === null ? "rooms.gone" : "rooms.gone_by", { room: open, name: who ?? "" });
    }
    for (const event of events) {
      if (event.type === "welcome") this.#welcomed();
      else if (event.type === "message" && event.ref) this.#outbox?.confirmed(event.ref);
      else if (event.type === "error" && event.ref) this.#outbox?.refused(event);
      else if (event.type === "typing") this.messages.writes(event.room, event.name);
      else if (event.type === "room_created") this.#created(event.room, event.by);
      else if (event.type === "activity" && event.room.startsWith("@")) this.#join(event.room);
      else if (event.type === "room_deleted" && store.state.open === null) this.#openFirst();
      this.#unread.heard(event);
      this.alerts.heard(event);
    }
  }

  #welcomed() {
    const { store } = this.#options;
    this.#unread.welcomed();
    // Where something waits to be sent again, the server must first know what we have seen.
    const waiting = new Set(store.state.outbox.map(({ room }) => room));
    for (const { room, joined } of store.state.rooms.values()) {
      // Private conversations are few, and what is new in them is counted exactly.
      if (joined || waiting.has(room) || room.startsWith("@")) this.#join(room);
    }
    if (store.state.open === null) this.#openFirst();
    this.#outbox?.resend();
  }

  #openFirst() {
    const { rooms } = this.#options.store.state;
    const first = [this.#wanted, "general", ...[...rooms.keys()].sort()].find((r) => rooms.has(r));
    const sought = first === this.#wanted ? this.#sought : null;
    this.#sought = null;
    if (first !== undefined) this.openRoom(first, sought);
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
    this.openRoom(room);
  }

  /** @param {string} name */
  #join(name) {
    const { store } = this.#options;
    const { after, epoch } = this.#place(name);
    const known = after === undefined || epoch === undefined ? {} : { after, epoch };
    if (this.#send({ type: "join", room: name, ...known })) {
      store.dispatch({ type: "joining", room: name });
    }
  }

  /**
   * Up to where this page, or the one before it that left something unsent, has a room.
   * @param {string} name
   * @returns {{ after?: number, epoch?: string }}
   */
  #place(name) {
    const { state } = this.#options.store;
    const room = state.rooms.get(name);
    if (room === undefined || room.newer) return {};
    // The first line of a history says who made the room: no message stands before it.
    if (room.loaded) return { after: room.messages.at(-1)?.id ?? 0, epoch: room.epoch };
    const { after, epoch } = state.outbox.find((row) => row.room === name) ?? {};
    return after === undefined || epoch === undefined ? {} : { after, epoch };
  }

  /** @param {import("../server/protocol.ts").Command} command */
  #send(command) {
    return this.#socket?.send(command) ?? false;
  }

  /** @param {unknown} error */
  #fail(error) {
    const { store } = this.#options;
    const code = error instanceof ApiError ? error.code : "internal";
    const suggestion = error instanceof ApiError ? error.suggestion : undefined;
    const problem = suggestion === undefined ? { code } : { code, suggestion };
    store.dispatch({ type: "problem", problem });
  }
}
