/**
 * Bearer tokens of bots: `tokens.txt`, a line each, made by `plaintalk token NAME` on the machine
 * itself, read again when it changes. Only the SHA-256 of a token is kept. A bot's name is its own.
 */
import { type Clock, formatTime } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName, NAME } from "./names.ts";
import { hashOf, mintToken, type Random } from "./secrets.ts";
export interface TokensOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  random: Random;
}

const TOKEN_LINE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([^:]+): ([0-9a-f]{64})$/;

/** A bot and what is kept of its token. */
interface BotToken {
  name: string;
  hash: string;
  /** As it stands in the line. */
  time: string;
}

/** All tokens. */
export class Tokens {
  readonly #options: TokensOptions;
  readonly #table: LineTable<BotToken>;
  #names = { version: -1, keys: new Set<string>() };

  constructor(options: TokensOptions) {
    this.#options = options;
    this.#table = new LineTable({
      ...options,
      parse: parseToken,
      format: ({ name, hash, time }) => `[${time}] ${name}: ${hash}`,
      keyOf: ({ hash }) => hash,
    });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** The name a token speaks for, or null. */
  find(token: string): string | null {
    return this.#table.get(hashOf(token))?.name ?? null;
  }

  /** True for the folded name of a bot. */
  has(key: string): boolean {
    if (this.#names.version !== this.#table.version) {
      const keys = new Set([...this.#table.values()].map(({ name }) => foldName(name)));
      this.#names = { version: this.#table.version, keys };
    }
    return this.#names.keys.has(key);
  }

  /** Makes a token and keeps its hash. */
  async make(name: string): Promise<string> {
    const { clock, random } = this.#options;
    const token = mintToken(random);
    await this.#table.put({ name, hash: hashOf(token), time: formatTime(clock.now()) });
    return token;
  }

  /** Reads the file again if it changed. */
  refresh(): void {
    this.#table.refresh();
  }
}

/** True for a line that this file may hold. */
export function isTokenLine(line: string): boolean {
  return parseToken(line) !== null;
}

function parseToken(line: string): BotToken | null {
  const [, time = "", name = "", hash = ""] = TOKEN_LINE.exec(line) ?? [];
  return NAME.test(name) ? { name, hash, time } : null;
}
