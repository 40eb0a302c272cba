/** A disk that is never asked to see to it that the device has anything: what `--sync never` means. */
import type { Disk, DiskFile } from "./disk.ts";

/** The same disk, without a sync. */
export function unsyncedDisk(disk: Disk): Disk {
  return {
    open: (path) => unsyncedFile(disk.open(path)),
    openToRead(path) {
      const file = disk.openToRead(path);
      return file === null ? null : unsyncedFile(file);
    },
    openReader: (path, at) => disk.openReader(path, at),
    exists: (path) => disk.exists(path),
    size: (path) => disk.size(path),
    stamp: (path) => disk.stamp(path),
    list: (folder) => disk.list(folder),
    folders: (folder) => disk.folders(folder),
    makeFolder: (path) => disk.makeFolder(path),
    rename: (from, to) => disk.rename(from, to),
    link: (from, to) => disk.link(from, to),
    remove: (path) => disk.remove(path),
    free: (folder) => disk.free(folder),
    syncFolder: () => Promise.resolve(),
  };
}

function unsyncedFile(file: DiskFile): DiskFile {
  return {
    size: () => file.size(),
    isThere: () => file.isThere(),
    append: (bytes) => file.append(bytes),
    read: (into, at) => file.read(into, at),
    overwrite: (bytes, at) => file.overwrite(bytes, at),
    truncate: (length) => file.truncate(length),
    sync: () => Promise.resolve(),
    syncNow: () => {},
    close: () => file.close(),
  };
}
