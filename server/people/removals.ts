/**
 * Whose words are to go: `removals.txt`, a line for each account that was removed with its words until all
 * of them are gone. It is written first, so that what a crash or a full disk leaves is done later.
 */
import { type Clock, formatTime, readTime } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName, NAME } from "./names.ts";

/** Words that are to go. */
export interface Removal {
  name: string;
  /** Folded names that the account has and had. */
  keys: readonly string[];
  /** Since when they were its own, in milliseconds since 1970. */
  since: number;
  /** Who has it done, for the lines that say so. */
  by: string;
}

/** What they need from outside. */
export interface RemovalsOptions {
  path: string;
  disk: Disk;
  clock: Clock;
}

const LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] since (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d), by ([^\t:]+)\t([^\t:]+(?:\t[^\t:]+)*)$/;

/** All that are not done. */
export class Removals {
  readonly #clock: Clock;
  readonly #table: LineTable<Removal & { began: number }>;

  constructor(options: RemovalsOptions) {
    this.#clock = options.clock;
    this.#table = new LineTable({
      ...options,
      parse: parseRemoval,
      format: formatRemoval,
      keyOf: ({ name }) => foldName(name),
    });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** In the order in which they were asked for. */
  list(): Removal[] {
    return [...this.#table.values()];
  }

  /** What somebody said is to go from now on, whatever happens. */
  async begin(removal: Removal): Promise<void> {
    await this.#table.put({ ...removal, began: this.#clock.now() });
  }

  /** All of it is gone. */
  async end({ name }: Removal): Promise<void> {
    const key = foldName(name);
    await this.#table.update({ removeWhere: (one) => foldName(one.name) === key });
  }
}

/** True for a line that this file may hold. */
export function isRemovalLine(line: string): boolean {
  return parseRemoval(line) !== null;
}

function parseRemoval(line: string): Removal & { began: number } | null {
  const [, began = "", since = "", by = "", names = ""] = LINE.exec(line) ?? [];
  const [name = "", ...formerly] = names.split("\t");
  if (![by, name, ...formerly].every((one) => NAME.test(one))) return null;
  const times = { began: readTime(began), since: readTime(since) };
  if (Number.isNaN(times.began) || Number.isNaN(times.since)) return null;
  return { name, keys: [name, ...formerly].map(foldName), by, ...times };
}

function formatRemoval({ name, keys, since, by, began }: Removal & { began: number }): string {
  const names = [name, ...keys.filter((key) => key !== foldName(name))];
  return `[${formatTime(began)}] since ${formatTime(since)}, by ${by}\t${names.join("\t")}`;
}
