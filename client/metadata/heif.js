/**
 * What tells of place and device in HEIC and AVIF (ISO/IEC 23008-12), and in films, which come in the same
 * boxes: the items that hold Exif and XMP are overwritten where they lie, so that nothing moves that another
 * box points at; which side is up stands elsewhere. Boxes of makers become free space.
 *
 * @import { ByteReader } from "./byte_reader.js"
 */
import { boxesIn, isBoxType } from "./boxes.js";
import { latin } from "./byte_reader.js";
import { Film } from "./film.js";
import { boxesEnd } from "./film_leftovers.js";
import { locations, metadataItems } from "./heif_items.js";
import { Stretches } from "./stretches.js";

/** Bytes of the box that tells of the items; a real one has some ten kilobytes. */
const MAX_META_BYTES = 4 * 1024 * 1024;
/** Top boxes of which a decoder knows nothing; free space may hold what another program took out. */
const MAKERS = /^(?:uuid|mpvd|udta|sefd|emsg|free|skip)$/;

/** @param {ByteReader} reader */
export async function heifEdits(reader) {
  const stretches = new Stretches();
  const film = new Film(reader, stretches);
  const read = reader.bytes.bind(reader);
  const to = await boxesEnd(reader);
  let [end, hasItems] = [0, false];
  for await (const box of boxesIn(read, 0, to)) {
    if (isBoxType(box.type)) end = box.end;
    hasItems ||= box.type === "meta";
    if (MAKERS.test(box.type)) stretches.free(box);
    await film.pass(box);
    if (box.type !== "meta" || box.end - box.body > MAX_META_BYTES) continue;
    const bytes = await read(box.body, box.end - box.body);
    const items = bytes === null ? [] : await itemsIn(bytes.slice(), box.body, reader.size);
    for (const item of items) stretches.blank(item.at, item.end, item.isExif);
  }
  // What begins as a box and is cut short may be one that is still to come.
  const next = await read(end + 4, 4);
  const isTrailer = to < reader.size || (next !== null && !isBoxType(latin(next)));
  if (isTrailer && !hasItems) await film.finish(end);
  return stretches.edits();
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
