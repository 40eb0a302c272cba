/** Open files of this machine: what `disk.ts` promises, by the calls of the system. */
import type { DiskFile, DiskReader } from "./disk.ts";
import { giveToFolder } from "./file_ownership.ts";
import type { Semaphore } from "../base/semaphore.ts";

/** Opens a file to read and append, made where there is none. */
export function openToAppend(path: string, syncs: Semaphore): SystemFile {
  const file = Deno.openSync(path, { read: true, append: true, create: true, mode: 0o600 });
  // Nothing in it: it was made just now, or is of no use to anybody as it stands.
  if (file.statSync().size === 0) giveToFolder(path);
  return new SystemFile(path, file, syncs);
}

/** Opens a file to read, or null where there is none. A folder opens as well, and fails later in stranger ways. */
export function openFile(path: string): Deno.FsFile | null {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { read: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  if (!file.statSync().isDirectory) return file;
  file.close();
  throw Object.assign(new Error(`Is a directory: open '${path}'`), { code: "EISDIR" });
}

/** Opens a file to hand it on from an offset. */
export async function openReader(path: string, at: number): Promise<DiskReader> {
  const file = await Deno.open(path, { read: true });
  try {
    await file.seek(at, Deno.SeekMode.Start);
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    read: async (into) => await file.read(into) ?? 0,
    close: () => file.close(),
  };
}

export class SystemFile implements DiskFile {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #syncs: Semaphore;

  constructor(path: string, file: Deno.FsFile, syncs: Semaphore) {
    this.#path = path;
    this.#file = file;
    this.#syncs = syncs;
  }

  size(): number {
    // Asked before each write. `stat` would have the path looked up again, link by link, to see whether
    // it may be read: five system calls where this is one. Where an append lands is the end in any case.
    return this.#file.seekSync(0, Deno.SeekMode.End);
  }

  isThere(): boolean {
    try {
      const [here, open] = [Deno.statSync(this.#path), this.#file.statSync()];
      return here.ino === open.ino && here.dev === open.dev;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  }

  append(bytes: Uint8Array): number {
    return this.#file.writeSync(bytes);
  }

  read(into: Uint8Array, at: number): number {
    this.#file.seekSync(at, Deno.SeekMode.Start);
    return this.#file.readSync(into) ?? 0;
  }

  overwrite(bytes: Uint8Array, at: number): void {
    // The handle appends wherever it stands, so overwriting takes one of its own.
    using file = Deno.openSync(this.#path, { read: true, write: true });
    file.seekSync(at, Deno.SeekMode.Start);
    for (let done = 0; done < bytes.length;) {
      done += file.writeSync(bytes.subarray(done));
    }
  }

  truncate(length: number): void {
    this.#file.truncateSync(length);
  }

  sync(): Promise<void> {
    return this.#syncs.run(() => this.#file.syncData());
  }

  syncNow(): void {
    this.#file.syncDataSync();
  }

  close(): void {
    this.#file.close();
  }
}
