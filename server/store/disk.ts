/**
 * The few things we ask of a file system, as an interface: tests hand in one that fails on purpose.
 * Appending and reading are synchronous on purpose. They meet the page cache (4 µs for an append,
 * measured, against 17 µs for the asynchronous call), and what follows from them follows in the same
 * turn, so there is no state between "written" and "published". What waits for a device is asynchronous.
 */

import { statfs } from "node:fs/promises";
import { dirname, join } from "@std/path";
import { Semaphore } from "../base/semaphore.ts";
import { giveToFolder, makeLike } from "./file_ownership.ts";
import { openFile, openReader, openToAppend, SystemFile } from "./system_file.ts";

/** An open file. Short writes and reads are allowed, as POSIX has them. */
export interface DiskFile {
  size(): number;
  /** False once another file, or none, stands under the path it was opened by. */
  isThere(): boolean;
  /** Appends and returns how many bytes were taken, which may be fewer than given. */
  append(bytes: Uint8Array): number;
  /** Reads at an offset and returns how many bytes came, 0 at the end. */
  read(into: Uint8Array, at: number): number;
  /** Overwrites in place; nothing moves. `syncNow` makes it last. */
  overwrite(bytes: Uint8Array, at: number): void;
  truncate(length: number): void;
  /** Resolves when the device has what was written. */
  sync(): Promise<void>;
  /** The same at once, for small files that are written seldom. */
  syncNow(): void;
  close(): void;
}

/** A file that is read on and on. Nothing else is kept waiting while the device looks for it. */
export interface DiskReader {
  /** Reads what comes next and resolves to how many bytes came, 0 at the end. */
  read(into: Uint8Array): Promise<number>;
  close(): void;
}

/** Where files live. */
export interface Disk {
  /** Opens a file to read and append, made with mode 0600 and the folder's owner if it is not there. */
  open(path: string): DiskFile;
  /** Opens a file to read, or null where there is none. */
  openToRead(path: string): DiskFile | null;
  /** Opens a file to hand it on from an offset; rejects where there is none. */
  openReader(path: string, at: number): Promise<DiskReader>;
  exists(path: string): boolean;
  /** Bytes in a file, or null where there is none. */
  size(path: string): number | null;
  /** Another string after each change of a file, as far as the system tells; null where there is none. */
  stamp(path: string): string | null;
  /** Names of files in a folder, and of links to files, unsorted; empty where there is no folder. */
  list(folder: string): string[];
  /** Names of folders in a folder, and of links to folders, unsorted; empty where there is no folder. */
  folders(folder: string): string[];
  makeFolder(path: string): void;
  /** Moves a file; one that takes another's place takes its owner and mode as well. */
  rename(from: string, to: string): void;
  /** Gives a file a second name, which stays when the first goes; throws where that is not possible. */
  link(from: string, to: string): void;
  /** Removes a file or folder: one that can be made again, or one whose words were erased. */
  remove(path: string): void;
  /** Bytes that are free where a folder is; null where the system does not say. */
  free(folder: string): Promise<number | null>;
  /** Makes renames and new files in a folder durable. */
  syncFolder(path: string): Promise<void>;
}

/** Appends all of the bytes, in as many turns as the disk makes of it; throws where it takes no more. */
export function writeAll(file: DiskFile, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    const taken = file.append(bytes.subarray(done));
    if (taken <= 0) throw new Error("The disk took nothing");
    done += taken;
  }
}

/** Opens a file, lets it be written, and sees to it that the device has it; closed whatever happens. */
export function writeFile(disk: Disk, path: string, write: (file: DiskFile) => void): void {
  const file = disk.open(path);
  try {
    write(file);
    file.syncNow();
  } finally {
    file.close();
  }
}

/** Syncs on their way at a time: a device does one after another, and more would only keep threads busy. */
const MAX_CONCURRENT_SYNCS = 2;

/** The disk of this machine. */
export function systemDisk(): Disk {
  const syncs = new Semaphore({ atATime: MAX_CONCURRENT_SYNCS });
  return {
    open: (path) => openToAppend(path, syncs),
    openToRead(path) {
      const file = openFile(path);
      return file === null ? null : new SystemFile(path, file, syncs);
    },
    openReader,
    exists: (path) => sizeOf(path) !== null,
    size: sizeOf,
    stamp(path) {
      const info = infoOf(path);
      return info && `${info.dev} ${info.ino} ${info.size} ${info.mtime?.getTime()}`;
    },
    // A link to a file is that file; one to nothing is reported where it is opened.
    list: (folder) => entriesOf(folder).filter((entry) => !isFolder(folder, entry)).map(nameOf),
    folders: (folder) => entriesOf(folder).filter((entry) => isFolder(folder, entry)).map(nameOf),
    makeFolder,
    rename(from, to) {
      makeLike(from, to);
      Deno.renameSync(from, to);
    },
    link: (from, to) => Deno.linkSync(from, to),
    remove(path) {
      try {
        Deno.removeSync(path, { recursive: true });
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    },
    async free(folder) {
      try {
        const { bavail, bsize } = await statfs(folder);
        return bavail * bsize;
      } catch {
        // Without the permission to ask, or on a system that has no answer.
        return null;
      }
    },
    async syncFolder(path) {
      // Windows cannot open a folder; there the rename itself is durable enough.
      if (Deno.build.os === "windows") return;
      using folder = await Deno.open(path, { read: true });
      await folder.sync();
    },
  };
}

function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)].filter((entry) =>
      entry.isFile || entry.isSymlink || entry.isDirectory
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function isFolder(folder: string, { name, isDirectory, isSymlink }: Deno.DirEntry): boolean {
  return isDirectory || (isSymlink && (infoOf(join(folder, name))?.isDirectory ?? false));
}

function nameOf({ name }: Deno.DirEntry): string {
  return name;
}

/** Makes a folder and those above it that are not there. */
function makeFolder(path: string): void {
  if (infoOf(path)?.isDirectory) return;
  if (isMissing(dirname(path))) makeFolder(dirname(path));
  Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
  giveToFolder(path);
}

/** False too for what this process may not look at: it cannot make it either. */
function isMissing(path: string): boolean {
  try {
    return infoOf(path) === null;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}

function sizeOf(path: string): number | null {
  return infoOf(path)?.size ?? null;
}

function infoOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
