/**
 * How one looks to others, and how others do: a picture, a line of status, whether one tells how far one has
 * read. Fetched on use.
 *
 * @import { PersonInfo } from "../../../server/protocol_http.ts"
 * @import { Profile } from "../../../server/protocol.ts"
 * @import { Store } from "../../state/store.js"
 * @import { PeopleActions } from "../people.js"
 */
import { ask, jsonInit } from "../../net/request.js";

/** @typedef {{ store: Store, people: () => PeopleActions }} ProfileOptions */

export class ProfileActions {
  #options;

  /** @param {ProfileOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * What is known of somebody; null where nobody is, or nobody can be asked.
   * @param {string} name
   * @returns {Promise<PersonInfo | null>}
   */
  async find(name) {
    return await ask(fetch, addressOf(name)).catch(() => null);
  }

  /**
   * @param {Blob} picture
   * @returns {Promise<boolean>} true where it is so now
   */
  setAvatar(picture) {
    const headers = { "content-type": picture.type };
    return this.#change("/avatar", { method: "PUT", headers, body: picture });
  }

  /** @param {string} [name] whose, where an admin takes it away */
  removeAvatar(name) {
    return this.#change("/avatar", { method: "DELETE" }, name);
  }

  /**
   * @param {string} status
   * @param {number | null} until milliseconds since 1970, null for one that stays
   */
  setStatus(status, until) {
    const end = until === null ? {} : { until: new Date(until).toISOString() };
    return this.#change("/status", jsonInit("PUT", { status, ...end }));
  }

  /** @param {string} [name] whose, where an admin takes it away */
  clearStatus(name) {
    return this.#change("/status", { method: "DELETE" }, name);
  }

  /** @param {boolean} on */
  setSeenBy(on) {
    return this.#change("/seen-by", jsonInit("PUT", { on }));
  }

  /**
   * @param {string} part
   * @param {RequestInit} init
   * @param {string} [name]
   */
  async #change(part, init, name = this.#options.store.state.me?.name ?? "") {
    const told = await this.#options.people().attempt(ask(fetch, addressOf(name) + part, init));
    if (told !== null && part !== "/seen-by") {
      this.#options.store.dispatch({ type: "profile", .../** @type {Profile} */ (told) });
    }
    return told !== null;
  }
}

/** @param {string} name */
function addressOf(name) {
  return `api/people/${encodeURIComponent(name)}`;
}
