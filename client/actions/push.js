/**
 * Being called while the page is closed, on this browser: turned on and off by a press, told to the server
 * again when the levels of rooms change, when the browser's subscription is another one, and when the
 * server does not know it any more.
 *
 * @import { PushDevice } from "../device/push_device.js"
 * @import { OwnStorage } from "../device/own_storage.js"
 * @import { Api } from "../net/api.js"
 * @import { Store } from "../state/store.js"
 * @import { PushWants } from "../../server/push_protocol.ts"
 */

/**
 * @typedef {object} PushOptions
 * @property {Store} store
 * @property {Api} api
 * @property {OwnStorage} storage
 * @property {PushDevice} push
 * @property {(key: "alert.said" | "alert.mentioned" | "alert.file" | "push.private",
 *   values: { name: string }) => string} translate
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 * @property {(timer: number) => void} cancel
 */

/** Milliseconds after the last change until the server is told. */
const TELL_AFTER_MS = 1000;

export class PushActions {
  #options;
  #timer = 0;
  /** What the server was told last, as text; "" where it was told nothing yet. */
  #told = "";

  /** @param {PushOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** True where the chat calls people at all. */
  get isOffered() {
    return (this.#options.store.state.limits.push_levels ?? 0) > 0;
  }

  get ability() {
    return this.#options.push.ability;
  }

  /**
   * What the person chose on this browser; null where they are not called.
   * @returns {{ text: boolean } | null}
   */
  get chosen() {
    return this.#options.push.isAllowed ? this.#options.storage.push() : null;
  }

  /**
   * Turns it on, which asks the person, or says whether the words themselves are shown.
   * @param {boolean} text
   * @returns {Promise<boolean>} false where it could not be
   */
  async turnOn(text) {
    const { push, storage } = this.#options;
    try {
      if (!await push.ask()) return false;
      storage.savePush({ text });
      if (await this.#tell(true)) return true;
    } catch {
      // No service, no network, or no room: it is off then.
    }
    storage.savePush(null);
    return false;
  }

  async turnOff() {
    const { api, storage } = this.#options;
    storage.savePush(null);
    await this.gone();
    await api.unsubscribe().catch(() => {});
  }

  /** The person looks at a room: what the system shows of it has done its work. */
  opened() {
    const { open } = this.#options.store.state;
    if (open !== null && this.chosen !== null) void this.#options.push.close(open).catch(() => {});
  }

  /** The person leaves this browser for good. */
  async gone() {
    this.forget();
    await this.#options.push.unsubscribe().catch(() => {});
  }

  /** Whoever comes next has told nothing yet. */
  forget() {
    this.#options.cancel(this.#timer);
    this.#told = "";
  }

  /** Something changed that the server may have to know, in a moment. */
  changed() {
    const { after, cancel } = this.#options;
    cancel(this.#timer);
    if (this.chosen === null || !this.isOffered) return;
    this.#timer = after(() => void this.#tell(false).catch(() => {}), TELL_AFTER_MS);
  }

  /**
   * @param {boolean} isAsked by a press: then it is told whatever the server knows
   * @returns {Promise<boolean>} false where the chat calls nobody
   */
  async #tell(isAsked) {
    const { api, push, storage } = this.#options;
    const { owner } = storage;
    const wants = this.#wants();
    if (wants === null || (!isAsked && this.#told === this.#textOf(wants))) return true;
    const info = await api.push();
    if (info.key === null) return false;
    const { endpoint, keys } = await push.subscribe(info.key);
    // Whoever came in meanwhile asked for nothing.
    if (owner !== storage.owner) return false;
    await api.subscribe({ endpoint, keys, wants });
    await push.remember({ words: this.#words(), key: info.key, wants });
    this.#told = this.#textOf(wants);
    return true;
  }

  /** @param {PushWants} wants */
  #textOf(wants) {
    return JSON.stringify([wants, this.#words()]);
  }

  /** @returns {PushWants | null} */
  #wants() {
    const { storage, store } = this.#options;
    const chosen = storage.push();
    if (chosen === null) return null;
    const { limits, preferences } = store.state;
    const levels = Object.entries(preferences.notificationLevels).slice(-(limits.push_levels ?? 0));
    return { text: chosen.text, levels: Object.fromEntries(levels) };
  }

  #words() {
    const { translate } = this.#options;
    const values = { name: "{name}" };
    return {
      said: translate("alert.said", values),
      mentioned: translate("alert.mentioned", values),
      file: translate("alert.file", values),
      private: translate("push.private", values),
    };
  }
}
