/**
 * Requests to the server: data, or an ApiError with the server's code. Addresses are relative to the
 * page, which may live under any path.
 *
 * @import { PushInfo, PushWants } from "../../server/push_protocol.ts"
 * @import { HandoverInfo, InvitationInfo, MadeInvite } from "../../server/protocol_links.ts"
 * @import { Page, RoomInfo } from "../../server/protocol.ts"
 * @import { DeletedRoomInfo, SessionInfo } from "../../server/protocol_http.ts"
 * @import { FilePage, Pins, SanctionInfo, PersonInfo, Unread } from "../../server/protocol_http.ts"
 */

import { ask, jsonInit } from "./request.js";

/** The server's answers. */
export class Api {
  #fetch;
  #page;

  /**
   * @param {typeof fetch} fetch
   * @param {() => string} page where this page is open: links lead there
   */
  constructor(fetch, page) {
    this.#fetch = fetch;
    this.#page = page;
  }

  /** @returns {Promise<SessionInfo>} */
  session() {
    return this.#ask("api/session");
  }

  /**
   * As a guest, or with a password as whom one is.
   * @param {{ name: string, password?: string, invite?: string }} who
   * @returns {Promise<SessionInfo>}
   */
  enter(who) {
    return this.#post("api/session", who);
  }

  /**
   * @param {{ name?: string, password: string, invite?: string, setup?: string }} who
   * @returns {Promise<SessionInfo>}
   */
  claim(who) {
    return this.#post("api/accounts", who);
  }

  /**
   * @param {string} password
   * @param {string} wanted
   * @returns {Promise<SessionInfo>}
   */
  changePassword(password, wanted) {
    return this.#post("api/password", { password, wanted });
  }

  /** @returns {Promise<PushInfo>} */
  push() {
    return this.#ask("api/push");
  }

  /**
   * @param {{ endpoint: string | undefined, keys: Record<string, string> | undefined, wants: PushWants }}
   *   subscription
   * @returns {Promise<PushInfo>}
   */
  subscribe(subscription) {
    return this.#post("api/push", subscription);
  }

  /** @returns {Promise<PushInfo>} */
  unsubscribe() {
    return this.#ask("api/push", { method: "DELETE" });
  }

  /**
   * A page of everybody.
   * @param {string} after the last name of the page before, "" for the first
   * @returns {Promise<{ people: PersonInfo[], more: boolean }>}
   */
  people(after) {
    return this.#ask(`api/people?after=${encodeURIComponent(after)}`);
  }

  /**
   * A page of the rooms.
   * @param {string} after the last room of the page before
   * @returns {Promise<{ rooms: RoomInfo[], more: boolean }>}
   */
  rooms(after) {
    return this.#ask(`api/rooms?after=${encodeURIComponent(after)}`);
  }

  /** @returns {Promise<{ rooms: DeletedRoomInfo[] }>} */
  deletedRooms() {
    return this.#ask("api/rooms/deleted");
  }

  /** @returns {Promise<{ measures: SanctionInfo[] }>} */
  sanctions() {
    return this.#ask("api/moderation");
  }

  /**
   * @param {{ what: "mute" | "ban", name: string, minutes: number, address?: boolean }} sanction
   * @returns {Promise<{ unbanned?: "own_address" | "unknown_address" }>}
   */
  sanction(sanction) {
    return this.#post("api/moderation", sanction);
  }

  /** @param {{ what: "mute" | "ban", name: string }} measure */
  lift({ what, name }) {
    return this.#ask(`api/moderation/${what}/${encodeURIComponent(name)}`, { method: "DELETE" });
  }

  /**
   * @param {string} name
   * @param {boolean} admin
   */
  setAdmin(name, admin) {
    const method = admin ? "POST" : "DELETE";
    return this.#ask(`api/admins/${encodeURIComponent(name)}`, { method });
  }

  /**
   * @param {{ name: string, days: number, uses?: number, room?: string }} wanted
   * @returns {Promise<MadeInvite>}
   */
  invite(wanted) {
    return this.#post("api/invites", { ...wanted, page: this.#page() });
  }

  /**
   * @param {string} code
   * @returns {Promise<InvitationInfo>}
   */
  invitation(code) {
    return this.#post("api/invite", { code });
  }

  /** @returns {Promise<HandoverInfo>} */
  handOver() {
    return this.#post("api/handovers", { page: this.#page() });
  }

  /**
   * Whose code it is.
   * @param {string} code
   * @returns {Promise<{ name: string }>}
   */
  handoverOf(code) {
    return this.#post("api/handover", { code });
  }

  /**
   * @param {string} code
   * @returns {Promise<SessionInfo>}
   */
  takeHandover(code) {
    return this.#post("api/handover", { code, confirm: true });
  }

  /**
   * Whose link to a new password it is.
   * @param {string} code
   * @returns {Promise<{ name: string }>}
   */
  resetOf(code) {
    return this.#post("api/reset", { code });
  }

  /**
   * @param {string} code
   * @param {string} password
   * @returns {Promise<SessionInfo>}
   */
  reset(code, password) {
    return this.#post("api/reset", { code, password });
  }

  /** @returns {Promise<SessionInfo>} */
  leave() {
    return this.#ask("api/session", { method: "DELETE" });
  }

  /**
   * @param {string} room
   * @param {{ before?: number, after?: number, around?: number, time?: string, limit: number }} where
   * @returns {Promise<Page>}
   */
  page(room, where) {
    const query = new URLSearchParams(Object.entries(where).map(([k, v]) => [k, String(v)]));
    return this.#ask(`api/rooms/${encodeURIComponent(room)}/messages?${query}`);
  }

  /**
   * @param {string} room
   * @param {{ kind: "picture" | "other", before?: number }} which
   * @returns {Promise<FilePage>}
   */
  files(room, which) {
    const query = new URLSearchParams(Object.entries(which).map(([k, v]) => [k, String(v)]));
    return this.#ask(`api/rooms/${encodeURIComponent(room)}/files?${query}`);
  }

  /**
   * @param {string} room
   * @returns {Promise<Pins>}
   */
  pins(room) {
    return this.#ask(`api/rooms/${encodeURIComponent(room)}/pins`);
  }

  /**
   * @param {string} room
   * @param {number} after
   * @returns {Promise<Unread>}
   */
  unread(room, after) {
    return this.#ask(`api/rooms/${encodeURIComponent(room)}/unread?after=${after}`);
  }

  /**
   * What only a part asks that is fetched on use: it knows what comes back.
   * @param {string} address
   * @param {{ method?: string, body?: unknown }} [how]
   * @returns {Promise<any>}
   */
  request(address, { body, method = body === undefined ? "GET" : "POST" } = {}) {
    return this.#ask(address, body === undefined ? { method } : jsonInit(method, body));
  }

  /**
   * @param {string} address
   * @param {unknown} body
   */
  #post(address, body) {
    return this.#ask(address, jsonInit("POST", body));
  }

  /**
   * @param {string} address
   * @param {RequestInit} [init]
   */
  #ask(address, init) {
    return ask(this.#fetch, address, init);
  }
}
