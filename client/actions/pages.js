/**
 * Parts of a room's history that are fetched when they are wanted: what is above, what is newest, what
 * stands around a message.
 *
 * @import { Page } from "../../server/protocol.ts"
 * @import { Api } from "../net/api.js"
 * @import { Store } from "../state/store.js"
 */

/** Messages in one page. */
const MESSAGES_PER_PAGE = 50;

export class Pages {
  #store;
  #api;
  #onError;

  /**
   * @param {{ store: Store, api: Api }} options
   * @param {(error: unknown) => void} onError told of a page that could not be fetched
   */
  constructor({ store, api }, onError) {
    this.#store = store;
    this.#api = api;
    this.#onError = onError;
  }

  /** Fetches what is above the oldest message on the page. */
  async loadOlder() {
    const room = this.#openRoom();
    if (room === undefined || !room.more || room.loading) return;
    this.#store.dispatch({ type: "loading", room: room.room, loading: true });
    await this.#fetch(room.room, "older", { before: room.start });
    this.#store.dispatch({ type: "loading", room: room.room, loading: false });
  }

  /** Goes back to the newest messages. */
  async loadLatest() {
    const room = this.#openRoom();
    if (room?.newer) await this.#fetch(room.room, "newest", {});
  }

  /**
   * Fetches what stands around a message, to look at it.
   * @param {string} room
   * @param {number} target
   */
  loadAround(room, target) {
    return this.#fetch(room, "around", { around: target }, target);
  }

  #openRoom() {
    const { state } = this.#store;
    return state.rooms.get(state.open ?? "");
  }

  /**
   * @param {string} room
   * @param {"older" | "newest" | "around"} where
   * @param {{ before?: number, around?: number }} query
   * @param {number} [target]
   */
  async #fetch(room, where, query, target) {
    try {
      const page = await this.#api.page(room, { ...query, limit: MESSAGES_PER_PAGE });
      const isThere = page.messages.some(({ id }) => id === target);
      const found = target === undefined || !isThere ? {} : { target };
      this.#store.dispatch({ type: "page", where, page, ...found });
    } catch (error) {
      // Nobody is on the way to it any more.
      const isOpen = this.#store.state.open === room;
      if (target !== undefined && isOpen) this.#store.dispatch({ type: "open_room", room });
      this.#onError(error);
    }
  }
}
