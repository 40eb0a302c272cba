/**
 * How many bytes of files each person has, and all together. Counted once, when the first file comes,
 * from the lines beside the files; kept up from then on.
 */
import { join } from "@std/path";
import type { Disk } from "./disk.ts";
import { idBeside, parseLine } from "./file_line.ts";
import { readText } from "./text_file.ts";

/** What counting needs. */
export interface UsageOptions {
  folder: string;
  disk: Disk;
  pause: () => Promise<void>;
}

/** Files looked at between two pauses. */
const STEP = 200;

/** Bytes by owner. */
export class FileUsage {
  readonly #options: UsageOptions;
  readonly #bytes = new Map<string, number>();
  #all = 0;
  #counting: Promise<void> | null = null;

  constructor(options: UsageOptions) {
    this.#options = options;
  }

  /** Bytes of one owner and of all. */
  async of(owner: string): Promise<{ own: number; all: number }> {
    this.#counting ??= this.#count().catch((error) => {
      this.#counting = null;
      throw error;
    });
    await this.#counting;
    return { own: this.#bytes.get(owner) ?? 0, all: this.#all };
  }

  /** Bytes came or, below zero, went. What goes before the first counting is not counted then. */
  add(owner: string, bytes: number): void {
    if (this.#counting === null) return;
    this.#add(owner, bytes);
  }

  #add(owner: string, bytes: number): void {
    const left = (this.#bytes.get(owner) ?? 0) + bytes;
    if (left > 0) this.#bytes.set(owner, left);
    else this.#bytes.delete(owner);
    this.#all += bytes;
  }

  async #count(): Promise<void> {
    const { folder, disk, pause } = this.#options;
    this.#bytes.clear();
    this.#all = 0;
    for (const place of [folder, join(folder, "new")]) {
      let looked = 0;
      for (const name of disk.list(place)) {
        if (idBeside(name) === null) continue;
        const file = parseLine(readText(disk, join(place, name)) ?? "");
        if (file !== null) this.#add(file.owner, file.size);
        if (++looked % STEP === 0) await pause();
      }
    }
  }
}
