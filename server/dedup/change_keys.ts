/**
 * What was asked for with messages lately, by ref: an edit, erasure or reaction whose asker never heard
 * the answer comes again with the same ref, and must not be done a second time, for somebody may have
 * done something else since. Bounded, and of this run alone: what comes again after a restart is done
 * again, which changes nothing where nothing else was done.
 */
import type { Listener } from "../delivery/outbox.ts";
import { Bounded } from "../base/bounded_map.ts";

/** Who asks: the answer goes there, with the ref they gave, "" for none. */
export interface Asker {
  listener: Listener;
  ref: string;
}

const MOST = 4096;
const AGE = 10 * 60 * 1000;

/** Those who wait for it, or null once it is done. */
interface Seen {
  at: number;
  waiting: Listener[] | null;
}

/** The refs of what was asked for in one room. */
export class Asked {
  readonly #seen = new Bounded<string, Seen>(MOST);

  /** What became of it: unheard of, on its way, so that the asker is told with the first, or done. */
  look({ listener, ref }: Asker): "new" | "going" | "done" {
    const seen = ref === "" ? undefined : this.#seen.get(keyOf(listener, ref));
    if (seen === undefined) return "new";
    seen.waiting?.push(listener);
    return seen.waiting === null ? "done" : "going";
  }

  /** It is on its way. */
  begin({ listener, ref }: Asker, at: number): void {
    if (ref === "") return;
    this.#seen.set(keyOf(listener, ref), { at, waiting: [] });
    this.#seen.forgetWhile((seen) => at - seen.at >= AGE);
  }

  /** It is in the file; returns those who asked again meanwhile. */
  done({ listener, ref }: Asker): Listener[] {
    const seen = this.#seen.get(keyOf(listener, ref));
    const waiting = seen?.waiting ?? [];
    if (seen !== undefined) seen.waiting = null;
    return waiting;
  }

  /** It came to nothing and may be tried again; returns those who asked again meanwhile. */
  failed(asker: Asker): Listener[] {
    const waiting = this.done(asker);
    this.#seen.delete(keyOf(asker.listener, asker.ref));
    return waiting;
  }

  clear(): void {
    this.#seen.clear();
  }
}

function keyOf({ member }: Listener, ref: string): string {
  return `${member.key}\n${ref}`;
}
