/**
 * A welcome that does not name all rooms is not taken in before the rest was asked for; what the server
 * tells meanwhile waits behind it, in order. So nobody else needs to know that rooms come in pages.
 *
 * @import { Event, RoomInfo } from "../../server/protocol.ts"
 * @import { Api } from "../net/api.js"
 */

/** @typedef {Extract<Event, { type: "welcome" }>} Welcome */

/** Rooms that are taken in; beyond them a page has more than it could show. */
const MAX_ROOMS = 50_000;

export class WelcomePages {
  #api;
  #onEvents;
  /** What waits for the rest of the rooms. */
  #deferred = /** @type {Event[] | null} */ (null);
  /** Counts welcomes, for what is on its way from an earlier one. */
  #generation = 0;

  /**
   * @param {Pick<Api, "rooms">} api
   * @param {(events: Event[]) => void} onEvents
   */
  constructor(api, onEvents) {
    this.#api = api;
    this.#onEvents = onEvents;
  }

  /**
   * @param {Event[]} events
   * @returns {boolean} true where they are kept and told later
   */
  defer(events) {
    const at = events.findLastIndex(({ type }) => type === "welcome");
    const welcome = events[at];
    if (welcome?.type !== "welcome") {
      this.#deferred?.push(...events);
      return this.#deferred !== null;
    }
    // A new connection: what an earlier one told is told by this one too.
    this.#deferred = null;
    this.#generation++;
    if (!welcome.more) return false;
    this.#deferred = events.slice(at + 1);
    void this.#complete(welcome, this.#generation);
    return true;
  }

  /** Nobody is here any more. */
  reset() {
    this.#deferred = null;
    this.#generation++;
  }

  /**
   * @param {Welcome} welcome
   * @param {number} generation
   */
  async #complete({ more: _, ...welcome }, generation) {
    const rooms = [...welcome.rooms];
    for (let more = true; more && rooms.length < MAX_ROOMS;) {
      // Where the rest cannot be had now, the chat goes on with what there is.
      const page = await this.#api.rooms(rooms.at(-1)?.room ?? "").catch(() => null);
      if (generation !== this.#generation) return;
      rooms.push(...page?.rooms ?? []);
      more = page?.more === true && page.rooms.length > 0;
    }
    const deferred = this.#deferred ?? [];
    this.#deferred = null;
    this.#onEvents([{ ...welcome, rooms }, ...deferred]);
  }
}
