/**
 * What somebody can do who came by a link with a code: see who invites, choose a new password, go on here
 * as who they are on another device; and the making of such a link for one's own phone.
 *
 * @import { HandoverInfo, InvitationInfo } from "../../server/protocol_links.ts"
 * @import { SessionInfo } from "../../server/protocol_http.ts"
 * @import { Store } from "../state/store.js"
 * @import { Api } from "../net/api.js"
 * @import { PeopleActions } from "./people.js"
 */
import { ApiError } from "../net/request.js";

/**
 * @typedef {object} LinkActionsOptions
 * @property {Store} store
 * @property {Api} api
 * @property {{ code: { kind: "invite" | "handover" | "reset" | "setup", code: string } | null,
 *   forget: () => void }} linkCode
 * @property {() => PeopleActions} people
 */

/** Codes of refusals that say: this invitation is good no more. */
const ENDS = ["invite_expired", "invite_used", "invite_revoked", "invite_wanted"];

export class LinkActions {
  #options;
  #code;

  /** @param {LinkActionsOptions} options */
  constructor(options) {
    this.#options = options;
    this.#code = options.linkCode.code;
  }

  /** What goes with a request to come in: the invitation, or the code of who sets the chat up. */
  get credentials() {
    const [invite, setup] = [this.#codeOf("invite"), this.#codeOf("setup")];
    return { ...(invite === null ? {} : { invite }), ...(setup === null ? {} : { setup }) };
  }

  get isInvited() {
    return this.#codeOf("invite") !== null;
  }

  get isSettingUp() {
    return this.#codeOf("setup") !== null;
  }

  get isResetting() {
    return this.#codeOf("reset") !== null;
  }

  get isHandedOver() {
    return this.#codeOf("handover") !== null;
  }

  /** True for who is nobody here until they have answered what their link asks. */
  get isAsking() {
    return this.isResetting || this.isHandedOver;
  }

  /** Somebody came in: the code has done what it was for. */
  used() {
    this.#options.linkCode.forget();
    if (this.isAsking) this.#code = null;
  }

  /**
   * Who invites, or why nobody does any more.
   * @returns {Promise<InvitationInfo & { over?: string }>}
   */
  async invitation() {
    try {
      return await this.#options.api.invitation(this.#codeOf("invite") ?? "");
    } catch (error) {
      const code = error instanceof ApiError ? error.code : "";
      // What the server cannot tell now it says when one comes in.
      if (!ENDS.includes(code)) return {};
      this.#drop();
      return { over: code === "invite_wanted" ? "invite_unknown" : code };
    }
  }

  /**
   * Somebody with an account goes into the room that their link leads to, if it leads to one.
   * @param {(room: string) => void} open
   */
  async join(open) {
    const { api, people, store } = this.#options;
    const code = this.#codeOf("invite");
    if (code === null || !store.state.me?.account) return;
    this.#drop();
    const body = { code, join: true };
    const found = await people().attempt(api.request("api/invite", { method: "POST", body }));
    if (found?.joined !== undefined) open(found.joined);
  }

  /** Whose link to a new password it is, null where it is not good any more. */
  async resetName() {
    const asked = this.#options.api.resetOf(this.#codeOf("reset") ?? "");
    return (await this.#options.people().attempt(asked))?.name ?? null;
  }

  /**
   * Sets the new password, and comes in with it.
   * @param {string} password
   */
  async reset(password) {
    const { api, people } = this.#options;
    const code = this.#codeOf("reset") ?? "";
    await people().comeIn(() => api.reset(code, password));
  }

  /** As whom one would go on here, null where the code is not good any more. */
  async handoverName() {
    const asked = this.#options.api.handoverOf(this.#codeOf("handover") ?? "");
    return (await this.#options.people().attempt(asked))?.name ?? null;
  }

  async takeHandover() {
    const { api, people } = this.#options;
    const code = this.#codeOf("handover") ?? "";
    await people().comeIn(() => api.takeHandover(code));
  }

  /** Goes on without the link. */
  async goOn() {
    this.#drop();
    this.#options.store.dispatch({ type: "problem", problem: null });
    await this.#options.people().start();
  }

  /**
   * A link for another device of one's own.
   * @returns {Promise<HandoverInfo | null>}
   */
  handOver() {
    const { api, people } = this.#options;
    return people().attempt(api.handOver());
  }

  #drop() {
    this.#code = null;
    this.#options.linkCode.forget();
  }

  /** @param {"invite" | "handover" | "reset" | "setup"} kind */
  #codeOf(kind) {
    return this.#code?.kind === kind ? this.#code.code : null;
  }
}
