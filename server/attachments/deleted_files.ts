/**
 * Attachments of deleted rooms: `files/deleted/<when the room was deleted>.<id>`, each with its line beside
 * it. They count as nobody's and give way, the oldest first, to files that are being sent; what is left is
 * gone after thirty days. Until then they come back with their room.
 */
import { join } from "@std/path";
import { type Clock, formatStamp } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import {
  FILE_ID,
  idBeside,
  parseSidecar,
  PARTS,
  PREVIEW_SUFFIX,
  SIDECAR_SUFFIX,
} from "./sidecar.ts";
import type { Quota } from "./quota.ts";
import { readText } from "../store/text_file.ts";
import { DAY_MS } from "../base/units.ts";
export interface DeletedFilesOptions {
  /** Where the files are that are no deleted room's. */
  folder: string;
  disk: Disk;
  clock: Clock;
  yieldToLoop: () => Promise<void>;
  quota: Quota;
}

/** Days for which the files of a deleted room are kept where nothing needs their place. */
const MAX_KEPT_DAYS = 30;
/** Files looked at between two pauses. */
const FILES_PER_STEP = 50;

/** `20251120T101010-000000.<id>` */
const DELETED_NAME = /^(\d{8}T\d{6}-\d{6})\.(.+)$/;

/** The files of deleted rooms. */
export class DeletedFiles {
  readonly #options: DeletedFilesOptions;
  /** One move after the other: a room may be restored while its files are still being put aside. */
  #last: Promise<void> = Promise.resolve();
  /** Null until they are counted. */
  #bytes: number | null = null;

  constructor(options: DeletedFilesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.disk.makeFolder(this.#path());
  }

  /** Puts the files of a place aside that is gone now; files that come to a place of its name later stay. */
  moveAway(place: string, stamp: string): Promise<void> {
    const { folder, disk } = this.#options;
    const names = disk.list(folder);
    return this.#next(() =>
      this.#move(
        names,
        place,
        (part) => [join(folder, part), this.#path(`${stamp}.${part}`)],
        -1,
      )
    );
  }

  /** Puts the files back that were put aside then. */
  moveBack(place: string, stamp: string): Promise<void> {
    const { folder, disk } = this.#options;
    return this.#next(() => {
      const own = disk.list(this.#path()).filter((name) => name.startsWith(`${stamp}.`));
      const names = own.map((name) => name.slice(stamp.length + 1));
      return this.#move(
        names,
        place,
        (part) => [this.#path(`${stamp}.${part}`), join(folder, part)],
        1,
      );
    });
  }

  /** Bytes of them all. */
  async bytes(): Promise<number> {
    await this.#last;
    this.#bytes ??= this.#names().reduce((sum, name) => sum + this.#size(name), 0);
    return this.#bytes;
  }

  /** Removes the oldest until so many bytes are free; returns how many became free. */
  async giveWay(bytes: number): Promise<number> {
    if (await this.bytes() === 0) return 0;
    let freed = 0;
    for (const name of this.#names()) {
      if (freed >= bytes) break;
      freed += this.#remove(name);
    }
    return freed;
  }

  /** Removes what an owner had sent. */
  dropOwned(owner: string): void {
    for (const name of this.#names()) {
      const file = parseSidecar(
        readText(this.#options.disk, this.#path(name + SIDECAR_SUFFIX)) ?? "",
      );
      if (file?.owner === owner) this.#remove(name);
    }
  }

  /** Removes what was kept long enough. */
  sweep(): void {
    const stamp = formatStamp(this.#options.clock.now() - MAX_KEPT_DAYS * DAY_MS);
    for (const name of this.#names().filter((name) => name < stamp)) this.#remove(name);
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    // A disk that refuses leaves the rest where it is; the next move is another matter.
    this.#last = done.catch(() => {});
    return done;
  }

  /** Moves those of a place; the line goes last, so that what has one has its file beside it or moved. */
  async #move(
    names: string[],
    place: string,
    way: (part: string) => [string, string],
    sign: 1 | -1,
  ): Promise<void> {
    const { disk, yieldToLoop, quota } = this.#options;
    await quota.settled();
    let looked = 0;
    for (const name of names) {
      const id = idBeside(name);
      if (id === null) continue;
      const file = parseSidecar(readText(disk, way(name)[0]) ?? "");
      if (file?.place === place) {
        const size = file.size + (disk.size(way(id + PREVIEW_SUFFIX)[0]) ?? 0);
        for (const ending of PARTS.toReversed()) {
          const [from, to] = way(id + ending);
          if (disk.exists(from)) disk.rename(from, to);
        }
        quota.add(file.owner, sign * size);
        if (this.#bytes !== null) this.#bytes -= sign * size;
      }
      if (++looked % FILES_PER_STEP === 0) await yieldToLoop();
    }
  }

  /** All that have a name of ours, the oldest first. */
  #names(): string[] {
    const names = this.#options.disk.list(this.#path());
    return names.filter((name) => FILE_ID.test(DELETED_NAME.exec(name)?.[2] ?? "")).sort();
  }

  #size(name: string): number {
    const { disk } = this.#options;
    const preview = disk.size(this.#path(name + PREVIEW_SUFFIX)) ?? 0;
    return (disk.size(this.#path(name)) ?? 0) + preview;
  }

  /** Returns how many bytes it had. */
  #remove(name: string): number {
    const { disk } = this.#options;
    const size = this.#size(name);
    for (const ending of PARTS.toReversed()) disk.remove(this.#path(name + ending));
    if (this.#bytes !== null) this.#bytes -= size;
    return size;
  }

  #path(...parts: string[]): string {
    return join(this.#options.folder, "deleted", ...parts);
  }
}
