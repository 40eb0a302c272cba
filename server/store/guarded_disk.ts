/**
 * A disk whose every failure is a ChatError `disk`: whoever asked learns that the disk refused, and
 * nothing of paths or handles. What is not a failure of the disk is then a mistake of ours.
 */
import { ChatError } from "../base/errors.ts";
import type { Disk, DiskFile } from "./disk.ts";

/** The same disk, with its failures made known ones. */
export function guardedDisk(disk: Disk): Disk {
  return {
    open: (path) => guardedFile(guard(() => disk.open(path))),
    openToRead(path) {
      const file = guard(() => disk.openToRead(path));
      return file === null ? null : guardedFile(file);
    },
    exists: (path) => guard(() => disk.exists(path)),
    size: (path) => guard(() => disk.size(path)),
    stamp: (path) => guard(() => disk.stamp(path)),
    list: (folder) => guard(() => disk.list(folder)),
    makeFolder: (path) => guard(() => disk.makeFolder(path)),
    rename: (from, to) => guard(() => disk.rename(from, to)),
    remove: (path) => guard(() => disk.remove(path)),
    free: (folder) => disk.free(folder),
    syncFolder: (path) => disk.syncFolder(path).catch(refuse),
  };
}

function guardedFile(file: DiskFile): DiskFile {
  return {
    size: () => guard(() => file.size()),
    isThere: () => guard(() => file.isThere()),
    append: (bytes) => guard(() => file.append(bytes)),
    read: (into, at) => guard(() => file.read(into, at)),
    overwrite: (bytes, at) => guard(() => file.overwrite(bytes, at)),
    truncate: (length) => guard(() => file.truncate(length)),
    sync: () => file.sync().catch(refuse),
    syncNow: () => guard(() => file.syncNow()),
    close: () => file.close(),
  };
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    return refuse(cause);
  }
}

function refuse(cause: unknown): never {
  throw new ChatError("disk", "Cannot do this: the server's disk refused it; try again later", {
    cause,
    wait: 1000,
  });
}
