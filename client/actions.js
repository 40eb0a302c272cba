/**
 * Everything a person can do, as functions, and what follows from what the server tells. Between the
 * views and the wire; touches no element of the page.
 *
 * @import { Command, Event, RoomInfo } from "../server/protocol.ts"
 * @import { Intent } from "./state/reduce.js"
 * @import { Preferences, State } from "./state/state.js"
 * @import { Store } from "./state/store.js"
 * @import { Api } from "./net/api.js"
 * @import { Emoji } from "./text/emoji.js"
 * @import { Progress } from "./actions/search.js"
 * @import { Socket } from "./net/socket.js"
 * @import { PushOptions } from "./actions/push.js"
 * @import { AlertOptions } from "./actions/alerts.js"
 * @import { UploadOptions } from "./actions/uploads.js"
 * @import { VisitOptions } from "./actions/session.js"
 * @import { Changes } from "./net/changes.js"
 * @import { Outbox } from "./net/outbox.js"
 * @import { DeviceStorage } from "./device/storage.js"
 * @import { OwnStorage } from "./device/own_storage.js"
 * @import { LinkActions } from "./actions/links.js"
 * @import { PeopleActions } from "./actions/people.js"
 * @import { Toasts } from "./actions/toasts.js"
 */
import { Alerts } from "./actions/alerts.js";
import { Presence } from "./actions/presence.js";
import { PushActions } from "./actions/push.js";
import { HouseActions } from "./actions/admin.js";
import { Greeting } from "./actions/welcome_pages.js";
import { MessageActions } from "./actions/messages.js";
import { Pages } from "./actions/pages.js";
import { Refs } from "./actions/refs.js";
import { RoomActions } from "./actions/rooms.js";
import { Unread } from "./actions/unread.js";
import { Uploads } from "./actions/uploads.js";
import { Visit } from "./actions/session.js";
import { ApiError } from "./net/api.js";

/**
 * @typedef {object} OwnOptions
 * @property {Store} store
 * @property {Api} api
 * @property {DeviceStorage} device
 * @property {OwnStorage} own
 * @property {() => Socket} line
 * @property {() => Outbox} outbox
 * @property {() => Changes} changes
 * @property {() => number} now
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 * @property {(timer: number) => void} cancel
 * @property {() => Uint8Array} random a few bytes nobody can guess
 * @property {() => void} showInAddress
 * @property {(close: () => void) => () => void} layer something stands before the rest, until it is
 *   closed by the browser's way back or says itself that it is gone
 * @property {() => void} reload
 * @property {(address: string) => Promise<boolean>} copy puts an address within the page on the clipboard
 * @property {(text: string) => Promise<boolean>} copyText
 * @property {(address: string) => string} link the whole of an address within the page
 * @property {() => PeopleActions} people
 * @property {() => LinkActions} links
 * @property {() => ((link: string) => Promise<void>) | null} shareSheet
 * @property {Toasts} toasts
 * @property {(wanted: { query: string, room: string | null },
 *   tell: (progress: Progress) => void) => () => void} search
 * @property {{ load: (language: string) => Promise<Emoji[]>, recent: () => string[],
 *   used: (emoji: string) => void, tone: () => string, keepTone: (tone: string) => void }} emoji
 */

/**
 * @typedef {OwnOptions & VisitOptions & Omit<UploadOptions, "say" | "takeAnswer"> & Omit<AlertOptions, "openRoom" | "say"> & PushOptions &
 *   Pick<AlertOptions, "say">}
 *   ActionsOptions
 */

export class Actions {
  #options;
  #unread;
  #refs;
  #greeting;

  /** @param {ActionsOptions} options */
  constructor(options) {
    this.#options = options;
    this.emoji = options.emoji;
    this.toasts = options.toasts;
    this.search = options.search;
    this.reload = options.reload;
    this.layer = options.layer;
    this.drafts = options.own;
    this.#refs = new Refs(options);
    this.#greeting = new Greeting(options.api, (events) => this.hear(events));
    const send = (/** @type {Command} */ command) => options.line().send(command);
    this.uploads = new Uploads({
      ...options,
      say: (room, text, file, to) => this.say(text, room, file, to),
      takeAnswer: (room) => this.messages.takeAnswer(room),
    });
    this.pages = new Pages(options, (error) => this.#fail(error));
    this.messages = new MessageActions({ ...options, send, refs: this.#refs });
    this.rooms = new RoomActions({
      ...options,
      send,
      pages: this.pages,
      onSwitch: () => this.messages.eraseNow(),
      onOpened: () => {
        this.messages.edits.opened();
        this.push.opened();
      },
    });
    this.house = new HouseActions(options);
    this.#unread = new Unread({ ...options, send });
    this.push = new PushActions(options);
    this.presence = new Presence({ ...options, send });
    this.alerts = new Alerts({
      ...options,
      openRoom: (room) => this.openRoom(room),
      isCalledAnyway: () => this.push.chosen !== null && !this.presence.isActive,
    });
    this.visit = new Visit(options, {
      settle: () => this.leaving(),
      forget: () => this.#forget(),
      open: (room) => this.rooms.openFirst(room),
    });
  }

  /**
   * @param {string} room
   * @param {number | null} [sought] id of a message to look at
   */
  openRoom(room, sought = null) {
    this.rooms.open(room, sought);
  }

  /**
   * @param {string} text
   * @param {string | null} [room] the open one where none is named
   * @param {import("../server/protocol.ts").SharedFile} [file]
   * @param {import("../server/protocol.ts").Answered} [answered] where it is not what one answers now
   */
  say(text, room = this.#options.store.state.open, file, answered) {
    const { store, own, outbox } = this.#options;
    if (room === null) return false;
    if (outbox().isFull) {
      store.dispatch({ type: "problem", problem: { code: "outbox_full" } });
      return false;
    }
    const place = this.rooms.placeIn(room);
    const to = file ? answered : this.messages.takeAnswer(room);
    const more = { ...(file ? { file } : {}), ...(to ? { to } : {}) };
    const row = { ...this.#refs.next(), room, text, ...place, ...more };
    store.dispatch({ type: "queued", row });
    if (text !== "") own.keepDraft(room, "");
    outbox().add(row);
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
    this.visit.remember();
  }

  /** Tries to connect now, not when it is time. */
  reconnect() {
    if (this.#options.store.state.phase === "loading") void this.people.start();
    else this.#options.line().retry();
  }

  /** @param {{ dialog: State["dialog"], person?: string } | { panel: State["panel"] } | { problem: null }} what */
  show(what) {
    const type = "dialog" in what ? "dialog" : "panel" in what ? "panel" : "problem";
    this.#options.store.dispatch(/** @type {Intent} */ ({ type, ...what }));
  }

  /** @param {Preferences} preferences */
  prefer(preferences) {
    const { device, own, store } = this.#options;
    device.keepPreferences(preferences);
    own.keepLevels(preferences.levels);
    store.dispatch({ type: "preferences", preferences });
    this.push.changed();
  }

  /** What one can do at the door and about people. */
  get people() {
    return this.#options.people();
  }

  /** What one can do who came by a link. */
  get links() {
    return this.#options.links();
  }

  lastSearch = { query: "", everywhere: false };

  /**
   * Takes in what the server told, then does what follows from it.
   * @param {Event[]} events
   */
  hear(events) {
    if (this.#greeting.holds(events)) return;
    const { store, outbox } = this.#options;
    for (const event of events) if (event.type === "welcome") this.visit.become(event.me);
    const { open, me } = store.state;
    store.dispatch(...events);
    if (open !== null && !store.state.rooms.has(open)) this.rooms.gone(open, events, me);
    for (const event of events) {
      if (event.type === "welcome") this.#welcomed(event.rooms);
      else if (event.type === "message" && event.ref) outbox().discard(event.ref);
      else if (event.type === "error" && event.ref) outbox().refused(event);
      else this.rooms.heard(event);
      this.messages.heard(event);
      this.#unread.heard(event);
      this.alerts.heard(event);
    }
  }

  /** @param {RoomInfo[]} rooms */
  #welcomed(rooms) {
    const { outbox, changes } = this.#options;
    this.#unread.welcomed();
    this.rooms.welcomed();
    this.presence.connected();
    this.push.changed();
    outbox().resend();
    this.messages.welcomed(rooms);
    // A tab that is gone by now may have left something.
    void this.visit.takeUp().then(() => {
      outbox().flush();
      changes().flush();
    });
  }

  /** What is in memory of who was here goes no further. */
  #forget() {
    this.#greeting.forget();
    this.uploads.forget();
    this.messages.forget();
    this.rooms.forget();
    this.#unread.forget();
    this.alerts.forget();
    this.push.forget();
    this.lastSearch = { query: "", everywhere: false };
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
