/**
 * A disk whose every failure is a ChatError `disk`: whoever asked learns that the disk refused, and
 * nothing of paths or handles, which its cause has for the log. What is not a failure of the disk is
 * then a mistake of ours.
 */
import { ChatError } from "../base/errors.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { DiskTrouble } from "./disk_trouble.ts";

/** The same disk, with its failures made known ones. */
export function guardedDisk(disk: Disk): Disk {
  return {
    open: (path) => guardedFile(path, guard(path, () => disk.open(path))),
    openToRead(path) {
      const file = guard(path, () => disk.openToRead(path));
      return file === null ? null : guardedFile(path, file);
    },
    openReader: (path, at) =>
      disk.openReader(path, at).then((reader) => ({
        read: (into) => reader.read(into).catch((cause) => refuse(path, cause)),
        close: () => reader.close(),
      }), (cause) => refuse(path, cause)),
    exists: (path) => guard(path, () => disk.exists(path)),
    size: (path) => guard(path, () => disk.size(path)),
    stamp: (path) => guard(path, () => disk.stamp(path)),
    list: (folder) => guard(folder, () => disk.list(folder)),
    folders: (folder) => guard(folder, () => disk.folders(folder)),
    makeFolder: (path) => guard(path, () => disk.makeFolder(path)),
    rename: (from, to) => guard(to, () => disk.rename(from, to)),
    link: (from, to) => guard(to, () => disk.link(from, to)),
    remove: (path) => guard(path, () => disk.remove(path)),
    free: (folder) => disk.free(folder),
    syncFolder: (path) => disk.syncFolder(path).catch((cause) => refuse(path, cause, true)),
  };
}

function guardedFile(path: string, file: DiskFile): DiskFile {
  return {
    // Of every write: no function is made for it.
    size() {
      try {
        return file.size();
      } catch (cause) {
        return refuse(path, cause);
      }
    },
    append(bytes) {
      try {
        return file.append(bytes);
      } catch (cause) {
        return refuse(path, cause);
      }
    },
    isThere: () => guard(path, () => file.isThere()),
    read: (into, at) => guard(path, () => file.read(into, at)),
    overwrite: (bytes, at) => guard(path, () => file.overwrite(bytes, at)),
    truncate: (length) => guard(path, () => file.truncate(length)),
    sync: () => file.sync().catch((cause) => refuse(path, cause, true)),
    syncNow: () => guard(path, () => file.syncNow(), true),
    close: () => file.close(),
  };
}

function guard<T>(path: string, work: () => T, isSync = false): T {
  try {
    return work();
  } catch (cause) {
    return refuse(path, cause, isSync);
  }
}

function refuse(path: string, reason: unknown, isSync = false): never {
  throw new ChatError("disk", "Cannot do this: the server's disk refused it; try again later", {
    cause: new DiskTrouble(path, reason, isSync),
    wait: 1000,
  });
}
