/** Whose the messages of a room are, as far as their lines do not say. */
import { BoundedMap } from "../base/bounded_map.ts";
import { hasName, type Member } from "../delivery/connection.ts";
import type { Message } from "../protocol.ts";

/** Messages whose author is remembered: in memory alone, so that a guest's are nobody's after a restart. */
const MAX_MESSAGES = 10_000;

/**
 * Whose a message is: an account's by its name, from when it was claimed; a guest's by the very session
 * that sent it. What was said under a name before somebody claimed it is nobody's.
 */
export class Authorship {
  /** Sessions of guests, and accounts in the second in which they were claimed, by message. */
  readonly #authorship = new BoundedMap<number, string>(MAX_MESSAGES);

  /** A member said something, at a time in milliseconds since 1970. */
  said(id: number, member: Member, time: number): void {
    if (!member.account || time <= (member.claimed ?? 0)) {
      this.#authorship.set(id, authorOf(member));
    }
  }

  /** True if the message is the member's own. */
  owns(member: Member, { id, name, time }: Message): boolean {
    if (!hasName(member, name)) return false;
    if (member.account && Date.parse(time) > (member.claimed ?? 0)) return true;
    return this.#authorship.get(id) === authorOf(member);
  }

  clear(): void {
    this.#authorship.clear();
  }
}

function authorOf({ account, session, key }: Member): string {
  return account ? `account ${key}` : session;
}
