/**
 * Everything a person can do, as functions, and what follows from what the server tells. Between the
 * views and the wire; touches no element of the page.
 *
 * @import { Command, Event, RoomInfo } from "../server/protocol.ts"
 * @import { Intent } from "./state/reduce.js"
 * @import { Preferences, State } from "./state/state.js"
 * @import { RoomTools } from "./actions/lazy/room_tools.js"
 * @import { ActionsOptions } from "./actions/actions_options.js"
 */
import { AcrossDevices } from "./actions/across_devices.js";
import { Alerts } from "./actions/alerts.js";
import { Presence } from "./actions/presence.js";
import { PushActions } from "./actions/push.js";
import { WelcomePages } from "./actions/welcome_pages.js";
import { MessageActions } from "./actions/messages.js";
import { Pages } from "./actions/pages.js";
import { followRenames } from "./actions/room_renames.js";
import { Refs } from "./actions/refs.js";
import { RoomActions } from "./actions/rooms.js";
import { Unread } from "./actions/unread.js";
import { Uploads } from "./actions/uploads.js";
import { Session } from "./actions/session.js";
import { ApiError } from "./net/request.js";

export class Actions {
  #options;
  #acrossDevices;
  #unread;
  #refs;
  #welcomePages;
  #roomTools = /** @type {RoomTools | null} */ (null);

  /** @param {ActionsOptions} options */
  constructor(options) {
    this.#options = options;
    this.emoji = options.emoji;
    this.toasts = options.toasts;
    this.search = options.search;
    this.media = options.media;
    this.reload = options.reload;
    this.pushLayer = options.pushLayer;
    this.installOffer = options.installOffer;
    this.drafts = options.storage;
    this.#refs = new Refs(options);
    this.#welcomePages = new WelcomePages(options.api, (events) => this.handleEvents(events));
    const send = (/** @type {Command} */ command) => options.socket().send(command);
    this.uploads = new Uploads({
      ...options,
      sendMessage: (room, text, file, to) => this.sendMessage(text, room, file, to),
      takeReply: (room) => this.messages.takeReply(room),
    });
    this.pages = new Pages(options, (error) => this.#fail(error));
    this.messages = new MessageActions({ ...options, send, refs: this.#refs });
    this.rooms = new RoomActions({
      ...options,
      send,
      pages: this.pages,
      onSwitch: () => this.messages.flushErasures(),
      onOpened: () => {
        this.messages.edits.onRoomOpened();
        this.push.opened();
      },
    });
    this.shareSheet = options.shareSheet;
    this.copyText = options.copyText;
    this.#acrossDevices = new AcrossDevices({
      ...options,
      ask: (...request) => options.api.request(...request),
      keepPreferences: (preferences) => {
        // Of what is the device's own, the account has a say in this alone.
        const { order } = options.store.state.preferences;
        if (preferences.order !== order) options.device.savePreferences(preferences);
        this.#keepPreferences(preferences);
      },
    });
    this.#unread = new Unread({ ...options, send });
    this.push = new PushActions(options);
    this.presence = new Presence({ ...options, send });
    this.alerts = new Alerts({
      ...options,
      openRoom: (room) => this.openRoom(room),
      isCalledAnyway: () => this.push.chosen !== null && !this.presence.isActive,
    });
    this.session = new Session(options, {
      flush: () => this.flushPending(),
      reset: () => this.#reset(),
      open: (room) => this.rooms.openFirst(room),
    });
  }

  /** What is done with the list of rooms and within a long room: fetched on use. */
  async roomTools() {
    const part = import("./actions/lazy/room_tools.js");
    const [{ RoomTools }] = await Promise.all([part, this.#options.loadRareWords()]);
    return this.#roomTools ??= new RoomTools({
      ...this.#options,
      openRoom: (room, target) => this.openRoom(room, target),
      markRead: (room, id) => this.#unread.markRead(room, id),
      savePreferences: (preferences) => this.savePreferences(preferences),
    });
  }

  /**
   * @param {string} room
   * @param {number | null} [target] id of a message to look at
   */
  openRoom(room, target = null) {
    this.rooms.open(room, target);
  }

  /**
   * @param {string} text
   * @param {string | null} [room] the open one where none is named
   * @param {import("../server/protocol.ts").SharedFile} [file]
   * @param {import("../server/protocol.ts").Answered} [answered] where it is not what one answers now
   */
  sendMessage(text, room = this.#options.store.state.open, file, answered) {
    const { store, storage, outbox } = this.#options;
    if (room === null) return false;
    if (outbox().isFull) {
      store.dispatch({ type: "problem", problem: { code: "outbox_full" } });
      return false;
    }
    const place = this.rooms.resumePoint(room);
    const to = file ? answered : this.messages.takeReply(room);
    const more = { ...(file ? { file } : {}), ...(to ? { to } : {}) };
    const row = { ...this.#refs.next(), room, text, ...place, ...more };
    store.dispatch({ type: "queued", row });
    if (text !== "") storage.saveDraft(room, "");
    outbox().add(row);
    if (room === store.state.open && store.state.rooms.get(room)?.newer) void this.goToLatest();
    return true;
  }

  /** Goes back to the newest messages. */
  async goToLatest() {
    await this.pages.loadLatest();
    this.markSeen();
  }

  /** The person has seen the end of the open room. */
  markSeen() {
    this.#unread.markSeen();
  }

  /** The page goes: what was to be done in a moment is done now. */
  flushPending() {
    this.messages.flushErasures();
    this.#unread.sendReadMarks();
    this.session.saveSnapshot();
  }

  /** Tries to connect now, not when it is time. */
  reconnect() {
    if (this.#options.store.state.phase === "loading") void this.people.start();
    else this.#options.socket().retry();
  }

  /** @param {{ dialog: State["dialog"], person?: string, anchor?: State["anchor"] } | { panel: State["panel"] } | { problem: null }} what */
  show(what) {
    const type = "dialog" in what ? "dialog" : "panel" in what ? "panel" : "problem";
    this.#options.store.dispatch(/** @type {Intent} */ ({ type, ...what }));
  }

  /** @param {Preferences} preferences */
  savePreferences(preferences) {
    this.#options.device.savePreferences(preferences);
    this.#keepPreferences(preferences);
    this.#acrossDevices.changed();
  }

  /** @param {Preferences} preferences what of them is the person's own */
  #keepPreferences(preferences) {
    const { storage, store } = this.#options;
    storage.saveNotificationLevels(preferences.notificationLevels);
    storage.saveFavourites(preferences.favourites);
    storage.saveSynced(preferences.synced ?? null);
    store.dispatch({ type: "preferences", preferences });
    this.push.changed();
  }

  /** What admins do, fetched on use. */
  async admin() {
    const { AdminActions } = await import("./actions/lazy/admin.js");
    return new AdminActions(this.#options);
  }

  /** How people look, fetched on use. */
  async profiles() {
    const { ProfileActions } = await import("./actions/lazy/profile.js");
    return new ProfileActions(this.#options);
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
  /** A time of the day that was pressed last, to go on from there. */
  lastDay = /** @type {string | null} */ (null);

  /**
   * Takes in what the server told, then does what follows from it.
   * @param {Event[]} events
   */
  handleEvents(events) {
    if (this.#welcomePages.defer(events)) return;
    const { store, outbox } = this.#options;
    for (const event of events) if (event.type === "welcome") this.session.switchTo(event.me);
    followRenames(events, [this.#options.storage, outbox(), this.#options.changes(), this.rooms]);
    const before = store.state;
    store.dispatch(...events);
    this.rooms.noticeGone(before, events);
    for (const event of events) {
      if (event.type === "welcome") this.#onWelcome(event.rooms);
      else if (event.type === "message" && event.ref) outbox().discard(event.ref);
      else if (event.type === "error" && event.ref) outbox().onError(event);
      else this.rooms.onEvent(event, before);
      this.#acrossDevices.onEvent(event);
      this.messages.onEvent(event);
      this.#roomTools?.onEvent(event);
      this.#unread.onEvent(event);
      this.alerts.onEvent(event);
    }
  }

  /** @param {RoomInfo[]} rooms */
  #onWelcome(rooms) {
    void this.links.join((room) => this.rooms.openFromAddress(room, null));
    const { outbox, changes } = this.#options;
    this.#unread.onWelcome();
    this.rooms.onWelcome();
    this.presence.connected();
    this.push.changed();
    outbox().resend();
    this.messages.onWelcome(rooms);
    // A tab that is gone by now may have left something.
    void this.session.resumeUnsent().then(() => {
      outbox().flush();
      changes().flush();
    });
  }

  /** What is in memory of who was here goes no further. */
  #reset() {
    this.#acrossDevices.reset();
    this.#welcomePages.reset();
    this.uploads.reset();
    this.messages.reset();
    this.rooms.reset();
    this.#unread.reset();
    this.alerts.reset();
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
