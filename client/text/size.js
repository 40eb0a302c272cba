/** Sizes of files as people read them. */

const UNITS = /** @type {const} */ (["byte", "kilobyte", "megabyte", "gigabyte"]);

/**
 * `34 kB`, in the reader's language.
 * @param {number} bytes
 * @param {string} language
 */
export function formatSize(bytes, language) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const value = bytes / 1024 ** step;
  return value.toLocaleString(language, {
    style: "unit",
    unit: UNITS[step] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  });
}

/**
 * Width and height at which a picture is shown, by what its id tells of it: made to fit, and no side
 * shorter than `least`, where it is cut rather than squeezed. Null where the id tells nothing.
 * @param {string} id
 * @param {{ width: number, height: number }} max
 * @param {number} [min]
 */
export function displaySize(id, max, min = 1) {
  const [, w, h] = /-(\d+)x(\d+)\./.exec(id) ?? [];
  const [width, height] = [Number(w), Number(h)];
  if (!width || !height) return null;
  const scale = Math.min(1, max.width / width, max.height / height);
  return {
    width: Math.max(min, Math.round(width * scale)),
    height: Math.max(min, Math.round(height * scale)),
  };
}
