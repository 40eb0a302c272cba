/**
 * Private rooms whose files move: to another name, and to `deleted/`. A room is two files, and its history
 * goes first: wherever a crash stops that, the `.members` follow at the next start. Its invariant: while the
 * files move nobody writes there, and where they could not be moved the room is there as it was.
 */
import { join } from "@std/path";
import type { OpenRoom } from "./membership.ts";
import { parsePrivateFile, privateFileOf } from "./private_key.ts";
import { renamedEntry } from "../room_settings/room_moves.ts";
import type { RoomFolder } from "../room_folder.ts";
import type { RoomsOptions } from "../room_options.ts";
import type { Activity } from "../../delivery/activity.ts";
import type { Connection, Member } from "../../delivery/connection.ts";
import { ChatError } from "../../base/errors.ts";
import type { Event } from "../../protocol.ts";
import type { Disk } from "../../store/disk.ts";
import type { Room } from "../room.ts";

/** A room, who is in it, and what its files are called without their endings. */
export interface PrivateRoom extends OpenRoom {
  file: string;
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
  connectionsOf: (room: Room) => Connection[];
}

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
    if (!this.#moving.has(key)) return;
    throw new ChatError("busy", "This room is just being renamed: try again", {
      wait: 500,
    });
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
    await this.#syncFolders("private");
  }

  /** Moves a room's files to `deleted/` and forgets it. */
  async retire({ room, file }: PrivateRoom): Promise<void> {
    const { disk, opened, open, activity, roomFolder, onGone } = this.#options;
    opened.delete(room.key);
    try {
      await room.close();
      const to = roomFolder.moveToDeleted(file);
      disk.rename(this.#pathOf(file), to.replace(/\.txt$/, ".members"));
    } catch (cause) {
      // Where it could not be moved it is still there, and so it stays a room.
      open(room.title, room.key);
      throw new ChatError(
        "disk",
        "Cannot delete this room: its file cannot be moved",
        { cause },
      );
    }
    activity.forget(room);
    onGone(room.key);
    await this.#syncFolders("private", "deleted");
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

  async #syncFolders(...names: string[]): Promise<void> {
    const { disk, folder } = this.#options;
    for (const name of names) await disk.syncFolder(join(folder, name));
  }
}

/** A crash may have stopped a room on its way to another name: its members follow the history. */
export function joinHalves(disk: Disk, data: string): void {
  const folder = join(data, "private");
  const all = new Set(disk.list(folder));
  const histories = new Map<string, string>();
  for (const name of all) {
    const file = name.endsWith(".txt") ? name.slice(0, -".txt".length) : "";
    const found = parsePrivateFile(file);
    if (found !== null && !all.has(`${file}.members`)) {
      histories.set(found.key, file);
    }
  }
  if (histories.size === 0) return;
  for (const name of all) {
    const file = name.endsWith(".members") ? name.slice(0, -".members".length) : "";
    const now = histories.get(parsePrivateFile(file)?.key ?? "");
    if (now === undefined || all.has(`${file}.txt`)) continue;
    disk.rename(join(folder, name), join(folder, `${now}.members`));
  }
}
