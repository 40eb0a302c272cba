/**
 * What tells of place and device in a JPEG (ITU T.81, annex B): every segment that is not needed to draw
 * it, and all that stands behind its end, be it a second picture or a film, also where the end is missing.
 *
 * @import { ByteReader } from "./byte_reader.js"
 */
import { latin, viewOf } from "./byte_reader.js";
import { Edits } from "./edits.js";
import { findFilm } from "./jpeg_film.js";
import { orientationOf, tiffOf } from "./orientation.js";

const SOI_BYTES = 2;
const SOI = 0xd8;
const EOI = 0xd9;
const END = new Uint8Array([0xff, EOI]);
const SOS = 0xda;
const COMMENT = 0xfe;
const EXIF = "Exif\0\0";

/** Segments that are looked at: a real file has some hundred. */
const MAX_SEGMENTS = 20_000;

/** Of a segment that says how large a dot is, and holds no small picture. */
const JFIF_BYTES = 14;

/** Application segments that are needed to draw a picture in its own colours: the marker, and how it begins. */
const NEEDED = [
  [0xe0, "JFIF\0"],
  [0xe2, "ICC_PROFILE\0"],
  [0xee, "Adobe"],
];

/** @param {ByteReader} reader */
export async function jpegEdits(reader) {
  const edits = new Edits();
  let at = SOI_BYTES;
  let isDrawn = false;
  let isUprightKnown = false;
  let limit = reader.size;
  for (let i = 0; i < MAX_SEGMENTS && !edits.isFull; i++) {
    const marker = await nextMarker(reader, at, isDrawn);
    if (marker === null || marker.from >= limit || marker.code === SOI) {
      // It does not say where it ends, and something else begins.
      const behind = Math.min(limit, marker?.code === SOI ? marker.from : limit);
      edits.replace(behind, reader.size - behind, END);
      break;
    }
    const { code, from, to } = marker;
    if (code === EOI) {
      if (isDrawn) edits.replace(to, reader.size - to);
      break;
    }
    const head = await reader.bytes(to, 2);
    if (head === null) break;
    const end = Math.min(to + Math.max(2, viewOf(head).getUint16(0)), limit);
    if (code === SOS && !isDrawn) {
      isDrawn = true;
      limit = await findFilm(reader, end) ?? limit;
    }
    const body = await reader.bytes(to + 2, Math.max(0, end - to - 2)) ?? new Uint8Array(0);
    if (isMetadata(code, body)) {
      /** @type {boolean} */
      const isFirst = !isUprightKnown && code === 0xe1 && startsWith(body, EXIF);
      isUprightKnown ||= isFirst;
      edits.replace(from, end - from, isFirst ? uprightSegment(body) : undefined);
    }
    at = end;
  }
  return edits.list;
}

/**
 * The next marker from there on that begins a segment or ends the picture; what is no marker, and what
 * only divides the data of a picture, is passed over as decoders do.
 * @param {ByteReader} reader
 * @param {number} at
 * @param {boolean} isDrawn where a second picture begins, that is one too
 */
async function nextMarker(reader, at, isDrawn) {
  for (let from = at; from < reader.size;) {
    const some = await reader.some(from);
    const found = some.indexOf(0xff);
    if (some.length === 0) return null;
    if (found < 0) {
      from += some.length;
      continue;
    }
    from += found;
    // Any number of fill bytes may stand before the code.
    let to = from + 1;
    let code = await byteAt(reader, to);
    while (code === 0xff) code = await byteAt(reader, ++to);
    if (code === null) return null;
    const isAlone = code <= 0x01 || (code >= 0xd0 && code <= 0xd8);
    if (!isAlone) return { code, from, to: to + 1 };
    if (isDrawn && code === SOI && await beginsPicture(reader, to + 1)) {
      return { code, from, to: to + 1 };
    }
    from = to + 1;
  }
  return null;
}

/**
 * True where segments follow that pictures begin with: application data, a table, a comment.
 * @param {ByteReader} reader
 * @param {number} at behind what says that a picture begins
 */
async function beginsPicture(reader, at) {
  const next = await reader.bytes(at, 2);
  return next !== null && /^\xff[\xc4\xdb\xe0-\xef\xfe]$/.test(latin(next));
}

/**
 * @param {ByteReader} reader
 * @param {number} at
 */
async function byteAt(reader, at) {
  return (await reader.some(at))[0] ?? null;
}

/**
 * @param {number} code
 * @param {Uint8Array} body
 */
function isMetadata(code, body) {
  if (code === COMMENT) return true;
  if (code < 0xe0 || code > 0xef) return false;
  if (code === 0xe0 && body.length <= JFIF_BYTES) return false;
  return !NEEDED.some(([marker, start]) => marker === code && startsWith(body, String(start)));
}

/**
 * What of an Exif segment stays: which side is up.
 * @param {Uint8Array} body
 */
function uprightSegment(body) {
  const tiff = tiffOf(orientationOf(body.subarray(EXIF.length)));
  if (tiff.length === 0) return tiff;
  const segment = new Uint8Array(4 + EXIF.length + tiff.length);
  segment.set([0xff, 0xe1, 0, segment.length - 2]);
  segment.set(new TextEncoder().encode(EXIF), 4);
  segment.set(tiff, 4 + EXIF.length);
  return segment;
}

/**
 * @param {Uint8Array} bytes
 * @param {string} start
 */
function startsWith(bytes, start) {
  return latin(bytes.subarray(0, start.length)) === start;
}
