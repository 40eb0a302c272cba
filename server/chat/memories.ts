/** Two small, bounded memories of a room: whose a guest's messages are, and who was told how far. */
import type { Member } from "./listener.ts";
import { Bounded } from "../base/bounded.ts";
import { foldName } from "../people/names.ts";
import type { Message } from "../protocol.ts";

const MOST = 10_000;

/** Whose a message is: an account's by its name, a guest's by the very session that sent it. */
export class Authors {
  readonly #sessions = new Bounded<number, string>(MOST);

  /** A member said something. */
  said(id: number, { account, session }: Member): void {
    if (!account) this.#sessions.set(id, session);
  }

  /** True if the message is the member's own. */
  owns({ key, account, session }: Member, { id, name }: Message): boolean {
    return foldName(name) === key && (account || this.#sessions.get(id) === session);
  }

  clear(): void {
    this.#sessions.clear();
  }
}

/**
 * Up to where each person who left was told everything. A client resumes from the last message it
 * has, or from the `end` it was told; where a message has come to stand at that end since, the two
 * look alike, but nobody has what was never told.
 */
export class Told {
  readonly #ends = new Bounded<string, number>(MOST);

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
