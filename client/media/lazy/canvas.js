/** Pictures drawn anew, smaller. */

/** Pixels of a side on which it is looked for holes: a few thousand dots tell. */
const GLANCE_PX = 64;

/**
 * The largest size of the same shape that fits, never a larger one.
 * @param {{ width: number, height: number }} extent
 * @param {number} maxSide
 */
export function fitted({ width, height }, maxSide) {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/**
 * @param {ImageBitmap} bitmap
 * @param {number} maxSide
 */
export function canvasOf(bitmap, maxSide) {
  const { width, height } = fitted(bitmap, maxSide);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("Cannot draw in this browser");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas;
}

/**
 * The picture as a file, null where this browser cannot write that type.
 * @param {OffscreenCanvas} canvas
 * @param {string} type
 * @param {number} quality from 0 to 1
 */
export async function encoded(canvas, type, quality) {
  const blob = await canvas.convertToBlob({ type, quality });
  return blob.type === type ? blob : null;
}

/**
 * True where what lies behind shows through: a photo has no such place.
 * @param {ImageBitmap} bitmap
 */
export function hasHoles(bitmap) {
  const canvas = canvasOf(bitmap, GLANCE_PX);
  const { data } = dotsOf(canvas);
  return data.some((value, i) => i % 4 === 3 && value < 255);
}

/**
 * False in a browser that hands out other dots than were drawn, so that nobody can be told by them: what
 * it would send is noise.
 */
export function isTruthful() {
  const canvas = new OffscreenCanvas(8, 8);
  const context = canvas.getContext("2d");
  if (context === null) return false;
  context.fillStyle = "#336699";
  context.fillRect(0, 0, 8, 8);
  const { data } = dotsOf(canvas);
  return data.every((value, i) => Math.abs(value - (DOT[i % 4] ?? 0)) <= 2);
}

/** `#336699`, opaque. */
const DOT = [0x33, 0x66, 0x99, 255];

/** @param {OffscreenCanvas} canvas */
function dotsOf(canvas) {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("Cannot draw in this browser");
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
