/**
 * A film in boxes that lies somewhere behind the beginning of a picture, as cameras append one that shows the
 * moment before. Found by its first two boxes, which by chance follow each other in no picture.
 *
 * @import { ByteReader } from "./byte_reader.js"
 */
import { latin, viewOf } from "./byte_reader.js";

const [F, T] = [0x66, 0x74];
const MAX_FIRST_BYTES = 512;
const SECOND = /^(?:moov|mdat|moof|wide|free|skip|uuid|meta|sidx|styp)$/;

/**
 * @param {ByteReader} reader
 * @param {number} from
 * @returns {Promise<number | null>} where it begins
 */
export async function findFilm(reader, from) {
  const near = reader.beside(MAX_FIRST_BYTES + 16);
  for (let at = from + 4; at < reader.size;) {
    const some = await reader.some(at);
    const found = some.indexOf(F);
    if (some.length === 0) return null;
    if (found < 0) {
      at += some.length;
      continue;
    }
    at += found;
    if ((some[found + 1] ?? T) === T && await isFilm(near, at - 4)) return at - 4;
    at++;
  }
  return null;
}

/**
 * @param {ByteReader} reader
 * @param {number} at
 */
async function isFilm(reader, at) {
  const head = await reader.bytes(at, 8);
  if (head === null || latin(head.subarray(4)) !== "ftyp") return false;
  const size = viewOf(head).getUint32(0);
  if (size < 16 || size > MAX_FIRST_BYTES || size % 4 !== 0) return false;
  const second = await reader.bytes(at + size, 8);
  return second !== null && SECOND.test(latin(second.subarray(4)));
}
