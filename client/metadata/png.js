/**
 * What tells of place and device in a PNG (third edition): every chunk that is not needed to draw it, and
 * all that stands behind its end, where careless programs leave what was cut away.
 *
 * @import { ByteReader } from "./byte_reader.js"
 */
import { latin, viewOf } from "./byte_reader.js";
import { Edits } from "./edits.js";
import { orientationOf, tiffOf } from "./orientation.js";

const SIGNATURE_BYTES = 8;
const FRAME_BYTES = 12;
/** Chunks that are looked at: one that is written in pieces of 8 KB has twenty thousand in 160 MB. */
const MAX_CHUNKS = 50_000;
const MAX_EXIF_BYTES = 1024 * 1024;

const NEEDED =
  /^(?:IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|cICP|mDCV|cLLI|sBIT|bKGD|hIST|pHYs|sPLT|acTL|fcTL|fdAT)$/;
/** A small first letter: a decoder may leave it out. */
const ANCILLARY = /^[a-z][A-Za-z]{3}$/;

/** @param {ByteReader} reader */
export async function pngEdits(reader) {
  const edits = new Edits();
  let at = SIGNATURE_BYTES;
  for (let i = 0; i < MAX_CHUNKS && !edits.isFull; i++) {
    const head = await reader.bytes(at, 8);
    if (head === null) break;
    const type = latin(head.subarray(4));
    const length = viewOf(head).getUint32(0);
    const end = Math.min(at + FRAME_BYTES + length, reader.size);
    if (type === "IEND") {
      edits.replace(end, reader.size - end);
      break;
    }
    if (!NEEDED.test(type)) {
      if (!ANCILLARY.test(type)) break;
      const exif = type === "eXIf" && length <= MAX_EXIF_BYTES
        ? await reader.bytes(at + 8, length)
        : null;
      edits.replace(at, end - at, exif === null ? undefined : uprightChunk(exif));
    }
    at = end;
  }
  return edits.list;
}

/** @param {Uint8Array} exif */
function uprightChunk(exif) {
  const tiff = tiffOf(orientationOf(exif));
  if (tiff.length === 0) return tiff;
  const chunk = new Uint8Array(FRAME_BYTES + tiff.length);
  const view = viewOf(chunk);
  view.setUint32(0, tiff.length);
  chunk.set(new TextEncoder().encode("eXIf"), 4);
  chunk.set(tiff, 8);
  view.setUint32(8 + tiff.length, crc32(chunk.subarray(4, 8 + tiff.length)));
  return chunk;
}

/**
 * ISO 3309, bit by bit: it is asked for thirty bytes.
 * @param {Uint8Array} bytes
 */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
