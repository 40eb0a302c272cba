/**
 * All rooms. The folder is the list: a file `data/rooms/<room>.txt` is a room,
 * whoever put it there; what is made or deleted here is told to everybody at once. Rooms that are not
 * everybody's are found here and kept by `direct.ts` and `private/`.
 */
import { join } from "@std/path";
import { Activity } from "../delivery/activity.ts";
import { Direct, noSuchRoom, stirPair, tellPair } from "./direct.ts";
import type { Lobby } from "./lobby.ts";
import { PrivateRooms } from "./private/private_rooms.ts";
import { Visits } from "./private/visits.ts";
import type { Connection, Member } from "../delivery/connection.ts";
import { StartupIndexing } from "./startup_indexing.ts";
import { Ownership } from "./room_ownership.ts";
import { RoomRegistry } from "./room_registry.ts";
import type { Room } from "./room.ts";
import { RoomList, type RoomListPage } from "./room_list.ts";
import type { DeletedRoom } from "../history/room_files.ts";
import type { RoomsOptions } from "./room_options.ts";
import { RoomFolder } from "./room_folder.ts";
import { FolderWatch } from "../store/folder_watch.ts";
import { ChatError } from "../base/errors.ts";
import { foldName } from "../people/names.ts";
import type { Message } from "../protocol.ts";

/** The registry of rooms. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #roomFolder: RoomFolder;
  readonly direct: Direct;
  readonly private: PrivateRooms;
  readonly visits: Visits;
  readonly #ownership: Ownership;
  readonly #rooms: RoomRegistry;
  readonly #opening: StartupIndexing;
  readonly #list: RoomList;
  readonly #lobby: Lobby;
  readonly #activity: Activity;
  readonly #watch: FolderWatch;
  #closed = false;

  constructor(options: RoomsOptions) {
    const { clock, scheduler, lobby } = options;
    this.#options = options;
    this.#lobby = lobby;
    this.#ownership = new Ownership(options.claimedAt);
    this.#activity = new Activity(clock, scheduler, this.#lobby, (key) => this.isName(key));
    const onMessage = options.onMessage ?? (() => {});
    const onSaid = (room: Room, message: Message): void => {
      onMessage(room, message);
      this.#activity.said(room, message);
    };
    const onAmended = (room: Room): void => this.#activity.amended(room);
    this.#roomFolder = new RoomFolder({ ...options, place: "rooms", onSaid, onAmended });
    this.direct = new Direct({
      roomFolder: new RoomFolder({
        ...options,
        place: "direct",
        onSaid: (room, message) => {
          onMessage(room, message);
          stirPair(this.#lobby.connections, room);
        },
        onAmended: (room) => stirPair(this.#lobby.connections, room, { amended: true }),
      }),
      ...options,
      onBegun: (room, by) => {
        const { epoch, end } = room.history;
        tellPair(this.#lobby.connections, room, (name) => {
          return { type: "room_created", room: name, by: by.name, epoch, end };
        });
      },
    });
    this.private = new PrivateRooms({ ...options, isName: (key) => this.isName(key) });
    this.visits = new Visits(this.byKey.bind(this), this.#byKey.bind(this));
    const onNone = (): void => this.#list.changed();
    this.#rooms = new RoomRegistry({ ...options, roomFolder: this.#roomFolder, onNone });
    this.#opening = new StartupIndexing({
      ...options,
      register: this.#rooms,
      others: () => [...this.direct.rooms, ...this.private.rooms],
      isOver: () => this.#closed,
    });
    this.#watch = new FolderWatch({ ...options, looks: () => this.#looks() });
    this.#list = new RoomList({
      rooms: this.#rooms,
      ownOf: (member) => this.#ownOf(member),
      byKey: (key) => this.#byKey(key),
      ownership: this.#ownership,
      readMark: options.readMark,
    });
  }

  /** Reads the folder: one room a file. Makes `general` where there is none at all. */
  load(): void {
    const { disk } = this.#options;
    for (const folder of ["deleted", "index"]) disk.makeFolder(this.#path(folder));
    this.#rooms.load();
    this.#opening.begin();
    this.direct.load();
    this.private.load();
    if (this.#rooms.size === 0 && this.#rooms.failed !== null) throw this.#rooms.failed;
    if (this.#rooms.size === 0) this.create("general", { name: "Plaintalk" });
    this.#roomFolder.start();
    this.#opening.goOn();
    this.#watch.start();
  }

  /** Resolves when every room that was there at the start is among the readable ones. */
  get whole(): Promise<void> {
    return this.#opening.whole;
  }

  /** Lines that fit nothing, by room, as far as the files have been looked through. */
  get malformed(): { room: string; lines: number }[] {
    return [...this.#rooms.opened()]
      .map((room) => ({ room: room.name, lines: room.history.malformed }))
      .filter(({ lines }) => lines > 0);
  }

  /** Rooms that are everybody's. */
  get count(): number {
    return this.#rooms.size;
  }

  /** A page of the rooms by name, as a member sees them: those behind `after`, "" for the first. */
  list(member: Member | null, after = ""): RoomListPage {
    return this.#list.page(member, after);
  }

  /** The rooms that a member may read, a stranger's for null; in no order. */
  readable(member: Member | null): Room[] {
    return [...this.#rooms.opened(), ...(member === null ? [] : this.#ownOf(member))]
      .filter((room) => room.isFor(member));
  }

  /**
   * The room of that name from where a member stands, or a ChatError `not_found`. A private
   * conversation is begun by the first who joins it, with `begin`.
   */
  get(name: string, member: Member | null = null, begin = false): Room {
    const room = name.startsWith("@") && member?.only === undefined
      ? this.direct.find(member, name.slice(1), begin)
      : this.byKey(foldName(name), member);
    if (room) return room;
    throw noSuchRoom(name);
  }

  /** Makes a room and tells everybody. */
  create(name: string, by: { name: string; session?: string }): Room {
    this.#rooms.mustBeFree(name);
    this.#list.mustLookLikeNone(name);
    this.#roomFolder.files.begin(name, by.name);
    const room = this.#begin(name, by.name);
    if (by.session !== undefined) this.#ownership.made(room, by.session);
    return room;
  }

  /** Moves the file of the room that was deleted last under a name back, and tells everybody. */
  async restore(name: string, by: Member): Promise<void> {
    const found = this.#roomFolder.files.deleted().find(({ room }) =>
      foldName(room) === foldName(name)
    );
    if (found === undefined) {
      throw new ChatError(
        "not_found",
        `Cannot restore "${name}": no room of that name was deleted`,
      );
    }
    this.#rooms.mustBeFree(found.room);
    try {
      this.#roomFolder.files.moveBack(found);
      this.#roomFolder.mend(found.room);
    } catch (cause) {
      throw new ChatError("disk", `Cannot restore "${name}": its file cannot be moved`, { cause });
    }
    this.#begin(found.room, by.name);
    await this.#syncFolders();
  }

  /** Rooms that were deleted and can be restored, the latest first. */
  get deleted(): DeletedRoom[] {
    return this.#roomFolder.files.deleted().filter(({ room }) => !this.#rooms.has(foldName(room)));
  }

  /** Moves a room's file to `deleted/` and tells everybody. */
  async delete(name: string, by: Member): Promise<void> {
    const room = this.get(name, by);
    this.#ownership.mustOwn(room, by);
    if (room.circle !== null) return await this.private.delete(room, by);
    this.#rooms.moveAway(room.key);
    this.#list.changed();
    try {
      await room.close();
      this.#roomFolder.moveToDeleted(room.name);
    } catch (cause) {
      // Where it could not be moved it is still there, and so it stays a room.
      this.#open(room.name);
      throw new ChatError("disk", `Cannot delete "${name}": its file cannot be moved`, { cause });
    } finally {
      this.#rooms.movedAway(room.key);
    }
    for (const connection of room.audience.connections) connection.joined.delete(room.key);
    this.#activity.forget(room);
    this.#lobby.publish({ type: "room_deleted", room: room.name, by: by.name }, room.key);
    this.#options.onGone(room.key);
    await this.#syncFolders();
  }

  /** True for a name that had private conversations, be it under an account that is gone. */
  hadPrivate(name: string): boolean {
    return this.direct.isOnDisk(name) || this.private.isNamed(name);
  }

  /** True for the folded name of somebody who is here or has an account. */
  isName(key: string): boolean {
    return this.#lobby.isHere(key) || this.#options.accountName(key) !== null;
  }

  /** The room of a key, that a file was sent to say, where a member may be in it; else null. */
  byKey(key: string, member: Member | null): Room | null {
    // A guest of one room alone opens no file of another by asking for it.
    if (member?.only !== undefined && member.only.room !== key) return null;
    const room = this.#byKey(key);
    return room?.isFor(member) === true ? room : null;
  }

  /** Removes a connection from everywhere; doing it twice is harmless. */
  exit(connection: Connection): void {
    for (const key of [...connection.joined]) this.#byKey(key)?.drop(connection);
    this.#lobby.remove(connection);
  }

  /** Writes what waits and lets go of every file. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#watch.close();
    this.#activity.close();
    for (const room of this.#rooms.opened()) await room.close();
    await this.direct.close();
    await this.private.close();
  }

  #byKey(key: string): Room | undefined {
    return this.#rooms.get(key) ?? this.direct.byKey(key) ?? this.private.byKey(key);
  }

  /** Rooms that are a member's and not everybody's. */
  #ownOf(member: Member): Room[] {
    const key = member.only?.room;
    const visited = key === undefined ? undefined : this.#rooms.get(key);
    if (visited !== undefined) return [visited];
    return [...this.direct.of(member), ...this.private.of(member)];
  }

  /** Opens a room whose file has just come, and tells everybody. */
  #begin(name: string, by: string): Room {
    const room = this.#open(name);
    void room.history.catchUp();
    const { epoch, end } = room.history;
    this.#lobby.publish({ type: "room_created", room: name, by, epoch, end }, room.key);
    return room;
  }

  async #syncFolders(): Promise<void> {
    for (const folder of ["rooms", "deleted"]) {
      await this.#options.disk.syncFolder(this.#path(folder));
    }
  }

  #open(name: string): Room {
    const room = this.#roomFolder.open(name, { name, key: foldName(name) });
    this.#rooms.set(room);
    this.#list.changed();
    return room;
  }

  /** One look at each room's file. */
  *#looks(): Iterable<() => void> {
    for (const room of this.#rooms.opened()) {
      yield () => this.#roomFolder.checkForChanges(room.name, room);
    }
    yield* this.direct.looks();
    yield* this.private.looks();
  }

  #path(...parts: string[]): string {
    return join(this.#options.folder, ...parts);
  }
}
