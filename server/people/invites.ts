/**
 * Invitations that admins give out: `invites.txt`, a line each. Only the SHA-256 of a code is kept; it says
 * what it opens (`*` for the chat), how often it is still good (`-` for any number) and until when.
 */
import { type Clock, formatTime, readTime, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { hashOf, mintToken, type Random } from "./secrets.ts";

/** One invitation. */
export interface Invite {
  hash: string;
  /** `*` for the whole chat. */
  opens: string;
  /** How many may still come; Infinity for any number. */
  uses: number;
  /** Milliseconds since 1970. */
  until: number;
  by: string;
}

/** What invitations need from outside. */
export interface InvitesOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  random: Random;
}

/** The whole chat. */
export const EVERYWHERE = "*";

const MAX_INVITES = 1000;
const INVITE_LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([0-9a-f]{64}) (-|\d{1,9}) ([^\t]+)\t([^\t]+)$/;

/** All invitations. */
export class Invites {
  readonly #options: InvitesOptions;
  readonly #table: LineTable<Invite>;

  constructor(options: InvitesOptions) {
    this.#options = options;
    this.#table = new LineTable({
      ...options,
      parse: parseInvite,
      format: ({ hash, opens, uses, until, by }) =>
        `[${formatTime(until)}] ${hash} ${uses === Infinity ? "-" : uses} ${opens}\t${by}`,
      keyOf: ({ hash }) => hash,
    });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** Those that are still good, the one that lasts longest first. */
  list(): Invite[] {
    return [...this.#table.values()].filter((invite) => this.#counts(invite))
      .sort((a, b) => b.until - a.until);
  }

  /** Makes one; the code is told once. */
  async make(
    { by, days, uses }: { by: string; days: number; uses: number },
  ): Promise<{ code: string; invite: Invite }> {
    const { clock, random } = this.#options;
    if (this.list().length >= MAX_INVITES) {
      throw new ChatError("too_many", `Cannot invite: ${MAX_INVITES} invitations are good already`);
    }
    const code = mintToken(random);
    const until = wholeSeconds(clock.now() + days * 24 * 60 * 60 * 1000);
    const invite = { hash: hashOf(code), opens: EVERYWHERE, uses, until, by };
    await this.#table.update({ put: [invite], removeWhere: (other) => !this.#counts(other) });
    return { code, invite };
  }

  /** True for a code that opens the chat now. */
  isGood(code: unknown): boolean {
    return this.#find(code) !== null;
  }

  /** Somebody came in with a code. */
  async used(code: unknown): Promise<void> {
    const invite = this.#find(code);
    if (invite === null || invite.uses === Infinity) return;
    await this.#table.put({ ...invite, uses: invite.uses - 1 });
  }

  /** An invitation is good no more, by the beginning of its hash; a ChatError `not_found` for none. */
  async revoke(handle: string): Promise<void> {
    const invite = this.list().find(({ hash }) => handleOf(hash) === handle);
    if (invite === undefined) throw new ChatError("not_found", "There is no such invitation");
    await this.#table.update({ removeWhere: ({ hash }) => hash === invite.hash });
  }

  /** Reads the file again if somebody else changed it. */
  refresh(): void {
    this.#table.refresh();
  }

  #find(code: unknown): Invite | null {
    if (typeof code !== "string" || code === "" || code.length > 100) return null;
    const invite = this.#table.get(hashOf(code));
    return invite !== undefined && invite.opens === EVERYWHERE && this.#counts(invite)
      ? invite
      : null;
  }

  #counts({ until, uses }: Invite): boolean {
    return uses > 0 && until > this.#options.clock.now();
  }
}

/** What an invitation is called where its code must not be known. */
export function handleOf(hash: string): string {
  return hash.slice(0, 16);
}

/** True for a line that this file may hold. */
export function isInviteLine(line: string): boolean {
  return parseInvite(line) !== null;
}

function parseInvite(line: string): Invite | null {
  const [, time = "", hash = "", uses = "", opens = "", by = ""] = INVITE_LINE.exec(line) ?? [];
  const until = readTime(time);
  if (Number.isNaN(until)) return null;
  return { hash, opens, uses: uses === "-" ? Infinity : Number(uses), until, by };
}
