/**
 * Whose a room is. The first line of its file names who made it: that is an account if it had the name
 * by then, so that nobody gets a room by claiming its maker's name later. A guest owns a room for as
 * long as the session that made it. Nothing is stored beside the file.
 */
import { hasName, type Member } from "../delivery/connection.ts";
import type { Room } from "./room.ts";
import { ChatError } from "../base/errors.ts";

/** The room that only admins rename, archive and delete, whoever made it. */
const MAIN_ROOM = "general";

/** Tells who may rename, archive and delete a room. */
export class Ownership {
  readonly #claimedAt: (name: string) => number | null;
  readonly #sessions = new WeakMap<Room, string>();

  /** `claimedAt`: when an account got its name, in milliseconds; null where there is none. */
  constructor(claimedAt: (name: string) => number | null) {
    this.#claimedAt = claimedAt;
  }

  /** Remembers the session that made a room. */
  made(room: Room, session: string): void {
    this.#sessions.set(room, session);
  }

  /** A room goes on under another name. */
  renamed(room: Room, now: Room): void {
    const session = this.#sessions.get(room);
    if (session !== undefined) this.#sessions.set(now, session);
  }

  /** True where a member owns the room, and so may delete it. */
  isOwner(room: Room, member: Member | null): boolean {
    if (member === null || room.key === MAIN_ROOM) return false;
    if (room.circle?.isMaker !== undefined) return room.circle.isMaker(member);
    if (this.#sessions.get(room) === member.session) return true;
    const { maker } = room.history;
    if (!member.account || maker === null) return false;
    if (!hasName(member, maker.name)) return false;
    const claimed = this.#claimedAt(member.name);
    return claimed !== null && claimed <= maker.time;
  }

  /** True for its owner, and for admins where the room is everybody's. */
  mayManage(room: Room, member: Member): boolean {
    return this.isOwner(room, member) || (member.admin && room.circle === null);
  }

  /** Throws a ChatError `not_allowed` where a member may not do `what` with a room. */
  mustOwn(room: Room, member: Member, what: string): void {
    if (this.mayManage(room, member)) return;
    const who = room.key === MAIN_ROOM
      ? "only admins may"
      : room.circle === null
      ? "only who made it and admins may"
      : "only its maker may";
    throw new ChatError("not_allowed", `Cannot ${what} the room "${room.title}": ${who}`);
  }
}
