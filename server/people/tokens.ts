/**
 * Bearer tokens of bots: `tokens.txt`, a line each, made by `plaintalk token NAME` on the machine
 * itself, read again when it changes. Only the SHA-256 of a token is kept. A bot's name is its own.
 */
import { type Clock, formatTime } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { readText, replaceText } from "../store/text_file.ts";
import { foldName, NAME } from "./names.ts";
import { hashOf, mintToken, type Random } from "./secrets.ts";

/** What tokens need from outside. */
export interface TokensOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  random: Random;
}

const LINE = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] ([^:]+): ([0-9a-f]{64})$/;

/** All tokens. */
export class Tokens {
  readonly #options: TokensOptions;
  /** Names of bots by the hash of their token. */
  #names = new Map<string, string>();
  #text = "";

  constructor(options: TokensOptions) {
    this.#options = options;
    this.refresh();
  }

  /** The name a token speaks for, or null. */
  find(token: string): string | null {
    return this.#names.get(hashOf(token)) ?? null;
  }

  /** True for the folded name of a bot. */
  has(key: string): boolean {
    for (const name of this.#names.values()) if (foldName(name) === key) return true;
    return false;
  }

  /** Makes a token and keeps its hash. */
  async make(name: string): Promise<string> {
    const { disk, path, clock, random } = this.#options;
    const token = mintToken(random);
    const time = formatTime(clock.now());
    this.refresh();
    await replaceText(disk, path, `${this.#text}[${time}] ${name}: ${hashOf(token)}\n`);
    this.refresh();
    return token;
  }

  /** Reads the file again if it changed. */
  refresh(): void {
    const { disk, path } = this.#options;
    const text = readText(disk, path) ?? "";
    if (text === this.#text) return;
    this.#text = text;
    this.#names = new Map();
    for (const line of text.split("\n")) {
      const [, name = "", hash = ""] = LINE.exec(line) ?? [];
      if (NAME.test(name)) this.#names.set(hash, name);
    }
  }
}

/** True for a line that this file may hold. */
export function isTokenLine(line: string): boolean {
  return LINE.test(line);
}
