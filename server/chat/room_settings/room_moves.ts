/**
 * Rooms whose files move: to `deleted/` and back, or to another name. Its invariant: while a file moves its
 * room is nobody's, and where it could not be moved the room is there as it was.
 */
import { join } from "@std/path";
import type { FormerNames } from "./former_names.ts";
import { type Clock, wholeSeconds } from "../../base/clock.ts";
import { ChatError } from "../../base/errors.ts";
import type { Activity } from "../../delivery/activity.ts";
import type { Member } from "../../delivery/connection.ts";
import type { TickScheduler } from "../../delivery/scheduler.ts";
import { isUnmistakable } from "../../history/line.ts";
import type { RoomEntry } from "../../history/room_entry.ts";
import type { DeletedRoom } from "../../history/room_files.ts";
import { foldName } from "../../people/names.ts";
import type { Disk } from "../../store/disk.ts";
import type { Lobby } from "../lobby.ts";
import type { Room } from "../room.ts";
import type { RoomFolder } from "../room_folder.ts";
import type { RoomList } from "../room_list.ts";
import type { Ownership } from "../room_ownership.ts";
import type { RoomRegistry } from "../room_registry.ts";

/** What moving rooms needs from outside. */
export interface RoomMovesOptions {
  folder: string;
  disk: Disk;
  clock: Clock;
  lobby: Lobby;
  scheduler: TickScheduler;
  roomFolder: RoomFolder;
  rooms: RoomRegistry;
  list: RoomList;
  ownership: Ownership;
  activity: Activity;
  former: FormerNames;
  /** Opens a room whose file is there. */
  open: (name: string) => Room;
  /** Opens one whose file has just come, and tells everybody. */
  begin: (name: string, by: string) => Room;
  /** A room has another key: what is kept under the old one follows. */
  onRenamed: (from: string, to: string) => void;
  /** A room is no more. */
  onGone: (key: string) => void;
  onTrouble: (what: string, error: unknown) => void;
}

/** Moves files of rooms. */
export class RoomMoves {
  readonly #options: RoomMovesOptions;
  /** Keys of rooms that get another name, and of these names. */
  readonly #renaming = new Set<string>();

  constructor(options: RoomMovesOptions) {
    this.#options = options;
  }

  /** Throws a ChatError `busy` while the room of that key gets another name. */
  mustBeStill(key: string): void {
    mustBeStill(this.#renaming, key);
  }

  /**
   * Another room takes a name: what is still kept under it for the room that had it goes to that. Returns when
   * that one began, so that the other begins later and has another epoch; 0 where there was none.
   */
  takeName(name: string): number {
    const { former, rooms, roomFolder, onRenamed, onTrouble } = this.#options;
    const key = foldName(name);
    const heir = former.nameBehind(name);
    if (heir === null) return 0;
    const room = rooms.get(foldName(heir));
    if (room !== undefined) onRenamed(key, room.key);
    former.take(name).catch((error) => onTrouble("Cannot write the former names", error));
    return Math.max(room?.history.maker?.time ?? 0, roomFolder.files.lastBeginning(heir));
  }

  /** Rooms that were deleted and can be restored, the latest first. */
  get deleted(): DeletedRoom[] {
    const { roomFolder, rooms } = this.#options;
    return roomFolder.files.deleted().filter(({ room }) => !rooms.has(foldName(room)));
  }

  /** Moves a room's file to `deleted/` and tells everybody. */
  async delete(room: Room, by: Member): Promise<void> {
    const { ownership, rooms, list, roomFolder, open, activity, lobby, onGone } = this.#options;
    ownership.mustOwn(room, by, "delete");
    rooms.moveAway(room.key);
    list.changed();
    try {
      await room.close();
      roomFolder.moveToDeleted(room.name);
    } catch (cause) {
      // Where it could not be moved it is still there, and so it stays a room.
      open(room.name);
      const text = `Cannot delete "${room.name}": its file cannot be moved`;
      throw new ChatError("disk", text, { cause });
    } finally {
      rooms.movedAway(room.key);
    }
    for (const connection of room.audience.connections) connection.joined.delete(room.key);
    activity.forget(room);
    lobby.publish({ type: "room_deleted", room: room.name, by: by.name }, room.key);
    onGone(room.key);
    await syncFolders(this.#options, "rooms", "deleted");
  }

  /** Moves the file of the room that was deleted last under a name back, and tells everybody. */
  async restore(name: string, by: Member): Promise<void> {
    const { rooms, roomFolder, begin } = this.#options;
    const found = roomFolder.files.deleted().find(({ room }) => foldName(room) === foldName(name));
    if (found === undefined) {
      throw new ChatError(
        "not_found",
        `Cannot restore "${name}": no room of that name was deleted`,
      );
    }
    rooms.mustBeFree(found.room);
    this.takeName(found.room);
    try {
      roomFolder.files.moveBack(found);
      roomFolder.mend(found.room);
    } catch (cause) {
      throw new ChatError("disk", `Cannot restore "${name}": its file cannot be moved`, { cause });
    }
    begin(found.room, by.name);
    await syncFolders(this.#options, "rooms", "deleted");
  }

  /** Gives a room another name: file, ids, people and what waits go along, and the old name leads to it. */
  async rename(room: Room, to: string, by: Member): Promise<void> {
    const { ownership, list, former, activity, rooms, open, lobby, scheduler, onRenamed } = this
      .#options;
    ownership.mustOwn(room, by, "rename");
    if (to === room.name) return;
    const key = foldName(to);
    this.mustBeStill(key);
    if (key !== room.key) rooms.mustBeFree(to);
    list.mustLookLikeNone(to, room.key);
    const entry = renamedEntry(room, to, by, this.#options.clock);
    const keys = [room.key, key];
    for (const one of keys) this.#renaming.add(one);
    let offset = 0;
    try {
      // Before the file moves: as long as a room has the old name this means nothing.
      if (key !== room.key) await former.add(room.name, to);
      offset = await this.#move(room, to, entry);
    } finally {
      for (const one of keys) this.#renaming.delete(one);
    }
    rooms.moveAway(room.key);
    rooms.movedAway(room.key);
    const now = open(to);
    activity.renamed(room, now);
    // What was told under the old name goes out before anything under the new one.
    lobby.publish({ type: "room_renamed", room: room.name, to, by: by.name }, room.key);
    scheduler.flushNow();
    now.takeOver(room);
    now.settings.tell(entry, offset);
    ownership.renamed(room, now);
    if (key !== room.key) onRenamed(room.key, key);
    void now.history.catchUp();
    await syncFolders(this.#options, "rooms", "deleted");
  }

  async #move(room: Room, to: string, entry: RoomEntry): Promise<number> {
    const { roomFolder, open } = this.#options;
    try {
      await room.close();
      return roomFolder.rename(room.name, to, entry);
    } catch (cause) {
      open(room.name).takeOver(room);
      if (cause instanceof ChatError) throw cause;
      const text = `Cannot rename "${room.name}": its file cannot be moved`;
      throw new ChatError("disk", text, { cause });
    }
  }
}

/** Lets no crash undo that files moved between these parts of the data folder. */
export async function syncFolders(
  { disk, folder }: Pick<RoomMovesOptions, "disk" | "folder">,
  ...names: string[]
): Promise<void> {
  for (const name of names) await disk.syncFolder(join(folder, name));
}

/** Throws a ChatError `busy` for a key that is among those of rooms whose files move. */
export function mustBeStill(moving: ReadonlySet<string>, key: string): void {
  if (!moving.has(key)) return;
  throw new ChatError("busy", "This room is just being renamed: try again", { wait: 500 });
}

/** The line that a room has another name, or a ChatError where it could be read otherwise. */
export function renamedEntry(
  { title, history }: Pick<Room, "title" | "history">,
  to: string,
  by: Member,
  clock: Clock,
): RoomEntry {
  const time = Math.max(wholeSeconds(clock.now()), history.lastTime);
  const entry: RoomEntry = { kind: "renamed", time, name: by.name, to };
  if (isUnmistakable(entry)) return entry;
  throw new ChatError(
    "bad_name",
    `Cannot rename "${title}" to "${to}": in its file that would read as something else`,
  );
}
