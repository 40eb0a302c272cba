/**
 * Parts of a room's history that are fetched when they are wanted: what is above, what is newest, what
 * stands around a message.
 *
 * @import { Page } from "../../server/protocol.ts"
 * @import { Api } from "../net/api.js"
 * @import { Store } from "../state/store.js"
 */

/** Messages in one page. */
const PAGE = 50;

export class Pages {
  #store;
  #api;
  #fail;

  /**
   * @param {{ store: Store, api: Api }} options
   * @param {(error: unknown) => void} fail told of a page that could not be fetched
   */
  constructor({ store, api }, fail) {
    this.#store = store;
    this.#api = api;
    this.#fail = fail;
  }

  /** Fetches what is above the oldest message on the page. */
  async older() {
    const room = this.#open();
    if (room === undefined || !room.more || room.loading) return;
    this.#store.dispatch({ type: "loading", room: room.room, loading: true });
    await this.#fetch(room.room, "older", { before: room.start });
    this.#store.dispatch({ type: "loading", room: room.room, loading: false });
  }

  /** Goes back to the newest messages. */
  async latest() {
    const room = this.#open();
    if (room?.newer) await this.#fetch(room.room, "newest", {});
  }

  /**
   * Fetches what stands around a message, to look at it.
   * @param {string} room
   * @param {number} sought
   */
  around(room, sought) {
    return this.#fetch(room, "around", { around: sought }, sought);
  }

  #open() {
    const { state } = this.#store;
    return state.rooms.get(state.open ?? "");
  }

  /**
   * @param {string} room
   * @param {"older" | "newest" | "around"} where
   * @param {{ before?: number, around?: number }} query
   * @param {number} [sought]
   */
  async #fetch(room, where, query, sought) {
    try {
      const page = await this.#api.page(room, { ...query, limit: PAGE });
      const found = sought === undefined ? {} : { sought };
      this.#store.dispatch({ type: "page", where, page, ...found });
    } catch (error) {
      this.#fail(error);
    }
  }
}
