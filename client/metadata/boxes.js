/**
 * Boxes of the ISO base media file format (ISO/IEC 14496-12, 4.2): a size, a type, and what is inside.
 *
 * @typedef {object} Box
 * @property {string} type
 * @property {number} at where it begins
 * @property {number} body where what is inside begins
 * @property {number} end
 */
import { latin, viewOf } from "./byte_reader.js";

/** Boxes beside each other that are looked at. */
const MAX_BOXES = 10_000;
/** A type of a box: four letters, digits and the like. */
const TYPE = /^[\x20-\x7e\xa9]{4}$/;

/**
 * The boxes beside each other in a stretch of a file. One that would reach beyond it ends them.
 * @param {(at: number, length: number) => Promise<Uint8Array | null>} read
 * @param {number} from
 * @param {number} to
 * @returns {AsyncGenerator<Box>}
 */
export async function* boxesIn(read, from, to) {
  let at = from;
  for (let i = 0; i < MAX_BOXES && at + 8 <= to; i++) {
    const head = await read(at, 8);
    if (head === null) return;
    const small = viewOf(head).getUint32(0);
    const large = small === 1 ? await read(at + 8, 8) : null;
    const body = at + (small === 1 ? 16 : 8);
    // 0: to the end; 1: the size follows in 64 bits.
    const size = small === 0
      ? to - at
      : large === null
      ? small
      : Number(viewOf(large).getBigUint64(0));
    const end = at + size;
    if (end < body || end > to) return;
    yield { type: latin(head.subarray(4)), at, body, end };
    at = end;
  }
}

/**
 * True for what begins as a box does, be it cut short.
 * @param {string} type
 */
export function isBoxType(type) {
  return TYPE.test(type);
}
