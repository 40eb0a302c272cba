/**
 * What tells of place and device in a WebP (RFC 9649): every chunk that is not needed to draw it, the
 * flags that promise them, and all that stands behind its end.
 *
 * @import { ByteReader } from "./byte_reader.js"
 * @import { Edit } from "./edits.js"
 */
import { latin, viewOf } from "./byte_reader.js";
import { Edits } from "./edits.js";
import { orientationOf, tiffOf } from "./orientation.js";

const HEAD_BYTES = 12;
const MAX_CHUNKS = 20_000;
const MAX_EXIF_BYTES = 1024 * 1024;
/** Bytes of the chunk that tells of the others, the first in its file. */
const EXTENDED_BYTES = 10;
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;
const NEEDED = /^(?:VP8[ LX]|ALPH|ANIM|ANMF|ICCP)$/;
const NAME = /^[\x20-\x7e]{4}$/;
/** Some programs put what begins a segment of a JPEG before it. */
const JPEG_HEAD = "Exif\0\0";

/** @param {ByteReader} reader */
export async function webpEdits(reader) {
  const head = await reader.bytes(0, HEAD_BYTES);
  if (head === null) return [];
  const said = viewOf(head).getUint32(4, true) + 8;
  const stop = Math.min(said, reader.size);
  const inner = new Edits();
  /** @type {{ at: number, flags: number } | null} */
  let extended = null;
  let isUprightKnown = false;
  let hasExif = false;
  let at = HEAD_BYTES;
  for (let i = 0; i < MAX_CHUNKS && !inner.isFull && at < stop; i++) {
    const frame = await reader.bytes(at, 8);
    if (frame === null) break;
    const type = latin(frame.subarray(0, 4));
    const length = viewOf(frame).getUint32(4, true);
    const end = Math.min(at + 8 + length + length % 2, stop);
    if (at === HEAD_BYTES && type === "VP8X" && length >= EXTENDED_BYTES) {
      const flags = (await reader.bytes(at + 8, 1))?.[0];
      if (flags !== undefined) extended = { at: at + 8, flags };
    } else if (!NEEDED.test(type)) {
      if (!NAME.test(type)) break;
      /** @type {Uint8Array | null} */
      const exif = type === "EXIF" && !isUprightKnown && length <= MAX_EXIF_BYTES
        ? await reader.bytes(at + 8, length)
        : null;
      const kept = exif === null ? new Uint8Array(0) : uprightChunk(exif);
      isUprightKnown ||= exif !== null;
      hasExif ||= kept.length > 0;
      inner.replace(at, end - at, kept);
    }
    at = end;
  }
  inner.replace(stop, reader.size - stop);
  return withHead(inner.list, reader.size, extended, hasExif);
}

/**
 * The changes with those of the length and the flags.
 * @param {Edit[]} inner
 * @param {number} size
 * @param {{ at: number, flags: number } | null} extended
 * @param {boolean} hasExif
 */
function withHead(inner, size, extended, hasExif) {
  const change = inner.reduce((sum, { length, bytes }) => sum + bytes.length - length, 0);
  const length = new Uint8Array(4);
  viewOf(length).setUint32(0, size + change - 8, true);
  const all = [{ at: 4, length: 4, bytes: length, zeros: 0 }, ...inner];
  if (extended !== null) {
    const flags = (extended.flags & ~(EXIF_FLAG | XMP_FLAG)) | (hasExif ? EXIF_FLAG : 0);
    all.push({ at: extended.at, length: 1, bytes: new Uint8Array([flags]), zeros: 0 });
  }
  return all.sort((a, b) => a.at - b.at);
}

/** @param {Uint8Array} exif */
function uprightChunk(exif) {
  const hasHead = latin(exif.subarray(0, JPEG_HEAD.length)) === JPEG_HEAD;
  const tiff = tiffOf(orientationOf(hasHead ? exif.subarray(JPEG_HEAD.length) : exif));
  if (tiff.length === 0) return tiff;
  const chunk = new Uint8Array(8 + tiff.length);
  chunk.set(new TextEncoder().encode("EXIF"));
  viewOf(chunk).setUint32(4, tiff.length, true);
  chunk.set(tiff, 8);
  return chunk;
}
