/**
 * Links to set a new password with: `resets.txt`, a line for each that was given out and not used yet. Only
 * the SHA-256 of a code is kept; it is good once, for three days, and an account has one at a time.
 */
import { type Clock, formatTime, readTime, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName, NAME } from "./names.ts";
import { hashOf, hashOfCode, mintToken, type Random } from "./secrets.ts";
export interface ResetsOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  random: Random;
}

/** A link that was given out. */
interface Reset {
  name: string;
  hash: string;
  /** Milliseconds since 1970. */
  until: number;
}

const RESET_AGE_MS = 3 * 24 * 60 * 60 * 1000;
const RESET_LINE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([^:]+): ([0-9a-f]{64})$/;

/** All links to new passwords. */
export class Resets {
  readonly #options: ResetsOptions;
  readonly #table: LineTable<Reset>;

  constructor(options: ResetsOptions) {
    this.#options = options;
    this.#table = new LineTable({
      ...options,
      parse: parseReset,
      format: ({ name, hash, until }) => `[${formatTime(until)}] ${name}: ${hash}`,
      keyOf: ({ name }) => foldName(name),
    });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** Makes the code of an account, shown once; an earlier one is no longer valid. */
  async begin(name: string): Promise<{ code: string; until: number }> {
    const { clock, random } = this.#options;
    const code = mintToken(random);
    const until = wholeSeconds(clock.now() + RESET_AGE_MS);
    const put = [{ name, hash: hashOf(code), until }];
    await this.#table.update({ put, removeWhere: (reset) => reset.until <= clock.now() });
    return { code, until };
  }

  /** The name that a code is for, or a ChatError `reset_used`. The code is 256 random bits: nobody finds one. */
  nameOf(code: unknown): string {
    const hash = hashOfCode(code);
    const found = [...this.#table.values()].find((reset) => reset.hash === hash);
    if (found !== undefined && found.until > this.#options.clock.now()) return found.name;
    throw new ChatError(
      "reset_used",
      "Cannot set a new password: this link was used, or is too old. Ask for another one",
    );
  }

  /** The account of that name needs none any more. */
  async end(name: string): Promise<void> {
    const key = foldName(name);
    if (this.#table.get(key) === undefined) return;
    await this.#table.update({ removeWhere: (reset) => foldName(reset.name) === key });
  }
}

/** True for a line that this file may hold. */
export function isResetLine(line: string): boolean {
  return parseReset(line) !== null;
}

function parseReset(line: string): Reset | null {
  const [, time = "", name = "", hash = ""] = RESET_LINE.exec(line) ?? [];
  const until = readTime(time);
  return Number.isNaN(until) || !NAME.test(name) ? null : { name, hash, until };
}
