/**
 * What tells of place and device in Ogg (RFC 3533; RFC 7845, 5.2; Vorbis I, 5): the words about each
 * stream. They become zeros where they lie, and their pages get new checksums. How loud it is played
 * stands in the head, which stays.
 *
 * @import { ByteReader } from "./byte_reader.js"
 * @typedef {{ words: string, kept: number, behind: number[] }} Kind
 * @typedef {object} Page
 * @property {number} at
 * @property {number} body where what is inside begins
 * @property {number} end
 * @property {boolean} isFirst of its stream
 * @property {number} serial of its stream
 * @property {number} first bytes of the first packet that are in it
 * @property {boolean} isWhole that packet ends in it
 */
import { latin, viewOf } from "./byte_reader.js";
import { Edits } from "./edits.js";

const HEAD_BYTES = 27;
const FIRST_FLAG = 0x02;
const CRC_AT = 22;
const MAX_PAGES = 1_000_000;
const MAX_STREAMS = 100;
const COUNTS_BYTES = 8;

/**
 * How words begin in each kind of stream: the bytes that stay, and what stands behind no words at all.
 * @type {[RegExp, Kind][]}
 */
const KINDS = [
  [/^OpusHead/, { words: "OpusTags", kept: 8, behind: [] }],
  [/^.vorbis/, { words: "\x03vorbis", kept: 7, behind: [1] }],
  [/^\x80theora/, { words: "\x81theora", kept: 7, behind: [] }],
  [/^Speex {3}/, { words: "", kept: 0, behind: [] }],
  [/^\x7fFLAC/, { words: "", kept: 4, behind: [] }],
];

/** @param {ByteReader} reader */
export async function oggEdits(reader) {
  const edits = new Edits();
  const table = crcTable();
  /**
   * Streams whose words are still to come, and how much of them was passed.
   * @type {Map<number, { kind: Kind, passed: number }>}
   */
  const streams = new Map();
  let at = 0;
  for (let i = 0; i < MAX_PAGES && !edits.isFull; i++) {
    const page = await pageAt(reader, at);
    if (page === null) break;
    at = page.end;
    const stream = streams.get(page.serial);
    if (page.isFirst) {
      const head = latin(
        await reader.bytes(page.body, Math.min(8, page.end - page.body)) ?? new Uint8Array(0),
      );
      const kind = KINDS.find(([start]) => start.test(head))?.[1];
      if (kind !== undefined && streams.size < MAX_STREAMS) {
        streams.set(page.serial, { kind, passed: 0 });
      }
    } else if (stream !== undefined) {
      const isWords = await blankPage(reader, page, stream, { edits, table });
      stream.passed += page.first;
      if (page.isWhole || !isWords) streams.delete(page.serial);
    }
  }
  return edits.list;
}

/**
 * @param {ByteReader} reader
 * @param {number} at
 * @returns {Promise<Page | null>}
 */
async function pageAt(reader, at) {
  const head = await reader.bytes(at, HEAD_BYTES);
  if (head === null || latin(head.subarray(0, 4)) !== "OggS") return null;
  const [flags, serial] = [head[5] ?? 0, viewOf(head).getUint32(14, true)];
  const segments = await reader.bytes(at + HEAD_BYTES, head[26] ?? 0);
  if (segments === null) return null;
  const body = at + HEAD_BYTES + segments.length;
  const end = body + segments.reduce((sum, length) => sum + length, 0);
  if (end > reader.size) return null;
  // A packet ends with the first segment that is not full.
  const last = segments.findIndex((length) => length < 255);
  const own = last < 0 ? segments : segments.subarray(0, last + 1);
  const first = own.reduce((sum, length) => sum + length, 0);
  return { at, body, end, isFirst: (flags & FIRST_FLAG) !== 0, serial, first, isWhole: last >= 0 };
}

/**
 * False where something else than words begins in the page.
 * @param {ByteReader} reader
 * @param {Page} page
 * @param {{ kind: Kind, passed: number }} stream
 * @param {{ edits: Edits, table: Uint32Array }} to
 */
async function blankPage(reader, { at, body, end, first }, { kind, passed }, { edits, table }) {
  const page = (await reader.bytes(at, end - at))?.slice();
  if (page === undefined) return false;
  const packet = page.subarray(body - at, body - at + first);
  const { words, kept, behind } = kind;
  if (passed === 0 && latin(packet.subarray(0, words.length)) !== words) return false;
  const from = Math.max(0, kept - passed);
  packet.fill(0, from);
  // Those of a packet in pieces stand in the first one: no page is so short.
  if (passed === 0) {
    packet.set(
      behind.slice(0, Math.max(0, first - from - COUNTS_BYTES)),
      Math.min(from + COUNTS_BYTES, first),
    );
  }
  page.fill(0, CRC_AT, CRC_AT + 4);
  const crc = new Uint8Array(4);
  viewOf(crc).setUint32(
    0,
    page.reduce((sum, byte) => (sum << 8) ^ (table[(sum >>> 24) ^ byte] ?? 0), 0),
    true,
  );
  edits.replace(at + CRC_AT, 4, crc);
  const written = packet.slice(from, from + COUNTS_BYTES + behind.length);
  edits.replace(body + from, first - from, written, first - from - written.length);
  return true;
}

/** RFC 3533, 6: the polynomial of Ethernet, the other way round. */
function crcTable() {
  return Uint32Array.from({ length: 256 }, (_, i) => {
    let crc = i << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
    return crc;
  });
}
