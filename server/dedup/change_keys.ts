/**
 * What was asked for with messages lately, by ref: an edit, erasure or reaction whose asker never heard
 * the answer comes again with the same ref, and must not be done a second time, for somebody may have
 * done something else since. Bounded, and of this run alone: what comes again after a restart is done
 * again, which changes nothing where nothing else was done.
 */
import type { Connection } from "../delivery/connection.ts";
import { BoundedMap } from "../base/bounded_map.ts";

/** Who asks: the answer goes there, with the ref they gave, "" for none. */
export interface Requester {
  connection: Connection;
  ref: string;
}

const MAX_KEYS = 4096;
const KEY_AGE_MS = 10 * 60 * 1000;

/** Those who wait for it, or null once it is done. */
interface Seen {
  at: number;
  waiting: Connection[] | null;
}

/** The refs of what was asked for in one room. */
export class ChangeKeys {
  readonly #seen = new BoundedMap<string, Seen>(MAX_KEYS);

  /** What became of it: unheard of, on its way, so that the asker is told with the first, or done. */
  look({ connection, ref }: Requester): "new" | "going" | "done" {
    const seen = ref === "" ? undefined : this.#seen.get(keyOf(connection, ref));
    if (seen === undefined) return "new";
    seen.waiting?.push(connection);
    return seen.waiting === null ? "done" : "going";
  }

  /** It is on its way. */
  begin({ connection, ref }: Requester, at: number): void {
    if (ref === "") return;
    this.#seen.set(keyOf(connection, ref), { at, waiting: [] });
    this.#seen.forgetWhile((seen) => at - seen.at >= KEY_AGE_MS);
  }

  /** It is in the file; returns those who asked again meanwhile. */
  done({ connection, ref }: Requester): Connection[] {
    const seen = this.#seen.get(keyOf(connection, ref));
    const waiting = seen?.waiting ?? [];
    if (seen !== undefined) seen.waiting = null;
    return waiting;
  }

  /** It came to nothing and may be tried again; returns those who asked again meanwhile. */
  failed(asker: Requester): Connection[] {
    const waiting = this.done(asker);
    this.#seen.delete(keyOf(asker.connection, asker.ref));
    return waiting;
  }

  clear(): void {
    this.#seen.clear();
  }
}

function keyOf({ member }: Connection, ref: string): string {
  return `${member.key}\n${ref}`;
}
