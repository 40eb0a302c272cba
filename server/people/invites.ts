/**
 * Invitations that admins give out: `invites.txt`, a line each. Only the SHA-256 of a code is kept; it says
 * what it opens (`*` for the chat, a room by its key, `-` for nothing any more), how often it is still good (`-` for any
 * number), until when, how many came with it and what its maker calls it. One that is over stays for a
 * while, so that whoever comes with it is told why.
 */
import { BoundedMap } from "../base/bounded_map.ts";
import { type Clock, formatTime, readTime, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName } from "./names.ts";
import { hashOf, hashOfCode, mintToken, type Random } from "./secrets.ts";

/** One invitation. */
export interface Invite {
  hash: string;
  /** `*` for the whole chat, the key of a room, or `-` for nothing: it was revoked. */
  opens: string;
  /** How many may still come; Infinity for any number. */
  uses: number;
  /** Milliseconds since 1970. */
  until: number;
  by: string;
  /** What its maker calls it, "" for nothing. */
  name: string;
  /** How many came with it. */
  used: number;
}

/** Why an invitation lets nobody in any more. */
export type InviteEnd = "expired" | "used" | "revoked";

/** What invitations need from outside. */
export interface InvitesOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  random: Random;
}

/** The whole chat. */
export const EVERYWHERE = "*";

/** A revoked one. */
const NOTHING = "-";

const MAX_INVITES = 1000;
/** Good ones to one room, which are not admins' to give out. */
const MAX_INVITES_PER_ROOM = 20;
/** Good ones and others; beyond it the others go before their time. */
const MAX_LINES = 2000;
const KEPT_AFTER_MS = 30 * 24 * 60 * 60 * 1000;
const MAX_NAME_LENGTH = 60;
/** Guests that are known to have been counted already, should they claim their name. */
const MAX_GUESTS = 10_000;

const LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([0-9a-f]{64}) (-|\d{1,9}) ([^\t]+)\t([^\t]+)(?:\t(\d{1,9})\t([^\t]*)(\troom)?)?$/;

const ENDS = {
  expired: ["invite_expired", "this invitation has expired"],
  used: ["invite_used", "this invitation was used up"],
  revoked: ["invite_revoked", "this invitation was taken back"],
} as const;

/** All invitations. */
export class Invites {
  readonly #options: InvitesOptions;
  readonly #table: LineTable<Invite>;
  /** Hashes of the invitations that guests came with, by session. */
  readonly #guests = new BoundedMap<string, string>(MAX_GUESTS);

  constructor(options: InvitesOptions) {
    this.#options = options;
    this.#table = new LineTable({
      ...options,
      parse: parseInvite,
      format: formatInvite,
      keyOf: ({ hash }) => hash,
    });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** Those that were not revoked, the one that lasts longest first; some may be over. */
  list(): Invite[] {
    return [...this.#table.values()].filter(({ opens }) => opens !== NOTHING)
      .sort((a, b) => b.until - a.until);
  }

  /** Makes one; the code is told once. */
  async make({ by, days, uses, name = "", opens = EVERYWHERE }: {
    opens?: string;
    by: string;
    days: number;
    uses: number;
    name?: string;
  }): Promise<{ code: string; invite: Invite }> {
    const { clock, random } = this.#options;
    const now = clock.now();
    const good = [...this.#table.values()].filter((invite) => this.endOf(invite) === null);
    if (good.length >= MAX_INVITES) {
      throw new ChatError("too_many", `Cannot invite: ${MAX_INVITES} invitations are good already`);
    }
    if (
      opens !== EVERYWHERE &&
      good.filter((one) => one.opens === opens).length >= MAX_INVITES_PER_ROOM
    ) {
      throw new ChatError(
        "too_many",
        `Cannot invite: ${MAX_INVITES_PER_ROOM} links to this room are good already`,
      );
    }
    const code = mintToken(random);
    const until = wholeSeconds(now + days * 24 * 60 * 60 * 1000);
    const invite = {
      hash: hashOf(code),
      opens,
      uses,
      until,
      by,
      name: readName(name),
      used: 0,
    };
    const isCrowded = this.#table.size >= MAX_LINES;
    await this.#table.update({
      put: [invite],
      removeWhere: (other) =>
        this.endOf(other) !== null &&
        (isCrowded || other.until + KEPT_AFTER_MS <= now),
    });
    return { code, invite };
  }

  /** True for a code that opens the chat now. */
  isGood(code: unknown): boolean {
    return this.#find(code, EVERYWHERE) !== null;
  }

  /** The room, by its key, that a code leads to alone, be it over; null for any other. */
  roomOf(code: unknown): string | null {
    const opens = this.#known(code)?.opens ?? NOTHING;
    return opens === EVERYWHERE || opens === NOTHING ? null : opens;
  }

  /** The invitation of a code, or a ChatError that says why it is good no more; null for none of ours. */
  find(code: unknown): Invite | null {
    const invite = this.#known(code);
    const end = invite === null ? null : this.endOf(invite);
    if (end === null) return invite;
    const [word, why] = ENDS[end];
    throw new ChatError(word, `Cannot let you in: ${why}. Ask for another one`);
  }

  /** Why an invitation is over, null for one that is good. */
  endOf({ opens, uses, until }: Invite): InviteEnd | null {
    if (opens === NOTHING) return "revoked";
    if (uses === 0) return "used";
    return until <= this.#options.clock.now() ? "expired" : null;
  }

  /**
   * Somebody comes in with a code, before anything else is waited for, so that two at once are two. Returns
   * its hash, null where nothing is counted: for no invitation of ours, and for a guest that was counted.
   */
  async use(
    code: unknown,
    session: string | null,
    opens: string = EVERYWHERE,
  ): Promise<string | null> {
    const invite = this.#find(code, opens);
    if (invite === null || (session && this.#guests.get(session) === invite.hash)) return null;
    await this.#table.put({ ...invite, uses: invite.uses - 1, used: invite.used + 1 });
    return invite.hash;
  }

  /** Who came with an invitation is a guest for now. */
  cameAsGuest(session: string, hash: string): void {
    this.#guests.set(session, hash);
  }

  /** Nobody came in after all. */
  async release(hash: string): Promise<void> {
    const invite = this.#table.get(hash);
    if (invite === undefined) return;
    await this.#table.put({ ...invite, uses: invite.uses + 1, used: Math.max(0, invite.used - 1) });
  }

  /** One that was not revoked, by the beginning of its hash. */
  named(handle: string): Invite | undefined {
    return this.list().find(({ hash }) => handleOf(hash) === handle);
  }

  /** An invitation is good no more, by the beginning of its hash; a ChatError `not_found` for none. */
  async revoke(handle: string): Promise<Invite> {
    const invite = this.named(handle);
    if (invite === undefined) {
      throw new ChatError("not_found", "There is no such invitation");
    }
    await this.#table.put({ ...invite, opens: NOTHING });
    return invite;
  }

  /** A room is no more: no link leads there. */
  async revokeRoom(opens: string): Promise<void> {
    const put = this.list().filter((invite) => invite.opens === opens)
      .map((invite) => ({ ...invite, opens: NOTHING }));
    if (put.length > 0) await this.#table.update({ put });
  }

  /** A room has another key: links lead there still. */
  async renameRoom(from: string, to: string): Promise<void> {
    const put = [...this.#table.values()].filter(({ opens }) => opens === from)
      .map((invite) => ({ ...invite, opens: to }));
    if (put.length > 0) await this.#table.update({ put });
  }

  /** Whoever has these folded names is gone, and what they made with them. */
  async removeBy(keys: readonly string[]): Promise<void> {
    if (![...this.#table.values()].some(({ by }) => keys.includes(foldName(by)))) return;
    await this.#table.update({ removeWhere: ({ by }) => keys.includes(foldName(by)) });
  }

  /** Reads the file again if somebody else changed it. */
  refresh(): void {
    this.#table.refresh();
  }

  #known(code: unknown): Invite | null {
    const hash = hashOfCode(code);
    return hash === null ? null : this.#table.get(hash) ?? null;
  }

  #find(code: unknown, opens: string): Invite | null {
    const invite = this.#known(code);
    return invite?.opens === opens && this.endOf(invite) === null ? invite : null;
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
  const found = LINE.exec(line) ?? [];
  const [, time = "", hash = "", uses = "", opens = "", by = "", used = "0", name = ""] = found;
  const until = readTime(time);
  if (Number.isNaN(until)) return null;
  const left = uses === "-" ? Infinity : Number(uses);
  return { hash, opens, uses: left, until, by, name, used: Number(used) };
}

/**
 * Without a name and before anybody came it is a line as the first version wrote it. That of a room ends
 * with a word more: a version that does not know it must not open the whole chat with it.
 */
function formatInvite({ hash, opens, uses, until, by, name, used }: Invite): string {
  const isRooms = opens !== EVERYWHERE && opens !== NOTHING;
  const more = used === 0 && name === "" && !isRooms ? "" : `\t${used}\t${name}`;
  return `[${formatTime(until)}] ${hash} ${uses === Infinity ? "-" : uses} ${opens}\t${by}${more}${
    isRooms ? "\troom" : ""
  }`;
}

/** In one line, and nothing in it that turns the order of letters; what joins emoji stays. */
function readName(value: string): string {
  const name = value.toWellFormed().normalize("NFC")
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, "").replace(/[\p{Cc}\s]+/gu, " ").trim();
  if ([...name].length <= MAX_NAME_LENGTH) return name;
  throw new ChatError(
    "too_long",
    `Cannot name an invitation with ${
      [...name].length
    } characters: expected at most ${MAX_NAME_LENGTH}`,
  );
}
