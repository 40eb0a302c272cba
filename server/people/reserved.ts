/**
 * Names that are nobody's to take: those that an account had before it was renamed or removed. Whoever took
 * one would speak as someone else, and read what was written to them. What was said under an old name stays
 * its owner's.
 */
import { type Clock, formatTime } from "../base/clock.ts";
import { foldName } from "./names.ts";
import {
  keyOf,
  type PeopleTable,
  type PersonEntry,
  type Profile,
  type Reservation,
} from "./people_table.ts";

export interface ReservedOptions {
  table: PeopleTable;
  clock: Clock;
}

/** All reserved names. */
export class Reserved {
  readonly #clock: Clock;
  readonly #table: PeopleTable;

  constructor({ table, clock }: ReservedOptions) {
    this.#clock = clock;
    this.#table = table;
  }

  /** What became of the account of that name, or null where there was none. */
  find(name: string): Reservation | null {
    const found = this.#table.get(keyOf({ kind: "reserved", name }));
    return found?.kind === "reserved" ? found : null;
  }

  list(): Reservation[] {
    return [...this.#table.values()].filter((entry) => entry.kind === "reserved");
  }

  /** Folded names that the account of that name had before. */
  formerly(name: string): string[] {
    const key = foldName(name);
    return this.list().filter(({ to }) => to !== null && foldName(to) === key)
      .map((one) => foldName(one.name));
  }

  /**
   * An account has another name; the one it takes may be one it had before. What is known of it goes along,
   * in the same step.
   */
  async renamed(name: string, to: string): Promise<void> {
    const [old, key] = [foldName(name), foldName(to)];
    const known = this.#profile(name);
    const moved = known === null ? [] : [{ ...known, name: to }];
    if (old === key) return moved.length > 0 ? await this.#table.update({ put: moved }) : undefined;
    const time = formatTime(this.#clock.now());
    const earlier = this.list()
      .filter((one) => one.to !== null && foldName(one.to) === old && foldName(one.name) !== key)
      .map((one) => ({ ...one, to }));
    await this.#table.update({
      put: [...earlier, ...moved, { kind: "reserved", name, to, time }],
      removeWhere: (one) => isOf(one, "reserved", key) || isOf(one, "profile", old),
    });
  }

  /** An account is gone, and what was known of it, in one step. */
  async removed(name: string): Promise<void> {
    const key = foldName(name);
    await this.#table.update({
      put: [{ kind: "reserved", name, to: null, time: formatTime(this.#clock.now()) }],
      removeWhere: (one) => isOf(one, "profile", key),
    });
  }

  #profile(name: string): Profile | null {
    const found = this.#table.get(keyOf({ kind: "profile", name }));
    return found?.kind === "profile" ? found : null;
  }
}

function isOf(entry: PersonEntry, kind: PersonEntry["kind"], key: string): boolean {
  return entry.kind === kind && foldName(entry.name) === key;
}
