/**
 * All rooms and everybody connected. The folder is the list: a file `data/rooms/<room>.txt` is a room,
 * whoever put it there; what is made or deleted here is told to everybody at once.
 */
import { join } from "@std/path";
import { Activity } from "./activity.ts";
import { Audience } from "./audience.ts";
import { History } from "./history.ts";
import type { Listener, Member, Turn } from "./listener.ts";
import { Room } from "./room.ts";
import { RoomFiles } from "./room_files.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
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
/** Bytes of history that a start looks through before it serves; the rest follows while serving. */
const AT_START = 16 * 1024 * 1024;

/** The registry of rooms. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #files: RoomFiles;
  readonly #rooms = new Map<string, Room>();
  readonly #lobby: Audience;
  readonly #activity: Activity;
  /** Names of rooms whose files are being moved away. */
  readonly #going = new Set<string>();
  #closed = false;

  constructor(options: RoomsOptions) {
    this.#options = options;
    this.#files = new RoomFiles(options);
    this.#lobby = new Audience(options.turn);
    this.#activity = new Activity(
      options.clock,
      options.turn,
      () => this.#lobby.listeners,
    );
  }

  /** Reads the folder: one room a file. Makes `general` where there is none at all. */
  load(): void {
    const { disk, logger } = this.#options;
    for (const folder of ["rooms", "deleted", "index"]) {
      disk.makeFolder(this.#path(folder));
    }
    for (const file of disk.list(this.#path("rooms")).sort()) {
      if (!file.endsWith(".txt")) continue;
      try {
        this.#take(file.slice(0, -".txt".length));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        logger.warn(
          `Cannot show ${this.#path("rooms", file)} as a room: ${why}`,
        );
      }
    }
    if (this.#rooms.size === 0) this.create("general", { name: "Plaintalk" });
    this.#lookThrough();
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
      throw new ChatError(
        "busy",
        `The old room "${name}" is just being moved away`,
        { wait: 500 },
      );
    }
    if (this.#rooms.size >= MOST) {
      throw new ChatError(
        "too_many",
        `Cannot make another room: there are ${MOST} already`,
      );
    }
    const path = this.#path("rooms", `${name}.txt`);
    if (this.#options.disk.exists(path)) {
      throw new ChatError(
        "exists",
        `There is a file for a room "${name}" already`,
      );
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
    const { disk, cleanEnd, logger } = this.#options;
    const path = this.#path("rooms", `${name}.txt`);
    const mended = mendTail(disk, path, cleanEnd);
    if (typeof mended === "object") {
      const { torn, bytes } = mended;
      logger.warn(`The last line of ${path} was torn; moved to ${torn}`, { bytes });
    }
    if (this.#files.isEmpty(name)) this.#files.begin(name, "Plaintalk");
    this.#open(name);
  }

  #open(name: string): Room {
    const { disk, clock, turn, sync, recent, logger } = this.#options;
    const key = foldName(name);
    const history = new History(this.#path("rooms", `${name}.txt`), {
      disk,
      clock,
      sync,
      recent,
      index: this.#path("index", name),
      onTrouble: (what, error) =>
        logger.warn(what, {
          room: name,
          error: error instanceof Error ? error.message : "",
        }),
    });
    const onSaid = (said: Room): void => this.#activity.said(said);
    const room = new Room(name, key, history, { clock, turn, recent, onSaid });
    this.#rooms.set(key, room);
    return room;
  }

  /** Small files are looked through before the first page is served, large ones while serving. */
  #lookThrough(): void {
    let seen = 0;
    const later: Room[] = [];
    const rooms = [...this.#rooms.values()].sort((a, b) => a.history.unseen - b.history.unseen);
    for (const room of rooms) {
      seen += room.history.unseen;
      if (seen <= AT_START) room.history.catchUpNow();
      else later.push(room);
    }
    if (later.length > 0) void this.#lookThroughLater(later);
  }

  async #lookThroughLater(rooms: Room[]): Promise<void> {
    const { clock, logger } = this.#options;
    for (const room of rooms) {
      // A turn of the event loop between two steps: people are served while this goes on.
      await room.history.catchUp(() => new Promise((go) => clock.after(0, go)));
      if (this.#closed) return;
      const { unfit } = room.history;
      if (unfit > 0) {
        logger.warn("Lines that fit nothing are kept but not shown", {
          room: room.name,
          lines: unfit,
        });
      }
    }
  }

  #path(...parts: string[]): string {
    return join(this.#options.folder, ...parts);
  }
}
