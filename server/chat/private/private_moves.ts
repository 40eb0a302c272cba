/**
 * Private rooms whose files move: to another name, to `deleted/` and back. A room is two files: wherever a
 * crash stops them, the `.members` follow the history at the next start. Its invariant: while the
 * files move nobody writes there, and where they could not be moved the room is there as it was.
 */
import { join } from "@std/path";
import type { OpenRoom } from "./membership.ts";
import type { MemberList } from "./member_list.ts";
import { parsePrivateFile, privateFileOf } from "./private_key.ts";
import { mustBeStill, renamedEntry, syncFolders } from "../room_settings/room_moves.ts";
import type { RoomFolder } from "../room_folder.ts";
import type { RoomsOptions } from "../room_options.ts";
import type { Activity } from "../../delivery/activity.ts";
import type { Connection, Member } from "../../delivery/connection.ts";
import { ChatError } from "../../base/errors.ts";
import { type DeletedRoom, MOVED } from "../../history/room_files.ts";
import type { Event } from "../../protocol.ts";
import type { Disk } from "../../store/disk.ts";
import type { Room } from "../room.ts";

/** A room, who is in it, and what its files are called without their endings. */
export interface PrivateRoom extends OpenRoom {
  file: string;
}

/** A room that was deleted: what people called it, and what it is known by. */
export interface DeletedPrivateRoom extends DeletedRoom {
  name: string;
  key: string;
}

/** What moving needs from outside. */
export interface PrivateMovesOptions
  extends Pick<RoomsOptions, "disk" | "folder" | "clock" | "scheduler" | "onGone"> {
  roomFolder: RoomFolder;
  activity: Activity;
  /** All that are open, by key. */
  opened: Map<string, PrivateRoom>;
  /** Opens one whose files are there. */
  open: (name: string, key: string) => PrivateRoom;
  /** Who is in a room, by a file of the data folder. */
  listIn: (path: string, name: string, key: string) => MemberList;
  connectionsOf: (room: Room) => Connection[];
}

/** Deleted rooms of which it is looked who made them: the latest. */
const MAX_DELETED_SEEN = 500;

/** Moves the files of private rooms, one thing at a time for each. */
export class PrivateMoves {
  readonly #options: PrivateMovesOptions;
  /** Keys of rooms whose files are on their way. */
  readonly #moving = new Set<string>();

  constructor(options: PrivateMovesOptions) {
    this.#options = options;
  }

  /** Throws a ChatError `busy` while the files of a room move. */
  mustBeStill(key: string): void {
    mustBeStill(this.#moving, key);
  }

  /** Calls a room otherwise: its files have another name then, and nothing that is known of it. */
  async rename(opened: PrivateRoom, to: string, by: Member): Promise<void> {
    const { activity, scheduler, clock, connectionsOf } = this.#options;
    const { room } = opened;
    if (to === room.title) return;
    const entry = renamedEntry(room, to, by, clock);
    let offset = 0;
    const now = await this.#moved(opened, to, (file) => {
      offset = this.#options.roomFolder.rename(opened.file, file, entry);
    });
    activity.renamed(room, now.room);
    // What was told before goes out before anything that is told from now on.
    scheduler.flushNow();
    now.room.takeOver(room);
    const event: Event = {
      type: "room_renamed",
      room: room.name,
      to: room.name,
      name: to,
      by: by.name,
    };
    for (const connection of connectionsOf(now.room)) connection.tell(event);
    now.room.settings.tell(entry, offset);
    void now.room.history.catchUp();
    await syncFolders(this.#options, "private");
  }

  /** Moves a room's files to `deleted/` and forgets it. */
  async retire({ room, file }: PrivateRoom): Promise<void> {
    const { disk, opened, open, activity, roomFolder, onGone } = this.#options;
    opened.delete(room.key);
    try {
      await room.close();
      disk.rename(this.#pathOf(file), membersBeside(roomFolder.moveToDeleted(file)));
    } catch (cause) {
      // Where it could not be moved it is still there, and so it stays a room.
      const moved = roomFolder.files.deleted().find(({ room }) => room === file);
      if (moved !== undefined && !roomFolder.has(file)) roomFolder.files.moveBack(moved);
      open(room.title, room.key);
      throw new ChatError(
        "disk",
        "Cannot delete this room: its file cannot be moved",
        { cause },
      );
    }
    activity.forget(room);
    onGone(room.key);
    await syncFolders(this.#options, "private", "deleted");
  }

  /** Rooms that were deleted and had this maker, the latest first. */
  deletedOf(maker: Pick<Member, "key" | "account">): DeletedPrivateRoom[] {
    const { roomFolder, opened, listIn } = this.#options;
    return roomFolder.files.deleted().slice(0, MAX_DELETED_SEEN).flatMap((deleted) => {
      const found = parsePrivateFile(deleted.room);
      if (found === null || opened.has(found.key)) return [];
      const list = listIn(this.#deleted(deleted.file), found.name, found.key);
      return list.isMaker(maker) ? [{ ...deleted, ...found }] : [];
    });
  }

  /** Moves the files of a deleted room back, and opens it. */
  async restore(deleted: DeletedPrivateRoom): Promise<PrivateRoom> {
    const { disk, open, roomFolder } = this.#options;
    const { room: file, name, key } = deleted;
    const [from, to] = [this.#deleted(deleted.file), this.#pathOf(file)];
    disk.rename(from, to);
    try {
      roomFolder.files.moveBack(deleted);
      roomFolder.mend(file);
    } catch (cause) {
      if (!roomFolder.has(file)) disk.rename(to, from);
      const text = `Cannot restore "${name}": its files cannot be moved`;
      throw new ChatError("disk", text, { cause });
    }
    const opened = open(name, key);
    void opened.room.history.catchUp();
    await syncFolders(this.#options, "private", "deleted");
    return opened;
  }

  /** Both files under another name, and the room in them. */
  async #moved(
    { room, file }: PrivateRoom,
    to: string,
    moveHistory: (file: string) => void,
  ): Promise<PrivateRoom> {
    const { disk, open, roomFolder } = this.#options;
    const next = privateFileOf(to, room.key);
    this.#moving.add(room.key);
    try {
      await room.close();
      moveHistory(next);
      disk.rename(this.#pathOf(file), this.#pathOf(next));
      return open(to, room.key);
    } catch (cause) {
      if (roomFolder.has(next)) {
        disk.rename(roomFolder.pathOf(next), roomFolder.pathOf(file));
      }
      open(room.title, room.key).room.takeOver(room);
      if (cause instanceof ChatError) throw cause;
      const text = `Cannot rename "${room.title}": its files cannot be moved`;
      throw new ChatError("disk", text, { cause });
    } finally {
      this.#moving.delete(room.key);
    }
  }

  #pathOf(file: string): string {
    return join(this.#options.folder, "private", `${file}.members`);
  }

  /** Where the members of a room are whose history has that name in `deleted/`. */
  #deleted(file: string): string {
    return membersBeside(join(this.#options.folder, "deleted", file));
  }
}

function membersBeside(history: string): string {
  return history.replace(/\.txt$/, ".members");
}

/**
 * Members in `private/` whose history lies elsewhere, and the path where it is waiting for them; null where
 * there is none.
 */
export function lostHalves(disk: Disk, data: string): Map<string, string | null> {
  const folder = join(data, "private");
  const all = new Set(disk.list(folder));
  const keys = new Map<string, string>();
  for (const name of all) {
    if (!name.endsWith(".members") || all.has(name.replace(/\.members$/, ".txt"))) continue;
    const key = parsePrivateFile(name.slice(0, -".members".length))?.key;
    if (key !== undefined) keys.set(name, key);
  }
  const lost = new Map<string, string | null>();
  if (keys.size === 0) return lost;
  const waiting = new Map<string, string>();
  const add = (folder: string, name: string, file: string): void => {
    const found = parsePrivateFile(file);
    const members = membersBeside(join(folder, name));
    if (found !== null && !disk.exists(members)) waiting.set(found.key, members);
  };
  const deleted = join(data, "deleted");
  // By name, and so by time: the one that was deleted last counts.
  for (const name of disk.list(deleted).sort()) {
    if (name.endsWith(".txt")) add(deleted, name, name.replace(MOVED, ""));
  }
  for (const name of all) if (name.endsWith(".txt")) add(folder, name, name.slice(0, -4));
  for (const [name, key] of keys) lost.set(name, waiting.get(key) ?? null);
  return lost;
}

/**
 * A crash may have stopped a room on its way to another name, to `deleted/` or back: its members follow
 * the history, which is the room.
 */
export function joinHalves(disk: Disk, data: string): void {
  for (const [name, path] of lostHalves(disk, data)) {
    if (path !== null) disk.rename(join(data, "private", name), path);
  }
}
