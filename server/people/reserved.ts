/**
 * Names that are nobody's to take: `people.txt`, a line for each that an account had before it was renamed
 * or removed. Whoever took one would speak as someone else, and read what was written to them. What was
 * said under an old name stays its owner's.
 */
import { type Clock, formatTime } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName, NAME } from "./names.ts";

/** A name that an account had. */
export interface Reservation {
  name: string;
  /** What the account is called now; null for one that was removed. */
  to: string | null;
  /** As it stands in the line. */
  time: string;
}
export interface ReservedOptions {
  path: string;
  disk: Disk;
  clock: Clock;
}

const RESERVATION_LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] (?:renamed ([^\t:]+)\t|removed )([^\t:]+)$/;

/** All reserved names. */
export class Reserved {
  readonly #clock: Clock;
  readonly #table: LineTable<Reservation>;

  constructor(options: ReservedOptions) {
    this.#clock = options.clock;
    this.#table = new LineTable({
      ...options,
      parse: parseReservation,
      format: ({ name, to, time }) =>
        `[${time}] ${to === null ? `removed ${name}` : `renamed ${name}\t${to}`}`,
      keyOf: ({ name }) => foldName(name),
    });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** What became of the account of that name, or null where there was none. */
  find(name: string): Reservation | null {
    return this.#table.get(foldName(name)) ?? null;
  }

  list(): Reservation[] {
    return [...this.#table.values()];
  }

  /** Folded names that the account of that name had before. */
  formerly(name: string): string[] {
    const key = foldName(name);
    return this.list().filter(({ to }) => to !== null && foldName(to) === key)
      .map((one) => foldName(one.name));
  }

  /** An account has another name; the one it takes may be one it had before. */
  async renamed(name: string, to: string): Promise<void> {
    const [old, key] = [foldName(name), foldName(to)];
    if (old === key) return;
    const time = formatTime(this.#clock.now());
    const earlier = this.list()
      .filter((one) => one.to !== null && foldName(one.to) === old && foldName(one.name) !== key)
      .map((one) => ({ ...one, to }));
    await this.#table.update({
      put: [...earlier, { name, to, time }],
      removeWhere: (one) => foldName(one.name) === key,
    });
  }

  /** An account is gone. */
  async removed(name: string): Promise<void> {
    await this.#table.put({ name, to: null, time: formatTime(this.#clock.now()) });
  }

  /** Rereads the file if it changed. */
  refresh(): void {
    this.#table.refresh();
  }
}

/** True for a line that this file may hold. */
export function isReservedLine(line: string): boolean {
  return parseReservation(line) !== null;
}

function parseReservation(line: string): Reservation | null {
  const [, time = "", old, last = ""] = RESERVATION_LINE.exec(line) ?? [];
  if (!NAME.test(last) || (old !== undefined && !NAME.test(old))) return null;
  return old === undefined ? { name: last, to: null, time } : { name: old, to: last, time };
}
