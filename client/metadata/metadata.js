/**
 * Place and device out of pictures and films: JPEG, PNG, WebP, HEIC, AVIF, MP4, QuickTime and 3GP. What is
 * seen and heard, its colours and which side is up stay; a file that is none of these, or where it cannot be followed, stays as it is. Read the
 * same way in the browser before a file goes and in the server when one comes.
 *
 * @import { Source } from "./byte_reader.js"
 * @import { Edit } from "./edits.js"
 */
import { ByteReader, latin } from "./byte_reader.js";
import { heifEdits } from "./heif.js";
import { jpegEdits } from "./jpeg.js";
import { pngEdits } from "./png.js";
import { webpEdits } from "./webp.js";

const HEAD_BYTES = 12;
const COMPARED_BYTES = 4096;
/** How files of boxes begin; QuickTime of old and some cameras say nothing of their kind first. */
const BOXES = /^[^]{4}(?:ftyp|moov|mdat|wide|free|skip|pnot)/;

/**
 * What is to be changed in a file, in order; nothing in one that holds no metadata.
 * @param {Source} source
 */
export async function metadataEdits(source) {
  const reader = new ByteReader(source);
  const edits = [];
  // What is compared lies far apart in a film: no more of it is read than that.
  const there = reader.beside(COMPARED_BYTES);
  for (const edit of await allEdits(reader)) {
    if (await isChange(there, edit)) edits.push(edit);
  }
  return edits;
}

/**
 * @param {ByteReader} reader
 * @returns {Promise<Edit[]>}
 */
async function allEdits(reader) {
  const bytes = await reader.bytes(0, HEAD_BYTES);
  if (bytes === null) return [];
  const head = latin(bytes);
  if (head.startsWith("\xff\xd8\xff")) return await jpegEdits(reader);
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return await pngEdits(reader);
  if (/^RIFF[^]{4}WEBP/.test(head)) return await webpEdits(reader);
  if (BOXES.test(head)) return await heifEdits(reader);
  return [];
}

/**
 * False where what would come is there already.
 * @param {ByteReader} reader
 * @param {Edit} edit
 */
async function isChange(reader, { at, length, bytes, zeros }) {
  if (length !== bytes.length + zeros) return true;
  for (let done = 0; done < length;) {
    const there = (await reader.some(at + done)).subarray(0, length - done);
    if (there.length === 0) return true;
    for (const [i, byte] of there.entries()) if (byte !== (bytes[done + i] ?? 0)) return true;
    done += there.length;
  }
  return false;
}
