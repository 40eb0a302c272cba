/**
 * A welcome that does not name all rooms is not taken in before the rest was asked for; what the server
 * tells meanwhile waits behind it, in order. So nobody else needs to know that rooms come in pages.
 *
 * @import { Event, RoomInfo } from "../../server/protocol.ts"
 * @import { Api } from "../net/api.js"
 */

/** @typedef {Extract<Event, { type: "welcome" }>} Welcome */

/** Rooms that are taken in; beyond them a page has more than it could show. */
const MOST_ROOMS = 50_000;

export class Greeting {
  #api;
  #hear;
  /** What waits for the rest of the rooms. */
  #held = /** @type {Event[] | null} */ (null);
  /** Counts welcomes, for what is on its way from an earlier one. */
  #turn = 0;

  /**
   * @param {Pick<Api, "rooms">} api
   * @param {(events: Event[]) => void} hear
   */
  constructor(api, hear) {
    this.#api = api;
    this.#hear = hear;
  }

  /**
   * @param {Event[]} events
   * @returns {boolean} true where they are kept and told later
   */
  holds(events) {
    const at = events.findLastIndex(({ type }) => type === "welcome");
    const welcome = events[at];
    if (welcome?.type !== "welcome") {
      this.#held?.push(...events);
      return this.#held !== null;
    }
    // A new connection: what an earlier one told is told by this one too.
    this.#held = null;
    this.#turn++;
    if (!welcome.more) return false;
    this.#held = events.slice(at + 1);
    void this.#complete(welcome, this.#turn);
    return true;
  }

  /** Nobody is here any more. */
  forget() {
    this.#held = null;
    this.#turn++;
  }

  /**
   * @param {Welcome} welcome
   * @param {number} turn
   */
  async #complete({ more: _, ...welcome }, turn) {
    const rooms = [...welcome.rooms];
    for (let more = true; more && rooms.length < MOST_ROOMS;) {
      // Where the rest cannot be had now, the chat goes on with what there is.
      const page = await this.#api.rooms(rooms.at(-1)?.room ?? "").catch(() => null);
      if (turn !== this.#turn) return;
      rooms.push(...page?.rooms ?? []);
      more = page?.more === true && page.rooms.length > 0;
    }
    const held = this.#held ?? [];
    this.#held = null;
    this.#hear([{ ...welcome, rooms }, ...held]);
  }
}
