/**
 * Who may not speak or not come in, and until when: `moderation.txt`, a line each. A mute or ban is
 * by folded name; a ban may be by address as well, and a guest's mute follows them through new names
 * that come from the same address. Counts once it is in the file, and is read again when someone edits it.
 */
import { type Clock, formatTime, readTime } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { foldName } from "./names.ts";

/** What is done to someone. */
export type SanctionKind = "mute" | "ban";

/** One measure that counts until a time. */
export interface Sanction {
  what: SanctionKind;
  name: string;
  /** What stands for the address where callers are counted, or "" for the name alone. */
  addressKey: string;
  /** Milliseconds since 1970. */
  until: number;
  by: string;
}

/** Someone who may be meant. */
export interface Suspect {
  /** Folded name. */
  key: string;
  account: boolean;
  /** What stands for the address. */
  addressKey: string;
  /** When the session began, in milliseconds since 1970. */
  entered?: number;
}
export interface ModerationOptions {
  path: string;
  disk: Disk;
  clock: Clock;
}

const MAX_SANCTIONS = 1000;
const SANCTION_LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] (mute|ban) ([^:\t]+)\t((?:[46]:\d{1,39})?)\t([^\t]+)$/;

/** All measures. */
export class Moderation {
  readonly #options: ModerationOptions;
  readonly #table: LineTable<Sanction>;
  /** When each mute began to count, as far as this process knows: who was there before is not meant. */
  readonly #since = new Map<string, number>();
  readonly #started: number;

  constructor(options: ModerationOptions) {
    this.#options = options;
    this.#started = options.clock.now();
    this.#table = new LineTable({
      ...options,
      parse: parseSanction,
      format: formatSanction,
      keyOf: ({ what, name }) => keyOf(what, name),
    });
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  /** Rereads the file if it changed; true if so. */
  refresh(): boolean {
    return this.#table.refresh();
  }

  /** What counts now, by name. */
  list(): Sanction[] {
    return [...this.#table.values()].filter((sanction) => this.#counts(sanction))
      .sort((a, b) => a.name < b.name ? -1 : 1);
  }

  /** Throws a ChatError `muted` for someone who may not speak. */
  mustNotBeMuted(suspect: Suspect): void {
    // Asked for each message, and nearly nowhere is anybody muted.
    if (this.#table.size === 0) return;
    const { key, account, addressKey, entered = 0 } = suspect;
    const byName = this.#table.get(`mute ${key}`);
    if (byName !== undefined && this.#counts(byName)) this.#refuse("muted", byName);
    if (account) return;
    for (const sanction of this.#table.values()) {
      const isFollowed = sanction.what === "mute" && sanction.addressKey !== "" &&
        sanction.addressKey === addressKey && entered > this.#beganAt(sanction);
      if (isFollowed && this.#counts(sanction)) this.#refuse("muted", sanction);
    }
  }

  /** Throws a ChatError `banned` for someone who may not come in; an admin is banned by name alone. */
  mustNotBeBanned(
    { key, addressKey, admin }: { key: string; addressKey: string; admin: boolean },
  ): void {
    const byName = this.#table.get(`ban ${key}`);
    if (byName !== undefined && this.#counts(byName)) this.#refuse("banned", byName);
    if (admin) return;
    for (const sanction of this.#table.values()) {
      const isMeant = sanction.what === "ban" && sanction.addressKey !== "" &&
        sanction.addressKey === addressKey;
      if (isMeant && this.#counts(sanction)) this.#refuse("banned", sanction);
    }
  }

  /** Adds a measure in the place of an older one of its kind. Counts only once it is saved. */
  async add(sanction: Sanction): Promise<void> {
    const key = keyOf(sanction.what, sanction.name);
    const others = this.list().filter((other) => keyOf(other.what, other.name) !== key);
    if (others.length >= MAX_SANCTIONS) {
      throw new ChatError(
        "too_many",
        `Cannot do this: ${MAX_SANCTIONS} sanctions are in force already`,
      );
    }
    const now = this.#options.clock.now();
    await this.#table.update({ put: [sanction], removeWhere: ({ until }) => until <= now });
    this.#since.set(key, now);
    for (const known of this.#since.keys()) {
      if (this.#table.get(known) === undefined) this.#since.delete(known);
    }
  }

  /** Takes a measure back; a ChatError `not_found` where there is none. */
  async lift(what: SanctionKind, name: string): Promise<void> {
    const key = keyOf(what, name);
    if (this.list().every((sanction) => keyOf(sanction.what, sanction.name) !== key)) {
      throw new ChatError("not_found", `Cannot undo this: there is no ${what} of "${name}"`);
    }
    await this.#table.update({ removeWhere: (s) => keyOf(s.what, s.name) === key });
  }

  /** Someone is called otherwise now: what counts for the one name counts for the other. */
  async rename(name: string, to: string): Promise<void> {
    const key = foldName(name);
    const own = this.list().filter((sanction) => foldName(sanction.name) === key);
    if (own.length > 0) {
      await this.#table.update({ put: own.map((sanction) => ({ ...sanction, name: to })) });
    }
  }

  #beganAt({ what, name }: Sanction): number {
    return this.#since.get(keyOf(what, name)) ?? this.#started;
  }

  #counts({ until }: Sanction): boolean {
    return until > this.#options.clock.now();
  }

  #refuse(code: "muted" | "banned", { until, by }: Sanction): never {
    const wait = until - this.#options.clock.now();
    const minutes = Math.max(1, Math.round(wait / 60_000));
    const what = code === "muted" ? "You are muted" : "You are banned";
    throw new ChatError(code, `${what} for another ${minutes} minutes, by ${by}`, { wait });
  }
}

/** True for a line that this file may hold. */
export function isSanctionLine(line: string): boolean {
  return parseSanction(line) !== null;
}

function keyOf(what: SanctionKind, name: string): string {
  return `${what} ${foldName(name)}`;
}

function parseSanction(line: string): Sanction | null {
  const [, time = "", what, name = "", addressKey = "", by = ""] = SANCTION_LINE.exec(line) ?? [];
  const until = readTime(time);
  if (Number.isNaN(until)) return null;
  return { what: what as SanctionKind, name, addressKey, until, by };
}

function formatSanction({ what, name, addressKey, until, by }: Sanction): string {
  return `[${formatTime(until)}] ${what} ${name}\t${addressKey}\t${by}`;
}
