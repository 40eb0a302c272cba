/**
 * The first admin is whoever comes with the code that the first start of a new chat prints once:
 * `setup.txt` keeps its SHA-256 until it is used. A folder that held anything before has no such code,
 * so that nobody owns a chat by being first at a damaged or restored one.
 */
import { timingSafeEqual } from "node:crypto";
import { hashOf, hashOfCode, mintToken, type Random } from "./secrets.ts";
import { type Clock, formatTime } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
export interface SetupOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  random: Random;
  /** True once there is an admin: a code is worth nothing then. */
  hasAdmin: () => boolean;
}

const SETUP_LINE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] setup ([0-9a-f]{64})$/;

/** The code of a chat that has no admin yet. */
export class Setup {
  readonly #options: SetupOptions;
  readonly #table: LineTable<{ time: string; hash: string }>;

  constructor(options: SetupOptions) {
    this.#options = options;
    this.#table = new LineTable({
      ...options,
      parse(line) {
        const [, time, hash] = SETUP_LINE.exec(line) ?? [];
        return time === undefined || hash === undefined ? null : { time, hash };
      },
      format: ({ time, hash }) => `[${time}] setup ${hash}`,
      keyOf: ({ hash }) => hash,
    });
  }

  /** True while the chat waits for its first admin. */
  get isPending(): boolean {
    return this.#table.size > 0 && !this.#options.hasAdmin();
  }

  /** Mints the code of a new chat: shown once, kept as a hash. */
  async begin(): Promise<string> {
    const code = mintToken(this.#options.random);
    const time = formatTime(this.#options.clock.now());
    await this.#table.put({ time, hash: hashOf(code) });
    return code;
  }

  /** True if this is the code. */
  fits(code: unknown): boolean {
    const known = hashOfCode(code);
    if (known === null || !this.isPending) return false;
    const asked = Buffer.from(known);
    return [...this.#table.values()].some(({ hash }) => timingSafeEqual(asked, Buffer.from(hash)));
  }

  /** The chat has its admin: the code is good no more. */
  async end(): Promise<void> {
    await this.#table.update({ removeWhere: () => true });
  }
}

/** True for a line that this file may hold. */
export function isSetupLine(line: string): boolean {
  return SETUP_LINE.test(line);
}
