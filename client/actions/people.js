/**
 * What a person can do at the door and about people: enter, claim a name, sign in and out, see and
 * end one's sessions, and what admins do. Between the views and the server; touches no element.
 *
 * @import { DeletedRoomInfo, PersonInfo, SanctionInfo, SessionEntry, SessionInfo } from "../../server/protocol.ts"
 * @import { Store } from "../state/store.js"
 * @import { Api } from "../net/api.js"
 * @import { Socket } from "../net/socket.js"
 * @import { DeviceStorage } from "../device/storage.js"
 * @import { LinkActions } from "./links.js"
 * @import { Toasts } from "./toasts.js"
 * @import { Visit } from "./session.js"
 */
import { ApiError } from "../net/api.js";

/**
 * @typedef {object} PeopleActionsOptions
 * @property {Store} store
 * @property {Api} api
 * @property {() => LinkActions} links
 * @property {() => Visit} visit
 * @property {(session: SessionInfo) => void} onEntered
 * @property {DeviceStorage} device
 * @property {() => Socket} line
 * @property {Toasts} toasts
 * @property {() => number} now
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 * @property {(timer: number) => void} cancel
 */

/** Milliseconds until the server is asked again who one is. */
const AGAIN_AFTER = 2000;
/** Milliseconds after which this is no mere moment. */
const OUTAGE = 10_000;

/** Refusals that pass by themselves. */
const PASSING = new Set(["too_many", "restarting", "too_fast"]);

export class PeopleActions {
  #options;
  /** Done once the server has been told, or could not be told, that somebody left. */
  #left = Promise.resolve();
  /** When the server was first asked in vain who we are, and the timer until it is asked again. */
  #began = /** @type {number | null} */ (null);
  #again = 0;

  /** @param {PeopleActionsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** Finds out who we are; without the server the page is as it was left, or says when it asks again. */
  async start() {
    const { store, after, cancel, device, visit, now } = this.#options;
    cancel(this.#again);
    try {
      if (device.isLeaving) await this.#tellLeft();
      const session = await this.#options.api.session();
      // Who came by a link that asks something is nobody until then.
      if (!this.#options.links().isAsking) this.#options.onEntered(session);
      else store.dispatch({ ...session, type: "session", me: null });
    } catch {
      // The page was kept and the server is away, or it has no time just now.
      if (!device.isLeaving && visit().recall()) return store.dispatch({ type: "slow" });
      this.#began ??= now();
      const isLong = now() - this.#began > OUTAGE;
      store.dispatch(
        { type: "link", link: "lost", retry: now() + AGAIN_AFTER },
        { type: isLong ? "outage" : "slow" },
      );
      this.#again = after(() => void this.start(), AGAIN_AFTER);
    }
  }

  /** True where the server will not let us connect, however often we try; the page is told why. */
  async isRefused() {
    const { api, store } = this.#options;
    const session = await api.session().catch(() => null);
    if (session === null) return false;
    const { me, refused } = session;
    if (refused !== undefined) store.dispatch({ type: "problem", problem: { code: refused.code } });
    return me === null || (refused !== undefined && !PASSING.has(refused.code));
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
   * @param {string} wanted
   */
  async changePassword(password, wanted) {
    return await this.comeIn(() => this.#options.api.changePassword(password, wanted));
  }

  /** Leaves this machine at once, and the server as soon as it can be told. */
  async leave() {
    const { line, visit, store } = this.#options;
    // What was to be erased in a moment still goes by this line.
    visit().leave();
    line().stop();
    this.#left = this.#tellLeft().catch(() => this.#tellLater());
    await this.#left;
    store.dispatch({ type: "problem", problem: null });
  }

  /** @returns {Promise<SessionEntry[]>} */
  async sessions() {
    return (await this.ask(this.#options.api.sessions()))?.sessions ?? [];
  }

  /** @param {string} session */
  async endSession(session) {
    await this.ask(this.#options.api.endSession(session));
  }

  /** @returns {Promise<PersonInfo[]>} */
  async everybody() {
    /** @type {PersonInfo[]} */
    const all = [];
    let after = "";
    for (let more = true; more;) {
      const page = await this.ask(this.#options.api.people(after));
      all.push(...page?.people ?? []);
      after = page?.people.findLast(({ account }) => account)?.name ?? "";
      more = page?.more === true && after !== "";
    }
    return all;
  }

  /** @returns {Promise<SanctionInfo[]>} */
  async measures() {
    return (await this.ask(this.#options.api.measures()))?.measures ?? [];
  }

  /** @returns {Promise<DeletedRoomInfo[]>} */
  async deletedRooms() {
    return (await this.ask(this.#options.api.deletedRooms()))?.rooms ?? [];
  }

  /** @param {{ what: "mute" | "ban", name: string, minutes: number, address?: boolean }} measure */
  async measure(measure) {
    return await this.ask(this.#options.api.measure(measure));
  }

  /** @param {{ what: "mute" | "ban", name: string }} measure */
  async lift(measure) {
    await this.ask(this.#options.api.lift(measure));
  }

  /**
   * @param {string} name
   * @param {boolean} admin
   * @returns {Promise<boolean>} true where it is so now
   */
  async setAdmin(name, admin) {
    return await this.ask(this.#options.api.setAdmin(name, admin)) !== null;
  }

  async #tellLeft() {
    const { api, device } = this.#options;
    await api.leave();
    device.isLeaving = false;
  }

  #tellLater() {
    const { after, device } = this.#options;
    after(() => {
      // Whoever came in since has taken the place of that session.
      if (device.isLeaving) this.#tellLeft().catch(() => this.#tellLater());
    }, AGAIN_AFTER);
  }

  /**
   * Asks to come in; true where one did, else the page was told why not.
   * @param {() => Promise<SessionInfo>} ask
   */
  async comeIn(ask) {
    // The server closes the line of the session that ends: that is no reason to sign out.
    const { store, line, device, onEntered } = this.#options;
    line().stop();
    // Who left just now must not end the session of who comes.
    await this.#left;
    const session = await this.ask(ask());
    if (session === null && store.state.me !== null) line().connect();
    else if (session !== null) {
      device.isLeaving = false;
      onEntered(session);
    }
    return session !== null;
  }

  /**
   * The answer, or null after the page was told what went wrong.
   * @template T
   * @param {Promise<T>} asked
   * @returns {Promise<T | null>}
   */
  async ask(asked) {
    const { store } = this.#options;
    try {
      const answer = await asked;
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
