/**
 * All rooms and everybody connected. The folder is the list: a file `data/rooms/<room>.txt` is a room,
 * whoever put it there; what is made or deleted here is told to everybody at once.
 */
import { join } from "@std/path";
import { Activity } from "./activity.ts";
import { Audience } from "./audience.ts";
import { History } from "./history.ts";
import { lookThrough } from "./look_through.ts";
import type { Listener, Member, Turn } from "./listener.ts";
import { Room } from "./room.ts";
import { RoomFiles } from "./room_files.ts";
import type { Clock, Timer } from "../base/clock.ts";
import { ChatError, reasonOf } from "../base/errors.ts";
import type { Logger } from "../base/logger.ts";
import { foldName, roomName } from "../people/names.ts";
import type { Person, RoomInfo } from "../protocol.ts";
import type { Disk } from "../store/disk.ts";
import type { SyncPolicy } from "../store/line_file.ts";
import { mendTail } from "../store/tail.ts";

/** What the rooms need from outside. */
export interface RoomsOptions {
  folder: string;
  disk: Disk;
  clock: Clock;
  turn: Turn;
  logger: Logger;
  sync: SyncPolicy;
  recent: number;
  /** False when the last run ended without letting go of the data folder. */
  cleanEnd: boolean;
}

/** Most rooms there can be. */
const MOST = 5000;
/** How often it is looked whether somebody changed a room's file, in milliseconds. */
const LOOK_EVERY = 2000;

/** The registry of rooms. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #files: RoomFiles;
  readonly #rooms = new Map<string, Room>();
  readonly #lobby: Audience;
  readonly #activity: Activity;
  /** Names of rooms whose files are being moved away. */
  readonly #going = new Set<string>();
  #looking: Timer | null = null;
  #closed = false;

  constructor(options: RoomsOptions) {
    this.#options = options;
    this.#files = new RoomFiles(options);
    this.#lobby = new Audience(options.turn);
    this.#activity = new Activity(options.clock, options.turn, () => this.#lobby.listeners);
  }

  /** Reads the folder: one room a file. Makes `general` where there is none at all. */
  load(): void {
    const { disk, logger, clock } = this.#options;
    for (const folder of ["rooms", "deleted", "index"]) {
      disk.makeFolder(this.#path(folder));
    }
    for (const file of disk.list(this.#path("rooms")).sort()) {
      if (!file.endsWith(".txt")) continue;
      try {
        this.#take(file.slice(0, -".txt".length));
      } catch (error) {
        logger.warn(`Cannot show ${this.#path("rooms", file)} as a room: ${reasonOf(error)}`);
      }
    }
    if (this.#rooms.size === 0) this.create("general", { name: "Plaintalk" });
    lookThrough([...this.#rooms.values()], { clock, logger, isOver: () => this.#closed });
    this.#looking = clock.every(LOOK_EVERY, () => this.#lookForChanges());
  }

  /** Lines that fit nothing, by room, as far as the files have been looked through. */
  get unfit(): { room: string; lines: number }[] {
    return [...this.#rooms.values()]
      .map((room) => ({ room: room.name, lines: room.history.unfit }))
      .filter(({ lines }) => lines > 0);
  }

  /** Everybody connected. */
  get people(): Person[] {
    return this.#lobby.people;
  }

  get connections(): number {
    return this.#lobby.listeners.size;
  }

  /** The rooms by name. */
  list(): RoomInfo[] {
    return [...this.#rooms.values()].map((room) => room.info())
      .sort((a, b) => a.room < b.room ? -1 : 1);
  }

  /** The room of that name, or a ChatError `not_found`. */
  get(name: string): Room {
    const room = this.#rooms.get(foldName(name));
    if (room === undefined) {
      throw new ChatError("not_found", `Cannot find a room named "${name}"`);
    }
    return room;
  }

  /** Makes a room and tells everybody. */
  create(name: string, by: { name: string }): Room {
    const key = foldName(name);
    if (this.#rooms.has(key)) {
      throw new ChatError("exists", `There is a room "${name}" already`);
    }
    if (this.#going.has(key)) {
      throw new ChatError("busy", `The old room "${name}" is just being moved away`, { wait: 500 });
    }
    if (this.#rooms.size >= MOST) {
      throw new ChatError("too_many", `Cannot make another room: there are ${MOST} already`);
    }
    const path = this.#path("rooms", `${name}.txt`);
    if (this.#options.disk.exists(path)) {
      throw new ChatError("exists", `There is a file for a room "${name}" already`);
    }
    this.#files.begin(name, by.name);
    const room = this.#open(name);
    room.history.catchUpNow();
    const { epoch, end } = room.history;
    this.#lobby.publish({
      type: "room_created",
      room: name,
      by: by.name,
      epoch,
      end,
    });
    return room;
  }

  /** Moves a room's file to `deleted/` and tells everybody. */
  async delete(name: string, by: Member): Promise<void> {
    const { disk } = this.#options;
    const room = this.get(name);
    this.#rooms.delete(room.key);
    this.#going.add(room.key);
    try {
      await room.close();
      this.#files.moveAway(room.name);
      disk.remove(this.#path("index", room.name));
    } catch (cause) {
      // Where it could not be moved it is still there, and so it stays a room.
      this.#open(room.name);
      throw new ChatError(
        "disk",
        `Cannot delete the room "${name}": its file cannot be moved`,
        {
          cause,
        },
      );
    } finally {
      this.#going.delete(room.key);
    }
    for (const listener of room.audience.listeners) {
      listener.joined.delete(room.key);
    }
    this.#activity.forget(room);
    this.#lobby.publish({ type: "room_deleted", room: room.name, by: by.name });
    await disk.syncFolder(this.#path("rooms"));
    await disk.syncFolder(this.#path("deleted"));
  }

  /** The session that speaks under a name now, or null where the name is free. */
  sessionOf(key: string): string | null {
    for (const listener of this.#lobby.listeners) {
      if (listener.member.key === key) return listener.member.session;
    }
    return null;
  }

  /** Adds a connection to those who hear of rooms. */
  enter(listener: Listener): void {
    this.#lobby.add(listener);
  }

  /** Removes a connection from everywhere; doing it twice is harmless. */
  exit(listener: Listener): void {
    for (const key of [...listener.joined]) {
      this.#rooms.get(key)?.drop(listener);
    }
    if (this.#lobby.remove(listener)) this.#lobby.forget(listener.member.key);
  }

  /** Tells everybody something at once. */
  tellAll(event: { type: "restarting" }): void {
    this.#lobby.publish(event);
    this.#options.turn.end();
  }

  /** Everybody connected, to be sent away. */
  get listeners(): ReadonlySet<Listener> {
    return this.#lobby.listeners;
  }

  /** Writes what waits and lets go of every file. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#looking?.cancel();
    this.#activity.close();
    for (const room of this.#rooms.values()) await room.close();
  }

  #take(name: string): void {
    if (roomName(name) !== name) {
      throw new Error("its name is not written the way names are");
    }
    if (this.#rooms.has(foldName(name))) {
      throw new Error("another room has the same name");
    }
    this.#mend(name);
    this.#open(name);
  }

  /** Makes the file one that ends with a whole line and has a first one. */
  #mend(name: string): void {
    const { disk, cleanEnd, logger } = this.#options;
    const path = this.#path("rooms", `${name}.txt`);
    // Whoever changes a file while we run has finished with it.
    const mended = mendTail(disk, path, cleanEnd || this.#looking !== null);
    if (typeof mended === "object") {
      const { torn, bytes } = mended;
      logger.warn(`The last line of ${path} was torn; moved to ${torn}`, { bytes });
    }
    if (this.#files.isEmpty(name)) this.#files.begin(name, "Plaintalk");
  }

  #open(name: string): Room {
    const { disk, clock, turn, recent } = this.#options;
    const key = foldName(name);
    const onSaid = (said: Room): void => this.#activity.said(said);
    const onTrouble = this.#troubleIn(name);
    const refs = this.#path("index", name, "refs");
    const room = new Room(name, key, this.#read(name), {
      disk,
      clock,
      turn,
      recent,
      refs,
      onSaid,
      onTrouble,
    });
    this.#rooms.set(key, room);
    return room;
  }

  #read(name: string): History {
    const { disk, clock, sync, recent } = this.#options;
    return new History(this.#path("rooms", `${name}.txt`), {
      disk,
      clock,
      sync,
      recent,
      index: this.#path("index", name),
      onTrouble: this.#troubleIn(name),
    });
  }

  #troubleIn(room: string): (what: string, error: unknown) => void {
    return (what, error) => {
      this.#options.logger.warn(what, { room, error: reasonOf(error) });
    };
  }

  /** Files may be edited, moved away or restored while we run: what is there then is the room. */
  #lookForChanges(): void {
    for (const room of this.#rooms.values()) {
      try {
        if (!room.history.isChanged) {
          if (room.audience.size === 0) void room.rest();
          continue;
        }
        void room.history.close().catch(() => {});
        this.#mend(room.name);
        room.renew(this.#read(room.name));
        room.history.catchUpNow();
        this.#options.logger.warn("A history was changed by somebody else; reading it anew", {
          room: room.name,
        });
      } catch (error) {
        const why = reasonOf(error);
        this.#options.logger.warn("Cannot look at a history", { room: room.name, error: why });
      }
    }
  }

  #path(...parts: string[]): string {
    return join(this.#options.folder, ...parts);
  }
}
