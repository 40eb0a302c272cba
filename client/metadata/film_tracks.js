/**
 * One track of a film: what it is for, and where its samples lie (ISO/IEC 14496-12, 8.5 to 8.7).
 *
 * @import { ByteReader } from "./byte_reader.js"
 * @import { Box } from "./boxes.js"
 * @import { Stretch } from "./stretches.js"
 * @typedef {object} Track
 * @property {number} id
 * @property {string} kind four letters, empty where it does not say
 * @property {Map<string, Box>} boxes by their types
 */
import { boxesIn } from "./boxes.js";
import { latin, viewOf } from "./byte_reader.js";

const CONTAINERS = /^(?:mdia|minf|stbl)$/;
const MAX_DEPTH = 3;
/** Pictures, sounds, subtitles, the time on a clapperboard; all else is for programs, such as a place. */
const SEEN_OR_HEARD = /^(?:vide|pict|auxv|soun|musi|MPEG|text|sbtl|subt|clcp|tmcd)$/;
const SUBTITLES = /^(?:text|sbtl|subt)$/;
/** How drones and cameras on dashboards write their place under the film, and how many lines are read for it. */
const PLACE = /\bGPS\s*[(:]|\blat(?:itude)?\s*[:=]|\bHOME\s*\(/i;
const LINES_READ = 8;
const MAX_LINE_BYTES = 1024;

/** Samples that are counted one by one, and bytes of a table in memory at a time. */
const MAX_SAMPLES = 1_000_000;
const TABLE_WINDOW_BYTES = 4096;

/**
 * @param {ByteReader} reader
 * @param {Box} trak
 * @returns {Promise<Track>}
 */
export async function readTrack(reader, trak) {
  const read = reader.bytes.bind(reader);
  /** @type {Map<string, Box>} */
  const boxes = new Map();
  /**
   * @param {Box} box
   * @param {number} depth
   */
  const walk = async (box, depth) => {
    for await (const inner of boxesIn(read, box.body, box.end)) {
      if (CONTAINERS.test(inner.type) && depth < MAX_DEPTH) await walk(inner, depth + 1);
      // The first counts: in QuickTime another handler stands deeper, for the data.
      else if (!boxes.has(inner.type)) boxes.set(inner.type, inner);
    }
  };
  await walk(trak, 0);
  const [head, handler] = [boxes.get("tkhd"), boxes.get("hdlr")];
  const version = head === undefined ? null : await read(head.body, 1);
  const at = (head?.body ?? 0) + (version?.[0] === 1 ? 20 : 12);
  const id = version === null ? null : await read(at, 4);
  const kind = handler === undefined ? null : await read(handler.body + 8, 4);
  return {
    id: id === null ? 0 : viewOf(id).getUint32(0),
    kind: kind === null ? "" : latin(kind),
    boxes,
  };
}

/**
 * False for a track that is for programs, and for subtitles that tell where the camera is.
 * @param {ByteReader} reader
 * @param {Track} track
 */
export async function isSeenOrHeard(reader, track) {
  if (track.kind !== "" && !SEEN_OR_HEARD.test(track.kind)) return false;
  if (!SUBTITLES.test(track.kind)) return true;
  let left = LINES_READ;
  for await (const { at, end } of chunksOf(reader, track)) {
    const line = await reader.bytes(at, Math.min(end - at, MAX_LINE_BYTES));
    if (line !== null && PLACE.test(latin(line))) return false;
    if (--left === 0) break;
  }
  return true;
}

/**
 * Where the samples of a track lie, chunk by chunk.
 * @param {ByteReader} reader
 * @param {Track} track
 * @returns {AsyncGenerator<Stretch>}
 */
export async function* chunksOf(reader, { boxes }) {
  const offsets = boxes.get("stco") ?? boxes.get("co64");
  const [sizes, runs] = [boxes.get("stsz") ?? boxes.get("stz2"), boxes.get("stsc")];
  if (offsets === undefined || sizes === undefined || runs === undefined) return;
  const places = new Table(reader, offsets.body + 4, offsets.end, offsets.type === "stco" ? 4 : 8);
  const lengths = await SampleSizes.of(reader, sizes);
  const perChunk = new Table(reader, runs.body + 4, runs.end, 12);
  const [chunks, runCount] = [await places.count(), await perChunk.count()];
  if (lengths === null) return;
  let run = -1;
  let [samples, next] = [0, 1];
  for (let chunk = 1; chunk <= chunks && !lengths.isOver; chunk++) {
    if (chunk === next && run + 1 < runCount) {
      run++;
      samples = await perChunk.number(run, 4, 4);
      next = run + 1 < runCount ? await perChunk.number(run + 1, 0, 4) : Infinity;
    }
    const at = await places.number(chunk - 1, 0, offsets.type === "stco" ? 4 : 8);
    const length = await lengths.sumOf(samples);
    if (length > 0) yield { at, end: at + length };
  }
}

/** A table of entries of one size behind the count of them. */
class Table {
  #reader;
  #at;
  #end;
  #entryBytes;

  /**
   * @param {ByteReader} reader
   * @param {number} at where the count stands
   * @param {number} end
   * @param {number} entryBytes
   */
  constructor(reader, at, end, entryBytes) {
    this.#reader = reader.beside(TABLE_WINDOW_BYTES);
    this.#at = at;
    this.#end = end;
    this.#entryBytes = entryBytes;
  }

  /** At most as many as have room. */
  async count() {
    const said = await this.#read(this.#at, 4);
    return Math.min(said, Math.floor((this.#end - this.#at - 4) / this.#entryBytes));
  }

  /**
   * A number in an entry, 0 where there is none.
   * @param {number} entry
   * @param {number} from
   * @param {number} length
   */
  number(entry, from, length) {
    return this.#read(this.#at + 4 + entry * this.#entryBytes + from, length);
  }

  /**
   * @param {number} at
   * @param {number} length
   */
  async #read(at, length) {
    const bytes = at + length > this.#end ? null : await this.#reader.bytes(at, length);
    return bytes?.reduce((value, byte) => value * 256 + byte, 0) ?? 0;
  }
}

/** How long the samples are, one after the other. */
class SampleSizes {
  #table;
  #each;
  #bytes;
  #left;
  #next = 0;

  /**
   * @param {Table} table
   * @param {{ each: number, bytes: number, count: number }} how `each`: all are of that size, 0 for a table
   */
  constructor(table, { each, bytes, count }) {
    this.#table = table;
    this.#each = each;
    this.#bytes = bytes;
    this.#left = count;
  }

  /**
   * @param {ByteReader} reader
   * @param {Box} box `stsz`, or `stz2` with numbers of fewer bytes
   */
  static async of(reader, { type, body, end }) {
    const head = await reader.bytes(body, 12);
    if (head === null) return null;
    const view = viewOf(head);
    const each = type === "stsz" ? view.getUint32(4) : 0;
    const bytes = type === "stsz" ? 4 : view.getUint8(7) / 8;
    const table = new Table(reader, body + 8, end, Math.max(bytes, 0.5));
    const count = each > 0 ? view.getUint32(8) : Math.min(await table.count(), MAX_SAMPLES);
    return new SampleSizes(table, { each, bytes, count });
  }

  get isOver() {
    return this.#left <= 0;
  }

  /**
   * Bytes of the next samples together.
   * @param {number} samples
   */
  async sumOf(samples) {
    const count = Math.min(samples, this.#left);
    this.#left -= count;
    if (this.#each > 0) return count * this.#each;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += await this.#one(this.#next++);
    return sum;
  }

  /** @param {number} sample */
  async #one(sample) {
    if (this.#bytes >= 1) return await this.#table.number(sample, 0, this.#bytes);
    const two = await this.#table.number(Math.floor(sample / 2) * 2, 0, 1);
    return sample % 2 === 0 ? two >> 4 : two & 15;
  }
}
