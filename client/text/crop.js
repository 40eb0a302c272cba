/**
 * Which square of a picture is taken: moved and enlarged, and never a place where there is no picture. Pure.
 *
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ x: number, y: number, zoom: number }} Crop its middle in pixels of the picture, and how many
 *   times smaller it is than the largest
 */

/** The smallest part that is taken, as many times smaller than the largest. */
export const MAX_ZOOM = 5;

/**
 * The largest square, in the middle.
 * @param {Size} size
 * @returns {Crop}
 */
export function wholeCrop({ width, height }) {
  return { x: width / 2, y: height / 2, zoom: 1 };
}

/**
 * The square itself.
 * @param {Size} size
 * @param {Crop} crop
 * @returns {{ left: number, top: number, side: number }}
 */
export function squareOf({ width, height }, { x, y, zoom }) {
  const side = Math.min(width, height) / zoom;
  return { left: x - side / 2, top: y - side / 2, side };
}

/**
 * Moved by parts of its own side: what is dragged to the right shows what lies further left.
 * @param {Size} size
 * @param {Crop} crop
 * @param {{ x: number, y: number }} by
 * @returns {Crop}
 */
export function moveCrop(size, crop, by) {
  const { side } = squareOf(size, crop);
  return held(size, { ...crop, x: crop.x - by.x * side, y: crop.y - by.y * side });
}

/**
 * @param {Size} size
 * @param {Crop} crop
 * @param {number} zoom
 * @returns {Crop}
 */
export function zoomCrop(size, crop, zoom) {
  return held(size, { ...crop, zoom: Math.min(MAX_ZOOM, Math.max(1, zoom)) });
}

/**
 * @param {Size} size
 * @param {Crop} crop
 * @returns {Crop}
 */
function held(size, crop) {
  const half = squareOf(size, crop).side / 2;
  /**
   * @param {number} at
   * @param {number} length
   */
  const within = (at, length) => Math.min(length - half, Math.max(half, at));
  return { ...crop, x: within(crop.x, size.width), y: within(crop.y, size.height) };
}
