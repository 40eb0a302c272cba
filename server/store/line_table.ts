/**
 * A text file of lines and the map it stands for: read whole, replaced in one step, read again when
 * someone else changed it. A line that is not understood is never dropped: it stays where it is, is
 * shown to nobody and is counted. After a write that failed the file decides, never the memory.
 */
import type { Disk } from "./disk.ts";
import { readText, replaceText } from "./text_file.ts";
export interface LineTableOptions<T> {
  path: string;
  disk: Disk;
  /** The entry of a line without its end, or null for one that is not understood. */
  parse: (line: string) => T | null;
  format: (entry: T) => string;
  /** What an entry is found by; of two lines with the same key the last counts. */
  keyOf: (entry: T) => string;
}

/** One change of a table. */
export interface LineTableChange<T> {
  put?: T[];
  removeWhere?: (entry: T) => boolean;
}

interface Line<T> {
  text: string;
  entry: T | null;
}
export class LineTable<T> {
  readonly #options: LineTableOptions<T>;
  #entries = new Map<string, T>();
  #lines: Line<T>[] = [];
  #version = 0;
  /** Which version of the file this is; null where there is none. */
  #stamp: string | null = null;

  constructor(options: LineTableOptions<T>) {
    this.#options = options;
    this.refresh();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#lines.filter(({ entry }) => entry === null).length;
  }

  /** True for a file that holds something, and nothing that is understood. */
  get isDamaged(): boolean {
    return this.#entries.size === 0 && this.#lines.length > 0;
  }

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  /** All entries, in the order of the file. */
  values(): IterableIterator<T> {
    return this.#entries.values();
  }

  /** Reads the file again if it is another one; true if so. */
  refresh(): boolean {
    const { disk, path } = this.#options;
    if (disk.stamp(path) === this.#stamp) return false;
    this.#read();
    return true;
  }

  /** Changes with each change of the entries: what was made from them before is old then. */
  get version(): number {
    return this.#version;
  }

  /** Puts an entry in the place of the one of its key, behind the others where there is none. */
  put(entry: T): Promise<void> {
    return this.update({ put: [entry] });
  }

  /** Puts entries and takes others out, in one step. What is not understood stays where it is. */
  async update({ put = [], removeWhere = () => false }: LineTableChange<T>): Promise<void> {
    const { keyOf, format } = this.#options;
    // What someone wrote by hand a moment ago must not be written over.
    this.refresh();
    const byKey = new Map(put.map((entry) => [keyOf(entry), entry]));
    const lines: Line<T>[] = [];
    for (const line of this.#lines) {
      const key = line.entry === null ? null : keyOf(line.entry);
      const changed = key === null ? undefined : byKey.get(key);
      if (changed !== undefined) lines.push({ text: format(changed), entry: changed });
      else if (line.entry === null || !removeWhere(line.entry)) lines.push(line);
    }
    const there = new Set(lines.map(({ entry }) => entry === null ? null : keyOf(entry)));
    for (const [key, entry] of byKey) {
      if (!there.has(key)) lines.push({ text: format(entry), entry });
    }
    await this.#replace(lines);
  }

  async #replace(lines: Line<T>[]): Promise<void> {
    const { disk, path } = this.#options;
    const text = lines.map((line) => `${line.text}\n`).join("");
    try {
      const replaced = replaceText(disk, path, text);
      this.#stamp = disk.stamp(path);
      this.#take(lines);
      await replaced;
    } catch (error) {
      this.#read();
      throw error;
    }
  }

  #read(): void {
    const { disk, path } = this.#options;
    // Asked before: what changes between the two is read once more rather than never.
    const stamp = disk.stamp(path);
    this.#take(this.#parse(readText(disk, path) ?? ""));
    this.#stamp = stamp;
  }

  #take(lines: Line<T>[]): void {
    const { keyOf } = this.#options;
    this.#lines = lines;
    this.#version++;
    this.#entries = new Map();
    for (const { entry } of lines) if (entry !== null) this.#entries.set(keyOf(entry), entry);
  }

  #parse(text: string): Line<T>[] {
    const lines: Line<T>[] = [];
    for (const raw of linesOf(text)) lines.push({ text: raw, entry: this.#options.parse(raw) });
    return lines;
  }
}

/** The lines of a text that says something: editors on Windows end theirs with `\r\n`. */
export function linesOf(text: string): string[] {
  return text.replace(/^\ufeff/, "").split("\n").map((line) => line.replace(/\r+$/, ""))
    .filter((line) => line.trim() !== "");
}
