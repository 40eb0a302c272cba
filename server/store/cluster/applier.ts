/**
 * Makes the changes of the log in a node's folder. Its invariant: a change is made whole before the place
 * behind it is noted, so that after any end the one that was being made is made again, to the same effect.
 * A change that does not fit what is there is never forced: this folder is another one then.
 */
import { dirname, join } from "@std/path";
import { type Disk, type DiskFile, writeAll } from "../disk.ts";
import type { LogEntry } from "./engine.ts";
import type { PlaceFile } from "./place.ts";
import { type Change, decodeRecord, hashOf } from "./record.ts";
import type { Sealer } from "./sealer.ts";
import { purposeOf } from "./shipper.ts";
import { LogLost } from "./engine.ts";
import { markOf } from "./file_mark.ts";

/** What applying needs. */
export interface ApplierOptions {
  disk: Disk;
  data: string;
  place: PlaceFile;
  sealer: Sealer;
  /** Puts a large file there from a node that has it; false where no node has it any more. */
  fetchLarge: (change: Extract<Change, { kind: "fetch" }>, to: string) => Promise<boolean>;
}

/** This folder is not what the log says that it is: only a snapshot makes it that. */
export class Diverged extends Error {
  override readonly name = "Diverged";
}

/** Files that are kept open, for the changes that follow. */
const MAX_OPEN = 32;

/** Applies records to one folder. */
export class Applier {
  readonly #options: ApplierOptions;
  readonly #open = new Map<string, DiskFile>();

  constructor(options: ApplierOptions) {
    this.#options = options;
  }

  /** Makes all changes of a record that were not made yet. */
  async apply({ position, record }: LogEntry): Promise<void> {
    const { place, sealer } = this.#options;
    const from = place.now;
    const plain = decodeRecord(await sealer.open(purposeOf(position), record));
    if (plain.previous !== from.hash) throw notTheSameLog(position);
    const isReplay = place.isReplay(position);
    const hash = await hashOf(record);
    for (let done = from.done; done < plain.changes.length; done++) {
      const change = plain.changes[done]!;
      await this.#make(change, isReplay);
      for (const path of this.#pathsOf(change)) place.changed(path);
      if (done + 1 < plain.changes.length) place.note({ ...from, done: done + 1 });
    }
    place.note({ position, hash, done: 0 });
  }

  /** Lets go of every file. */
  close(): void {
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }

  async #make(change: Change, isReplay: boolean): Promise<void> {
    const { disk, fetchLarge } = this.#options;
    if (change.kind === "begin") return;
    const path = this.#path(change.path);
    switch (change.kind) {
      case "make":
        disk.makeFolder(dirname(path));
        this.#file(path);
        return;
      case "append":
        return this.#append(path, change.at, change.bytes);
      case "overwrite":
        if ((disk.size(path) ?? 0) < change.at + change.bytes.length) throw doesNotFit(path);
        return this.#file(path).overwrite(change.bytes, change.at);
      case "truncate":
        if ((disk.size(path) ?? -1) < change.length) throw doesNotFit(path);
        return this.#file(path).truncate(change.length);
      case "rename":
        return this.#rename(path, this.#path(change.to), change.mark, isReplay);
      case "remove":
        this.#forget(path);
        return disk.remove(path);
      case "folder":
        return disk.makeFolder(path);
      case "fetch":
        disk.makeFolder(dirname(path));
        this.#forget(path);
        await fetchLarge(change, path);
    }
  }

  /** What stands behind was never committed, or is made again in a moment. */
  #append(path: string, at: number, bytes: Uint8Array): void {
    if (!this.#options.disk.exists(path)) throw doesNotFit(path);
    const file = this.#file(path);
    const size = file.size();
    if (size < at) throw doesNotFit(path);
    if (size > at) file.truncate(at);
    writeAll(file, bytes);
  }

  #rename(from: string, to: string, mark: string, isReplay: boolean): void {
    const { disk } = this.#options;
    const there = disk.size(from);
    // Moved already, and perhaps another in its place since.
    if (isReplay && (there === null || markOf(disk, from) !== mark)) return;
    // A large file that no node had any more.
    if (there === null && !disk.exists(to) && from.includes("/files/")) return;
    if (there === null) throw doesNotFit(from);
    disk.makeFolder(dirname(to));
    this.#forget(from);
    this.#forget(to);
    disk.rename(from, to);
  }

  #path(name: string): string {
    return join(this.#options.data, name);
  }

  #pathsOf(change: Change): string[] {
    if (change.kind === "begin" || change.kind === "folder" || change.kind === "remove") return [];
    return [this.#path(change.kind === "rename" ? change.to : change.path)];
  }

  #file(path: string): DiskFile {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    for (const oldest of this.#open.keys()) {
      if (this.#open.size < MAX_OPEN) break;
      this.#forget(oldest);
    }
    const file = this.#options.disk.open(path);
    this.#open.set(path, file);
    return file;
  }

  #forget(path: string): void {
    for (const [name, file] of this.#open) {
      if (name !== path && !name.startsWith(`${path}/`)) continue;
      file.close();
      this.#open.delete(name);
    }
  }
}

function doesNotFit(path: string): Diverged {
  return new Diverged(`${path} is not what the log of the cluster says that it is`);
}

/** The sentence for a log that ends before this folder does. */
export function shorterLog(last: number, position: number): LogLost {
  return new LogLost(
    `The log of the cluster ends at record ${last}, and this node has ${position}: it came back shorter ` +
      "than it was. Nothing is served from it: see docs/cluster.md, “When the log is lost”",
  );
}

/** The sentence for a log that does not go on where this folder is. */
export function notTheSameLog(position: number): LogLost {
  return new LogLost(
    `The log of the cluster came back other than it was: its record ${position} does not follow what this ` +
      "node has. Nothing is served from it: see docs/cluster.md, “When the log is lost”",
  );
}
