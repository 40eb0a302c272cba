/**
 * What tells of place and device in WebM and Matroska (RFC 8794, RFC 9559): tags, title, names of files,
 * tracks and programs, attached pictures, tracks for programs with what they recorded. They become empty space where they lie, so that nothing moves
 * that an index points at. Fonts of subtitles, chapters and times stay.
 *
 * @import { ByteReader } from "./byte_reader.js"
 * @typedef {object} Element
 * @property {number} id
 * @property {number} at where it begins
 * @property {number} body where what is inside begins
 * @property {number} end
 * @property {boolean} isOpen it does not say how long it is
 */
import { latin, viewOf } from "./byte_reader.js";
import { elementHead, MAX_HEAD_BYTES } from "./ebml.js";
import { Edits } from "./edits.js";

const MAX_ELEMENTS = 1_000_000;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const TRACK = 0xae;
const TRACK_NUMBER = 0xd7;
const TRACK_TYPE = 0x83;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const SIMPLE_BLOCK = 0xa3;
/** Pictures, sounds, both; and what is neither seen nor heard, such as a place. */
const SEEN_OR_HEARD = [1, 2, 3];
const FOR_PROGRAMS = 33;
/** Blocks of hours of a camera that writes its place ten times a second. */
const MAX_EDITS = 100_000;
const TAGS = 0x1254c367;
const ATTACHMENTS = 0x1941a469;
const ATTACHED_FILE = 0x61a7;
const MEDIA_TYPE = 0x4660;
const MAX_TYPE_BYTES = 100;
const VOID = 0xec;
const CRC = 0xbf;
/** Programs, which every file must name: with no letter. */
const PROGRAMS = [0x4d80, 0x5741];
/** How fast its clock goes, how long it is, when it was made, and what goes before and behind it. */
const NEEDED_INFO = [0x2ad7b1, 0x4489, 0x4461, 0x73a4, 0x3cb923, 0x3eb923, 0x4444, 0x6924, VOID];
/** Names of a track and of what packed it. */
const TRACK_NAMES = [0x536e, 0x258688, CRC];

/** @param {ByteReader} reader */
export async function matroskaEdits(reader) {
  const edits = new Edits(MAX_EDITS);
  for await (const segment of elementsIn(reader, 0, reader.size)) {
    if (segment.id !== SEGMENT) continue;
    const gone = await tracksForPrograms(reader, segment);
    for await (const element of elementsIn(reader, segment.body, segment.end)) {
      if (edits.isFull) break;
      if (gone.size > 0) await blocks(reader, element, gone, edits);
      if (element.id === TAGS) empty(edits, element);
      else if (element.id === VOID) blank(edits, element);
      else if (element.id === INFO) await info(reader, element, edits);
      else if (element.id === TRACKS) await tracks(reader, element, edits, gone);
      else if (element.id === ATTACHMENTS) await attachments(reader, element, edits);
    }
  }
  return edits.list;
}

/**
 * @param {ByteReader} reader
 * @param {Element} parent
 * @param {Edits} edits
 */
async function info(reader, parent, edits) {
  for await (const element of elementsIn(reader, parent.body, parent.end)) {
    if (PROGRAMS.includes(element.id)) blank(edits, element);
    else if (!NEEDED_INFO.includes(element.id)) empty(edits, element);
  }
}

/**
 * @param {ByteReader} reader
 * @param {Element} parent
 * @param {Edits} edits
 * @param {Set<number>} gone
 */
async function tracks(reader, parent, edits, gone) {
  for await (const element of elementsIn(reader, parent.body, parent.end)) {
    if (TRACK_NAMES.includes(element.id)) empty(edits, element);
    else if (element.id !== TRACK) continue;
    else if (gone.has((await kindOf(reader, element)).number)) empty(edits, element);
    else await tracks(reader, element, edits, gone);
  }
}

/**
 * The numbers of the tracks that go; none where nothing would be left to see or hear.
 * @param {ByteReader} reader
 * @param {Element} segment
 */
async function tracksForPrograms(reader, segment) {
  const gone = new Set();
  let isFilm = false;
  for await (const { id, body, end } of elementsIn(reader, segment.body, segment.end)) {
    if (id !== TRACKS) continue;
    for await (const track of elementsIn(reader, body, end)) {
      if (track.id !== TRACK) continue;
      const { number, type } = await kindOf(reader, track);
      isFilm ||= SEEN_OR_HEARD.includes(type);
      if (type === FOR_PROGRAMS && number > 0) gone.add(number);
    }
    break;
  }
  return /** @type {Set<number>} */ (isFilm ? gone : new Set());
}

/**
 * @param {ByteReader} reader
 * @param {Element} track
 */
async function kindOf(reader, track) {
  let [number, type] = [0, 0];
  for await (const { id, body, end } of elementsIn(reader, track.body, track.end)) {
    if (id !== TRACK_NUMBER && id !== TRACK_TYPE) continue;
    const value = (await reader.bytes(body, Math.min(end - body, 8)))
      ?.reduce((sum, byte) => sum * 256 + byte, 0) ?? 0;
    if (id === TRACK_NUMBER) number = value;
    else type = value;
  }
  return { number, type };
}

/**
 * What tracks that go recorded, in a cluster or a part of one that does not say how long it is; and the sum
 * of what was in it.
 * @param {ByteReader} reader
 * @param {Element} element
 * @param {Set<number>} gone
 * @param {Edits} edits
 */
async function blocks(reader, element, gone, edits) {
  const { id, body, end, isOpen } = element;
  if (id === CLUSTER && !isOpen) {
    for await (const part of elementsIn(reader, body, end)) {
      if (part.id === CRC) empty(edits, part);
      else if (part.id !== CLUSTER) await blocks(reader, part, gone, edits);
    }
  } else if (id === SIMPLE_BLOCK) {
    if (gone.has(await trackOf(reader, element))) empty(edits, element);
  } else if (id === BLOCK_GROUP) {
    for await (const part of elementsIn(reader, body, end)) {
      if (part.id !== BLOCK) continue;
      if (gone.has(await trackOf(reader, part))) empty(edits, element);
      break;
    }
  }
}

/**
 * The number of the track that a block belongs to; 0 where it does not say.
 * @param {ByteReader} reader
 * @param {Element} block
 */
async function trackOf(reader, { body, end }) {
  const head = await reader.bytes(body, Math.min(8, end - body));
  const length = Math.clz32(head?.[0] ?? 0) - 23;
  if (head === null || length > head.length) return 0;
  const first = (head[0] ?? 0) & ((1 << (8 - length)) - 1);
  return head.subarray(1, length).reduce((sum, byte) => sum * 256 + byte, first);
}

/**
 * All but fonts, which subtitles are drawn with.
 * @param {ByteReader} reader
 * @param {Element} parent
 * @param {Edits} edits
 */
async function attachments(reader, parent, edits) {
  for await (const element of elementsIn(reader, parent.body, parent.end)) {
    if (element.id === CRC) empty(edits, element);
    if (element.id !== ATTACHED_FILE) continue;
    let isFont = false;
    for await (const { id, body, end } of elementsIn(reader, element.body, element.end)) {
      const type = id === MEDIA_TYPE
        ? await reader.bytes(body, Math.min(end - body, MAX_TYPE_BYTES))
        : null;
      isFont ||= type !== null && /font|opentype/.test(latin(type));
    }
    if (!isFont) empty(edits, element);
  }
}

/**
 * The elements beside each other. Into a cluster that does not say how long it is one goes, and so on with
 * what is in it: its end is where the next one begins.
 * @param {ByteReader} reader
 * @param {number} from
 * @param {number} to
 * @returns {AsyncGenerator<Element>}
 */
async function* elementsIn(reader, from, to) {
  let at = from;
  for (let i = 0; i < MAX_ELEMENTS && at < to; i++) {
    const element = await elementAt(reader, at, to);
    if (element === null) return;
    yield element;
    at = element.isOpen && element.id === CLUSTER ? element.body : element.end;
  }
}

/**
 * @param {ByteReader} reader
 * @param {number} at
 * @param {number} to
 * @returns {Promise<Element | null>}
 */
async function elementAt(reader, at, to) {
  const bytes = await reader.bytes(at, Math.min(MAX_HEAD_BYTES, to - at));
  const head = bytes === null ? null : elementHead(bytes);
  if (head === null) return null;
  const { id, headBytes, size } = head;
  const isOpen = size === Infinity;
  const body = at + headBytes;
  const end = isOpen ? to : body + size;
  return end > to ? null : { id, at, body, end, isOpen };
}

/**
 * @param {Edits} edits
 * @param {Element} element
 */
function blank(edits, { body, end }) {
  edits.replace(body, end - body, undefined, end - body);
}

/**
 * The element becomes one that holds nothing, of the same length.
 * @param {Edits} edits
 * @param {Element} element
 */
function empty(edits, { at, end }) {
  const length = end - at;
  const head = new Uint8Array(length < 9 ? 2 : 9);
  head[0] = VOID;
  if (length < 9) head[1] = 0x80 | (length - 2);
  else viewOf(head).setBigUint64(1, (1n << 56n) | BigInt(length - 9));
  edits.replace(at, length, head, length - head.length);
}
