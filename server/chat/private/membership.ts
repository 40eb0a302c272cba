/**
 * Who comes into private rooms and goes: decided here, written into the room's `.members`, then told to all
 * whom it is about and in a line of the history. Whoever is not in that file any more is out at once,
 * whatever became of the line.
 */
import type { MemberList, RoomMember } from "./member_list.ts";
import type { Room } from "../room.ts";
import type { RoomsOptions } from "../room_options.ts";
import type { Connection, Member } from "../../delivery/connection.ts";
import { type Entry, isUnmistakable } from "../../history/line.ts";
import { AwaitedEntry } from "../../history/pending_entry.ts";
import { wholeSeconds } from "../../base/clock.ts";
import { ChatError, reasonOf } from "../../base/errors.ts";
import { foldName } from "../../people/names.ts";
import type { Event } from "../../protocol.ts";

/** What it needs from outside. */
export type MembershipOptions = Pick<
  RoomsOptions,
  "lobby" | "clock" | "logger" | "accountName" | "nameNow" | "endSession"
>;

/** A room, and who is in it. */
export interface OpenRoom {
  room: Room;
  list: MemberList;
}

/** Who comes and goes. */
export interface MembersChange {
  add: string[];
  remove: string[];
  /** Who is its maker from then on: nobody else, or one name. */
  maker: string[];
}

/** Most people in one room. */
const MAX_MEMBERS = 500;

/** The comings and goings of all private rooms. */
export class Membership {
  readonly #options: MembershipOptions;

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** Members of these names, left out who is one, or a ChatError for whom nobody can add. */
  accounts(by: Member, names: string[], isMember: (key: string) => boolean): RoomMember[] {
    const found = new Map<string, RoomMember>();
    for (const wanted of names) {
      const name = this.#options.accountName(wanted);
      if (name === null) {
        throw new ChatError("not_found", `Cannot add "${wanted}": nobody has claimed that name`);
      }
      if (isMember(foldName(name))) continue;
      if (!isUnmistakable(this.#entry("added", by.name, name))) {
        throw new ChatError(
          "bad_name",
          `Cannot add "${name}": the history could not tell a line with that name from another`,
        );
      }
      found.set(foldName(name), { name, isMaker: false, from: 0 });
    }
    return [...found.values()];
  }

  /** A room was made: its members are told, and whoever made it with the ref. */
  async begun(opened: OpenRoom, maker: Connection, added: RoomMember[], ref: string) {
    const { room } = opened;
    const { name } = maker.member;
    await this.#write(room, added.map(({ name: who }) => this.#entry("added", name, who)));
    const begun = begunOf(room, name);
    for (const connection of this.connectionsOf(room)) {
      if (connection !== maker) connection.tell(begun);
    }
    maker.tell({ ...begun, mine: true, ...(ref === "" ? {} : { ref }) });
  }

  /** A room is there again: its members are told. */
  cameBack({ room, list }: OpenRoom, by: string): void {
    const begun = begunOf(room, by);
    for (const connection of this.connectionsOf(room)) {
      connection.tell(list.isMaker(connection.member) ? { ...begun, mine: true } : begun);
    }
  }

  /**
   * Tells who is in a room; its maker adds and removes others, and everybody may go. True where the last one
   * does, which is left undone.
   */
  async ask(connection: Connection, opened: OpenRoom, change: MembersChange): Promise<boolean> {
    const { room, list } = opened;
    const { member } = connection;
    if (change.maker.length > 0) {
      await this.#handOver(opened, member, change);
      return false;
    }
    if (change.add.length + change.remove.length === 0) {
      connection.tell(membersOf(opened));
      return false;
    }
    const removed = change.remove.map((name) => foldName(this.#options.nameNow(name) ?? name));
    const isLeaving = change.add.length === 0 && removed.every((key) => key === member.key);
    if (isLeaving) return await this.#leave(opened, member);
    if (!list.isMaker(member)) {
      throw new ChatError("not_allowed", "Cannot change who is in this room: only its maker may");
    }
    const from = list.newcomersFrom(room.history.end);
    const added = this.accounts(member, change.add, (key) => list.get(key) !== undefined)
      .map((one) => ({ ...one, from }));
    mustHaveRoom(list, added.length);
    const members = removed.filter((key) => list.get(key) !== undefined);
    const guests = removed.filter((key) => !members.includes(key))
      .map((key) => sessionsOfGuest(room, key));
    for (const session of guests.flat()) this.#options.endSession(session);
    if (added.length + members.length > 0) {
      await this.change(opened, member.name, added, members);
    }
    return false;
  }

  /** Somebody with an account comes by a link. */
  async admit(opened: OpenRoom, member: Member, by: string): Promise<void> {
    const { room, list } = opened;
    const [added] = this.accounts(member, [member.name], (key) => list.get(key) !== undefined);
    if (added === undefined) return;
    mustHaveRoom(list, 1);
    await this.change(opened, by, [{ ...added, from: list.newcomersFrom(room.history.end) }], []);
  }

  /** Adds and removes, tells everybody whom it is about, and writes that it was done. */
  async change(opened: OpenRoom, by: string, added: RoomMember[], removed: string[]) {
    const { room, list } = opened;
    const before = new Set(this.connectionsOf(room));
    const gone = removed.map((key) => list.get(key)!.name);
    await list.change(added, removed);
    this.#settle(opened, by, before);
    await this.#write(room, [
      ...added.map(({ name }) => this.#entry("added", by, name)),
      ...gone.map((name) => this.#entry("removed", by, name)),
    ]);
  }

  /** Looks whether somebody else changed who is in a room. */
  lookAgain(opened: OpenRoom, by: string): void {
    const before = new Set(this.connectionsOf(opened.room));
    if (opened.list.refresh()) this.#settle(opened, by, before);
  }

  /** Everybody connected who may be in a room. */
  connectionsOf(room: Room): Connection[] {
    return [...this.#options.lobby.connections].filter(({ member }) => room.isFor(member));
  }

  /** True where nobody would be left. */
  async #leave(opened: OpenRoom, member: Member): Promise<boolean> {
    const { list } = opened;
    if (list.get(member.key) === undefined || !member.account) {
      throw new ChatError("not_allowed", "Cannot leave this room as a guest: sign out instead");
    }
    if (list.size === 1) return true;
    await this.change(opened, member.name, [], [member.key]);
    return false;
  }

  /** Another member is the maker. Somebody may go afterwards: it is one step by itself. */
  async #handOver({ room, list }: OpenRoom, by: Member, { add, remove, maker }: MembersChange) {
    if (add.length + remove.length > 0 || maker.length > 1) {
      const text = 'Cannot read "maker": expected one name, and neither "add" nor "remove"';
      throw new ChatError("bad_request", text);
    }
    if (!list.isMaker(by)) {
      throw new ChatError("not_allowed", "Cannot hand this room over: only its maker may");
    }
    const [name = ""] = maker;
    const key = foldName(this.#options.nameNow(name) ?? name);
    if (list.get(key) === undefined) {
      throw new ChatError("not_found", `Cannot hand this room to "${name}": they are no member`);
    }
    await list.handOver(key);
    const members = { ...membersOf({ room, list }), by: by.name };
    for (const connection of this.connectionsOf(room)) connection.tell(members);
  }

  #settle(opened: OpenRoom, by: string, before: ReadonlySet<Connection>): void {
    const { room } = opened;
    for (const connection of before) {
      if (room.isFor(connection.member)) continue;
      room.leave(connection);
      connection.tell({ type: "members", room: room.name, members: [], by });
    }
    const members = { ...membersOf(opened), by };
    for (const connection of this.connectionsOf(room)) {
      if (!before.has(connection)) connection.tell(begunOf(room, by));
      connection.tell(members);
    }
  }

  /** The lines tell and do not decide: where the disk refuses them, what was changed is changed. */
  async #write(room: Room, entries: Entry[]): Promise<void> {
    const all = entries.filter(isUnmistakable).map((entry) => new AwaitedEntry(entry));
    try {
      for (const pending of all) room.history.append(pending);
      await Promise.all(all.map(async (pending) => {
        const id = await pending.id;
        room.settings.tell(pending.entry, id);
      }));
    } catch (error) {
      const what = "Cannot write who is in a private room";
      this.#options.logger.warn(what, { error: reasonOf(error) });
    }
  }

  #entry(kind: "added" | "removed", by: string, who: string): Entry {
    const time = wholeSeconds(this.#options.clock.now());
    const isLeaving = kind === "removed" && foldName(by) === foldName(who);
    return isLeaving ? { kind: "left", time, name: who } : { kind, time, name: by, who };
  }
}

function mustHaveRoom(list: MemberList, more: number): void {
  if (list.size + more <= MAX_MEMBERS) return;
  throw new ChatError("too_many", `Cannot add more people: a room has at most ${MAX_MEMBERS}`);
}

/** Who is in a room: its members, and the guests who are here. */
function membersOf({ room, list }: OpenRoom): Extract<Event, { type: "members" }> {
  const here = [...room.audience.connections].map(({ member }) => member);
  const guests = new Set(here.filter(({ only }) => only !== undefined).map(({ name }) => name));
  const members = list.list()
    .map(({ name, isMaker }) => ({ name, ...(isMaker ? { maker: true as const } : {}) }));
  return {
    type: "members",
    room: room.name,
    members: [...members, ...[...guests].map((name) => ({ name, guest: true as const }))],
    history: list.history,
  };
}

function begunOf(room: Room, by: string): Extract<Event, { type: "room_created" }> {
  const { epoch, end } = room.history;
  const about = { ...room.circle?.info, ...room.settings.info };
  return { type: "room_created", room: room.name, by, epoch, end, ...about };
}

/** The sessions of a guest who is here, or a ChatError where nobody of that folded name is. */
function sessionsOfGuest(room: Room, key: string): string[] {
  const sessions = [...room.audience.connections].map(({ member }) => member)
    .filter((member) => member.only !== undefined && member.key === key)
    .map(({ session }) => session);
  if (sessions.length > 0) return sessions;
  throw new ChatError("not_found", `Cannot remove "${key}": nobody of that name is here`);
}
