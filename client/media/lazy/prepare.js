/**
 * A file made ready to go: a photo smaller, without what it tells of place and device, with its width and
 * height and a small picture of it. Whatever this browser cannot read goes as it is.
 */
import { canvasOf, encoded, fitted, hasHoles, isTruthful } from "./canvas.js";
import { firstFrame } from "./film.js";
import { isAnimated } from "./moving.js";
import { withoutMetadata } from "./without_metadata.js";

/**
 * @typedef {object} Prepared
 * @property {File} file what goes
 * @property {{ width: number, height: number } | null} extent of a picture or film, so that room is kept
 * @property {Blob | null} preview
 * @property {boolean} isSmaller it lost dots, not only what it told
 */

/** Pixels of the longer side of a photo as it goes, and how well it is kept: what eyes do not tell apart. */
const MAX_SIDE_PX = 2048;
const PHOTO_QUALITY = 0.85;
/** A photo of fewer bytes is left alone; one of fewer pixels too, below the second. */
const SMALL_BYTES = 200 * 1024;
const LARGE_BYTES = 1024 * 1024;
/** It is worth its loss where it becomes so much smaller. */
const WORTH = 0.8;
/** Pixels of the longer side of a small picture: as it is shown, on a screen with two dots to a pixel. */
const PREVIEW_PX = 720;
const PREVIEW_QUALITIES = [0.75, 0.6, 0.4];

/**
 * @param {File} file
 * @param {{ isOriginal: boolean, previewBytes: number }} how `isOriginal`: all its pixels go
 * @returns {Promise<Prepared>}
 */
export async function prepare(file, how) {
  const isFilm = file.type.startsWith("video/");
  if (!isFilm && !file.type.startsWith("image/")) return plain(await withoutMetadata(file));
  const bitmap = isFilm ? await firstFrame(file) : await bitmapOf(file);
  if (bitmap === null) return plain(await withoutMetadata(file));
  try {
    const extent = { width: bitmap.width, height: bitmap.height };
    // It is one picture to whoever looks at it, and none of its frames alone.
    if (!isTruthful() || (!isFilm && await isAnimated(file))) {
      return { ...plain(await withoutMetadata(file)), extent };
    }
    const smaller = isFilm || how.isOriginal ? null : await smallerPhoto(file, bitmap);
    const sent = smaller ?? await withoutMetadata(file);
    const preview = await previewOf(bitmap, Math.min(how.previewBytes, sent.size * WORTH));
    const shown = smaller === null ? extent : fitted(extent, MAX_SIDE_PX);
    return { file: sent, extent: shown, preview, isSmaller: smaller !== null };
  } finally {
    bitmap.close();
  }
}

/** @param {File} file */
function plain(file) {
  return { file, extent: null, preview: null, isSmaller: false };
}

/**
 * The picture as it stands upright; null for what is none, or none that this browser shows.
 * @param {File} file
 */
async function bitmapOf(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    return null;
  }
}

/**
 * The photo with fewer pixels or bytes, null where that is not worth it.
 * @param {File} file
 * @param {ImageBitmap} bitmap
 */
async function smallerPhoto(file, bitmap) {
  const isLong = Math.max(bitmap.width, bitmap.height) > MAX_SIDE_PX;
  // What is drawn line by line loses more than it wins, as long as it is not too large.
  const isDrawn = file.type === "image/png" || file.type === "image/webp";
  if (file.size < SMALL_BYTES || (!isLong && (isDrawn || file.size < LARGE_BYTES))) return null;
  const canvas = canvasOf(bitmap, MAX_SIDE_PX);
  const type = isDrawn && hasHoles(bitmap) ? "image/webp" : "image/jpeg";
  const blob = await encoded(canvas, type, PHOTO_QUALITY);
  if (blob === null || blob.size > file.size * WORTH) return null;
  const ending = type === "image/jpeg" ? "jpg" : "webp";
  const name = `${file.name.replace(/\.[^.]{1,5}$/, "")}.${ending}`;
  return new File([blob], name, { type });
}

/**
 * A picture of few bytes, null where it cannot have so few.
 * @param {ImageBitmap} bitmap
 * @param {number} maxBytes
 */
async function previewOf(bitmap, maxBytes) {
  const canvas = canvasOf(bitmap, PREVIEW_PX);
  const type = hasHoles(bitmap) ? "image/webp" : "image/jpeg";
  for (const quality of PREVIEW_QUALITIES) {
    const blob = await encoded(canvas, type, quality);
    if (blob !== null && blob.size <= maxBytes) return blob;
  }
  return null;
}
