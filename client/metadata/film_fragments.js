/**
 * Where samples of tracks lie in a film that comes in fragments (ISO/IEC 14496-12, 8.8).
 *
 * @import { ByteReader } from "./byte_reader.js"
 * @import { Box } from "./boxes.js"
 * @import { Stretches } from "./stretches.js"
 */
import { boxesIn } from "./boxes.js";
import { viewOf } from "./byte_reader.js";

/** Flags of `tfhd`: what stands in it, and from where offsets count. */
const HAS_BASE = 0x01;
const HAS_DESCRIPTION = 0x02;
const HAS_DURATION = 0x08;
const HAS_SIZE = 0x10;
const FROM_FRAGMENT = 0x020000;
/** Flags of `trun`: what stands before its samples, and which numbers each of them has. */
const HAS_OFFSET = 0x01;
const HAS_FIRST_FLAGS = 0x04;
const SAMPLE_NUMBERS = [0x100, 0x200, 0x400, 0x800];
const SAMPLE_SIZE = 0x200;

const MAX_SAMPLES = 10_000;

/**
 * Bytes of a sample of each track where nothing else is said.
 * @param {ByteReader} reader
 * @param {Box} moov
 */
export async function defaultSizes(reader, moov) {
  const read = reader.bytes.bind(reader);
  /** @type {Map<number, number>} */
  const sizes = new Map();
  for await (const mvex of boxesIn(read, moov.body, moov.end)) {
    if (mvex.type !== "mvex") continue;
    for await (const { type, body } of boxesIn(read, mvex.body, mvex.end)) {
      const bytes = type === "trex" ? await read(body, 24) : null;
      if (bytes !== null) sizes.set(viewOf(bytes).getUint32(4), viewOf(bytes).getUint32(16));
    }
  }
  return sizes;
}

/**
 * Takes the tracks that are gone out of a fragment.
 * @param {ByteReader} reader
 * @param {Box} moof
 * @param {Map<number, number>} gone tracks, and the bytes of a sample of theirs where nothing else is said
 * @param {Stretches} stretches
 */
export async function takeOutOfFragment(reader, moof, gone, stretches) {
  const read = reader.bytes.bind(reader);
  // Where nothing is said the first track counts from the fragment, the next one from the end of that.
  let from = moof.at;
  for await (const traf of boxesIn(read, moof.body, moof.end)) {
    if (traf.type !== "traf") continue;
    const head = await headOf(reader, traf, moof, from);
    const isGone = head !== null && gone.has(head.id);
    const size = head === null ? 0 : head.size ?? gone.get(head.id) ?? 0;
    let at = head?.base ?? from;
    for await (const box of boxesIn(read, traf.body, traf.end)) {
      if (box.type !== "trun" || head === null) continue;
      const run = await runOf(reader, box, { base: head.base, at, size });
      if (isGone) stretches.addSamples(run.at, run.end);
      at = run.end;
    }
    from = at;
    if (isGone) stretches.free(traf);
  }
}

/**
 * @param {ByteReader} reader
 * @param {Box} traf
 * @param {Box} moof
 * @param {number} from
 */
async function headOf(reader, traf, moof, from) {
  const read = reader.bytes.bind(reader);
  for await (const { type, body, end } of boxesIn(read, traf.body, traf.end)) {
    const bytes = type === "tfhd" ? await read(body, Math.min(end - body, 40)) : null;
    if (bytes === null || bytes.length < 8) continue;
    const view = viewOf(bytes);
    const flags = view.getUint32(0) & 0xffffff;
    let at = 8;
    const next = (/** @type {number} */ flag, /** @type {number} */ length) => {
      if ((flags & flag) === 0) return null;
      at += length;
      if (at > bytes.length) return null;
      return length === 8 ? Number(view.getBigUint64(at - 8)) : view.getUint32(at - 4);
    };
    const base = next(HAS_BASE, 8) ?? ((flags & FROM_FRAGMENT) === 0 ? from : moof.at);
    next(HAS_DESCRIPTION, 4);
    next(HAS_DURATION, 4);
    return { id: view.getUint32(4), base, size: next(HAS_SIZE, 4) };
  }
  return null;
}

/**
 * Where the samples of one run lie, behind each other.
 * @param {ByteReader} reader
 * @param {Box} box
 * @param {{ base: number, at: number, size: number }} where `at`: where they lie if nothing is said
 */
async function runOf(reader, box, { base, at, size }) {
  const head = await reader.bytes(box.body, 12);
  if (head === null) return { at, end: at };
  const view = viewOf(head);
  const flags = view.getUint32(0) & 0xffffff;
  const start = flags & HAS_OFFSET ? base + view.getInt32(8) : at;
  const numbers = SAMPLE_NUMBERS.filter((flag) => flags & flag);
  const sizeAt = numbers.indexOf(SAMPLE_SIZE) * 4;
  const count = Math.min(view.getUint32(4), MAX_SAMPLES);
  if (sizeAt < 0) return { at: start, end: start + view.getUint32(4) * size };
  let entry = box.body + 8 + (flags & HAS_OFFSET ? 4 : 0) + (flags & HAS_FIRST_FLAGS ? 4 : 0);
  let end = start;
  for (let i = 0; i < count && entry + numbers.length * 4 <= box.end; i++) {
    const bytes = await reader.bytes(entry + sizeAt, 4);
    if (bytes === null) break;
    end += viewOf(bytes).getUint32(0);
    entry += numbers.length * 4;
  }
  return { at: start, end };
}
