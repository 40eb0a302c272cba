/**
 * A folder of histories, and the rooms they are: opens, mends and begins files, and notices when
 * somebody else changed one while we run. Knows no list of rooms and nobody who hears of them.
 */
import { join } from "@std/path";
import { History } from "../history/history.ts";
import type { Entry } from "../history/line.ts";
import { KeyLog } from "../dedup/key_log.ts";
import { Room } from "./room.ts";
import { RoomFiles, type RoomFilesOptions, roomsIn } from "../history/room_files.ts";
import type { GroupCalls } from "./room_settings/group_calls.ts";
import type { RoomIdentity } from "./room_options.ts";
import type { TickScheduler } from "../delivery/scheduler.ts";
import type { Clock } from "../base/clock.ts";
import { reasonOf } from "../base/errors.ts";
import type { Logger } from "../base/logger.ts";
import type { Slices } from "../base/time_slices.ts";
import type { Event, Message } from "../protocol.ts";
import type { Disk } from "../store/disk.ts";
import type { SyncPolicy } from "../store/line_file.ts";
import type { SyncPacer } from "../store/sync_pacer.ts";
import { mendTail } from "../store/tail.ts";

/** What a shelf needs from outside. */
export interface RoomFolderOptions {
  /** The data folder, and the place in it where the files are. */
  folder: string;
  place: RoomFilesOptions["place"];
  disk: Disk;
  clock: Clock;
  scheduler: TickScheduler;
  logger: Logger;
  sync: SyncPolicy;
  syncs: SyncPacer;
  recent: number;
  /** False when the last run ended without letting go of the data folder. */
  cleanShutdown: boolean;
  slices: Slices;
  /** What the room in a file is known by; its name folded where nothing is said. */
  keyOf?: (file: string) => string;
  /** Takes a room's file from the disk whose message was erased. */
  dropFile: (id: string, room: string) => void;
  /** Told of a room, by its key, that was moved to `deleted/` or back, and when it was deleted. */
  onMoved: (key: string, stamp: string, isBack: boolean) => void;
  groupCalls: GroupCalls;
  /** Told when something was said and is in the file. */
  onSaid: (room: Room, message: Message) => void;
  /** Told when words that were there are others, or gone. */
  onAmended?: (room: Room) => void;
  /** Tells everybody who has a room in their list. */
  tellAll?: (room: Room, event: Event) => void;
  /** The key that a room has now which had another one. */
  keyNow?: (key: string) => string;
}

/** One folder of histories. */
export class RoomFolder {
  readonly files: RoomFiles;
  readonly #options: RoomFolderOptions;
  #started = false;
  /** Files of the start that are not mended yet: what is torn in them is no line of somebody's. */
  readonly #unmended = new Set<string>();

  constructor(options: RoomFolderOptions) {
    this.#options = options;
    this.files = new RoomFiles(options);
    options.disk.makeFolder(this.#path());
  }

  /** Names of files, without their ending, in order. */
  list(): string[] {
    return roomsIn(this.#options.disk, this.#path()).sort();
  }

  /** The same at a start: each file will be opened in time, and is mended then. */
  expect(): string[] {
    const files = this.list();
    for (const file of files) this.#unmended.add(file);
    return files;
  }

  /** Where a file lies. */
  pathOf(file: string): string {
    return this.#path(`${file}.txt`);
  }

  /** True where there is such a file. */
  has(file: string): boolean {
    return this.#options.disk.exists(this.pathOf(file));
  }

  /** Everything that was there at the start has been mended: what breaks from now on is somebody's. */
  start(): void {
    this.#started = true;
  }

  /** The room in a file, mended first. */
  openMended(file: string, naming: RoomIdentity): Room {
    this.mend(file);
    return this.open(file, naming);
  }

  /** The room in a file that is there. */
  open(file: string, naming: RoomIdentity): Room {
    const { disk, clock, scheduler, recent, onSaid, onAmended, tellAll, keyNow, groupCalls } = this
      .#options;
    const path = join(this.#index(file), "refs");
    const refs = new KeyLog({ disk, path, onTrouble: this.troubleIn(file) });
    return new Room(naming, this.#read(file, naming, refs), {
      clock,
      scheduler,
      recent,
      refs,
      groupCalls,
      onSaid,
      ...(onAmended ? { onAmended } : {}),
      ...(tellAll ? { tellAll } : {}),
      ...(keyNow ? { keyNow } : {}),
    });
  }

  /** Makes the file one that ends with a whole line and has a first one. */
  mend(file: string): void {
    const { disk, cleanShutdown, logger } = this.#options;
    const path = this.pathOf(file);
    // At a start it was in the list: a disk that is not mounted is no room that is new.
    if ((!this.#started || this.#unmended.has(file)) && !this.has(file)) {
      throw new Error("it is a link to a file that is not there");
    }
    try {
      const isWhole = cleanShutdown || (this.#started && !this.#unmended.has(file));
      const mended = mendTail(disk, path, isWhole);
      this.#unmended.delete(file);
      if (typeof mended === "object") {
        const { torn, bytes } = mended;
        logger.warn(`The last line of ${path} was torn; moved to ${torn}`, { bytes });
      }
    } catch (error) {
      if (!this.#started) this.#unmended.add(file);
      // A full disk, say: it is read up to its last whole line, and looked at again until it is mended.
      logger.warn(`Cannot mend the last line of ${path}; only reading goes on there`, {
        error: reasonOf(error),
      });
    }
    if (this.files.isEmpty(file)) this.files.begin(file, "Plaintalk");
  }

  /** Moves the file to `deleted/` and forgets what was derived from it; returns where it lies now. */
  moveToDeleted(file: string): string {
    const to = this.files.moveToDeleted(file);
    this.#options.disk.remove(this.#index(file));
    return to;
  }

  /** Gives the file another name, and what lies beside it; returns where its last line starts, which says so. */
  rename(file: string, to: string, entry: Entry): number {
    const offset = this.files.rename(file, to, entry);
    const { disk } = this.#options;
    if (this.#index(file) === this.#index(to)) return offset;
    try {
      disk.remove(this.#index(to));
      if (disk.list(this.#index(file)).length + disk.folders(this.#index(file)).length > 0) {
        disk.rename(this.#index(file), this.#index(to));
      }
    } catch (error) {
      // It is made again.
      this.troubleIn(to)("Cannot move the index of a room", error);
    }
    return offset;
  }

  /** Files may be edited, moved away or restored while we run: what is there then is the room. */
  checkForChanges(file: string, room: Room): void {
    const { logger, scheduler } = this.#options;
    try {
      if (!room.history.isChanged) {
        // An index that lost something, or could not be written, is made good while people are served.
        if (room.history.unseen > 0) void room.history.catchUp();
        if (room.audience.size === 0) void room.rest();
        return;
      }
      const news = room.history.takeExternal();
      if (news !== null) {
        room.tellExternal(news);
        return;
      }
      const before = room.settings.info;
      room.history.reopen(() => this.mend(file));
      void room.history.catchUp().then(() => {
        // Behind the history that took the place of all that people had.
        scheduler.flushNow();
        room.settings.tellChanges(before);
      });
      logger.warn("A history was changed by somebody else; reading it anew", { room: file });
    } catch (error) {
      logger.warn("Cannot look at a history", { room: file, error: reasonOf(error) });
    }
  }

  #read(file: string, { key, circle }: RoomIdentity, refs: KeyLog): History {
    const { disk, clock, sync, syncs, recent, slices, scheduler, dropFile, groupCalls } =
      this.#options;
    return new History(this.pathOf(file), {
      disk,
      clock,
      sync,
      syncs,
      recent,
      slices,
      index: this.#index(file),
      schedule: (flush) => scheduler.scheduleWrite(flush),
      beforeWrite: () => refs.flush(),
      callsOf: (message, origin) => groupCalls.of(message, origin, circle),
      dropFile: (id) => dropFile(id, key),
      onTrouble: this.troubleIn(file),
    });
  }

  /** Where trouble with a file is told. */
  troubleIn(room: string): (what: string, error: unknown) => void {
    return (what, error) => {
      this.#options.logger.warn(what, { room, error: reasonOf(error) });
    };
  }

  /** No room's name begins with "@" or "+": what is not everybody's has a place of its own among the others. */
  #index(file: string): string {
    const { folder, place } = this.#options;
    const named = { rooms: file, direct: `@${file}`, private: file.slice(file.indexOf("+")) };
    return join(folder, "index", named[place]);
  }

  #path(...parts: string[]): string {
    return join(this.#options.folder, this.#options.place, ...parts);
  }
}
