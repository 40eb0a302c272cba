/**
 * Place and device out of pictures, films and sounds. What is seen and heard, its colours, its time and which
 * side is up stay; all else that tells of it goes, be it a title. A file of another kind, or one that cannot
 * be followed, stays as it is. Read the same way in the browser before a file goes and in the server when
 * one comes.
 *
 * @import { Source } from "./byte_reader.js"
 * @import { Edit } from "./edits.js"
 */
import { ByteReader, latin } from "./byte_reader.js";
import { flacEdits } from "./flac.js";
import { gifEdits } from "./gif.js";
import { heifEdits } from "./heif.js";
import { jpegEdits } from "./jpeg.js";
import { matroskaEdits } from "./matroska.js";
import { mp3Edits } from "./mp3.js";
import { oggEdits } from "./ogg.js";
import { pngEdits } from "./png.js";
import { waveEdits } from "./wave.js";
import { webpEdits } from "./webp.js";

const HEAD_BYTES = 12;
const COMPARED_BYTES = 4096;
/** How files of boxes begin; QuickTime of old and some cameras say nothing of their kind first. */
const BOXES = /^[^]{4}(?:ftyp|moov|mdat|wide|free|skip|pnot)/;

/**
 * How files begin, and what finds the changes in them.
 * @type {[RegExp, (reader: ByteReader) => Promise<Edit[]>][]}
 */
const KINDS = [
  [/^\xff\xd8\xff/, jpegEdits],
  [/^\x89PNG\r\n\cZ\n/, pngEdits],
  [/^RIFF[^]{4}WEBP/, webpEdits],
  [/^GIF8[79]a/, gifEdits],
  [BOXES, heifEdits],
  [/^\cZE\xdf\xa3/, matroskaEdits],
  [/^OggS/, oggEdits],
  [/^fLaC/, flacEdits],
  [/^(?:RIFF|RF64)[^]{4}WAVE/, waveEdits],
  [/^(?:ID3|\xff[\xe2\xe3\xf1-\xf3\xf9-\xfb])/, mp3Edits],
];

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
  return await KINDS.find(([begin]) => begin.test(head))?.[1](reader) ?? [];
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
