/**
 * Which browsers want to be called: `push.txt`, a line each, the one of a session under its id. A line is
 * worth nothing without its session. Bounded for each account, for all guests and for everybody; not synced
 * to the device, for a page whose line a power cut took brings it again.
 */
import { AUTH_BYTES, importPoint, POINT_BYTES, type SubscriptionKeys } from "./aes128gcm.ts";
import { base64Url, fromBase64Url } from "../base/base64_url.ts";
import { readEndpoint } from "./endpoint.ts";
import { type Clock, formatTime } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { foldName } from "../people/names.ts";
import type { Session } from "../people/sessions.ts";
import type { PushWants } from "../push_protocol.ts";
import type { Disk } from "../store/disk.ts";
import { LineTable } from "../store/line_table.ts";
import { unsyncedDisk } from "../store/unsynced_disk.ts";

/** One browser that wants to be called. */
export interface Subscription {
  /** Of whose session: as the sessions know it. */
  session: string;
  endpoint: URL;
  keys: SubscriptionKeys;
  /** Where the page was opened that asked: what we are known by to its push service. */
  origin: string;
  wants: PushWants;
  /** When it came, as it stands in the line. */
  time: string;
  /** Levels by folded name of the room, `@name` for a private conversation. */
  levels: ReadonlyMap<string, PushWants["levels"][string]>;
}

/** What the subscriptions need from outside. */
export interface SubscriptionsOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  /** The session of an id while it lives, or null. */
  sessionOf: (id: string) => Session | null;
  onTrouble: (what: string, error: unknown) => void;
}

/** Most subscriptions: in all, of guests, and of one account. */
export const MAX_SUBSCRIPTIONS = 4000;
const MAX_GUEST_SUBSCRIPTIONS = MAX_SUBSCRIPTIONS / 2;
export const MAX_SUBSCRIPTIONS_PER_ACCOUNT = 20;

/** Rooms whose level one subscription names, and characters of such a name. */
export const MAX_PUSH_LEVELS = 200;
const MAX_LEVEL_NAME_UNITS = 80;

/** How long lines that are worth nothing any more stay, to go together. */
const CLEAN_AFTER_MS = 2000;

const LINE =
  /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] ([0-9a-f]{64}) (https:\S+) ([\w-]{87}) ([\w-]{22}) (https?:\S+) (\{.*\})$/;

/** All subscriptions. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #table: LineTable<Subscription>;
  /** Sessions whose lines are worth nothing any more. */
  readonly #over = new Set<string>();
  #cleaning: Promise<void> | null = null;
  #isPlanned = false;
  #all: { version: number; list: readonly Subscription[] } = { version: -1, list: [] };

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
    this.#table = new LineTable({
      ...options,
      disk: unsyncedDisk(options.disk),
      parse: parseSubscription,
      format: formatSubscription,
      keyOf: ({ session }) => session,
    });
    for (const { session } of this.#table.values()) {
      if (options.sessionOf(session) === null) this.remove(session);
    }
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#table.malformed;
  }

  get size(): number {
    return this.#table.size;
  }

  /** All of them as they are now; the list does not change under whoever goes through it. */
  all(): readonly Subscription[] {
    const { version } = this.#table;
    if (this.#all.version !== version) this.#all = { version, list: [...this.#table.values()] };
    return this.#all.list;
  }

  /** The one of a session, or null. */
  get(session: string): Subscription | null {
    return this.#over.has(session) ? null : this.#table.get(session) ?? null;
  }

  /** Takes a subscription in the place of the session's old one; a ChatError where there are too many. */
  async put(subscription: Omit<Subscription, "time" | "levels">, owner: Session): Promise<void> {
    const time = formatTime(this.#options.clock.now());
    const { session, endpoint } = subscription;
    const known = this.get(session);
    // A page that is opened tells of it again, which nearly always is nothing new.
    if (known !== null && isSame(known, subscription)) return;
    const gone = this.#crowdedOut(session, owner);
    await this.#table.update({
      put: [{ ...subscription, time, levels: levelsOf(subscription.wants) }],
      // A browser has one: another session that told of it is not that browser's any more.
      removeWhere: (other) => other.endpoint.href === endpoint.href || gone.has(other.session),
    });
    this.#over.delete(session);
  }

  /** The subscription of a session counts no more from now on, and leaves the file in a moment. */
  remove(session: string): void {
    if (this.#table.get(session) === undefined) return;
    this.#over.add(session);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.#options.clock.after(CLEAN_AFTER_MS, () => void this.#clean());
  }

  /** A room has another name, both folded: the level that a browser wants of it goes along. */
  async renameRoom(from: string, to: string): Promise<void> {
    const put = [...this.#table.values()].filter(({ levels }) => levels.has(from)).map((one) => {
      const levels = { ...Object.fromEntries(one.levels), [to]: one.levels.get(from)! };
      delete levels[from];
      const wants = { ...one.wants, levels };
      return { ...one, wants, levels: levelsOf(wants) };
    });
    if (put.length > 0) await this.#table.update({ put });
  }

  /** Reads the file again if somebody else changed it. */
  refresh(): void {
    this.#table.refresh();
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    await this.#clean();
  }

  #clean(): Promise<void> {
    this.#cleaning = (this.#cleaning ?? Promise.resolve()).then(() => this.#takeOut());
    return this.#cleaning;
  }

  async #takeOut(): Promise<void> {
    this.#isPlanned = false;
    const over = new Set(this.#over);
    if (over.size === 0) return;
    try {
      await this.#table.update({ removeWhere: ({ session }) => over.has(session) });
      for (const session of over) this.#over.delete(session);
    } catch (error) {
      this.#options.onTrouble("Cannot write the push subscriptions", error);
    }
  }

  /** Sessions of the same account that make room; a ChatError where no more guests, or no more at all, can be taken. */
  #crowdedOut(session: string, owner: Session): Set<string> {
    if (this.get(session) !== null) return new Set();
    const key = foldName(owner.name);
    const own: string[] = [];
    let guests = 0;
    for (const { session: other } of this.#table.values()) {
      const found = this.#options.sessionOf(other);
      if (found === null || this.#over.has(other)) continue;
      if (!found.account) guests++;
      else if (owner.account && foldName(found.name) === key) own.push(other);
    }
    const extra = own.slice(0, Math.max(0, own.length + 1 - MAX_SUBSCRIPTIONS_PER_ACCOUNT));
    const isFull = this.#table.size - extra.length >= MAX_SUBSCRIPTIONS ||
      (!owner.account && guests >= MAX_GUEST_SUBSCRIPTIONS);
    if (isFull) {
      throw new ChatError(
        "too_many",
        "Cannot subscribe: too many browsers of this chat are subscribed already",
      );
    }
    return new Set(extra);
  }
}

/** True for a line that this file may hold. */
export function isPushLine(line: string): boolean {
  return parseSubscription(line) !== null;
}

/** Whose a line is, where it sends and since when; null for one that is not understood. */
export function readPushLine(
  line: string,
): Pick<Subscription, "session" | "time" | "wants"> & { host: string } | null {
  const found = parseSubscription(line);
  if (found === null) return null;
  const { session, time, wants, endpoint: { hostname: host } } = found;
  return { session, time, wants, host };
}

/** The keys that a browser gave, or a ChatError `bad_request`. */
export async function readKeys(value: unknown): Promise<SubscriptionKeys> {
  const { p256dh, auth } = typeof value === "object" && value !== null
    ? value as Record<string, unknown>
    : {};
  try {
    const keys = { p256dh: bytesOf(p256dh, POINT_BYTES), auth: bytesOf(auth, AUTH_BYTES) };
    await importPoint(keys.p256dh);
    return keys;
  } catch (cause) {
    const text =
      'Cannot subscribe: "keys" must hold p256dh and auth as PushSubscription tells them';
    throw new ChatError("bad_request", text, { cause });
  }
}

/** What somebody wants to hear of, or a ChatError `bad_request`. */
export function readWants(value: unknown): PushWants {
  const wants = wantsIn(value);
  if (wants !== null) return wants;
  throw new ChatError(
    "bad_request",
    'Cannot subscribe: "wants" must be {"text": true|false, "levels": {ROOM: "all"|"mentions"|"none"}}' +
      `, of ${MAX_PUSH_LEVELS} rooms at most`,
  );
}

function wantsIn(value: unknown): PushWants | null {
  if (typeof value !== "object" || value === null) return null;
  const { text, levels } = value as Record<string, unknown>;
  if (typeof text !== "boolean" || typeof levels !== "object" || levels === null) return null;
  const rows = Object.entries(levels);
  const fits = ([room, level]: [string, unknown]): boolean =>
    room.length <= MAX_LEVEL_NAME_UNITS && ["all", "mentions", "none"].includes(String(level));
  if (rows.length > MAX_PUSH_LEVELS || !rows.every(fits)) return null;
  return { text, levels: Object.fromEntries(rows) as PushWants["levels"] };
}

function isSame(one: Subscription, other: Omit<Subscription, "time" | "levels">): boolean {
  const line = (it: typeof other): string =>
    formatSubscription({ ...it, time: "", levels: new Map() });
  return line(one) === line(other);
}

function levelsOf({ levels }: PushWants): Subscription["levels"] {
  return new Map(
    Object.entries(levels).map(([room, level]) => [
      room.startsWith("@") ? `@${foldName(room.slice(1))}` : foldName(room),
      level,
    ]),
  );
}

function bytesOf(text: unknown, length: number): Uint8Array<ArrayBuffer> {
  const bytes = typeof text === "string" && text.length <= 120 ? fromBase64Url(text) : null;
  if (bytes?.length === length) return bytes;
  throw new TypeError(`Expected ${length} bytes in base64url`);
}

function parseSubscription(line: string): Subscription | null {
  const [, time = "", session = "", endpoint, p256dh, auth, origin = "", wanted = ""] =
    LINE.exec(line) ?? [];
  try {
    const wants = wantsIn(JSON.parse(wanted));
    const keys = { p256dh: bytesOf(p256dh, POINT_BYTES), auth: bytesOf(auth, AUTH_BYTES) };
    if (wants === null) return null;
    const levels = levelsOf(wants);
    return { session, endpoint: readEndpoint(endpoint), keys, origin, wants, time, levels };
  } catch {
    return null;
  }
}

function formatSubscription(
  { time, session, endpoint, keys, origin, wants }: Subscription,
): string {
  const known = `${endpoint.href} ${base64Url(keys.p256dh)} ${base64Url(keys.auth)} ${origin}`;
  return `[${time}] ${session} ${known} ${JSON.stringify(wants)}`;
}
