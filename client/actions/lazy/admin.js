/**
 * What admins do about people, bans and invitations. Between the "House" dialog and the server.
 * Fetched on use.
 *
 * @import { AccountInfo } from "../../../server/protocol_http.ts"
 * @import { InviteInfo, MadeInvite } from "../../../server/protocol_links.ts"
 * @import { Api } from "../../net/api.js"
 * @import { PeopleActions } from "../people.js"
 */

/**
 * @typedef {object} AdminActionsOptions
 * @property {Api} api
 * @property {() => PeopleActions} people who tells the page what went wrong
 * @property {(address: string) => string} link the whole of an address within the page
 */

export class AdminActions {
  #options;

  /** @param {AdminActionsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @returns {Promise<AccountInfo[] | null>} */
  async listAccounts() {
    return (await this.#attempt(this.#options.api.request("api/house/people")))?.people ?? null;
  }

  /**
   * A link to a new password; null where it was refused.
   * @param {string} name
   */
  async createResetLink(name) {
    const made = await this.#attempt(
      this.#options.api.request(`${addressOf(name)}/password`, { body: {} }),
    );
    return made === null ? null : this.#options.link(`?reset=${made.code}`);
  }

  /**
   * True where they have the name now.
   * @param {string} name
   * @param {string} to
   */
  async rename(name, to) {
    return await this.#attempt(
      this.#options.api.request(`${addressOf(name)}/name`, { body: { name: to } }),
    ) !== null;
  }

  /**
   * @param {string} name
   * @param {boolean} withWords
   */
  async remove(name, withWords) {
    const address = `${addressOf(name)}${withWords ? "?words=true" : ""}`;
    return await this.#attempt(this.#options.api.request(address, { method: "DELETE" })) !== null;
  }

  /**
   * @param {string} [room] links to one room alone
   * @returns {Promise<InviteInfo[]>}
   */
  async listInvites(room) {
    const { api } = this.#options;
    const query = room === undefined ? "" : `?room=${encodeURIComponent(room)}`;
    return (await this.#attempt(api.request(`api/invites${query}`)))?.invites ?? [];
  }

  /**
   * A link that lets people in, and the invitation that it is; null where it was refused.
   * @param {{ name: string, days: number, uses?: number, room?: string }} wanted
   * @returns {Promise<MadeInvite | null>}
   */
  invite(wanted) {
    return this.#attempt(this.#options.api.invite(wanted));
  }

  /** @param {string} invite */
  async revoke(invite) {
    await this.#attempt(this.#options.api.request(`api/invites/${invite}`, { method: "DELETE" }));
  }

  /**
   * @template T
   * @param {Promise<T>} request
   * @returns {Promise<T | null>}
   */
  #attempt(request) {
    return this.#options.people().attempt(request);
  }
}

/** @param {string} name */
function addressOf(name) {
  return `api/house/people/${encodeURIComponent(name)}`;
}
