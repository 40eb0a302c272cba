/**
 * Rooms with chosen members: `private/<name>+<id>.txt`, and beside each the `.members` that decides who may
 * be in it. For everybody else there is no such thing: the refusal is the one for a room that never was, and
 * takes the same steps.
 */
import { join } from "@std/path";
import { MemberList } from "./member_list.ts";
import { type MembersChange, Membership } from "./membership.ts";
import { mintPrivateKey, parsePrivateFile, privateFileOf } from "./private_key.ts";
import { joinHalves, PrivateMoves } from "./private_moves.ts";
import type { DeletedPrivateRoom, PrivateRoom } from "./private_moves.ts";
import { noSuchRoom } from "../direct.ts";
import type { Room } from "../room.ts";
import type { GroupCalls } from "../room_settings/group_calls.ts";
import { OWNER } from "../room_settings/room_settings.ts";
import { RoomFolder } from "../room_folder.ts";
import type { RoomsOptions } from "../room_options.ts";
import { Activity } from "../../delivery/activity.ts";
import type { Connection, Member } from "../../delivery/connection.ts";
import type { SyncPacer } from "../../store/sync_pacer.ts";
import { ChatError } from "../../base/errors.ts";
import { Turns } from "../../base/turns.ts";
import { foldName, roomName } from "../../people/names.ts";
import type { HistoryFor } from "../../protocol.ts";

/** What private rooms need from outside. */
export interface PrivateRoomsOptions extends RoomsOptions {
  groupCalls: GroupCalls;
  syncs: SyncPacer;
  /** True for the folded name of somebody who can be called. */
  isName: (key: string) => boolean;
}

/** What a new room shall be. */
export interface NewRoom {
  history: HistoryFor;
  /** Who is added at once. */
  members: string[];
  ref: string;
}

/** Most private rooms there can be. */
const MAX_PRIVATE_ROOMS = 5000;

/** All private rooms. */
export class PrivateRooms {
  readonly #options: PrivateRoomsOptions;
  readonly #roomFolder: RoomFolder;
  readonly #activity: Activity;
  readonly #membership: Membership;
  readonly #moves: PrivateMoves;
  readonly #opened = new Map<string, PrivateRoom>();
  /** Who is in a room and where its files are changes one thing at a time. */
  readonly #turns = new Turns();

  constructor(options: PrivateRoomsOptions) {
    const { clock, scheduler, lobby, onMessage = () => {} } = options;
    this.#options = options;
    this.#membership = new Membership(options);
    // Of their own: what is said here delays no word of what is said elsewhere.
    this.#activity = new Activity(clock, scheduler, lobby, options.isName, options.ignoredBy);
    this.#roomFolder = new RoomFolder({
      ...options,
      place: "private",
      keyOf: (file) => parsePrivateFile(file)?.key ?? file,
      onSaid: (room, message) => {
        onMessage(room, message);
        this.#activity.said(room, message);
      },
      onAmended: (room) => this.#activity.amended(room),
      tellAll: (room, event) => {
        for (const connection of this.#membership.connectionsOf(room)) connection.tell(event);
      },
    });
    this.#moves = new PrivateMoves({
      ...options,
      roomFolder: this.#roomFolder,
      activity: this.#activity,
      opened: this.#opened,
      open: (name, key) => this.#open(name, key),
      listIn: (path, title, room) => new MemberList({ ...options, path, title, room }),
      connectionsOf: (room) => this.#membership.connectionsOf(room),
    });
  }

  /** Opens those that are there. */
  load(): void {
    try {
      joinHalves(this.#options.disk, this.#options.folder);
    } catch (error) {
      this.#roomFolder.troubleIn("private")("Cannot end a rename that was begun", error);
    }
    for (const file of this.#roomFolder.list()) {
      const found = parsePrivateFile(file);
      try {
        if (found === null || roomName(found.name) !== found.name) {
          throw new Error("its name is not written the way those of private rooms are");
        }
        if (this.#opened.has(found.key)) throw new Error("another room has the same id");
        this.#roomFolder.mend(file);
        const { list } = this.#open(found.name, found.key);
        if (list.size === 0) throw new Error("it has no members: nobody can read it");
      } catch (error) {
        this.#roomFolder.troubleIn(file)("Cannot show a private room", error);
      }
    }
  }

  get rooms(): Room[] {
    return [...this.#opened.values()].map(({ room }) => room);
  }

  byKey(key: string): Room | undefined {
    return this.#opened.get(key)?.room;
  }

  /** Those of a member. */
  of(member: Member): Room[] {
    return this.rooms.filter((room) => room.isFor(member));
  }

  /** True for a name that stands among members, be its account gone. */
  isNamed(name: string): boolean {
    return [...this.#opened.values()].some(({ list }) => list.get(foldName(name)) !== undefined);
  }

  /** Makes a room, and tells its members. */
  async create(connection: Connection, name: string, wanted: NewRoom): Promise<void> {
    const { disk, random } = this.#options;
    const { member } = connection;
    this.#mayMake(member);
    const maker = { name: member.name, isMaker: true, from: 0 };
    const added = this.#membership.accounts(member, wanted.members, (key) => key === member.key);
    const key = mintPrivateKey(random);
    const file = privateFileOf(name, key);
    const list = this.#listOf(file, name, key);
    // Before there is anything to read: without it the room is nobody's.
    await list.begin([maker, ...added], wanted.history);
    try {
      this.#roomFolder.files.begin(file, member.name);
    } catch (error) {
      disk.remove(this.#pathOf(file));
      throw error;
    }
    const { room } = this.#open(name, key, list);
    void room.history.catchUp();
    await this.#membership.begun({ room, list }, connection, added, wanted.ref);
  }

  /** Tells who is in a room; its maker adds and removes others, and everybody may go. */
  async members(connection: Connection, room: Room, change: MembersChange): Promise<void> {
    await this.#inTurn(room, connection.member, async (opened) => {
      const isOver = await this.#membership.ask(connection, opened, change);
      // Nobody could ever see it again.
      if (isOver) await this.#delete(opened, connection.member);
    });
  }

  /** Throws a ChatError `busy` while the files of a room move. */
  mustBeStill(key: string): void {
    this.#moves.mustBeStill(key);
  }

  /** Calls a room otherwise, and tells those who are in it. */
  async rename(room: Room, to: string, by: Member): Promise<void> {
    await this.#inTurn(room, by, async (opened) => {
      mustBeMaker(opened, by, "rename");
      await this.#moves.rename(opened, to, by);
    });
  }

  /** Somebody with an account comes by a link of a member's. */
  async admit(key: string, member: Member, by: string): Promise<void> {
    await this.#turns.run(key, async () => {
      const opened = this.#opened.get(key);
      if (opened !== undefined) await this.#membership.admit(opened, member, by);
    });
  }

  /** Moves a room's files to `deleted/` and tells those who were in it. */
  async delete(room: Room, by: Member): Promise<void> {
    await this.#inTurn(room, by, async (opened) => {
      mustBeMaker(opened, by, "delete");
      await this.#delete(opened, by);
    });
  }

  /** Rooms that were deleted and that a member can bring back, who was their maker. */
  deletedOf(member: Member): DeletedPrivateRoom[] {
    return this.#moves.deletedOf(member);
  }

  /** Brings a deleted room back for those who were in it. For anybody but its maker there is none. */
  async restore(key: string, by: Member): Promise<void> {
    await this.#turns.run(key, async () => {
      const found = this.#moves.deletedOf(by).find((room) => room.key === key);
      if (found === undefined) throw noSuchRoom(key);
      this.#mayMake(by);
      this.#membership.cameBack(await this.#moves.restore(found), by.name);
    });
  }

  /** Somebody is called otherwise now. */
  async renamed(old: string, to: string): Promise<void> {
    for (const key of this.#opened.keys()) {
      await this.#turns.run(key, () => this.#opened.get(key)?.list.rename(old, to));
    }
  }

  /** Somebody has no account any more. */
  async removed(name: string): Promise<void> {
    const key = foldName(name);
    for (const room of [...this.#opened.keys()]) {
      await this.#turns.run(room, async () => {
        const opened = this.#opened.get(room);
        if (opened?.list.get(key) === undefined) return;
        if (opened.list.size > 1) await this.#membership.change(opened, OWNER, [], [key]);
        else await this.#moves.retire(opened);
      });
    }
  }

  /** One look at each room's files, whether somebody changed them. */
  *looks(): Iterable<() => void> {
    for (const opened of this.#opened.values()) {
      yield () => {
        this.#roomFolder.checkForChanges(opened.file, opened.room);
        this.#membership.lookAgain(opened, OWNER);
      };
    }
  }

  async close(): Promise<void> {
    this.#activity.close();
    for (const { room } of this.#opened.values()) await room.close();
  }

  #mayMake(member: Member): void {
    if (!member.account) {
      throw new ChatError("not_allowed", "Cannot make a private room as a guest: claim your name");
    }
    if (this.#opened.size >= MAX_PRIVATE_ROOMS) {
      throw new ChatError(
        "too_many",
        `Cannot make another private room: there are ${MAX_PRIVATE_ROOMS} already`,
      );
    }
  }

  #open(name: string, key: string, known?: MemberList): PrivateRoom {
    const file = privateFileOf(name, key);
    const list = known ?? this.#listOf(file, name, key);
    const room = this.#roomFolder.open(file, { name: key, key, circle: list });
    const opened = { room, file, list };
    this.#opened.set(key, opened);
    return opened;
  }

  #listOf(file: string, title: string, room: string): MemberList {
    return new MemberList({ ...this.#options, path: this.#pathOf(file), title, room });
  }

  #pathOf(file: string): string {
    return join(this.#options.folder, "private", `${file}.members`);
  }

  /** Does something with a room that somebody asked for, once it is its turn, as the room is then. */
  async #inTurn(
    { key, circle }: Room,
    by: Member,
    work: (opened: PrivateRoom) => Promise<void>,
  ): Promise<void> {
    if (circle?.isMaker === undefined) {
      throw new ChatError("bad_request", "Cannot do this: everybody is in this room");
    }
    await this.#turns.run(key, async () => {
      const opened = this.#opened.get(key);
      // What waited meanwhile may have taken them out, or the room away.
      if (opened?.room.isFor(by) !== true) throw noSuchRoom(key);
      await work(opened);
    });
  }

  async #delete(opened: PrivateRoom, by: Member): Promise<void> {
    const { room } = opened;
    const told = this.#membership.connectionsOf(room);
    await this.#moves.retire(opened);
    for (const connection of told) {
      connection.joined.delete(room.key);
      connection.tell({ type: "room_deleted", room: room.name, by: by.name });
    }
  }
}

function mustBeMaker({ room, list }: PrivateRoom, by: Member, what: string): void {
  if (list.isMaker(by)) return;
  throw new ChatError("not_allowed", `Cannot ${what} "${room.title}": only its maker may`);
}
