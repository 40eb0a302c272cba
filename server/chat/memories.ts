/** Two small, bounded memories of a room: whose a guest's messages are, and who was told how far. */
import { hasName, type Member } from "../delivery/connection.ts";
import { BoundedMap } from "../base/bounded_map.ts";
import { type Import, ownSince } from "../history/imported.ts";
import type { Message } from "../protocol.ts";

const MAX_REMEMBERED = 10_000;

/**
 * Whose a message is: an account's by its name, from when it was claimed; a guest's by the very session
 * that sent it. What was said under a name before somebody claimed it is nobody's, and so is what was
 * imported (see `imported.ts`).
 */
export class Authorship {
  /** Sessions of guests, and accounts in the second in which they were claimed, by message. */
  readonly #authorship = new BoundedMap<number, string>(MAX_REMEMBERED);

  /** A member said something in a room, at a time in milliseconds since 1970. */
  said(id: number, member: Member, time: number, imported: Import | null): void {
    if (!isAccounts(member, time, imported)) this.#authorship.set(id, authorOf(member));
  }

  /** True if the message is the member's own. */
  owns(member: Member, { id, name, time }: Message, imported: Import | null): boolean {
    if (!hasName(member, name)) return false;
    if (isAccounts(member, Date.parse(time), imported)) return true;
    return this.#authorship.get(id) === authorOf(member);
  }

  clear(): void {
    this.#authorship.clear();
  }
}

/** True where what bears the name of an account is the account's by its time alone. */
function isAccounts({ account, claimed = 0 }: Member, time: number, imported: Import | null) {
  return account && time > ownSince(imported, time, claimed);
}

function authorOf({ account, session, key }: Member): string {
  return account ? `account ${key}` : session;
}

/**
 * Up to where each person who left was told everything. A client resumes from the last message it
 * has, or from the `end` it was told; where a message has come to stand at that end since, the two
 * look alike, but nobody has what was never told.
 */
export class DeliveredOffsets {
  readonly #ends = new BoundedMap<string, number>(MAX_REMEMBERED);

  /** A member left when the history ended there. */
  left({ key }: Member, end: number): void {
    this.#ends.set(key, end);
  }

  /** True if the member cannot have the line at this offset. */
  isBefore({ key }: Member, offset: number): boolean {
    const end = this.#ends.get(key);
    return end !== undefined && offset >= end;
  }

  clear(): void {
    this.#ends.clear();
  }
}
