/**
 * Which lines of a file point at which earlier lines: pairs of offsets, kept beside the history in
 * small text files so that a page from the middle costs the same however long the file is.
 * Derived: it can be removed at any time and is made again from the history, which alone is true.
 *
 * `<folder>/<n>` holds "target pointer" lines for targets in the n-th 256 KiB of the history, and
 * `<folder>/covered` says up to where the history has been read for it. Pairs may stand twice.
 */
import { join } from "@std/path";
import { type Disk, writeAll } from "./disk.ts";
import { readText } from "./text_file.ts";

/** A line at `pointer` that speaks about the line at `target`. */
export interface Pointing {
  target: number;
  pointer: number;
}

/** How far the history was read, of which epoch, and how many of its lines fit nothing. */
export interface Coverage {
  epoch: string;
  covered: number;
  unfit: number;
  /** A hash of the bytes just before `covered`: an edited file has others there. */
  mark: string;
}

const SLOT = 256 * 1024;
const ENCODER = new TextEncoder();

/** The index of one file. */
export class OffsetIndex {
  readonly #disk: Disk;
  readonly #folder: string;
  #made = false;

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** What was covered when it was last said, or null where nothing (readable) was. */
  coverage(): Coverage | null {
    const match = /^([0-9a-f]+) (\d{1,16}) (\d{1,16}) ([0-9a-f]+)\n/.exec(
      this.#read("covered"),
    );
    if (match === null) return null;
    const [, epoch = "", covered, unfit, mark = ""] = match;
    return { epoch, covered: Number(covered), unfit: Number(unfit), mark };
  }

  /** Says how far the history was read. */
  cover(coverage: Coverage): void {
    const { epoch, covered, unfit, mark } = coverage;
    this.#makeFolder();
    const draft = join(this.#folder, "covered.new");
    this.#disk.remove(draft);
    this.#append("covered.new", `${epoch} ${covered} ${unfit} ${mark}\n`);
    this.#disk.rename(draft, join(this.#folder, "covered"));
  }

  /** Adds pairs. */
  add(pairs: Pointing[]): void {
    const slots = new Map<number, string>();
    for (const { target, pointer } of pairs) {
      const slot = Math.floor(target / SLOT);
      slots.set(slot, `${slots.get(slot) ?? ""}${target} ${pointer}\n`);
    }
    this.#makeFolder();
    // The newline in front keeps a pair whole that comes after one a crash has torn.
    for (const [slot, lines] of slots) this.#append(String(slot), `\n${lines}`);
  }

  /** The offsets of lines that point at a target in `from … to` (`to` not included), in order. */
  pointers(from: number, to: number): number[] {
    const found = new Set<number>();
    if (to <= from) return [];
    for (let slot = Math.floor(from / SLOT); slot <= Math.floor((to - 1) / SLOT); slot++) {
      for (const line of this.#read(String(slot)).split("\n")) {
        const space = line.indexOf(" ");
        const target = Number(line.slice(0, space));
        const pointer = Number(line.slice(space + 1));
        if (space > 0 && target >= from && target < to && pointer > target) {
          found.add(pointer);
        }
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Forgets everything: the history is another one now. */
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

  #append(name: string, text: string): void {
    const file = this.#disk.open(join(this.#folder, name));
    try {
      writeAll(file, ENCODER.encode(text));
    } finally {
      file.close();
    }
  }
}
