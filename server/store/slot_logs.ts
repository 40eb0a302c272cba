/**
 * Small logs of records about places in a file, a log for each 64 KiB of the file, and word of how far
 * the file has been read for them. Derived: they can be removed at any time and are made again from
 * the file, which alone is true. A log that lost something is reported as null, never as a shorter one.
 *
 * `<folder>/<n>` holds a record a line about places in the n-th 64 KiB; one that was written anew
 * begins with `= <number of records>`. `<folder>/covered` says up to where the file has been read; behind
 * `v3`, so that what an earlier version made is made anew, and a line each what is known of the whole.
 */
import { join } from "@std/path";
import { type Disk, writeAll } from "./disk.ts";
import { readText } from "./text_file.ts";

/** How far the file was read, of which epoch, and how many of its lines fit nothing. */
export interface Coverage {
  epoch: string;
  covered: number;
  malformed: number;
  /** A hash of the bytes just before `covered`: an edited file has others there. */
  mark: string;
  /** What is known of the whole, a line each. */
  facts: string[];
}

const SLOT_BYTES = 64 * 1024;
const ENCODER = new TextEncoder();

/** The slot that an offset lies in. */
export function slotOf(offset: number): number {
  return Math.floor(offset / SLOT_BYTES);
}

/** The logs about one file. */
export class SlotLogs {
  readonly #disk: Disk;
  readonly #folder: string;
  #made = false;

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** What was covered when it was last said, or null where nothing (readable) was. */
  coverage(): Coverage | null {
    const match = /^v3 ([0-9a-f]+) (\d{1,16}) (\d{1,16}) ([0-9a-f]+)\n([^]*)$/.exec(
      this.#read("covered"),
    );
    if (match === null) return null;
    const [, epoch = "", covered, malformed, mark = "", rest = ""] = match;
    const facts = rest.split("\n").filter((line) => line !== "");
    return { epoch, covered: Number(covered), malformed: Number(malformed), mark, facts };
  }

  /** Says how far the file was read. */
  cover({ epoch, covered, malformed, mark, facts }: Coverage): void {
    const first = `v3 ${epoch} ${covered} ${malformed} ${mark}`;
    this.#write("covered", [first, ...facts, ""].join("\n"));
  }

  /** The records of a log, those half written among them; null where it has lost some. */
  records(log: string): string[] | null {
    const lines = this.#read(log).split("\n").filter((line) => line !== "");
    const [, count] = /^= (\d{1,16})$/.exec(lines[0] ?? "") ?? [];
    if (count === undefined) return lines;
    return lines.length > Number(count) ? lines.slice(1) : null;
  }

  /** Adds records to a log. */
  append(log: string, records: string[]): void {
    this.#makeFolder();
    // The newline in front keeps a record whole that comes after one a crash has torn.
    this.#append(log, `\n${records.join("\n")}\n`);
  }

  /** Puts these records in the place of a whole log, in one step. */
  replace(log: string, records: string[]): void {
    this.#write(log, [`= ${records.length}`, ...records, ""].join("\n"));
  }

  /** Forgets everything. */
  clear(): void {
    this.#disk.remove(this.#folder);
    this.#made = false;
  }

  #makeFolder(): void {
    if (this.#made) return;
    this.#disk.makeFolder(this.#folder);
    this.#made = true;
  }

  #read(name: string): string {
    return readText(this.#disk, join(this.#folder, name)) ?? "";
  }

  #write(name: string, text: string): void {
    this.#makeFolder();
    const draft = join(this.#folder, `${name}.new`);
    this.#disk.remove(draft);
    this.#append(`${name}.new`, text);
    this.#disk.rename(draft, join(this.#folder, name));
  }

  #append(name: string, text: string): void {
    const file = this.#disk.open(join(this.#folder, name));
    try {
      writeAll(file, ENCODER.encode(text));
    } finally {
      file.close();
    }
  }
}
