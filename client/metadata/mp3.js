/**
 * What tells of place and device in an MP3: tags before its sound (ID3v2) and behind it (ID3v1, its
 * longer form, APEv2, Lyrics3). What is between them stays as it is.
 *
 * @import { ByteReader } from "./byte_reader.js"
 */
import { latin, viewOf } from "./byte_reader.js";
import { Edits } from "./edits.js";
import { flacEdits } from "./flac.js";

const ID3_HEAD_BYTES = 10;
const HAS_FOOTER = 0x10;
const ID3V1_BYTES = 128;
const LONGER_BYTES = 227;
const APE_BYTES = 32;
const APE_HAS_HEAD = 0x80000000;
const LYRICS_END_BYTES = 15;
const MAX_TAGS = 20;

/** @param {ByteReader} reader */
export async function mp3Edits(reader) {
  const edits = new Edits();
  const from = await endOfTagsBefore(reader);
  // Nothing but a tag: whoever sent it knows why.
  if (from >= reader.size) return [];
  edits.replace(0, from);
  const signature = await reader.bytes(from, 4);
  // Some programs put an ID3 tag before other sounds.
  if (signature !== null && latin(signature) === "fLaC") {
    for (const { at, length, bytes, zeros } of await flacEdits(reader, from)) {
      edits.replace(at, length, bytes, zeros);
    }
    return edits.list;
  }
  const to = await beginOfTagsBehind(reader, from);
  if (to > from) edits.replace(to, reader.size - to);
  return edits.list;
}

/** @param {ByteReader} reader */
async function endOfTagsBefore(reader) {
  let at = 0;
  for (let i = 0; i < MAX_TAGS; i++) {
    const head = await reader.bytes(at, ID3_HEAD_BYTES);
    if (head === null || latin(head.subarray(0, 3)) !== "ID3") break;
    // Seven bits of a byte each.
    const sizes = [...head.subarray(6)];
    if (sizes.some((byte) => byte > 0x7f)) break;
    const size = sizes.reduce((value, byte) => value * 128 + byte, 0);
    const footer = (head[5] ?? 0) & HAS_FOOTER ? ID3_HEAD_BYTES : 0;
    at = Math.min(at + ID3_HEAD_BYTES + size + footer, reader.size);
  }
  return at;
}

/**
 * @param {ByteReader} reader
 * @param {number} from
 */
async function beginOfTagsBehind(reader, from) {
  let to = reader.size;
  for (let i = 0; i < MAX_TAGS; i++) {
    const length = await tagBehind(reader, to);
    if (length === 0 || to - length < from) break;
    to -= length;
  }
  return to;
}

/**
 * Bytes of the tag that ends there, 0 where there is none.
 * @param {ByteReader} reader
 * @param {number} to
 */
async function tagBehind(reader, to) {
  const text = async (/** @type {number} */ back, /** @type {number} */ length) =>
    latin(await reader.bytes(to - back, length) ?? new Uint8Array(0));
  if (await text(ID3V1_BYTES, 3) === "TAG") {
    const isLonger = await text(ID3V1_BYTES + LONGER_BYTES, 4) === "TAG+";
    return ID3V1_BYTES + (isLonger ? LONGER_BYTES : 0);
  }
  if (await text(9, 9) === "LYRICS200") {
    return Number.parseInt(await text(LYRICS_END_BYTES, 6), 10) + LYRICS_END_BYTES || 0;
  }
  if (await text(ID3_HEAD_BYTES, 3) === "3DI") {
    const sizes = await reader.bytes(to - 4, 4) ?? new Uint8Array(0);
    return sizes.reduce((value, byte) => value * 128 + byte, 0) + 2 * ID3_HEAD_BYTES;
  }
  const ape = await reader.bytes(to - APE_BYTES, APE_BYTES);
  if (ape === null || latin(ape.subarray(0, 8)) !== "APETAGEX") return 0;
  const view = viewOf(ape);
  const head = view.getUint32(20, true) & APE_HAS_HEAD ? APE_BYTES : 0;
  return view.getUint32(12, true) + head;
}
