/**
 * Everybody's rooms by key. A file is opened when somebody asks for its room, and otherwise one after
 * another, so that a chat of fifty thousand rooms has its door open before its files are.
 */
import type { Room } from "./room.ts";
import type { RoomFolder } from "./room_folder.ts";
import { ChatError, reasonOf } from "../base/errors.ts";
import type { Logger } from "../base/logger.ts";
import { foldName, roomName } from "../people/names.ts";
import { troubleUnder } from "../store/disk_trouble.ts";

/** Most rooms there can be. */
const MAX_ROOMS = 5000;

/** What a register needs. */
export interface RoomRegistryOptions {
  roomFolder: RoomFolder;
  logger: Logger;
  /** Told of a file that turned out to be no room; the others go on. */
  onNone: () => void;
}

/** The rooms of a folder. */
export class RoomRegistry {
  readonly #options: RoomRegistryOptions;
  readonly #rooms = new Map<string, Room>();
  /** Names whose files were not opened yet, by key. */
  readonly #waiting = new Map<string, string>();
  /** Keys of rooms whose files are being moved away. */
  readonly #going = new Set<string>();
  #failed: unknown = null;

  constructor(options: RoomRegistryOptions) {
    this.#options = options;
  }

  /** Rooms that there are, opened or not. */
  get size(): number {
    return this.#rooms.size + this.#waiting.size;
  }

  /** Those that were not opened yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Why the disk refused the first file that it refused; null where it did not. */
  get failed(): unknown {
    return this.#failed;
  }

  /** Takes in the files that are there, to be opened later. */
  load(): void {
    for (const name of this.#options.roomFolder.expect()) {
      try {
        if (roomName(name) !== name) throw new Error("its name is not written the way names are");
        if (this.has(foldName(name))) throw new Error("another room has the same name");
        this.#waiting.set(foldName(name), name);
      } catch (error) {
        this.#isNone(name, error);
      }
    }
  }

  has(key: string): boolean {
    return this.#rooms.has(key) || this.#waiting.has(key);
  }

  get(key: string): Room | undefined {
    return this.#rooms.get(key) ?? this.#take(key);
  }

  set(room: Room): void {
    this.#waiting.delete(room.key);
    this.#rooms.set(room.key, room);
  }

  /** The file of a room is on its way out: the room is gone, and its name not free until `movedAway`. */
  moveAway(key: string): void {
    this.#waiting.delete(key);
    this.#rooms.delete(key);
    this.#going.add(key);
  }

  movedAway(key: string): void {
    this.#going.delete(key);
  }

  /** Throws a ChatError where no room can begin under a name. */
  mustBeFree(name: string): void {
    const key = foldName(name);
    if (this.has(key) || this.#options.roomFolder.has(name)) {
      throw new ChatError("exists", `There is a room "${name}" already: choose another name`);
    }
    if (this.#going.has(key)) {
      throw new ChatError("busy", `The old room "${name}" is just being moved away`, { wait: 500 });
    }
    if (this.size >= MAX_ROOMS) {
      throw new ChatError("too_many", `Cannot make another room: there are ${MAX_ROOMS} already`);
    }
  }

  /** The rooms whose files were opened. */
  opened(): IterableIterator<Room> {
    return this.#rooms.values();
  }

  /** Every name, with its key. */
  names(): { name: string; key: string }[] {
    return [
      ...[...this.#rooms.values()].map(({ name, key }) => ({ name, key })),
      ...[...this.#waiting].map(([key, name]) => ({ name, key })),
    ];
  }

  /** Opens one that waits: its room, undefined for a file that is none; null where nothing waits. */
  openNext(): Room | undefined | null {
    for (const key of this.#waiting.keys()) return this.#take(key);
    return null;
  }

  #take(key: string): Room | undefined {
    const name = this.#waiting.get(key);
    if (name === undefined) return undefined;
    this.#waiting.delete(key);
    try {
      const room = this.#options.roomFolder.openMended(name, { name, key });
      this.#rooms.set(key, room);
      return room;
    } catch (error) {
      this.#isNone(name, error);
      return undefined;
    }
  }

  #isNone(name: string, error: unknown): void {
    if (troubleUnder(error) !== null) this.#failed ??= error;
    this.#options.onNone();
    const { roomFolder, logger } = this.#options;
    logger.warn(`Cannot show ${roomFolder.pathOf(name)} as a room: ${reasonOf(error)}`);
  }
}
