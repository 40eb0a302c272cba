/**
 * Reads a zip as phones and chats hand it out: stored and deflated entries, ZIP64. Its directory is what
 * is believed, and never more than it promised is unpacked: no entry may be larger, overlap another or be
 * packed beyond what text is. Names are only ever compared, no file is made by them.
 */
import { crc32 } from "node:zlib";
import { ChatError } from "../../base/errors.ts";
import type { DiskFile } from "../../store/disk.ts";
import { fill } from "../../store/line_reader.ts";
import type { InputFile } from "./input_file.ts";

const END_SIGNATURE = 0x06054b50;
const END64_LOCATOR_SIGNATURE = 0x07064b50;
const END64_SIGNATURE = 0x06064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 0xffff;
/** What stands for "see the ZIP64 field". */
const WIDE = 0xffffffff;

const MAX_ENTRIES = 100_000;
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
const PIECE_BYTES = 64 * 1024;
/** Text packs to a tenth, the dullest log to a hundredth; deflate ends at a thousandth. */
const MAX_RATIO = 300;
/** Below this nobody minds the ratio. */
const SMALL_BYTES = 16 * 1024 * 1024;

interface Entry {
  path: string;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

/** The files in a zip that is open. A ChatError `bad_request` where it is none, or one to be refused. */
export function openZip(file: DiskFile, shown: string): Omit<InputFile, "beside">[] {
  const entries = directoryOf(file, shown);
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  if (packed > file.size()) throw refusal(shown, "its entries overlap");
  return entries.filter(({ path }) => !path.endsWith("/") && isPlain(path)).map(
    (entry) => ({
      path: entry.path,
      size: entry.size,
      read: () => unpack(file, shown, entry),
    }),
  );
}

/** False for what leads out of a folder or is the system's: nobody names such a file. */
function isPlain(path: string): boolean {
  return !/^\/|^[a-z]:|(?:^|\/)\.\.(?:\/|$)|^__MACOSX\/|(?:^|\/)\.DS_Store$|\p{Cc}/iu
    .test(path);
}

function directoryOf(file: DiskFile, shown: string): Entry[] {
  const tail = readAt(
    file,
    Math.max(0, file.size() - END_BYTES - MAX_COMMENT_BYTES),
    END_BYTES + MAX_COMMENT_BYTES,
  );
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== END_SIGNATURE) end--;
  if (end < 0) throw refusal(shown, "it is not whole; copy it once more");
  let count = tail.getUint16(end + 10, true);
  let bytes = tail.getUint32(end + 12, true);
  let at = tail.getUint32(end + 16, true);
  const locator = end - LOCATOR_BYTES;
  if (
    locator >= 0 && tail.getUint32(locator, true) === END64_LOCATOR_SIGNATURE
  ) {
    const wide = readAt(file, wideNumber(tail, locator + 8), 56);
    if (wide.byteLength < 56 || wide.getUint32(0, true) !== END64_SIGNATURE) {
      throw refusal(shown, "its directory is damaged");
    }
    [count, bytes, at] = [wideNumber(wide, 32), wideNumber(wide, 40), wideNumber(wide, 48)];
  }
  if (count === 0) throw refusal(shown, "it is an empty zip");
  if (count > MAX_ENTRIES || bytes > MAX_DIRECTORY_BYTES) {
    throw refusal(shown, "it holds too many files");
  }
  return entriesIn(readAt(file, at, bytes), count, shown);
}

function entriesIn(view: DataView<ArrayBuffer>, count: number, shown: string): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count;) {
    if (
      at + ENTRY_BYTES > view.byteLength ||
      view.getUint32(at, true) !== ENTRY_SIGNATURE
    ) {
      throw refusal(shown, "its directory is damaged");
    }
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const next = at + ENTRY_BYTES + name! + extra! + comment!;
    if (next > view.byteLength) {
      throw refusal(shown, "its directory is damaged");
    }
    const flags = view.getUint16(at + 8, true);
    const entry = {
      path: nameIn(
        new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_BYTES, name!),
      ),
      flags,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    };
    widen(entry, view, at + ENTRY_BYTES + name!, extra!);
    entries.push(entry);
    at = next;
  }
  return entries;
}

/** Takes what is too large for its field from the ZIP64 field. */
function widen(entry: Entry, view: DataView, from: number, length: number): void {
  for (let at = from; at + 4 <= from + length;) {
    const [id, bytes] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (id === 1) {
      let field = at + 4;
      for (const name of ["size", "packed", "at"] as const) {
        if (entry[name] !== WIDE || field + 8 > at + 4 + bytes) continue;
        entry[name] = wideNumber(view, field);
        field += 8;
      }
    }
    at += 4 + bytes;
  }
}

/** A name as text: UTF-8, as all but the oldest programs write it. */
function nameIn(bytes: Uint8Array<ArrayBuffer>): string {
  let name;
  try {
    name = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    name = new TextDecoder("ibm866").decode(bytes);
  }
  return name.replaceAll("\\", "/").normalize("NFC");
}

async function* unpack(
  file: DiskFile,
  shown: string,
  entry: Entry,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const where = `${shown}: ${entry.path}`;
  if ((entry.flags & 1) !== 0) {
    throw refusal(where, "it is encrypted; unpack it with its password first");
  }
  if (entry.method !== 0 && entry.method !== 8) {
    throw refusal(
      where,
      `it is packed in a way (${entry.method}) that is not read here; unpack it first`,
    );
  }
  if (entry.size > SMALL_BYTES && entry.size > entry.packed * MAX_RATIO) {
    throw refusal(
      where,
      `it would unpack to ${entry.size} bytes from ${entry.packed}; unpack it first`,
    );
  }
  const local = readAt(file, entry.at, LOCAL_BYTES);
  if (
    local.byteLength < LOCAL_BYTES ||
    local.getUint32(0, true) !== LOCAL_SIGNATURE
  ) {
    throw refusal(where, "it is damaged");
  }
  const start = entry.at + LOCAL_BYTES + local.getUint16(26, true) +
    local.getUint16(28, true);
  const packed = ReadableStream.from(piecesOf(file, start, entry.packed));
  const bytes = entry.method === 0
    ? packed
    : packed.pipeThrough(new DecompressionStream("deflate-raw"));
  let [size, sum] = [0, 0];
  const reader = bytes.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        throw refusal(where, "it is damaged", cause);
      });
      if (done) break;
      size += value.length;
      if (size > entry.size) {
        throw refusal(where, "it is larger than its zip says");
      }
      sum = crc32(value, sum);
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
  if (size !== entry.size || sum !== entry.crc) {
    throw refusal(where, "it is damaged");
  }
}

function* piecesOf(
  file: DiskFile,
  start: number,
  length: number,
): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = start; at < start + length;) {
    const bytes = new Uint8Array(Math.min(PIECE_BYTES, start + length - at));
    const count = file.read(bytes, at);
    if (count === 0) return;
    yield bytes.subarray(0, count);
    at += count;
  }
}

function readAt(file: DiskFile, at: number, length: number): DataView<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size() - at)));
  return new DataView(bytes.buffer, 0, fill(file, bytes, at));
}

function wideNumber(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function refusal(shown: string, why: string, cause?: unknown): ChatError {
  return new ChatError("bad_request", `Cannot read the zip ${shown}: ${why}`, { cause });
}
