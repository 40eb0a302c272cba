/**
 * Whose each name is at the moment: the session that speaks under it now, or the guest who did until a
 * short while ago and whose cookie brings the name back. Found by the folded name, and by what it
 * looks like. Bounded; what is over is forgotten.
 */
import type { NameLooks } from "./name_looks.ts";
import { foldName } from "./names.ts";
import { BoundedMap } from "../base/bounded_map.ts";
import type { Clock } from "../base/clock.ts";

/** A guest's name stays theirs for so long after their last connection closed. */
export const NAME_HOLD_MS = 15 * 60 * 1000;

/** It is known for so long from where someone without a session was connected, for a ban of the address. */
const ADDRESS_MEMORY_MS = 24 * 60 * 60 * 1000;

const MAX_LEFT_NAMES = 10_000;

/** Who uses a name. */
export interface NameUser {
  name: string;
  session: string;
  /** What stands for the address. */
  addressKey: string;
}

interface Left extends NameUser {
  at: number;
  /** True for a guest with a cookie, to whom the name is kept. */
  isHeld: boolean;
}

/** The names of those who are here or were lately. */
export class NamesInUse {
  readonly #clock: Clock;
  readonly #looks: NameLooks;
  /** By folded name; a member may have several connections. */
  readonly #present = new Map<string, NameUser & { connections: number }>();
  readonly #left: BoundedMap<string, Left>;
  /** Folded names by look, of those present and of those kept: one, or hardly more. */
  readonly #byLook = new Map<string, string[]>();
  /** The looks that a folded name is listed under: it may have been written in several ways. */
  readonly #looksOf = new Map<string, string[]>();

  constructor(options: { clock: Clock; looks: NameLooks; maxLeft?: number }) {
    this.#clock = options.clock;
    this.#looks = options.looks;
    this.#left = new BoundedMap(
      options.maxLeft ?? MAX_LEFT_NAMES,
      ({ name }) => this.#unlist(name),
    );
  }

  /** Folded names of those who are here. */
  get present(): Iterable<string> {
    return this.#present.keys();
  }

  /** A connection of a member opened. */
  enter({ name, session, addressKey }: NameUser): void {
    const key = foldName(name);
    const present = this.#present.get(key);
    this.#present.set(key, {
      name,
      session,
      addressKey,
      connections: (present?.connections ?? 0) + 1,
    });
    this.#left.delete(key);
    this.#list(name);
  }

  /** One of them closed. `keep`: the name stays its session's for a while. */
  exit({ name, session, addressKey }: NameUser, keep: boolean): void {
    const key = foldName(name);
    const present = this.#present.get(key);
    if (present === undefined || --present.connections > 0) return;
    this.#present.delete(key);
    this.#leave({ name, session, addressKey }, keep);
  }

  /** A guest has a name, and no connection yet. */
  hold(user: NameUser): void {
    if (!this.#present.has(foldName(user.name))) this.#leave(user, true);
  }

  /** A session is over on purpose: its name is anybody's. */
  release(name: string, session: string): void {
    const left = this.#left.get(foldName(name));
    if (left?.session === session) this.#left.set(foldName(name), { ...left, isHeld: false });
  }

  /** The session a name belongs to at the moment, or null. */
  sessionOf(key: string): string | null {
    return this.#present.get(key)?.session ?? this.#held(key)?.session ?? null;
  }

  /** A name that looks like this one, is another, and belongs to another session; or null. */
  lookalikeOf(name: string, session: string | null): string | null {
    const own = foldName(name);
    for (const look of this.#looks.of(name)) {
      for (const key of this.#byLook.get(look) ?? []) {
        const user = this.#present.get(key) ?? this.#held(key);
        if (key !== own && user && user.session !== session) return user.name;
      }
    }
    return null;
  }

  /** From where a name was connected last, "" where that is not known. */
  addressKeyOf(key: string): string {
    const left = this.#left.get(key);
    const isKnown = left !== undefined && this.#clock.now() - left.at < ADDRESS_MEMORY_MS;
    return this.#present.get(key)?.addressKey ?? (isKnown ? left.addressKey : "");
  }

  #leave(user: NameUser, isHeld: boolean): void {
    const now = this.#clock.now();
    this.#left.forgetWhile(({ at }) => now - at >= ADDRESS_MEMORY_MS);
    this.#left.set(foldName(user.name), { ...user, at: now, isHeld });
    this.#list(user.name);
  }

  #held(key: string): Left | null {
    const left = this.#left.get(key);
    const isHeld = left?.isHeld === true && this.#clock.now() - left.at < NAME_HOLD_MS;
    return isHeld ? left : null;
  }

  #list(name: string): void {
    const key = foldName(name);
    for (const look of this.#looks.of(name)) {
      addTo(this.#looksOf, key, look);
      addTo(this.#byLook, look, key);
    }
  }

  #unlist(name: string): void {
    const key = foldName(name);
    if (this.#present.has(key) || this.#left.get(key) !== undefined) return;
    for (const look of this.#looksOf.get(key) ?? []) {
      const others = this.#byLook.get(look)?.filter((other) => other !== key) ?? [];
      if (others.length > 0) this.#byLook.set(look, others);
      else this.#byLook.delete(look);
    }
    this.#looksOf.delete(key);
  }
}

/** Lists hold so little that one costs a third of a set. */
function addTo(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}
