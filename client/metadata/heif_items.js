/**
 * Which items of a HEIF file hold metadata, and where they lie (ISO/IEC 14496-12, 8.11.3 and 8.11.6).
 */
import { boxesIn } from "./boxes.js";
import { latin, viewOf } from "./byte_reader.js";

/** Stretches that are looked at: a picture in tiles has some hundred, and one may take no byte of the file. */
const MAX_EXTENTS = 10_000;

/**
 * The ids of items that hold Exif, or anything with a media type or an address of its own, such as XMP.
 * @param {Uint8Array} info the inside of `iinf`
 * @returns {Promise<Map<number, "Exif" | "other">>}
 */
export async function metadataItems(info) {
  const read = (/** @type {number} */ at, /** @type {number} */ length) =>
    Promise.resolve(at + length > info.length ? null : info.subarray(at, at + length));
  /** @type {Map<number, "Exif" | "other">} */
  const items = new Map();
  for await (const { type, body, end } of boxesIn(read, info[0] === 0 ? 6 : 8, info.length)) {
    const entry = info.subarray(body, end);
    // Version 2 has ids of two bytes, version 3 of four; older ones tell no type.
    const idBytes = entry[0] === 2 ? 2 : entry[0] === 3 ? 4 : 0;
    if (type !== "infe" || idBytes === 0 || entry.length < 4 + idBytes + 6) continue;
    const view = viewOf(entry);
    const id = idBytes === 2 ? view.getUint16(4) : view.getUint32(4);
    const kind = latin(entry.subarray(4 + idBytes + 2, 4 + idBytes + 6));
    if (kind === "Exif") items.set(id, "Exif");
    else if (kind === "mime" || kind === "uri ") items.set(id, "other");
  }
  return items;
}

/**
 * Where items lie in the file; what lies nowhere in it is left out.
 * @param {Uint8Array} places the inside of `iloc`
 * @param {Map<number, "Exif" | "other">} items
 * @param {{ data: { at: number, end: number } | null, size: number }} file `data`: the inside of `idat`
 */
export function locations(places, items, { data, size }) {
  /** @type {{ at: number, end: number, isExif: boolean }[]} */
  const found = [];
  const numbers = new Numbers(places);
  const version = numbers.next(1);
  numbers.next(3);
  const sizes = numbers.next(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  const count = numbers.next(version < 2 ? 2 : 4);
  let looked = 0;
  for (let i = 0; i < count && !numbers.isOver && looked < MAX_EXTENTS; i++) {
    const id = numbers.next(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : numbers.next(2) & 15;
    numbers.next(2);
    const base = numbers.next(baseBytes);
    const extents = numbers.next(2);
    for (let j = 0; j < extents && !numbers.isOver && looked++ < MAX_EXTENTS; j++) {
      numbers.next(indexBytes);
      const offset = base + numbers.next(offsetBytes);
      const length = numbers.next(lengthBytes);
      const kind = items.get(id);
      // Method 0 counts from the beginning of the file, 1 from that of the data box.
      const whole = method === 0 ? { at: 0, end: size } : method === 1 ? data : null;
      if (kind === undefined || whole === null || numbers.isOver) continue;
      const at = whole.at + offset;
      const end = length === 0 ? whole.end : Math.min(at + length, whole.end);
      if (at < end) found.push({ at, end, isExif: kind === "Exif" && j === 0 });
    }
  }
  return found;
}

/** Numbers one after the other; once they are over each is 0. */
class Numbers {
  #bytes;
  #at = 0;
  isOver = false;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  /** @param {number} length in bytes, at most 8 */
  next(length) {
    if (this.#at + length > this.#bytes.length) this.isOver = true;
    if (this.isOver) return 0;
    let value = 0;
    for (const byte of this.#bytes.subarray(this.#at, this.#at + length)) {
      value = value * 256 + byte;
    }
    this.#at += length;
    return value;
  }
}
