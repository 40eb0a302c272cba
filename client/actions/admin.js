/**
 * What admins do about people, bans and invitations. Between the "House" dialog and the server.
 *
 * @import { AccountInfo } from "../../server/protocol_http.ts"
 * @import { InviteInfo, MadeInvite } from "../../server/protocol_links.ts"
 * @import { Api } from "../net/api.js"
 * @import { PeopleActions } from "./people.js"
 */

/**
 * @typedef {object} AdminActionsOptions
 * @property {Api} api
 * @property {() => PeopleActions} people who tells the page what went wrong
 * @property {(address: string) => string} link the whole of an address within the page
 * @property {(text: string) => Promise<boolean>} copyText
 * @property {() => ((link: string) => Promise<void>) | null} shareSheet
 */

export class AdminActions {
  #options;

  /** @param {AdminActionsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @returns {Promise<AccountInfo[] | null>} */
  async listAccounts() {
    return (await this.#attempt(this.#options.api.accounts()))?.people ?? null;
  }

  /**
   * A link to a new password; null where it was refused.
   * @param {string} name
   */
  async createResetLink(name) {
    const made = await this.#attempt(this.#options.api.resetPassword(name));
    return made === null ? null : this.#options.link(`?reset=${made.code}`);
  }

  /**
   * True where they have the name now.
   * @param {string} name
   * @param {string} to
   */
  async rename(name, to) {
    return await this.#attempt(this.#options.api.renamePerson(name, to)) !== null;
  }

  /**
   * @param {string} name
   * @param {boolean} withWords
   */
  async remove(name, withWords) {
    return await this.#attempt(this.#options.api.removePerson(name, withWords)) !== null;
  }

  /**
   * @param {string} [room] links to one room alone
   * @returns {Promise<InviteInfo[]>}
   */
  async listInvites(room) {
    const { api } = this.#options;
    const asked = room === undefined
      ? api.invites()
      : api.request(`api/invites?room=${encodeURIComponent(room)}`);
    return (await this.#attempt(asked))?.invites ?? [];
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
    await this.#attempt(this.#options.api.revoke(invite));
  }

  /** Sends a link on by the system's own sheet; null where there is none. */
  get share() {
    return this.#options.shareSheet();
  }

  /** @param {string} text */
  copyText(text) {
    return this.#options.copyText(text);
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
