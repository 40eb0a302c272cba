/**
 * Writes a `.tar` (POSIX pax), entry after entry: a header of 512 bytes, the bytes, and zeros up to the next
 * multiple of 512. A name that the header cannot hold stands in an entry of its own before it.
 */
import { writeAll } from "./disk.ts";
import type { DiskFile } from "./disk.ts";

const BLOCK_BYTES = 512;
const CHUNK_BYTES = 256 * 1024;
/** Bytes of a name that the header holds. */
const NAME_BYTES = 100;

const ENCODER = new TextEncoder();

/** A tar that is being written. */
export class Tar {
  readonly #file: DiskFile;
  /** Seconds since 1970: when all of it was made. */
  readonly #time: number;

  constructor(file: DiskFile, now: number) {
    this.#file = file;
    this.#time = Math.floor(now / 1000);
  }

  /** Adds a file that holds a text. */
  text(name: string, text: string): void {
    const bytes = ENCODER.encode(text);
    this.#head(name, bytes.length);
    writeAll(this.#file, bytes);
    this.#fill(bytes.length);
  }

  /** Adds a file as it is now. */
  file(name: string, from: DiskFile): void {
    const size = from.size();
    this.#head(name, size);
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let at = 0; at < size;) {
      const got = from.read(chunk.subarray(0, Math.min(CHUNK_BYTES, size - at)), at);
      if (got === 0) throw new Error("The file ended early");
      writeAll(this.#file, chunk.subarray(0, got));
      at += got;
    }
    this.#fill(size);
  }

  /** Ends it, and sees to it that the device has all of it. */
  end(): void {
    writeAll(this.#file, new Uint8Array(2 * BLOCK_BYTES));
    this.#file.syncNow();
  }

  #head(name: string, size: number): void {
    if (ENCODER.encode(name).length > NAME_BYTES) {
      const record = paxRecord("path", name);
      writeAll(this.#file, header("pax", record.length, this.#time, "x"));
      writeAll(this.#file, record);
      this.#fill(record.length);
    }
    writeAll(this.#file, header(name, size, this.#time, "0"));
  }

  #fill(size: number): void {
    const rest = size % BLOCK_BYTES;
    if (rest > 0) writeAll(this.#file, new Uint8Array(BLOCK_BYTES - rest));
  }
}

function header(name: string, size: number, time: number, kind: "0" | "x"): Uint8Array {
  const bytes = new Uint8Array(BLOCK_BYTES);
  const put = (at: number, text: string): void => bytes.set(ENCODER.encode(text), at);
  const octal = (at: number, value: number, width: number): void =>
    put(at, value.toString(8).padStart(width - 1, "0"));
  bytes.set(ENCODER.encode(name).subarray(0, NAME_BYTES), 0);
  octal(100, 0o600, 8);
  octal(108, 0, 8);
  octal(116, 0, 8);
  octal(124, size, 12);
  octal(136, time, 12);
  // The sum is made with spaces where it will stand.
  put(148, "        ");
  put(156, kind);
  put(257, "ustar\0");
  put(263, "00");
  const sum = bytes.reduce((all, byte) => all + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return bytes;
}

/** `<length> key=value\n`, the length that of all of it. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = ENCODER.encode(` ${key}=${value}\n`).length;
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  return ENCODER.encode(`${length} ${key}=${value}\n`);
}
