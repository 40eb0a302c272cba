/** Refs of what is sent, and when each was minted: no two at one time, so that time keeps the order. */

/**
 * @typedef {object} RefsOptions
 * @property {() => number} now
 * @property {() => Uint8Array} random a few bytes nobody can guess
 * @property {{ id: string }} tabs this tab among the others
 */

export class Refs {
  #options;
  #last = 0;

  /** @param {RefsOptions} options */
  constructor(options) {
    this.#options = options;
  }

  next() {
    const { now, random, tabs } = this.#options;
    this.#last = Math.max(now(), this.#last + 1);
    const ref = Array.from(random(), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { ref, time: new Date(this.#last).toISOString(), tab: tabs.id };
  }
}
