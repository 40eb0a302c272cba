/**
 * Holds the state and tells those who watch it. The only place where the state is replaced.
 *
 * @import { State } from "./state.js"
 * @import { Update } from "./reduce.js"
 */
import { reduce } from "./reduce.js";

/** The one state of the page. */
export class Store {
  /** @type {State} */
  #state;
  /** @type {Set<() => void>} */
  #watchers = new Set();

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
  }

  get state() {
    return this.#state;
  }

  /**
   * Takes in what happened, all of it before anybody is told: one frame is one drawing.
   * @param {...Update} updates
   */
  dispatch(...updates) {
    const before = this.#state;
    for (const update of updates) this.#state = reduce(this.#state, update);
    if (this.#state === before) return;
    for (const watcher of [...this.#watchers]) watcher();
  }

  /**
   * @param {() => void} watcher told after each change
   * @returns {() => void} stops telling
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
