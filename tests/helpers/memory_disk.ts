/**
 * A disk in memory that fails when it is told to: the Nth append falls short or throws, syncing
 * throws, nothing more fits. What was appended and what was synced are told apart, so that a test can
 * take the power away.
 */
import type { Disk, DiskFile, DiskReader } from "../../server/store/disk.ts";

/** What can fail besides an append. */
export type Call = "append" | "sync" | "truncate" | "rename" | "open" | "overwrite" | "remove";

class Stored {
  bytes = new Uint8Array(0);
  synced = 0;
}

/** A file system in memory. */
export class MemoryDisk implements Disk {
  readonly files = new Map<string, Stored>();
  /** Called before each append with how many came before; it may throw, or return a short length. */
  onAppend: (count: number, length: number) => number = (_count, length) => length;
  /** Called before each sync; it may throw or wait. */
  onSync: () => void | Promise<void> = () => {};
  /** Called before a file is cut. */
  onTruncate: () => void = () => {};
  /** Called before each part that is read of what is handed on; it may throw or wait. */
  onRead: (at: number) => void | Promise<void> = () => {};
  /** Files that are open to be handed on. */
  readers = 0;
  /** Called before everything that changes something, with how many such calls came before. */
  onCall: (call: Call, count: number, path: string) => void = () => {};
  readonly #stamps = new WeakMap<Uint8Array, number>();
  #stamped = 0;
  calls = 0;
  appends = 0;
  syncs = 0;

  /** The whole file as text. */
  text(path: string): string {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.files.get(path)?.bytes);
  }

  /** Adds to a file that is there, as `echo >>` does. */
  add(path: string, text: string): void {
    const stored = this.files.get(path)!;
    stored.bytes = new Uint8Array([...stored.bytes, ...new TextEncoder().encode(text)]);
  }

  /** Takes the power away: of what was not synced, each file keeps as much as chance leaves it. */
  cutPower(chance: () => number): void {
    for (const stored of this.files.values()) {
      const unsafe = Math.max(0, stored.bytes.length - stored.synced);
      const kept = stored.bytes.length - Math.ceil(unsafe * chance());
      stored.bytes = stored.bytes.slice(0, kept);
    }
  }

  #before(call: Call, path: string): void {
    this.onCall(call, this.calls++, path);
  }

  /** Puts a file there. */
  put(path: string, content: string | Uint8Array): void {
    const stored = new Stored();
    stored.bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : new Uint8Array(content);
    this.files.set(path, stored);
  }

  open(path: string): DiskFile {
    let stored = this.files.get(path);
    if (stored === undefined) {
      this.#before("open", path);
      stored = new Stored();
      this.files.set(path, stored);
    }
    return this.#file(path, stored);
  }

  openToRead(path: string): DiskFile | null {
    const stored = this.files.get(path);
    return stored === undefined ? null : this.#file(path, stored);
  }

  openReader(path: string, at: number): Promise<DiskReader> {
    const stored = this.files.get(path);
    if (stored === undefined) return Promise.reject(new Deno.errors.NotFound(path));
    this.readers++;
    let place = at;
    return Promise.resolve({
      read: async (into) => {
        await this.onRead(place);
        const part = stored.bytes.subarray(place, place + into.length);
        into.set(part);
        place += part.length;
        return part.length;
      },
      close: () => void this.readers--,
    });
  }

  exists(path: string): boolean {
    return this.files.has(path);
  }

  size(path: string): number | null {
    return this.files.get(path)?.bytes.length ?? null;
  }

  stamp(path: string): string | null {
    const bytes = this.files.get(path)?.bytes;
    if (bytes === undefined) return null;
    const known = this.#stamps.get(bytes) ?? ++this.#stamped;
    this.#stamps.set(bytes, known);
    return `${known}`;
  }

  /** Bytes that are free; a test says so. */
  space = Infinity;

  free(): Promise<number | null> {
    return Promise.resolve(this.space);
  }

  list(folder: string): string[] {
    return [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1)).filter((name) => !name.includes("/"));
  }

  folders(folder: string): string[] {
    const below = [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).split("/"));
    return [...new Set(below.filter(({ length }) => length > 1).map(([name]) => name!))];
  }

  makeFolder(_path: string): void {}

  rename(from: string, to: string): void {
    this.#before("rename", from);
    const moved = [...this.files].filter(([name]) => name === from || name.startsWith(`${from}/`));
    if (moved.length === 0) throw new Deno.errors.NotFound(from);
    for (const [name, stored] of moved) {
      this.files.delete(name);
      this.files.set(to + name.slice(from.length), stored);
    }
  }

  link(from: string, to: string): void {
    const stored = this.files.get(from);
    if (stored === undefined) throw new Deno.errors.NotFound(from);
    if (this.files.has(to)) throw new Deno.errors.AlreadyExists(to);
    this.files.set(to, stored);
  }

  remove(path: string): void {
    this.#before("remove", path);
    for (const name of [...this.files.keys()]) {
      if (name === path || name.startsWith(`${path}/`)) this.files.delete(name);
    }
  }

  async syncFolder(_path: string): Promise<void> {}

  #file(path: string, stored: Stored): DiskFile {
    return {
      size: () => stored.bytes.length,
      isThere: () => this.files.get(path) === stored,
      append: (bytes) => {
        this.#before("append", path);
        const length = this.onAppend(this.appends++, bytes.length);
        const grown = new Uint8Array(stored.bytes.length + length);
        grown.set(stored.bytes);
        grown.set(bytes.subarray(0, length), stored.bytes.length);
        stored.bytes = grown;
        return length;
      },
      read(into, at) {
        const part = stored.bytes.subarray(at, at + into.length);
        into.set(part);
        return part.length;
      },
      overwrite: (bytes, at) => {
        this.#before("overwrite", path);
        stored.bytes.set(bytes, at);
      },
      truncate: (length) => {
        this.#before("truncate", path);
        this.onTruncate();
        stored.bytes = stored.bytes.slice(0, length);
      },
      sync: async () => {
        this.syncs++;
        this.#before("sync", path);
        // What comes while the device works is not what it was asked for.
        const asked = stored.bytes.length;
        await this.onSync();
        stored.synced = Math.max(stored.synced, asked);
      },
      syncNow: () => {
        this.#before("sync", path);
        stored.synced = stored.bytes.length;
      },
      close() {},
    };
  }
}
