/**
 * Short news for the person, shown for a while above everything: what was done, and what others did
 * that changes what is on the screen.
 *
 * @import { Store } from "../state/store.js"
 * @import { Toast } from "../state/state.js"
 */

/** Long enough to be read twice. */
const SHOWN_MS = 10_000;

/** Shown at once; older ones make room. */
const MAX_TOASTS = 3;

export class Toasts {
  #store;
  #after;
  #id = 0;

  /** @param {{ store: Store, after: (fn: () => void, ms: number) => void }} options */
  constructor({ store, after }) {
    this.#store = store;
    this.#after = after;
  }

  /**
   * @param {Toast["key"]} key
   * @param {Toast["values"]} [values]
   * @param {string} [code] of the error that is the reason
   */
  show(key, values = {}, code) {
    const id = ++this.#id;
    const reason = code === undefined ? {} : { code };
    const toasts = [...this.#store.state.toasts, { id, key, values, ...reason }].slice(-MAX_TOASTS);
    this.#store.dispatch({ type: "toasts", toasts });
    this.#after(() => this.dismiss(id), SHOWN_MS);
  }

  /** @param {number} id */
  dismiss(id) {
    const toasts = this.#store.state.toasts.filter((toast) => toast.id !== id);
    this.#store.dispatch({ type: "toasts", toasts });
  }
}
