/**
 * What comes from the server is taken in once a frame, so that many messages a second are one drawing
 * each time the screen is drawn. A page nobody sees has no frames; there it is taken in at once.
 */

/**
 * @template T
 */
export class FrameBatcher {
  /** @type {T[]} */
  #waiting = [];
  #onItems;

  /** @param {(items: T[]) => void} onItems */
  constructor(onItems) {
    this.#onItems = onItems;
  }

  /** @param {T[]} items in their order */
  add(items) {
    const isFirst = this.#waiting.length === 0;
    this.#waiting.push(...items);
    if (document.hidden) this.flush();
    else if (isFirst) requestAnimationFrame(() => this.flush());
  }

  /** Takes in what waits, now. */
  flush() {
    const items = this.#waiting;
    this.#waiting = [];
    if (items.length > 0) this.#onItems(items);
  }
}
