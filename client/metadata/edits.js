/**
 * What is to be changed in a file, in order and apart from each other; everything between stays as it is.
 *
 * @typedef {object} Edit
 * @property {number} at where in the file
 * @property {number} length bytes that go
 * @property {Uint8Array<ArrayBuffer>} bytes that come in their place
 * @property {number} zeros so many of them behind those
 */

/** Changes in one file: a real one has a dozen, and each costs memory. */
const MAX_EDITS = 4096;

const NOTHING = new Uint8Array(0);

export class Edits {
  /** @type {Edit[]} */
  list = [];
  #max;

  constructor(max = MAX_EDITS) {
    this.#max = max;
  }

  /** True once no more can be held. */
  get isFull() {
    return this.list.length >= this.#max;
  }

  /**
   * Behind those before it; what overlaps them is left out.
   * @param {number} at
   * @param {number} length
   * @param {Uint8Array<ArrayBuffer>} [bytes]
   * @param {number} [zeros]
   */
  replace(at, length, bytes = NOTHING, zeros = 0) {
    const last = this.list.at(-1);
    const end = last === undefined ? 0 : last.at + last.length;
    if (at < end || length === 0) return;
    const isGap = bytes.length === 0 && zeros === 0;
    if (last !== undefined && at === end && isGap) last.length += length;
    else if (!this.isFull) this.list.push({ at, length, bytes, zeros });
  }
}
