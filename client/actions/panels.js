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
 * @property {(close: () => void, rank: number) => () => void} pushLayer something stands before the rest
 * @property {() => boolean} isNarrow there is room for the rooms or the conversation alone
 */

export class Panels {
  #options;
  /** What says that a part is gone again, by the part. */
  #releases = /** @type {Map<State["panel"], () => void>} */ (new Map());

  /** @param {PanelsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** The state, or the screen, is another one. */
  update() {
    const { panel } = this.#options.store.state;
    this.#sync("room", this.#isSinglePanel && panel !== "rooms", "rooms");
    this.#sync("people", this.#isOpen && panel === "people", "room");
  }

  /** What the address should say: the open room, nothing for the list; null where nobody is in. */
  hash() {
    const { open, panel } = this.#options.store.state;
    if (!this.#isOpen || open === null) return null;
    return this.#isSinglePanel && panel === "rooms" ? "" : `#/${encodeURIComponent(open)}`;
  }

  get #isOpen() {
    const { phase, open } = this.#options.store.state;
    return phase === "chat" && open !== null;
  }

  get #isSinglePanel() {
    return this.#isOpen && this.#options.isNarrow();
  }

  /**
   * @param {"room" | "people"} panel
   * @param {boolean} isShown
   * @param {State["panel"]} below what is seen when it is gone
   */
  #sync(panel, isShown, below) {
    const { pushLayer, store } = this.#options;
    const release = this.#releases.get(panel);
    if (isShown && release === undefined) {
      const rank = panel === "room" ? 0 : 1;
      const close = () => {
        this.#releases.delete(panel);
        store.dispatch({ type: "panel", panel: below });
      };
      this.#releases.set(panel, pushLayer(close, rank));
    } else if (!isShown && release !== undefined) {
      this.#releases.delete(panel);
      release();
    }
  }
}
