/**
 * Codes that bring somebody who is signed in onto another device: `handovers.txt`, a line each. Only the
 * SHA-256 of a code is kept. It is good once, for four hours, and no longer than the session that made it;
 * a session has one at a time.
 */
import type { Session, Sessions } from "./sessions.ts";
import { type Clock, formatTime, readTime, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { hashOf, hashOfCode, mintToken, type Random } from "./secrets.ts";

/** What they need from outside. */
export interface HandoversOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  random: Random;
  sessions: Sessions;
}

interface Handover {
  /** Id of the session that made it. */
  session: string;
  hash: string;
  /** Milliseconds since 1970. */
  until: number;
}

const GOOD_FOR_MS = 4 * 60 * 60 * 1000;
const LINE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([0-9a-f]{64}) ([0-9a-f]{64})$/;

export class Handovers {
  readonly #options: HandoversOptions;
  readonly #table: LineTable<Handover>;

  constructor(options: HandoversOptions) {
    this.#options = options;
    this.#table = new LineTable({
      ...options,
      parse: parseHandover,
      format: ({ session, hash, until }) => `[${formatTime(until)}] ${hash} ${session}`,
      keyOf: ({ session }) => session,
    });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** Makes the code of a session, told once; one it had before is good no more. */
  async begin(session: string): Promise<{ code: string; until: number }> {
    const { clock, random } = this.#options;
    const code = mintToken(random);
    const until = wholeSeconds(clock.now() + GOOD_FOR_MS);
    const put = [{ session, hash: hashOf(code), until }];
    await this.#table.update({ put, removeWhere: (one) => this.#sessionOf(one) === null });
    return { code, until };
  }

  /** The session that a code stands for, or a ChatError `handover_used`. */
  sessionOf(code: unknown): Session {
    const session = this.#sessionOf(this.#find(code));
    if (session !== null) return session;
    throw new ChatError(
      "handover_used",
      "Cannot go on here: this code was used, is too old, or its device was signed out. Make another one",
    );
  }

  /** The session that a code stands for; nobody else comes in by it, however soon they ask. */
  async take(code: unknown): Promise<Session> {
    const session = this.sessionOf(code);
    await this.#table.update({ removeWhere: (one) => one.session === session.id });
    return session;
  }

  #find(code: unknown): Handover | null {
    const hash = hashOfCode(code);
    return [...this.#table.values()].find((one) => one.hash === hash) ?? null;
  }

  #sessionOf(one: Handover | null): Session | null {
    if (one === null || one.until <= this.#options.clock.now()) return null;
    return this.#options.sessions.get(one.session);
  }
}

/** True for a line that this file may hold. */
export function isHandoverLine(line: string): boolean {
  return parseHandover(line) !== null;
}

function parseHandover(line: string): Handover | null {
  const [, time = "", hash = "", session = ""] = LINE.exec(line) ?? [];
  const until = readTime(time);
  return Number.isNaN(until) ? null : { session, hash, until };
}
