/**
 * A room on its way in: lines are written to a draft, and the room is there at once when it is whole. A draft
 * that was left behind is written anew.
 */
import { join } from "@std/path";
import { importLine } from "../../history/imported.ts";
import { type Entry, format } from "../../history/line.ts";
import { type Disk, type DiskFile, writeAll } from "../../store/disk.ts";

const BUFFER_BYTES = 64 * 1024;
/** Bytes that a character of UTF-16 may take. */
const BYTES_PER_UNIT = 3;

/** Where a draft is written, and what its first line says. */
export interface DraftOptions {
  /** Null in a dry run: nothing is written. */
  disk: Disk | null;
  folder: string;
  now: number;
  /** The latest time of all that is imported. */
  latest: number;
  asAccounts: boolean;
}

/** One room. */
export class RoomDraft {
  readonly name: string;
  readonly #path: string;
  readonly #disk: Disk | null;
  readonly #file: DiskFile | null;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #written = 0;

  constructor(name: string, { disk, folder, now, latest, asAccounts }: DraftOptions) {
    this.name = name;
    this.#disk = disk;
    this.#path = join(folder, `${name}.txt`);
    disk?.makeFolder(folder);
    disk?.remove(this.#draft);
    this.#file = disk?.open(this.#draft) ?? null;
    this.#line(importLine(now, latest, asAccounts));
  }

  get #draft(): string {
    return `${this.#path}.new`;
  }

  /** Adds a line and returns where it begins. */
  add(entry: Entry): number {
    return this.#line(format(entry));
  }

  #line(line: string): number {
    const at = this.#written + this.#buffered;
    const text = `${line}\n`;
    if (text.length * BYTES_PER_UNIT > BUFFER_BYTES - this.#buffered) {
      this.#flush();
    }
    if (text.length * BYTES_PER_UNIT > BUFFER_BYTES) {
      this.#write(new TextEncoder().encode(text));
    } else {
      const { written } = new TextEncoder().encodeInto(text, this.#buffer.subarray(this.#buffered));
      this.#buffered += written;
    }
    return at;
  }

  /** The room is whole: it is on the device now, under its name with `appear`. */
  finish(): void {
    this.#flush();
    this.#file?.syncNow();
    this.#file?.close();
  }

  appear(): void {
    this.#disk?.rename(this.#draft, this.#path);
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.#file?.close();
    this.#disk?.remove(this.#draft);
  }

  #flush(): void {
    this.#write(this.#buffer.subarray(0, this.#buffered));
    this.#buffered = 0;
  }

  #write(bytes: Uint8Array): void {
    if (this.#file !== null) writeAll(this.#file, bytes);
    this.#written += bytes.length;
  }
}
