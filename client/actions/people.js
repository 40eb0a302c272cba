/**
 * What a person can do at the door and about people: enter, claim a name, sign in and out, see and
 * end one's sessions, and what admins do. Between the views and the server; touches no element.
 *
 * @import { DeletedRoomInfo, SessionInfo } from "../../server/protocol_http.ts"
 * @import { PersonInfo, SanctionInfo } from "../../server/protocol_http.ts"
 * @import { Store } from "../state/store.js"
 * @import { Api } from "../net/api.js"
 * @import { Socket } from "../net/socket.js"
 * @import { DeviceStorage } from "../device/storage.js"
 * @import { LinkActions } from "./links.js"
 * @import { Toasts } from "./toasts.js"
 * @import { Session } from "./session.js"
 */
import { ApiError } from "../net/request.js";

/**
 * @typedef {object} PeopleActionsOptions
 * @property {Store} store
 * @property {Api} api
 * @property {() => LinkActions} links
 * @property {() => Session} session
 * @property {(session: SessionInfo) => void} onEntered
 * @property {DeviceStorage} device
 * @property {() => Socket} socket
 * @property {Toasts} toasts
 * @property {() => number} now
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 * @property {(timer: number) => void} cancel
 */

/** Milliseconds until the server is asked again who one is. */
const RETRY_INTERVAL_MS = 2000;
/** Milliseconds after which this is no mere moment. */
const OUTAGE_AFTER_MS = 10_000;

/** Refusals that pass by themselves. */
const TRANSIENT = new Set(["too_many", "restarting", "too_fast"]);

export class PeopleActions {
  #options;
  /** Done once the server has been told, or could not be told, that somebody left. */
  #leaveReported = Promise.resolve();
  /** Tells the server once more, where it could not be told. */
  #leaveTimer = 0;
  /** When the server was first asked in vain who we are, and the timer until it is asked again. */
  #failingSinceMs = /** @type {number | null} */ (null);
  #retryTimer = 0;

  /** @param {PeopleActionsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** Finds out who we are; without the server the page is as it was left, or says when it asks again. */
  async start() {
    const { store, after, cancel, device, session, now } = this.#options;
    cancel(this.#retryTimer);
    try {
      if (device.isLeaving) await this.#reportLeave();
      const session = await this.#options.api.session();
      // Who came by a link that asks something is nobody until then.
      if (!this.#options.links().isAsking) this.#options.onEntered(session);
      else store.dispatch({ ...session, type: "session", me: null });
    } catch {
      // The page was kept and the server is away, or it has no time just now.
      if (!device.isLeaving && session().restore()) return store.dispatch({ type: "slow" });
      this.#failingSinceMs ??= now();
      const isLong = now() - this.#failingSinceMs > OUTAGE_AFTER_MS;
      store.dispatch(
        { type: "connection", connection: "lost", retry: now() + RETRY_INTERVAL_MS },
        { type: isLong ? "outage" : "slow" },
      );
      this.#retryTimer = after(() => void this.start(), RETRY_INTERVAL_MS);
    }
  }

  /** True where the server will not let us connect, however often we try; the page is told why. */
  async isRefused() {
    const { api, store } = this.#options;
    const session = await api.session().catch(() => null);
    if (session === null) return false;
    const { me, refused } = session;
    if (refused !== undefined) store.dispatch({ type: "problem", problem: { code: refused.code } });
    return me === null || (refused !== undefined && !TRANSIENT.has(refused.code));
  }

  /** True for whoever came by the link that sets the chat up. */
  get isSettingUp() {
    return this.#options.links().isSettingUp && this.#options.store.state.door.setup === true;
  }

  /**
   * As a guest, or with a password as whom one is.
   * @param {string} name
   * @param {string} [password]
   */
  async enter(name, password) {
    const secret = password === undefined ? {} : { password };
    const { api, links } = this.#options;
    await this.comeIn(() => api.enter({ name, ...secret, ...links().credentials }));
  }

  /**
   * Claims a name, the own one of a guest if none is given.
   * @param {string} password
   * @param {string} [name]
   */
  async claim(password, name) {
    const wanted = name === undefined ? {} : { name };
    const who = { password, ...wanted, ...this.#options.links().credentials };
    if (!await this.comeIn(() => this.#options.api.claim(who))) return;
    const { me } = this.#options.store.state;
    const key = me?.admin ? "account.done_admin" : "account.done";
    this.#options.toasts.show(key, { name: me?.name ?? "" });
  }

  /**
   * @param {string} password
   * @param {string} newPassword
   */
  async changePassword(password, newPassword) {
    return await this.comeIn(() => this.#options.api.changePassword(password, newPassword));
  }

  /** Leaves this machine at once, and the server as soon as it can be told. */
  async leave() {
    const { device, store } = this.#options;
    device.isLeaving = true;
    this.forget();
    this.#tellOfLeave();
    await this.#leaveReported;
    store.dispatch({ type: "problem", problem: null });
  }

  /** Leaves this machine alone: on the server there is no session any more. */
  forget() {
    const { socket, session } = this.#options;
    // What was to be erased in a moment still goes by this line.
    session().leave();
    socket().stop();
  }

  /**
   * What a part asks that is fetched on use: the answer, or null after the page was told what went wrong.
   * @param {Parameters<Api["request"]>} request
   */
  ask(...request) {
    return this.attempt(this.#options.api.request(...request));
  }

  /**
   * Asks for what ends the session, while its line is down: it comes back where that was refused, with an
   * ApiError.
   * @param {Parameters<Api["request"]>} request
   */
  async askToGo(...request) {
    const { api, socket } = this.#options;
    socket().stop();
    try {
      return await api.request(...request);
    } catch (error) {
      socket().connect();
      throw error;
    }
  }

  /** @returns {Promise<PersonInfo[]>} */
  async listPeople() {
    /** @type {PersonInfo[]} */
    const all = [];
    let after = "";
    for (let more = true; more;) {
      const page = await this.attempt(this.#options.api.people(after));
      all.push(...page?.people ?? []);
      after = page?.people.findLast(({ account }) => account)?.name ?? "";
      more = page?.more === true && after !== "";
    }
    return all;
  }

  /** @returns {Promise<SanctionInfo[]>} */
  async listSanctions() {
    return (await this.attempt(this.#options.api.sanctions()))?.measures ?? [];
  }

  /** @returns {Promise<DeletedRoomInfo[]>} */
  async listDeletedRooms() {
    return (await this.attempt(this.#options.api.deletedRooms()))?.rooms ?? [];
  }

  /** @param {{ what: "mute" | "ban", name: string, minutes: number, address?: boolean }} sanction */
  async impose(sanction) {
    return await this.attempt(this.#options.api.sanction(sanction));
  }

  /** @param {{ what: "mute" | "ban", name: string }} sanction */
  async lift(sanction) {
    await this.attempt(this.#options.api.lift(sanction));
  }

  /**
   * @param {string} name
   * @param {boolean} admin
   * @returns {Promise<boolean>} true where it is so now
   */
  async setAdmin(name, admin) {
    return await this.attempt(this.#options.api.setAdmin(name, admin)) !== null;
  }

  async #reportLeave() {
    const { api, device } = this.#options;
    await api.leave();
    device.isLeaving = false;
  }

  #tellOfLeave() {
    this.#leaveReported = this.#reportLeave().catch(() => this.#tellOfLeaveLater());
  }

  #tellOfLeaveLater() {
    const { after, device } = this.#options;
    this.#leaveTimer = after(() => {
      // Whoever came in since, in another tab, has taken the place of that session.
      if (device.isLeaving) this.#tellOfLeave();
    }, RETRY_INTERVAL_MS);
  }

  /**
   * Asks to come in; true where one did, else the page was told why not.
   * @param {() => Promise<SessionInfo>} request
   */
  async comeIn(request) {
    // The server closes the line of the session that ends: that is no reason to sign out.
    const { store, socket, device, cancel, onEntered } = this.#options;
    socket().stop();
    // Who left must not end the session of who comes.
    await this.#leaveReported;
    cancel(this.#leaveTimer);
    const session = await this.attempt(request());
    if (session !== null) {
      device.isLeaving = false;
      onEntered(session);
    } else if (store.state.me !== null) socket().connect();
    else if (device.isLeaving) this.#tellOfLeaveLater();
    return session !== null;
  }

  /**
   * The answer, or null after the page was told what went wrong.
   * @template T
   * @param {Promise<T>} request
   * @returns {Promise<T | null>}
   */
  async attempt(request) {
    const { store } = this.#options;
    try {
      const answer = await request;
      if (store.state.problem !== null) store.dispatch({ type: "problem", problem: null });
      return answer;
    } catch (error) {
      const code = error instanceof ApiError ? error.code : "internal";
      const suggestion = error instanceof ApiError ? error.suggestion : undefined;
      const problem = suggestion === undefined ? { code } : { code, suggestion };
      if (store.state.phase === "loading") {
        const { limits, version, door } = store.state;
        store.dispatch({ type: "session", me: null, limits, version, door });
      }
      store.dispatch({ type: "problem", problem });
      return null;
    }
  }
}
