/**
 * What tells of place and device in HEIC and AVIF (ISO/IEC 23008-12), and in films, which come in the same
 * boxes: the items that hold Exif and XMP are overwritten where they lie, so that nothing moves that another
 * box points at; which side is up stands elsewhere. Boxes of makers become free space.
 *
 * @import { ByteReader } from "./byte_reader.js"
 * @import { Box } from "./boxes.js"
 */
import { boxesIn } from "./boxes.js";
import { latin } from "./byte_reader.js";
import { Edits } from "./edits.js";
import { boxesAbout } from "./film.js";
import { locations, metadataItems } from "./heif_items.js";
import { emptyTiff } from "./orientation.js";

/** Bytes of the box that tells of the items; a real one has some ten kilobytes. */
const MAX_META_BYTES = 4 * 1024 * 1024;
/** Top boxes that are needed; of the others a decoder knows nothing. */
const MAKERS = /^(?:uuid|mpvd|udta|sefd)$/;

/** @param {ByteReader} reader */
export async function heifEdits(reader) {
  /** @type {{ at: number, end: number, isExif: boolean }[]} */
  const stretches = [];
  /** @type {Box[]} */
  const makers = [];
  const read = reader.bytes.bind(reader);
  for await (const box of boxesIn(read, 0, reader.size)) {
    if (MAKERS.test(box.type)) makers.push(box);
    for await (const about of boxesAbout(read, box)) makers.push(about);
    if (box.type !== "meta" || box.end - box.body > MAX_META_BYTES) continue;
    const bytes = await read(box.body, box.end - box.body);
    if (bytes !== null) stretches.push(...await itemsIn(bytes.slice(), box.body, reader.size));
  }
  const edits = new Edits();
  const all = [
    ...stretches.map((one) => ({ ...one, type: null })),
    ...makers.map(({ at, body, end }) => ({ at: body, end, isExif: false, type: at + 4 })),
  ].sort((a, b) => a.at - b.at);
  for (const { at, end, isExif, type } of all) {
    if (type !== null) edits.replace(type, 4, new TextEncoder().encode("free"));
    blank(edits, at, end, isExif);
  }
  return edits.list;
}

/**
 * Where the items of one `meta` box lie that hold Exif or XMP.
 * @param {Uint8Array} bytes the inside of the box
 * @param {number} from where that begins in the file
 * @param {number} size of the file
 */
async function itemsIn(bytes, from, size) {
  const read = (/** @type {number} */ at, /** @type {number} */ length) =>
    Promise.resolve(at + length > bytes.length ? null : bytes.subarray(at, at + length));
  /** @type {Map<string, Uint8Array>} */
  const parts = new Map();
  let data = null;
  // A full box: four bytes of version and flags stand before what is inside.
  for await (const { type, body, end } of boxesIn(read, 4, bytes.length)) {
    if (type === "idat") data = { at: from + body, end: from + end };
    else if (!parts.has(type)) parts.set(type, bytes.subarray(body, end));
  }
  const [handler, info, places] = ["hdlr", "iinf", "iloc"].map((name) => parts.get(name));
  if (handler === undefined || latin(handler.subarray(8, 12)) !== "pict") return [];
  if (info === undefined || places === undefined) return [];
  const items = await metadataItems(info);
  return locations(places, items, { data, size });
}

/**
 * @param {Edits} edits
 * @param {number} at
 * @param {number} end
 * @param {boolean} isExif it stays Exif, with nothing in it
 */
function blank(edits, at, end, isExif) {
  // Before Exif stands how far away it begins.
  const empty = new Uint8Array([0, 0, 0, 0, ...emptyTiff(0)]);
  const kept = isExif && empty.length <= end - at ? empty : new Uint8Array(0);
  edits.replace(at, end - at, kept, end - at - kept.length);
}
