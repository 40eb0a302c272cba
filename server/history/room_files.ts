/**
 * The files of rooms, at their beginning and their end: the first line of a new one, and the way of a
 * deleted one into `deleted/`. A name that is used again begins with a later second than ever before,
 * so that no offset of the old room fits the new one.
 */
import { join } from "@std/path";
import { firstLine } from "./epoch.ts";
import { type Entry, format, parse } from "./line.ts";
import { type Clock, formatStamp, wholeSeconds } from "../base/clock.ts";
import { foldName } from "../people/names.ts";
import type { Disk } from "../store/disk.ts";
import { appendLine, type SyncPolicy } from "../store/line_file.ts";

/** What the files need from outside. */
export interface RoomFilesOptions {
  /** The data folder, and the place in it where the files are. */
  folder: string;
  place: "rooms" | "direct" | "private";
  disk: Disk;
  clock: Clock;
  sync: SyncPolicy;
  /** What the room in a file is known by; its name folded where nothing is said. */
  keyOf?: (file: string) => string;
  /** Told of a room, by its key, that was moved to `deleted/` or back: its attachments follow. */
  onMoved: (key: string, stamp: string, isBack: boolean) => void;
}

/** What a moved file's name ends with: when it was moved, and a number where that is not enough. */
export const MOVED = /\.\d{8}T\d{6}(-\d+)?\.txt$/;
const DELETED = /^(.+)\.(\d{8}T\d{6})(?:-(\d{1,6}))?\.txt$/;

/** A file in `deleted/` that was a room's. */
export interface DeletedRoom {
  room: string;
  file: string;
  /** When it was deleted, in an order of letters. */
  stamp: string;
}

/** Begins and ends files of rooms. */
export class RoomFiles {
  readonly #options: RoomFilesOptions;

  constructor(options: RoomFilesOptions) {
    this.#options = options;
  }

  /** True where there is no file, or one without a byte as `touch` makes it. */
  isEmpty(room: string): boolean {
    return (this.#options.disk.size(this.#path(room)) ?? 0) === 0;
  }

  /**
   * Writes the first line, of a later second than `after` (when a room began that had the name and has another
   * now), or throws a ChatError `disk` and leaves no file.
   */
  begin(room: string, name: string, after = 0): void {
    const { disk, clock, sync } = this.#options;
    const path = this.#path(room);
    const last = Math.max(after, this.lastBeginning(room));
    const time = Math.max(wholeSeconds(clock.now()), last + 1000);
    const options = { disk, clock, sync: sync === "always" ? "second" : sync } as const;
    try {
      appendLine(path, format({ kind: "created", time, name }), options);
    } catch (error) {
      disk.remove(path);
      throw error;
    }
  }

  /** Moves a room's file into `deleted/`, under a name that is free there, and returns that. */
  moveToDeleted(room: string): string {
    const { folder, disk, clock, onMoved } = this.#options;
    const stamp = formatStamp(clock.now());
    const to = (n: number): string =>
      join(folder, "deleted", `${room}.${stamp}${n === 0 ? "" : `-${n}`}.txt`);
    let n = 0;
    while (disk.exists(to(n))) n++;
    disk.rename(this.#path(room), to(n));
    onMoved(this.#keyOf(room), stampOf(stamp, n), false);
    return to(n);
  }

  /**
   * Writes a last line and gives the file another name; returns where the line starts, or throws a ChatError
   * `disk` where it cannot be written.
   */
  rename(room: string, to: string, entry: Entry): number {
    const { disk, clock, sync } = this.#options;
    const offset = disk.size(this.#path(room)) ?? 0;
    const options = { disk, clock, sync: sync === "always" ? "second" : sync } as const;
    appendLine(this.#path(room), format(entry), options);
    disk.rename(this.#path(room), this.#path(to));
    const torn = (name: string): string => this.#path(name).replace(/\.txt$/, ".torn");
    if (disk.exists(torn(room))) disk.rename(torn(room), torn(to));
    return offset;
  }

  /** Deleted rooms of this place, each as it was deleted last; the latest first. */
  deleted(): DeletedRoom[] {
    const { folder, disk, place } = this.#options;
    const latest = new Map<string, DeletedRoom>();
    for (const file of disk.list(join(folder, "deleted"))) {
      const [, room, stamp, n] = DELETED.exec(file) ?? [];
      if (room === undefined || stamp === undefined) continue;
      // Of all files of rooms only those of everybody's have no "+" in their names.
      if (room.includes("+") !== (place === "private")) continue;
      const found = { room, file, stamp: stampOf(stamp, Number(n ?? 0)) };
      const key = this.#keyOf(room);
      const known = latest.get(key);
      if (known === undefined || known.stamp < found.stamp) latest.set(key, found);
    }
    return [...latest.values()].sort((a, b) => a.stamp < b.stamp ? 1 : -1);
  }

  /** Moves the file of a deleted room back to where it was. */
  moveBack({ room, file, stamp }: DeletedRoom): void {
    const { folder, disk, onMoved } = this.#options;
    disk.rename(join(folder, "deleted", file), this.#path(room));
    onMoved(this.#keyOf(room), stamp, true);
  }

  /** The time of the latest first line among deleted rooms of a name, 0 where there is none. */
  lastBeginning(room: string): number {
    const { folder, disk } = this.#options;
    let last = 0;
    for (const file of disk.list(join(folder, "deleted"))) {
      if (foldName(file.replace(MOVED, "")) !== foldName(room)) continue;
      const look = disk.openToRead(join(folder, "deleted", file));
      if (look === null) continue;
      last = Math.max(last, parse(firstLine(look))?.time ?? 0);
      look.close();
    }
    return last;
  }

  #keyOf(file: string): string {
    return this.#options.keyOf?.(file) ?? foldName(file);
  }

  #path(room: string): string {
    const { folder, place } = this.#options;
    return join(folder, place, `${room}.txt`);
  }
}

function stampOf(time: string, n: number): string {
  return `${time}-${String(n).padStart(6, "0")}`;
}

/** The rooms whose files stand in a folder, by name and unsorted. */
export function roomsIn(disk: Disk, folder: string): string[] {
  return disk.list(folder).filter((file) => file.endsWith(".txt"))
    .map((file) => file.slice(0, -".txt".length));
}
