/**
 * Who sits at a page just now, as their pages tell it: it is seen, and was touched a moment ago. A page
 * that falls silent, or whose connection is gone, counts no more.
 */
import type { Connection, Member } from "./connection.ts";
import type { Clock } from "../base/clock.ts";

/** How long a page counts that was said to be active. */
export const ACTIVE_MS = 120_000;

/** What this needs from outside. */
export interface ActiveConnectionsOptions {
  clock: Clock;
  /** False for a connection that is gone. */
  isOpen: (connection: Connection) => boolean;
}

/** The pages that somebody is at. */
export class ActiveConnections {
  readonly #options: ActiveConnectionsOptions;
  /** By person: since when each of their pages counts. No more than there are connections. */
  readonly #people = new Map<string, Map<Connection, number>>();

  constructor(options: ActiveConnectionsOptions) {
    this.#options = options;
  }

  /** A page says that its person is there, or not any more. */
  note(connection: Connection, isActive: boolean): void {
    const id = personOf(connection.member);
    const pages = this.#people.get(id) ?? new Map<Connection, number>();
    if (isActive) pages.set(connection, this.#options.clock.now());
    else pages.delete(connection);
    for (const other of pages.keys()) if (!this.#options.isOpen(other)) pages.delete(other);
    if (pages.size > 0) this.#people.set(id, pages);
    else this.#people.delete(id);
  }

  /** True for somebody who is at a page of theirs. */
  isActive(member: Pick<Member, "key" | "account" | "session">): boolean {
    const id = personOf(member);
    const pages = this.#people.get(id);
    if (pages === undefined) return false;
    const now = this.#options.clock.now();
    for (const [connection, since] of pages) {
      // A clock that stepped back must not keep anybody here.
      const counts = Math.abs(now - since) < ACTIVE_MS && this.#options.isOpen(connection);
      if (counts) return true;
      pages.delete(connection);
    }
    this.#people.delete(id);
    return false;
  }
}

/** An account is one person wherever it is; a guest is their session. */
function personOf({ key, account, session }: Pick<Member, "key" | "account" | "session">): string {
  return account ? `account ${key}` : `session ${session}`;
}
