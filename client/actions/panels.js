/**
 * Which part of the chat stands before which on a screen that has no room for all of them, and what the
 * address says of it.
 *
 * @import { State } from "../state/state.js"
 * @import { Store } from "../state/store.js"
 */

/**
 * @typedef {object} PanelsOptions
 * @property {Store} store
 * @property {(close: () => void, rank: number) => () => void} layer something stands before the rest
 * @property {() => boolean} isNarrow there is room for the rooms or the conversation alone
 */

export class Panels {
  #options;
  /** What says that a part is gone again, by the part. */
  #held = /** @type {Map<State["panel"], () => void>} */ (new Map());

  /** @param {PanelsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** The state, or the screen, is another one. */
  look() {
    const { panel } = this.#options.store.state;
    this.#hold("room", this.#isAlone && panel !== "rooms", "rooms");
    this.#hold("people", this.#isOpen && panel === "people", "room");
  }

  /** What the address should say: the open room, nothing for the list; null where nobody is in. */
  hash() {
    const { open, panel } = this.#options.store.state;
    if (!this.#isOpen || open === null) return null;
    return this.#isAlone && panel === "rooms" ? "" : `#/${encodeURIComponent(open)}`;
  }

  get #isOpen() {
    const { phase, open } = this.#options.store.state;
    return phase === "chat" && open !== null;
  }

  get #isAlone() {
    return this.#isOpen && this.#options.isNarrow();
  }

  /**
   * @param {"room" | "people"} part
   * @param {boolean} isThere
   * @param {State["panel"]} below what is seen when it is gone
   */
  #hold(part, isThere, below) {
    const { layer, store } = this.#options;
    const release = this.#held.get(part);
    if (isThere && release === undefined) {
      const rank = part === "room" ? 0 : 1;
      const close = () => {
        this.#held.delete(part);
        store.dispatch({ type: "panel", panel: below });
      };
      this.#held.set(part, layer(close, rank));
    } else if (!isThere && release !== undefined) {
      this.#held.delete(part);
      release();
    }
  }
}
