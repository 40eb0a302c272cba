/** Elements of EBML (RFC 8794, 4 to 6), of which WebM and Matroska are made: an id, a size, what is inside. */

/** The longest id and the longest size. */
export const MAX_HEAD_BYTES = 12;

/**
 * What stands before the inside of the element that begins there: `size` is Infinity where it is not told.
 * Null where none begins.
 * @param {Uint8Array} bytes
 * @returns {{ id: number, headBytes: number, size: number } | null}
 */
export function elementHead(bytes) {
  const idBytes = lengthOf(bytes[0]);
  const sizeBytes = lengthOf(bytes[idBytes]);
  const headBytes = idBytes + sizeBytes;
  if (idBytes > 4 || sizeBytes > 8 || headBytes > bytes.length) return null;
  const most = 0xff >> sizeBytes;
  const first = (bytes[idBytes] ?? 0) & most;
  const rest = bytes.subarray(idBytes + 1, headBytes);
  const isUnknown = first === most && rest.every((byte) => byte === 0xff);
  return {
    id: numberOf(bytes.subarray(0, idBytes)),
    headBytes,
    size: isUnknown ? Infinity : numberOf(rest, first),
  };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} [before] what stands before them
 */
export function numberOf(bytes, before = 0) {
  return bytes.reduce((sum, byte) => sum * 256 + byte, before);
}

/**
 * Bytes of a number by its first: 9 where there is none.
 * @param {number | undefined} first
 */
function lengthOf(first = 0) {
  return Math.clz32(first) - 23;
}
