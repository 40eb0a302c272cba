/**
 * How large a picture is shown and where, in numbers alone. Whatever comes in, also sizes of nothing and
 * numbers that are none: what goes out is finite, at least whole, and leaves no gap that a move could close.
 */

/** Of the picture as it fits: no smaller, and this much larger, or twice its own pixels if those are more. */
const MAX_SCALE = 8;
/** What a double tap enlarges to where the picture's own pixels ask for no more. */
const TAP_SCALE = 2.5;

/**
 * @typedef {{ x: number, y: number }} Point pixels from the middle of the stage
 * @typedef {{ width: number, height: number }} Size
 *
 * @typedef {object} Frame
 * @property {Size} stage where the picture may be seen
 * @property {Size} picture as it fits into the stage
 * @property {Size} own its own pixels; zero for one that has none
 *
 * @typedef {{ scale: number, x: number, y: number }} Zoom where the picture's middle is, and how large it is
 */

/** @type {Readonly<Zoom>} */
export const WHOLE = Object.freeze({ scale: 1, x: 0, y: 0 });

/**
 * The picture at another scale, with what is at a point staying there.
 * @param {Frame} frame
 * @param {Zoom} zoom
 * @param {number} scale
 * @param {Point} [point] the middle unless said
 * @returns {Zoom}
 */
export function zoomAt(frame, zoom, scale, point = { x: 0, y: 0 }) {
  const wanted = Number.isFinite(scale) ? scale : zoom.scale;
  const next = Math.min(maxScale(frame), Math.max(1, wanted));
  const ratio = next / zoom.scale;
  return within(frame, {
    scale: next,
    x: point.x - (point.x - zoom.x) * ratio,
    y: point.y - (point.y - zoom.y) * ratio,
  });
}

/**
 * @param {Frame} frame
 * @param {Zoom} zoom
 * @param {Point} by
 * @returns {Zoom}
 */
export function moveZoom(frame, zoom, by) {
  return within(frame, { ...zoom, x: zoom.x + by.x, y: zoom.y + by.y });
}

/**
 * Where fingers take it: one drags, two zoom at their middle and drag, any more are not counted.
 * @param {Frame} frame
 * @param {Zoom} zoom
 * @param {Point[]} before where each finger was
 * @param {Point[]} after where the same fingers are
 * @returns {Zoom}
 */
export function pinchZoom(frame, zoom, before, after) {
  const [from, to] = [grip(before), grip(after)];
  if (from === null || to === null) return zoom;
  const ratio = from.spread > 0 && to.spread > 0 ? to.spread / from.spread : 1;
  const zoomed = zoomAt(frame, zoom, zoom.scale * ratio, from);
  return moveZoom(frame, zoomed, { x: to.x - from.x, y: to.y - from.y });
}

/**
 * Enlarged at a place, or whole again.
 * @param {Frame} frame
 * @param {Zoom} zoom
 * @param {Point} point
 * @returns {Zoom}
 */
export function toggleZoom(frame, zoom, point) {
  return zoom.scale > 1 ? WHOLE : zoomAt(frame, zoom, Math.max(TAP_SCALE, ownScale(frame)), point);
}

/** @param {Point[]} fingers */
function grip([one, other = one]) {
  if (one === undefined || other === undefined) return null;
  return {
    x: (one.x + other.x) / 2,
    y: (one.y + other.y) / 2,
    spread: Math.hypot(one.x - other.x, one.y - other.y),
  };
}

/**
 * @param {Frame} frame
 * @param {Zoom} zoom
 * @returns {Zoom}
 */
function within({ stage, picture }, { scale, x, y }) {
  return {
    scale,
    x: clamp(x, (picture.width * scale - stage.width) / 2),
    y: clamp(y, (picture.height * scale - stage.height) / 2),
  };
}

/**
 * @param {number} value
 * @param {number} limit to both sides; a picture smaller than the stage stays in the middle
 */
function clamp(value, limit) {
  if (!Number.isFinite(value) || !(limit > 0)) return 0;
  return Math.min(limit, Math.max(-limit, value));
}

/** @param {Frame} frame */
function maxScale(frame) {
  return Math.max(MAX_SCALE, 2 * ownScale(frame));
}

/**
 * The scale at which a pixel of the picture is one of the screen; 1 where that cannot be told.
 * @param {Frame} frame
 */
function ownScale({ picture, own }) {
  const scale = own.width / picture.width;
  return Number.isFinite(scale) ? scale : 1;
}
