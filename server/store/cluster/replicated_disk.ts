/**
 * A disk whose every change in the data folder is a record of the log too. Its invariant: what was changed
 * here is shipped in the same order, and can be undone until it is committed; `sync()` means that a quorum
 * has it. Knows paths and bytes, and no word of the chat.
 */
import type { Disk, DiskFile } from "../disk.ts";
import { CONTROL_FOLDER } from "../control_folder.ts";
import { fill } from "../line_reader.ts";
import { markOf } from "./file_mark.ts";
import { CLUSTER_FOLDER } from "./place.ts";
import { type Change, weightOf } from "./record.ts";
import { MAX_CHANGE_BYTES, ReplicatedFile } from "./replicated_file.ts";
import type { Shipper } from "./shipper.ts";
import { NEVER, type UndoJournal } from "./undo_journal.ts";

/** What replicating needs. */
export interface ReplicatedDiskOptions {
  disk: Disk;
  /** The data folder. */
  data: string;
  shipper: Shipper;
  undo: UndoJournal;
  /** A change is made in the log alone that others cannot hold: they fetch the file, once it is here. */
  shareLarge: (path: string, size: number) => Promise<Change | null>;
  /** A file was changed whose device may not have that yet. */
  onChanged: (path: string) => void;
  /** This machine's own disk took no change. */
  onRefused: (error: unknown) => void;
}

/** What belongs to one machine and is never shipped. */
const LOCAL = new RegExp(`^(lock|${CLUSTER_FOLDER}|${CONTROL_FOLDER}|healthz\\.tmp)(/|$)`);
/** A file on its way in: shipped once it is whole. */
const DRAFT = /^files\/new\/[^/]+\.part$/;

/** True for a path, relative to the data folder, that belongs to one machine. */
export function isLocal(path: string): boolean {
  return LOCAL.test(path);
}

/** The same disk, shipped. */
export function replicatedDisk(options: ReplicatedDiskOptions): Disk {
  const { disk } = options;
  const shipping = new Shipping(options);
  return {
    open: (path) => shipping.open(path),
    openToRead: (path) => disk.openToRead(path),
    openReader: (path, at) => disk.openReader(path, at),
    exists: (path) => disk.exists(path),
    size: (path) => disk.size(path),
    stamp: (path) => disk.stamp(path),
    list: (folder) => disk.list(folder),
    folders: (folder) => disk.folders(folder),
    makeFolder: (path) => shipping.makeFolder(path),
    rename: (from, to) => shipping.rename(from, to),
    link: (from, to) => shipping.link(from, to),
    remove: (path) => shipping.remove(path),
    free: (folder) => disk.free(folder),
    syncFolder: async (path) => {
      if (shipping.nameOf(path) === null) await disk.syncFolder(path);
      else await options.shipper.committed();
    },
  };
}

/** The changes of one data folder on their way. */
export class Shipping {
  readonly options: ReplicatedDiskOptions;
  /** Open handles by the path that each stands for now. */
  readonly #handles = new Map<string, Set<ReplicatedFile>>();
  /** How long the files are that were changed here: whoever else changed one since is found out. */
  readonly #sizes = new Map<string, number>();
  #hasRefused = false;

  constructor(options: ReplicatedDiskOptions) {
    this.options = options;
  }

  /** The path relative to the data folder; null where it is not shipped. */
  nameOf(path: string): string | null {
    const { data } = this.options;
    if (!path.startsWith(`${data}/`)) return null;
    const name = path.slice(data.length + 1).replace(/\/+$/, "");
    return name === "" || isLocal(name) ? null : name;
  }

  open(path: string): DiskFile {
    const { disk, undo, shipper } = this.options;
    const name = this.nameOf(path);
    if (name === null) return disk.open(path);
    const isNew = !disk.exists(path);
    const isDraft = isNew && DRAFT.test(name);
    if (isNew) {
      this.mustTake();
      const change: Change = { kind: "make", path: name };
      undo.appears(isDraft ? NEVER : shipper.recordOf(weightOf(change)), path);
      const file = this.locally(() => disk.open(path));
      if (!isDraft) shipper.push(change);
      this.#sizes.set(path, 0);
      return this.#handle(path, file, isDraft);
    }
    return this.#handle(path, disk.open(path), false);
  }

  makeFolder(path: string): void {
    const { disk, shipper } = this.options;
    const name = this.nameOf(path);
    if (name === null || disk.exists(path)) return disk.makeFolder(path);
    this.mustTake();
    this.locally(() => disk.makeFolder(path));
    shipper.push({ kind: "folder", path: name });
  }

  rename(from: string, to: string): void {
    const { disk, undo, shipper } = this.options;
    const [name, target] = [this.nameOf(from), this.nameOf(to)];
    if (name === null && target === null) return disk.rename(from, to);
    if (name === null || target === null) throw new Error(`Cannot move ${from} out of the cluster`);
    this.mustTake();
    const change: Change = { kind: "rename", path: name, to: target, mark: markOf(disk, from) };
    this.locally(() => {
      undo.moves(shipper.recordOf(weightOf(change)), from, to);
      disk.rename(from, to);
    });
    shipper.push(change);
    this.#detach(to);
    this.#move(from, to);
  }

  /** A second name is the same bytes again, for those who hear of it. */
  link(from: string, to: string): void {
    const { disk } = this.options;
    if (this.nameOf(from) === null && this.nameOf(to) === null) return disk.link(from, to);
    throw new Error(`Cannot link ${to} in a cluster`);
  }

  remove(path: string): void {
    const { disk, undo, shipper } = this.options;
    const name = this.nameOf(path);
    if (name === null || !disk.exists(path)) return disk.remove(path);
    // Making room is what helps a full disk: it is asked nothing before.
    this.mustTake();
    const change: Change = { kind: "remove", path: name };
    this.locally(() => undo.remove(shipper.recordOf(weightOf(change)), path));
    shipper.push(change);
    this.#detach(path);
  }

  /**
   * Throws where no change may be made now. Where this machine's disk took one not, it is asked for no other in
   * the same turn: what belongs together, a message and the note of its ref say, is refused together.
   */
  mustTake(): void {
    if (this.#hasRefused) throw new Error("The disk has just refused another change");
    this.options.shipper.mustTake();
  }

  /** Runs what changes this machine's own files. */
  locally<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#hasRefused = true;
      queueMicrotask(() => this.#hasRefused = false);
      this.options.onRefused(error);
      throw error;
    }
  }

  /** Somebody else changed the file behind what was shipped: the others have it, too, from now on. */
  adopt(path: string, name: string, file: DiskFile): void {
    const known = this.#sizes.get(path);
    const size = file.size();
    if (known === undefined || size === known) return;
    if (size < known) {
      this.options.shipper.push({ kind: "truncate", path: name, length: size });
    } else this.shipPart(path, name, file, known);
    this.#sizes.set(path, size);
  }

  /** Ships bytes that are in a file, from an offset on. */
  shipPart(path: string, name: string, file: DiskFile, from: number): void {
    const { shipper, undo } = this.options;
    const size = file.size();
    for (let at = from; at < size;) {
      const bytes = new Uint8Array(Math.min(MAX_CHANGE_BYTES, size - at));
      const had = fill(file, bytes, at);
      if (had === 0) return;
      const change: Change = { kind: "append", path: name, at, bytes: bytes.slice(0, had) };
      undo.grows(shipper.recordOf(weightOf(change)), path, at);
      shipper.push(change);
      at += had;
    }
  }

  sized(path: string, size: number): void {
    this.#sizes.set(path, size);
    this.options.onChanged(path);
  }

  close(file: ReplicatedFile): void {
    if (file.path === null) return;
    const handles = this.#handles.get(file.path);
    handles?.delete(file);
    if (handles?.size === 0) this.#handles.delete(file.path);
  }

  #handle(path: string, file: DiskFile, isDraft: boolean): DiskFile {
    const handle = new ReplicatedFile(this, file, path, isDraft);
    const handles = this.#handles.get(path) ?? new Set();
    this.#handles.set(path, handles.add(handle));
    return handle;
  }

  /** What is written through handles of what is gone reaches nobody. */
  #detach(path: string): void {
    for (const name of this.#under(path)) {
      for (const handle of this.#handles.get(name) ?? []) handle.path = null;
      this.#handles.delete(name);
      this.#sizes.delete(name);
    }
  }

  /** Handles follow their file. */
  #move(from: string, to: string): void {
    for (const name of this.#under(from)) {
      const path = to + name.slice(from.length);
      const handles = this.#handles.get(name);
      for (const handle of handles ?? []) handle.path = path;
      if (handles !== undefined) this.#handles.set(path, handles);
      const size = this.#sizes.get(name);
      if (size !== undefined) this.#sizes.set(path, size);
      this.#handles.delete(name);
      this.#sizes.delete(name);
    }
  }

  #under(path: string): string[] {
    if (this.#sizes.has(path) || this.#handles.has(path)) return [path];
    return [...new Set([...this.#sizes.keys(), ...this.#handles.keys()])]
      .filter((name) => name.startsWith(`${path}/`));
  }
}
