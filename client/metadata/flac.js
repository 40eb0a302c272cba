/**
 * What tells of place and device in FLAC (RFC 9639, 8): words, pictures and blocks of programs become
 * padding where they lie. The table to find a time by and the list of a disc stay.
 *
 * @import { ByteReader } from "./byte_reader.js"
 */
import { viewOf } from "./byte_reader.js";
import { Edits } from "./edits.js";

const SIGNATURE_BYTES = 4;
const MAX_BLOCKS = 1000;
const PADDING = 1;
/** Of 7 bits: what the stream is, the table of seek points, the list of a disc. */
const NEEDED = [0, 3, 5];
const LAST = 0x80;

/**
 * @param {ByteReader} reader
 * @param {number} start where the file begins
 */
export async function flacEdits(reader, start = 0) {
  const edits = new Edits();
  let at = start + SIGNATURE_BYTES;
  for (let i = 0; i < MAX_BLOCKS; i++) {
    const head = await reader.bytes(at, 4);
    if (head === null) break;
    const first = head[0] ?? 0;
    const end = Math.min(at + 4 + (viewOf(head).getUint32(0) & 0xffffff), reader.size);
    if (!NEEDED.includes(first & ~LAST)) {
      edits.replace(at, 1, new Uint8Array([(first & LAST) | PADDING]));
      edits.replace(at + 4, end - at - 4, undefined, end - at - 4);
    }
    if (first & LAST) break;
    at = end;
  }
  return edits.list;
}
