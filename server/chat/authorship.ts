/** Whose the messages of a room are, as far as their lines do not say. */
import { BoundedMap } from "../base/bounded_map.ts";
import { hasName, type Member } from "../delivery/connection.ts";
import { type Import, ownSince } from "../history/imported.ts";
import type { Message } from "../protocol.ts";

/** Messages whose author is remembered: in memory alone, so that a guest's are nobody's after a restart. */
const MAX_MESSAGES = 10_000;

/**
 * Whose a message is: an account's by its name, from when it was claimed; a guest's by the very session
 * that sent it. What was said under a name before somebody claimed it is nobody's, and so is what was
 * imported (see `imported.ts`).
 */
export class Authorship {
  /** Sessions of guests, and accounts in the second in which they were claimed, by message. */
  readonly #authorship = new BoundedMap<number, string>(MAX_MESSAGES);

  /** A member said something in a room, at a time in milliseconds since 1970. */
  said(id: number, member: Member, time: number, imported: Import | null): void {
    if (!isAccounts(member, time, imported)) this.#authorship.set(id, authorOf(member));
  }

  /** True if the message is the member's own. */
  owns(
    member: Member,
    { id, name, time }: Pick<Message, "id" | "name" | "time">,
    imported: Import | null,
  ): boolean {
    if (!hasName(member, name)) return false;
    if (isAccounts(member, Date.parse(time), imported)) return true;
    return this.#authorship.get(id) === authorOf(member);
  }

  /** Takes over what is remembered elsewhere of the same history. */
  takeOver(other: Authorship): void {
    for (const [id, author] of other.#authorship) this.#authorship.set(id, author);
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
