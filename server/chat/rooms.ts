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
import { GroupCalls } from "./room_settings/group_calls.ts";
import { type FormerName, FormerNames } from "./room_settings/former_names.ts";
import { RoomMoves } from "./room_settings/room_moves.ts";
import { RoomRegistry } from "./room_registry.ts";
import type { Room } from "./room.ts";
import { RoomList, type RoomListPage } from "./room_list.ts";
import type { RoomsOptions } from "./room_options.ts";
import { RoomFolder } from "./room_folder.ts";
import { FolderWatch } from "../store/folder_watch.ts";
import { reasonOf } from "../base/errors.ts";
import { foldName } from "../people/names.ts";
import { SyncPacer } from "../store/sync_pacer.ts";
import type { Event, Message } from "../protocol.ts";

/** The registry of rooms. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #roomFolder: RoomFolder;
  readonly direct: Direct;
  readonly private: PrivateRooms;
  readonly visits: Visits;
  readonly ownership: Ownership;
  readonly #rooms: RoomRegistry;
  readonly #opening: StartupIndexing;
  readonly #list: RoomList;
  readonly #lobby: Lobby;
  readonly #activity: Activity;
  readonly #former: FormerNames;
  /** Brings rooms back, and gives them other names. */
  readonly moves: RoomMoves;
  readonly #watch: FolderWatch;
  #closed = false;

  constructor(options: RoomsOptions) {
    const { clock, scheduler, lobby, ignoredBy } = options;
    this.#options = options;
    this.#lobby = lobby;
    this.ownership = new Ownership(options.claimedAt);
    const isName = (key: string): boolean => this.isName(key);
    this.#activity = new Activity(clock, scheduler, lobby, isName, ignoredBy);
    const groupCalls = new GroupCalls({ ...options, isName });
    const ours = { ...options, groupCalls, syncs: new SyncPacer(clock) };
    const onMessage = options.onMessage ?? (() => {});
    const onSaid = (room: Room, message: Message): void => {
      onMessage(room, message);
      this.#activity.said(room, message);
    };
    const onAmended = (room: Room): void => this.#activity.amended(room);
    const tellAll = ({ key }: Room, event: Event): void => lobby.publish(event, key);
    const keyNow = (key: string): string => this.#renamed(key)?.key ?? key;
    const telling = { onSaid, onAmended, tellAll, keyNow };
    this.#roomFolder = new RoomFolder({ ...ours, place: "rooms", ...telling });
    this.#former = new FormerNames({ ...options, path: this.#path("former_names.txt") });
    this.direct = new Direct({
      roomFolder: new RoomFolder({
        ...ours,
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
    this.private = new PrivateRooms({ ...ours, isName });
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
      ownership: this.ownership,
      readMark: options.readMark,
    });
    this.moves = this.#makeMoves();
  }

  #makeMoves(): RoomMoves {
    return new RoomMoves({
      ...this.#options,
      roomFolder: this.#roomFolder,
      rooms: this.#rooms,
      list: this.#list,
      ownership: this.ownership,
      activity: this.#activity,
      former: this.#former,
      open: (room) => this.#open(room),
      begin: (room, by) => this.#begin(room, by),
      onTrouble: (what, error) => this.#options.logger.warn(what, { error: reasonOf(error) }),
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
    const key = foldName(name);
    this.moves.mustBeStill(key);
    const room = name.startsWith("@") && member?.only === undefined
      ? this.direct.find(member, name.slice(1), begin)
      : this.byKey(key, member);
    if (!room) throw noSuchRoom(name);
    if (room.circle !== null) this.private.mustBeStill(room.key);
    return room;
  }

  /** Makes a room and tells everybody. */
  create(name: string, by: { name: string; session?: string }): Room {
    this.moves.mustBeStill(foldName(name));
    this.#rooms.mustBeFree(name);
    this.#list.mustLookLikeNone(name);
    this.#roomFolder.files.begin(name, by.name, this.moves.takeName(name));
    const room = this.#begin(name, by.name);
    if (by.session !== undefined) this.ownership.made(room, by.session);
    return room;
  }

  /** Moves a room's file to `deleted/` and tells everybody. */
  async delete(name: string, by: Member): Promise<void> {
    const room = this.get(name, by);
    this.ownership.mustOwn(room, by, "delete");
    await (room.circle === null ? this.moves : this.private).delete(room, by);
  }

  /** True for a name that a room had, and that leads to it now. */
  isFormerName(name: string): boolean {
    const key = foldName(name);
    return !this.#rooms.has(key) && this.#renamed(key) !== undefined;
  }

  /** Names that rooms had and what they are called now, the latest last; nothing of it is a visitor's. */
  formerNames(member: Member | null = null): FormerName[] {
    return member?.only !== undefined ? [] : this.#former.leading((key) => this.#rooms.has(key));
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
    const room = this.#byKey(key);
    if (member?.only !== undefined && room !== this.#byKey(member.only.room)) return null;
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
    return this.#rooms.get(key) ?? this.#renamed(key) ?? this.direct.byKey(key) ??
      this.private.byKey(key);
  }

  /** The room that had a name once which is nobody's now. */
  #renamed(key: string): Room | undefined {
    return this.#rooms.get(this.#former.keyBehind(key, (key) => this.#rooms.has(key)) ?? "");
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

  #open(name: string): Room {
    const room = this.#roomFolder.open(name, { name, key: foldName(name) });
    this.#rooms.set(room);
    this.#list.changed();
    return room;
  }

  /** One look at each room's file. */
  *#looks(): Iterable<() => void> {
    this.#former.refresh();
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
