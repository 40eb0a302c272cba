/**
 * What cameras leave in a film outside of its tracks: blocks with a place between the samples, and a trailer
 * behind the last box. No player looks there: they become free space where they lie.
 *
 * @import { ByteReader } from "./byte_reader.js"
 * @import { Box } from "./boxes.js"
 * @import { Track } from "./film_tracks.js"
 * @import { Stretches } from "./stretches.js"
 */
import { boxesIn } from "./boxes.js";
import { latin, viewOf } from "./byte_reader.js";
import { chunksOf } from "./film_tracks.js";

/** How a block of a camera on a dashboard begins, behind its size. */
const BLOCK = "freeGPS ";
const MAX_BLOCK_BYTES = 1024 * 1024;
/** Blocks of a day, one a second. */
const MAX_BLOCKS = 90_000;
/** How a trailer of Insta360 ends, and where before that its length stands. */
const INSTA360 = "8db42d694ccc418790edff439fe026bf";
const INSTA360_FOOT_BYTES = 78;
const INSTA360_LENGTH_AT = 38;
/** Chunks that are looked through, and tracks kept of a film. */
const MAX_CHUNKS = 1_000_000;

/**
 * The table of such blocks (`gps ` in the head of the film: places and sizes behind eight bytes), and those
 * of them that are what it says.
 * @param {ByteReader} reader
 * @param {Box} table
 * @param {Stretches} stretches
 */
export async function takeOutGpsBlocks(reader, table, stretches) {
  const [entries, blocks] = [reader.beside(4096), reader.beside(16)];
  stretches.free(table);
  const to = Math.min(table.end, table.body + 8 + 8 * MAX_BLOCKS);
  for (let at = table.body + 8; at + 8 <= to; at += 8) {
    const entry = await entries.bytes(at, 8);
    if (entry === null) return;
    const [from, told] = [viewOf(entry).getUint32(0), viewOf(entry).getUint32(4)];
    const head = await blocks.bytes(from, 12);
    if (head === null || latin(head.subarray(4)) !== BLOCK) continue;
    const size = Math.min(told, viewOf(head).getUint32(0), reader.size - from);
    if (size >= 16 && size <= MAX_BLOCK_BYTES) stretches.addSamples(from + 8, from + size);
  }
}

/**
 * What stands behind the last box and is none itself, unless a sample lies there after all.
 * @param {ByteReader} reader
 * @param {number} end of the last box
 * @param {Track[]} tracks
 * @param {Stretches} stretches
 */
export async function takeOutTrailer(reader, end, tracks, stretches) {
  if (end + 8 > reader.size) return;
  for (const track of tracks) {
    let left = MAX_CHUNKS;
    for await (const chunk of chunksOf(reader, track)) {
      if (chunk.end > end || left-- === 0) return;
    }
  }
  stretches.blank(end, end + 4);
  stretches.free({ type: "free", at: end, body: end + 8, end: reader.size });
}

/**
 * Where the boxes of a file end: its size, or where behind the last one a trailer begins that says how long
 * it is.
 * @param {ByteReader} reader
 */
export async function boxesEnd(reader) {
  const start = await trailerStart(reader);
  if (start === reader.size) return start;
  let end = 0;
  for await (const box of boxesIn(reader.bytes.bind(reader), 0, start)) ({ end } = box);
  return end === start ? start : reader.size;
}

/** @param {ByteReader} reader */
async function trailerStart(reader) {
  const foot = await reader.beside(INSTA360_FOOT_BYTES)
    .bytes(reader.size - INSTA360_FOOT_BYTES, INSTA360_FOOT_BYTES);
  if (foot === null || !latin(foot).endsWith(INSTA360)) return reader.size;
  const length = viewOf(foot).getUint32(INSTA360_LENGTH_AT, true);
  return length < INSTA360_FOOT_BYTES || length > reader.size ? reader.size : reader.size - length;
}
