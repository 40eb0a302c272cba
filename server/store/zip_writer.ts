/**
 * Writes a zip as it is read: texts deflated, files as they are, the directory at the end. Whatever its size,
 * it holds a piece of one entry and the directory. Beyond the old limits of a zip (4 GiB, 65,535 entries)
 * it is ZIP64.
 */
import { concat } from "@std/bytes/concat";
import { crc32 } from "node:zlib";
import type { Slices } from "../base/time_slices.ts";
import type { DiskFile } from "./disk.ts";

/** One file in a zip: a text that is made while it is read, or a file that is there. */
export type ZipEntry =
  & { name: string; /** Milliseconds since 1970. */ time: number }
  & ({ text: AsyncIterable<string> } | { file: DiskFile });

const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END64_SIGNATURE = 0x06064b50;
const LOCATOR_SIGNATURE = 0x07064b50;
const END_SIGNATURE = 0x06054b50;

const STORED = 0;
const DEFLATED = 8;
/** Names are UTF-8; and what is known only at the end of an entry stands behind it. */
const UTF8_FLAG = 0x800;
const DESCRIPTOR_FLAG = 0x8;
/** What stands for "see the ZIP64 field", in four bytes and in two. */
const WIDE = 0xffffffff;
const MANY = 0xffff;
/** Made on Unix, by the version that knows ZIP64. */
const MADE_BY = (3 << 8) | 45;
const REGULAR_FILE = 0o100600 << 16;

const PIECE_BYTES = 64 * 1024;
const ENCODER = new TextEncoder();

/** What the directory says of an entry. */
interface Listed {
  name: Uint8Array;
  stamp: number;
  method: number;
  flags: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

/**
 * The bytes of a zip, made as they are asked for. Whoever opened a file closes it. Without slices a file is
 * summed up in one go.
 */
export async function* zip(
  entries: AsyncIterable<ZipEntry>,
  slices: Slices | null = null,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for await (const entry of entries) {
    const listed: Listed = {
      name: ENCODER.encode(entry.name),
      stamp: stampOf(entry.time),
      method: STORED,
      flags: UTF8_FLAG,
      crc: 0,
      packed: 0,
      size: 0,
      at,
    };
    const pieces = "file" in entry
      ? stored(listed, entry.file, slices)
      : deflated(listed, entry.text);
    for await (const piece of pieces) {
      at += piece.length;
      yield piece;
    }
    directory.push(entryRecord(listed));
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  yield* directory;
  yield endRecord(directory.length, size, at);
}

/** Read twice, for its sum stands before it: many programs want that of what is not deflated. */
async function* stored(
  listed: Listed,
  file: DiskFile,
  slices: Slices | null,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const size = file.size();
  for (const piece of piecesOf(file, size)) {
    listed.crc = crc32(piece, listed.crc);
    if (slices?.isUsed) await slices.next();
  }
  listed.packed = listed.size = size;
  yield localRecord(listed);
  yield* piecesOf(file, size);
}

async function* deflated(
  listed: Listed,
  text: AsyncIterable<string>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  listed.method = DEFLATED;
  listed.flags |= DESCRIPTOR_FLAG;
  yield localRecord(listed);
  const source = ReadableStream.from(counted(listed, text));
  const packed = source.pipeThrough(new CompressionStream("deflate-raw"));
  for await (const piece of packed) {
    listed.packed += piece.length;
    yield piece;
  }
  const { crc, size } = listed;
  const isWide = listed.packed >= WIDE || size >= WIDE;
  const record = new Uint8Array(isWide ? 24 : 16);
  const view = new DataView(record.buffer);
  view.setUint32(0, DESCRIPTOR_SIGNATURE, true);
  view.setUint32(4, crc, true);
  if (isWide) {
    view.setBigUint64(8, BigInt(listed.packed), true);
    view.setBigUint64(16, BigInt(size), true);
  } else {
    view.setUint32(8, listed.packed, true);
    view.setUint32(12, size, true);
  }
  yield record;
}

/** A text as bytes in pieces of some size, of which length and sum are kept. */
async function* counted(
  listed: Listed,
  text: AsyncIterable<string>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let waiting = "";
  const take = (): Uint8Array<ArrayBuffer> => {
    const bytes = ENCODER.encode(waiting);
    waiting = "";
    listed.size += bytes.length;
    listed.crc = crc32(bytes, listed.crc);
    return bytes;
  };
  for await (const part of text) {
    waiting += part;
    if (waiting.length >= PIECE_BYTES) yield take();
  }
  if (waiting !== "") yield take();
}

function* piecesOf(file: DiskFile, size: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < size;) {
    const bytes = new Uint8Array(Math.min(PIECE_BYTES, size - at));
    const got = file.read(bytes, at);
    if (got === 0) throw new Error("The file ended early");
    yield bytes.subarray(0, got);
    at += got;
  }
}

/** Date and time as MS-DOS wrote them, in UTC: halves of an even second, years from 1980. */
function stampOf(time: number): number {
  const date = new Date(Math.max(time, Date.UTC(1980, 0, 1)));
  const day = (date.getUTCFullYear() - 1980) << 9 | (date.getUTCMonth() + 1) << 5 |
    date.getUTCDate();
  const clock = date.getUTCHours() << 11 | date.getUTCMinutes() << 5 | date.getUTCSeconds() >> 1;
  return ((day << 16) | clock) >>> 0;
}

function localRecord({ name, stamp, method, flags, crc, packed, size }: Listed) {
  const isWide = size >= WIDE;
  const extra = isWide ? wideField([size, packed]) : new Uint8Array(0);
  const head = new DataView(new ArrayBuffer(30));
  head.setUint32(0, LOCAL_SIGNATURE, true);
  head.setUint16(4, isWide ? 45 : 20, true);
  head.setUint16(6, flags, true);
  head.setUint16(8, method, true);
  head.setUint32(10, stamp, true);
  head.setUint32(14, crc, true);
  head.setUint32(18, isWide ? WIDE : packed, true);
  head.setUint32(22, isWide ? WIDE : size, true);
  head.setUint16(26, name.length, true);
  head.setUint16(28, extra.length, true);
  return concat([new Uint8Array(head.buffer), name, extra]);
}

function entryRecord({ name, stamp, method, flags, crc, packed, size, at }: Listed) {
  // Only what does not fit stands in the field, in this order.
  const extra = wideField([size, packed, at].filter((value) => value >= WIDE));
  const head = new DataView(new ArrayBuffer(46));
  head.setUint32(0, ENTRY_SIGNATURE, true);
  head.setUint16(4, MADE_BY, true);
  head.setUint16(6, extra.length > 0 ? 45 : 20, true);
  head.setUint16(8, flags, true);
  head.setUint16(10, method, true);
  head.setUint32(12, stamp, true);
  head.setUint32(16, crc, true);
  head.setUint32(20, Math.min(packed, WIDE), true);
  head.setUint32(24, Math.min(size, WIDE), true);
  head.setUint16(28, name.length, true);
  head.setUint16(30, extra.length, true);
  head.setUint32(38, REGULAR_FILE >>> 0, true);
  head.setUint32(42, Math.min(at, WIDE), true);
  return concat([new Uint8Array(head.buffer), name, extra]);
}

function endRecord(count: number, size: number, at: number): Uint8Array<ArrayBuffer> {
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, END_SIGNATURE, true);
  end.setUint16(8, Math.min(count, MANY), true);
  end.setUint16(10, Math.min(count, MANY), true);
  end.setUint32(12, Math.min(size, WIDE), true);
  end.setUint32(16, Math.min(at, WIDE), true);
  const old = new Uint8Array(end.buffer);
  if (count < MANY && size < WIDE && at < WIDE) return old;
  const wide = new DataView(new ArrayBuffer(56));
  wide.setUint32(0, END64_SIGNATURE, true);
  wide.setBigUint64(4, 44n, true);
  wide.setUint16(12, MADE_BY, true);
  wide.setUint16(14, 45, true);
  wide.setBigUint64(24, BigInt(count), true);
  wide.setBigUint64(32, BigInt(count), true);
  wide.setBigUint64(40, BigInt(size), true);
  wide.setBigUint64(48, BigInt(at), true);
  const locator = new DataView(new ArrayBuffer(20));
  locator.setUint32(0, LOCATOR_SIGNATURE, true);
  locator.setBigUint64(8, BigInt(at + size), true);
  locator.setUint32(16, 1, true);
  return concat([new Uint8Array(wide.buffer), new Uint8Array(locator.buffer), old]);
}

/** The ZIP64 field with these numbers, nothing for none. */
function wideField(values: number[]): Uint8Array<ArrayBuffer> {
  if (values.length === 0) return new Uint8Array(0);
  const field = new DataView(new ArrayBuffer(4 + 8 * values.length));
  field.setUint16(0, 1, true);
  field.setUint16(2, 8 * values.length, true);
  values.forEach((value, i) => field.setBigUint64(4 + 8 * i, BigInt(value), true));
  return new Uint8Array(field.buffer);
}
