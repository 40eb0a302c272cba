/**
 * The one word of Exif that a picture needs: which side is up (TIFF 6.0, tag 274). Everything else in it
 * is about the camera and where it was.
 */
import { latin, viewOf } from "./byte_reader.js";

const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const UPRIGHT = 1;
const ENTRY_BYTES = 12;

/**
 * Which side is up, 1 for a picture that stands or does not say.
 * @param {Uint8Array} tiff
 */
export function orientationOf(tiff) {
  const order = latin(tiff.subarray(0, 2));
  if (tiff.length < 8 || (order !== "II" && order !== "MM")) return UPRIGHT;
  const isLittle = order === "II";
  const view = viewOf(tiff);
  const start = view.getUint32(4, isLittle);
  if (start + 2 > tiff.length) return UPRIGHT;
  const count = view.getUint16(start, isLittle);
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.length) break;
    if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
    const value = view.getUint16(at + 8, isLittle);
    const isKnown = view.getUint16(at + 2, isLittle) === SHORT && value >= 1 && value <= 8;
    return isKnown ? value : UPRIGHT;
  }
  return UPRIGHT;
}

/**
 * Exif that says nothing else; empty for a picture that stands.
 * @param {number} orientation
 */
export function tiffOf(orientation) {
  if (orientation === UPRIGHT) return new Uint8Array(0);
  const tiff = emptyTiff(1);
  const view = viewOf(tiff);
  view.setUint16(10, ORIENTATION_TAG, true);
  view.setUint16(12, SHORT, true);
  view.setUint32(14, 1, true);
  view.setUint16(18, orientation, true);
  return tiff;
}

/**
 * Exif with room for so many words.
 * @param {number} entries
 */
export function emptyTiff(entries) {
  const tiff = new Uint8Array(8 + 2 + entries * ENTRY_BYTES + 4);
  tiff.set([0x49, 0x49, 42, 0, 8, 0, 0, 0, entries]);
  return tiff;
}
