/**
 * How far a node's folder is, kept beside the data in `cluster/`. `position` is noted after each change and
 * is exact however the process ends. Not so where the machine does: then `durable` counts, which was noted
 * after the device had every change before it, at most some seconds ago; changes behind it are made again.
 */
import { join } from "@std/path";
import { type Disk, type DiskFile, writeAll } from "../disk.ts";
import { readText } from "../text_file.ts";
import { NO_HASH } from "./record.ts";

/** A place in the log. */
export interface Place {
  /** The last record that was applied whole, and its hash. */
  position: number;
  hash: string;
  /** Changes of the next record that were made already. */
  done: number;
}

/** Where what a node keeps for itself lies, in its data folder; never sent to another. */
export const CLUSTER_FOLDER = "cluster";

/** The beginning of every log. */
export const START: Place = { position: 0, hash: NO_HASH, done: 0 };

const LINE = /^v1 (\d{16}) (\d{8}) ([0-9a-f]{64}) ([\w-]{1,64})\n$/;
const ENCODER = new TextEncoder();

/** The place of one folder. */
export class PlaceFile {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #boot: string;
  readonly #dirty = new Set<string>();
  /** The two files, open once they were written. */
  readonly #files = new Map<string, DiskFile>();
  #now: Place;
  /** Up to here records may have been applied before, wholly or in part. */
  readonly #replayedTo: number;
  /** True for a folder that never was a node's. */
  readonly isNew: boolean;
  /** True where the machine ended since: what was changed after the last sync may be there or not. */
  readonly mayLack: boolean;

  /** `boot`: another text after each start of the machine; "" where nobody knows. */
  constructor(disk: Disk, data: string, boot: string) {
    this.#disk = disk;
    this.#path = join(data, CLUSTER_FOLDER, "position");
    this.#boot = boot || "unknown";
    disk.makeFolder(join(data, CLUSTER_FOLDER));
    const exact = this.#read(this.#path);
    const durable = this.#read(this.#durable);
    this.isNew = exact === null && durable === null;
    const isExact = exact !== null && exact.boot === this.#boot && boot !== "";
    this.mayLack = !this.isNew && !isExact;
    this.#now = (isExact ? exact : durable) ?? START;
    this.#replayedTo = this.mayLack ? Infinity : this.#now.position + 1;
  }

  get now(): Place {
    return this.#now;
  }

  /** True for a record that may have been applied before, wholly or in part. */
  isReplay(position: number): boolean {
    return position <= this.#replayedTo;
  }

  /** The device may not have what was changed in a file. */
  changed(path: string): void {
    this.#dirty.add(path);
  }

  /** Notes how far the folder is now. */
  note(place: Place): void {
    this.#now = place;
    this.#write(this.#path, place);
  }

  /** Sees to it that the device has everything up to now. */
  async sync(): Promise<void> {
    const place = this.#now;
    const paths = [...this.#dirty];
    this.#dirty.clear();
    for (const path of paths) {
      const file = this.#disk.openToRead(path);
      if (file === null) continue;
      try {
        await file.sync();
      } finally {
        file.close();
      }
    }
    this.#write(this.#durable, place);
    await this.#files.get(this.#durable)?.sync();
  }

  /** Another folder stands here now, from a snapshot. */
  reset(place: Place): void {
    this.#dirty.clear();
    this.note(place);
    this.#write(this.#durable, place);
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }

  get #durable(): string {
    return `${this.#path}.durable`;
  }

  #read(path: string): (Place & { boot: string }) | null {
    const match = LINE.exec(readText(this.#disk, path) ?? "");
    if (match === null) return null;
    const [, position, done, hash = "", boot = ""] = match;
    return { position: Number(position), done: Number(done), hash, boot };
  }

  /** Of the same length each time and written over the last: it takes no room that is not taken. */
  #write(path: string, { position, done, hash }: Place): void {
    const numbers = `${String(position).padStart(16, "0")} ${String(done).padStart(8, "0")}`;
    const bytes = ENCODER.encode(`v1 ${numbers} ${hash} ${this.#boot}\n`);
    const file = this.#files.get(path) ?? this.#disk.open(path);
    this.#files.set(path, file);
    if (file.size() === bytes.length) return file.overwrite(bytes, 0);
    file.truncate(0);
    writeAll(file, bytes);
  }
}
