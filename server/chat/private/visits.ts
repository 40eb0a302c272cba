/**
 * Guests who were let into one room by a link: what they see of the chat is that room and who is in it.
 */
import type { Room } from "../room.ts";
import { ChatError } from "../../base/errors.ts";
import type { Member } from "../../delivery/connection.ts";

/** A room that a link leads to. */
export interface Visited {
  /** Its key, and where what such a guest may read begins, in bytes. */
  only: { room: string; from: number };
  /** What people call it. */
  title: string;
}

/** The visits to the rooms of one chat. */
export class Visits {
  readonly #find: (key: string, member: Member | null) => Room | null;
  readonly #byKey: (key: string) => Room | undefined;

  /** `find`: a room where a member may be in it; `byKey`: any. */
  constructor(
    find: (key: string, member: Member | null) => Room | null,
    byKey: (key: string) => Room | undefined,
  ) {
    this.#find = find;
    this.#byKey = byKey;
  }

  /** What somebody sees who comes now by a link to a room; null where it is not there any more. */
  begin(key: string): Visited | null {
    // What two people say to each other is nobody's to visit.
    const room = key.startsWith("@") ? undefined : this.#byKey(key);
    if (room === undefined) return null;
    const from = room.circle?.newcomersFrom?.(room.history.end) ?? 0;
    return { only: { room: key, from }, title: room.title };
  }

  /** True for whom, by folded name, a member may know of: a guest of one room knows those who are in it. */
  knows(member: Member | null, key: string): boolean {
    if (member?.only === undefined) return true;
    const room = this.#find(member.only.room, member);
    if (room === null) return false;
    return room.audience.isHere(key) || room.circle?.has({ key, account: true }) === true;
  }

  /** Throws a ChatError for a guest of one room. */
  mustSeeChat({ only }: Member): void {
    if (only === undefined) return;
    throw new ChatError("not_allowed", "Cannot do this as a guest of one room");
  }
}
