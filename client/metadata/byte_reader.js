/**
 * A file of any size, read where something is looked for: one window of it is in memory at a time.
 *
 * @typedef {object} Source
 * @property {number} size in bytes
 * @property {(at: number, length: number) => Promise<Uint8Array>} read fewer bytes only at the end
 */

const WINDOW_BYTES = 64 * 1024;

export class ByteReader {
  #source;
  /** @type {Uint8Array} */
  #window = new Uint8Array(0);
  #from = 0;

  #windowBytes;

  /**
   * @param {Source} source
   * @param {number} [windowBytes]
   */
  constructor(source, windowBytes = WINDOW_BYTES) {
    this.#source = source;
    this.#windowBytes = windowBytes;
  }

  /**
   * Another one on the same file, for what is read side by side with this.
   * @param {number} windowBytes
   */
  beside(windowBytes) {
    return new ByteReader(this.#source, windowBytes);
  }

  get size() {
    return this.#source.size;
  }

  /**
   * Exactly so many bytes, null where the file ends before.
   * @param {number} at
   * @param {number} length
   */
  async bytes(at, length) {
    if (at < 0 || at + length > this.size) return null;
    if (at < this.#from || at + length > this.#from + this.#window.length) {
      const wanted = Math.min(this.size - at, Math.max(length, this.#windowBytes));
      this.#window = await this.#source.read(at, wanted);
      this.#from = at;
    }
    const bytes = this.#window.subarray(at - this.#from, at - this.#from + length);
    return bytes.length === length ? bytes : null;
  }

  /**
   * What is at hand from there on, empty at the end.
   * @param {number} at
   */
  async some(at) {
    if (at < this.#from || at >= this.#from + this.#window.length) {
      if (await this.bytes(at, Math.min(this.#windowBytes, this.size - at)) === null) {
        return new Uint8Array(0);
      }
    }
    return this.#window.subarray(at - this.#from);
  }
}

/**
 * A view on bytes, to read numbers from.
 * @param {Uint8Array} bytes
 */
export function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Bytes as letters, one each.
 * @param {Uint8Array} bytes
 */
export function latin(bytes) {
  return String.fromCharCode(...bytes);
}
