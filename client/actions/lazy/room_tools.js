/**
 * What is done with the list of rooms and within a long room: favourites, all that was read, a day of
 * long ago, what was shared, the next message that calls one. Fetched on use.
 *
 * @import { Event, Message } from "../../../server/protocol.ts"
 * @import { Api } from "../../net/api.js"
 * @import { Preferences, RoomState } from "../../state/state.js"
 * @import { Store } from "../../state/store.js"
 * @import { Toasts } from "../toasts.js"
 */
import { ApiError } from "../../net/request.js";
import { hasPicture } from "../../state/albums.js";
import { isPrivate, notificationLevelOf, roomList } from "../../state/selectors.js";

/**
 * @typedef {object} RoomToolsOptions
 * @property {Store} store
 * @property {Api} api
 * @property {Toasts} toasts
 * @property {(room: string, target?: number) => void} openRoom
 * @property {(room: RoomState, id: number) => void} markRead
 * @property {(preferences: Preferences) => void} savePreferences
 */

/**
 * A run of what was shared.
 * @typedef {{ messages: Message[], start: number, more: boolean }} SharedFiles
 */

/**
 * The next pictures of a room, in order, and where to go on; after a long talk without any there may be none
 * and more all the same.
 * @typedef {{ pictures: Message[], cursor: number, more: boolean }} PictureRun
 */

/** Messages around a day. */
const MESSAGES_PER_PAGE = 50;
/** Pages that are looked through for one more picture. */
const MAX_PAGES_PER_LOOK = 10;
/** Rooms that are asked for a call before one is told that there is none. */
const MAX_ROOMS_ASKED = 20;

export class RoomTools {
  #options;
  /** The call that was gone to last: the next one comes behind it. */
  #lastCall = /** @type {{ room: string, id: number } | null} */ (null);
  /** Who looks at messages that may not be in the state: as many as there are such views open. */
  #watchers = /** @type {Set<(room: string, id: number) => void>} */ (new Set());

  /** @param {RoomToolsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {Event} event taken in already */
  onEvent(event) {
    if (event.type !== "erased") return;
    for (const watcher of this.#watchers) watcher(event.room, event.id);
  }

  /**
   * Tells of erasures, also of what lies too far back to be in the state.
   * @param {(room: string, id: number) => void} watcher
   * @returns {() => void} ends that
   */
  watchErasures(watcher) {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /**
   * Puts a room on top of the list, or back among the others.
   * @param {string} room
   */
  toggleFavourite(room) {
    const { store, savePreferences } = this.#options;
    const { preferences } = store.state;
    const others = preferences.favourites.filter((one) => one !== room);
    const isNew = others.length === preferences.favourites.length;
    savePreferences({ ...preferences, favourites: isNew ? [...others, room] : others });
  }

  /** The rooms by name, or those first in which something was said last. */
  toggleOrder() {
    const { store, savePreferences } = this.#options;
    const { preferences } = store.state;
    const order = preferences.order === "name" ? "activity" : "name";
    savePreferences({ ...preferences, order });
  }

  /**
   * Everything in a room counts as read.
   * @param {string} name
   */
  async markRead(name) {
    const { store, api, markRead } = this.#options;
    const room = store.state.rooms.get(name);
    if (room === undefined) return;
    if (!room.joined) return markRead(room, room.end - 1);
    // While an older part is on the screen, nobody here knows what came last.
    const messages = room.newer ? (await api.page(name, { limit: 1 })).messages : room.messages;
    markRead(room, messages.at(-1)?.id ?? room.read);
  }

  /** Everything everywhere counts as read. */
  async markAllRead() {
    const rooms = [...this.#options.store.state.rooms.values()].filter(hasNews);
    for (const { room } of rooms) await this.#try(() => this.markRead(room));
    if (rooms.length > 0) this.#options.toasts.show("rooms.all_read", {});
  }

  /**
   * Goes to the first message of a day, as this device's clock has days, or to the next one after it.
   * @param {string} room
   * @param {string} day `2025-11-19`
   * @returns {Promise<string | null>} the code of the error that stood in the way
   */
  goToDay(room, day) {
    const { store, api } = this.#options;
    return this.#try(async () => {
      const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
      const time = new Date(year, month - 1, date).toISOString();
      const page = await api.page(room, { time, limit: MESSAGES_PER_PAGE });
      // Where nothing was said since, the last thing that was said before is the nearest.
      const target = page.target ?? page.messages.at(-1)?.id;
      const found = target === undefined ? {} : { target };
      store.dispatch({ type: "page", where: "around", page, ...found });
    });
  }

  /**
   * What was shared in a room, the newest first.
   * @param {string} room
   * @param {"picture" | "other"} kind
   * @param {number} [before] where the run before it ended
   * @returns {Promise<SharedFiles>}
   */
  files(room, kind, before) {
    return this.#options.api.files(room, before === undefined ? { kind } : { kind, before });
  }

  /**
   * @param {string} room
   * @param {number} before id of a message
   * @returns {Promise<PictureRun>}
   */
  async picturesBefore(room, before) {
    let run = { pictures: /** @type {Message[]} */ ([]), cursor: before, more: true };
    for (let i = 0; i < MAX_PAGES_PER_LOOK && run.more && run.pictures.length === 0; i++) {
      const { messages, start, more } = await this.files(room, "picture", run.cursor);
      run = { pictures: messages.toReversed(), cursor: start, more };
    }
    return run;
  }

  /**
   * @param {string} room
   * @param {number} after id of a message
   * @returns {Promise<PictureRun>}
   */
  async picturesAfter(room, after) {
    const { store, api } = this.#options;
    let run = { pictures: /** @type {Message[]} */ ([]), cursor: after, more: true };
    for (let i = 0; i < MAX_PAGES_PER_LOOK && run.more && run.pictures.length === 0; i++) {
      const { page: limit } = store.state.limits;
      const { messages, newer } = await api.page(room, { after: run.cursor, limit });
      const cursor = messages.at(-1)?.id ?? run.cursor;
      const pictures = messages.filter(hasPicture);
      run = { pictures, cursor, more: newer === true && cursor !== run.cursor };
    }
    return run;
  }

  /**
   * What is pinned in a room, the newest pin first.
   * @param {string} room
   */
  async pins(room) {
    return (await this.#options.api.pins(room)).messages;
  }

  /** Goes to the next message that calls one, over all rooms and round again. */
  async nextCall() {
    const problem = await this.#try(async () => {
      const found = await this.#findCall() ??
        (this.#lastCall === null ? null : await this.#again());
      this.#lastCall = found;
      if (found === null) this.#options.toasts.show("rooms.no_mentions", {});
      else this.#options.openRoom(found.room, found.id);
    });
    if (problem !== null) {
      this.#options.store.dispatch({ type: "problem", problem: { code: problem } });
    }
  }

  /** From the first call on. */
  #again() {
    this.#lastCall = null;
    return this.#findCall();
  }

  async #findCall() {
    const { store, api } = this.#options;
    const { open, preferences } = store.state;
    const list = roomList(store.state);
    const at = Math.max(0, list.findIndex(({ room }) => room === (this.#lastCall?.room ?? open)));
    const calling = [...list.slice(at), ...list.slice(0, at)].filter((room) =>
      room.mentions > 0 ||
      isPrivate(room.room) && room.unread > 0 &&
        notificationLevelOf(room.room, preferences) !== "none"
    );
    for (const { room, read } of calling.slice(0, MAX_ROOMS_ASKED)) {
      const after = this.#lastCall?.room === room ? Math.max(read, this.#lastCall.id) : read;
      const { first, first_mention } = await api.unread(room, after);
      // In private every word is meant for one.
      const id = first_mention ?? (isPrivate(room) ? first : undefined);
      if (id !== undefined) return { room, id };
    }
    return null;
  }

  /**
   * @param {() => Promise<void>} run
   * @returns {Promise<string | null>} the code of the error that it ended with
   */
  async #try(run) {
    try {
      await run();
      return null;
    } catch (error) {
      return error instanceof ApiError ? error.code : "internal";
    }
  }
}

/** @param {RoomState} room */
function hasNews({ unread, mentions, stirred }) {
  return unread > 0 || mentions > 0 || stirred;
}
