/**
 * What is known of each account beside its password: a picture, a line of status, when they were here last,
 * and whether they tell how far they have read. Kept in `people.txt`: what a person sets is written at once,
 * when they were seen now and then and at the end.
 */
import type { Clock, Timer } from "../base/clock.ts";
import { formatIso, wholeSeconds } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { DAY_MS } from "../base/units.ts";
import type { Profile as ToldProfile } from "../protocol.ts";
import type { Account } from "./accounts.ts";
import { codePoints, foldName, messageText, oneLine } from "./names.ts";
import { keyOf, type PeopleTable, type Profile } from "./people_table.ts";

/** What they need from outside. */
export interface ProfilesOptions {
  table: PeopleTable;
  clock: Clock;
  accounts: { find: (name: string) => Account | null };
  /** Folded names of those who are connected. */
  present: () => Iterable<string>;
  onTrouble: (what: string, error: unknown) => void;
}

/** Longest line of status in code points. */
export const STATUS_LENGTH = 80;
/** Profiles that a newcomer is told of; the list of people tells the others. */
export const MAX_TOLD_PROFILES = 1000;
/** When somebody was seen is known to a minute, and written at most so often: a crash forgets no more. */
const MINUTE_MS = 60_000;
const WRITE_INTERVAL_MS = 10 * MINUTE_MS;
/** The longest time that a status is set for. */
const MAX_STATUS_MS = 366 * DAY_MS;

/** All profiles. */
export class Profiles {
  readonly #options: ProfilesOptions;
  /** By folded name, what is not written yet. */
  readonly #seen = new Map<string, number>();
  #told = { version: -1, all: [] as Profile[] };
  #timer: Timer | null = null;
  #isClosed = false;

  constructor(options: ProfilesOptions) {
    this.#options = options;
  }

  /** What is known of an account; null for a name that is none's. */
  find(name: string): Profile | null {
    const { accounts, table } = this.#options;
    const account = accounts.find(name);
    if (account === null) return null;
    const entry = table.get(keyOf({ kind: "profile", name }));
    const known = entry?.kind === "profile" ? entry : BLANK;
    const seen = Math.max(known.seen, this.#seen.get(account.key) ?? 0);
    return { ...known, name: account.name, seen };
  }

  /** True for an account that tells how far it has read, and is told of others. */
  tellsReading(name: string): boolean {
    return this.find(name)?.seenBy ?? false;
  }

  /** How an account looks to others, null where there is nothing to tell. */
  told(name: string): ToldProfile {
    const profile = this.find(name);
    return profile === null ? { name } : this.#tell(profile);
  }

  /** Those with a picture or a status, a thousand at most, whoever was here last first. */
  list(): ToldProfile[] {
    const { table, accounts } = this.#options;
    if (this.#told.version !== table.version) {
      const all = [...table.values()].filter((one) => one.kind === "profile")
        .filter(({ picture, status }) => picture !== "" || status !== "")
        .sort((a, b) => b.seen - a.seen);
      this.#told = { version: table.version, all: all.slice(0, MAX_TOLD_PROFILES) };
    }
    return this.#told.all.filter(({ name }) => accounts.find(name) !== null)
      .map((profile) => this.#tell(profile)).filter(isLook);
  }

  /** Sets a line of status, until a time or for good; a ChatError `empty` or `too_long` for none that is one. */
  async setStatus(name: string, text: unknown, until: unknown): Promise<void> {
    await this.#change(name, { status: statusText(text), until: this.#until(until) });
  }

  async clearStatus(name: string): Promise<void> {
    await this.#change(name, { status: "", until: Infinity });
  }

  /** Whether an account tells how far it has read. */
  async setSeenBy(name: string, seenBy: boolean): Promise<void> {
    await this.#change(name, { seenBy });
  }

  /** Which picture an account has now, "" for none. */
  async setPicture(name: string, picture: string): Promise<void> {
    await this.#change(name, { picture });
  }

  /** An account is here now. */
  saw(name: string): void {
    const account = this.#isClosed ? null : this.#options.accounts.find(name);
    if (account === null) return;
    this.#seen.set(account.key, this.#minute());
    this.#timer ??= this.#options.clock.after(WRITE_INTERVAL_MS, () => void this.#write());
  }

  /** What waits to be written of an account goes with it. */
  forget(name: string): void {
    this.#seen.delete(foldName(name));
  }

  /** Writes what waits; nothing is noted any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) await this.#write();
  }

  async #change(name: string, change: Partial<Profile>): Promise<void> {
    const profile = this.find(name);
    if (profile === null) throw new ChatError("not_found", `Cannot find an account "${name}"`);
    await this.#options.table.put({ ...profile, seen: profile.seen || this.#minute(), ...change });
  }

  async #write(): Promise<void> {
    const { clock, present, accounts, table, onTrouble } = this.#options;
    this.#timer?.cancel();
    this.#timer = null;
    const now = this.#minute();
    // Whoever stays is here all the time.
    for (const key of present()) if (accounts.find(key) !== null) this.#seen.set(key, now);
    const waiting = new Map(this.#seen);
    const put = [...waiting.keys()].map((key) => this.find(key))
      .filter((profile) => profile !== null);
    if (put.length === 0) return;
    this.#seen.clear();
    if (!this.#isClosed) this.#timer = clock.after(WRITE_INTERVAL_MS, () => void this.#write());
    try {
      await table.update({ put });
    } catch (error) {
      for (const [key, at] of waiting) this.#seen.set(key, this.#seen.get(key) ?? at);
      onTrouble("Cannot write when people were here", error);
    }
  }

  #tell({ name, picture, status, until }: Profile): ToldProfile {
    const holds = status !== "" && until > this.#options.clock.now();
    return {
      name,
      ...(picture === "" ? {} : { avatar: versionOf(picture) }),
      ...(holds ? { status } : {}),
      ...(holds && until !== Infinity ? { until: formatIso(until) } : {}),
    };
  }

  #until(value: unknown): number {
    if (value === undefined || value === null) return Infinity;
    const time = typeof value === "string" ? Date.parse(value) : NaN;
    const now = this.#options.clock.now();
    if (time > now && time <= now + MAX_STATUS_MS) return wholeSeconds(time);
    throw new ChatError(
      "bad_request",
      'Cannot read "until": expected a time within a year, as 2025-11-19T23:46:36Z',
    );
  }

  #minute(): number {
    return Math.floor(this.#options.clock.now() / MINUTE_MS) * MINUTE_MS;
  }
}

const BLANK: Profile = Object.freeze({
  kind: "profile",
  name: "",
  seen: 0,
  seenBy: true,
  picture: "",
  status: "",
  until: Infinity,
});

/** What tells one picture of somebody from the next. */
export function versionOf(picture: string): string {
  return picture.split(".")[0] ?? "";
}

function isLook({ avatar, status }: ToldProfile): boolean {
  return avatar !== undefined || status !== undefined;
}

/** A line of status as it is kept: one line, without controls and blanks at its ends. */
function statusText(value: unknown): string {
  const text = oneLine(messageText(value));
  const length = codePoints(text);
  if (length <= STATUS_LENGTH) return text;
  throw new ChatError(
    "too_long",
    `Cannot set a status of ${length} characters: ${STATUS_LENGTH} are the most`,
  );
}
