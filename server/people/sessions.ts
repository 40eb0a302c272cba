/**
 * What a cookie stands for. The file holds only the SHA-256 of each token, so whoever steals it can
 * sign in as nobody. One line begins a session, another ends it; a start rewrites what still counts. A log
 * and no `LineTable`, which would write ten thousand lines anew for each guest who comes.
 */
import { foldName } from "./names.ts";
import { hashOf, mintToken, type Random } from "./secrets.ts";
import { parseSessionId } from "./session_ids.ts";
import { formatSession, parseSessionLine, type VisitScope } from "./session_lines.ts";
import type { Clock } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { LineFile } from "../store/line_file.ts";
import { SettledLine } from "../store/pending_line.ts";
import { DAY_MS } from "../base/units.ts";

/** A session that began and has not ended. */
export interface Session {
  /** SHA-256 of the token, in hex: what it is known by everywhere but in its cookie. */
  id: string;
  name: string;
  /** True for someone who signed in; false for a guest. */
  account: boolean;
  /** Milliseconds since 1970. */
  began: number;
  /** When it was used last, as exactly as matters. */
  seen: number;
  /** The same exactly, as far as this process has seen it; 0 where it has not. */
  used: number;
  /** The browser and system it began at, "" where nobody knows. */
  device: string;
  /** What stands for the address it was used from last; "" where this process has not seen it. */
  addressKey: string;
  /** A guest's who was let into one room alone. */
  only?: VisitScope;
  /** Those it is counted with: its account's sessions, or the guests of the address it began at. */
  group: string;
}
export interface SessionsOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  random: Random;
  /** Told of each session that ends, whyever. */
  onEnded?: (id: string) => void;
  onTrouble: (what: string, error: unknown) => void;
}

/** A session ends this long after it began, and after it was used last (OWASP Session Management). */
export const MAX_SESSION_AGE_MS = 30 * DAY_MS;
const MAX_SESSION_IDLE_MS = 14 * DAY_MS;

/** How exactly it is known when a session was used last. */
const SEEN_INTERVAL_MS = DAY_MS / 2;

/** Guests and accounts are bounded apart: however many guests come, nobody with an account is signed out. */
const MAX_GUEST_SESSIONS = 10_000;
const MAX_GUEST_SESSIONS_PER_CALLER = 200;
const MAX_ACCOUNT_SESSIONS = 20_000;
const MAX_SESSIONS_PER_ACCOUNT = 50;

/** The sessions of this chat. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, Session>();
  /** Sessions of each account by folded name, and of the guests of each address, oldest first. */
  readonly #groups = new Map<string, Set<Session>>();
  #accountSessions = 0;
  /** Lines that are kept and not understood. */
  #malformed: string[] = [];
  #file: LineFile;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#read();
    this.#file = this.#rewrite();
  }

  /** Lines that are kept and not understood. */
  get malformed(): number {
    return this.#malformed.length;
  }

  /**
   * Begins a session; the token is in nobody's hands but the caller's. Where there are too many, the one
   * that began first among those of the same account or address ends, else the first guest's.
   */
  begin(
    name: string,
    account = false,
    { addressKey = "", device = "", only }: {
      addressKey?: string;
      device?: string;
      only?: VisitScope | undefined;
    } = {},
  ): { token: string; session: Session } {
    const token = mintToken(this.#options.random);
    const now = this.#options.clock.now();
    const group = groupOf(name, account, addressKey);
    const id = hashOf(token);
    const times = { began: now, seen: now, used: now };
    const began = { id, name, account, ...times, device, addressKey, group };
    const session: Session = only === undefined ? began : { ...began, only };
    this.#add(session);
    for (const text of formatSession(session)) this.#write(text);
    const ofGroup = this.#groups.get(group)!;
    const max = account ? MAX_SESSIONS_PER_ACCOUNT : MAX_GUEST_SESSIONS_PER_CALLER;
    if (ofGroup.size > max) this.#endFirst(ofGroup);
    if (this.#accountSessions > MAX_ACCOUNT_SESSIONS) this.#endFirst(this.#ofKind(true));
    if (this.#sessions.size - this.#accountSessions > MAX_GUEST_SESSIONS) {
      this.#endFirst(this.#ofKind(false));
    }
    return { token, session };
  }

  /** The session a token stands for, or null. */
  find(token: string, addressKey = ""): Session | null {
    const session = this.#sessions.get(hashOf(token));
    if (session === undefined || !this.touch(session.id)) return null;
    if (addressKey !== "") session.addressKey = addressKey;
    return session;
  }

  /** A living session, which is not used by that; null for what is none. */
  get(id: string): Session | null {
    const session = this.#sessions.get(id);
    return session !== undefined && this.#alive(session) ? session : null;
  }

  /** A session is being used, by an open connection say; false once it is over. */
  touch(id: string): boolean {
    const session = this.#sessions.get(id);
    if (session === undefined) return false;
    if (!this.#alive(session)) {
      this.end(id);
      return false;
    }
    const now = session.used = this.#options.clock.now();
    if (now - session.seen > SEEN_INTERVAL_MS) {
      session.seen = now;
      this.#write(`${now} seen ${id}`);
    }
    return true;
  }

  /** True for one of ours that is over; false for what is none of ours, a bot's say. Touches it. */
  isOver(id: string): boolean {
    return parseSessionId(id)?.kind === "cookie" && !this.touch(id);
  }

  /** The living sessions of a name, newest first. */
  of(name: string): Session[] {
    const key = foldName(name);
    const accounts = [...this.#groups.get(groupOf(name, true, "")) ?? []];
    const guests = [...this.#ofKind(false)].filter((session) => foldName(session.name) === key);
    return [...guests, ...accounts].filter((session) => this.#alive(session))
      .sort((a, b) => a.began - b.began).reverse();
  }

  /** Guests of one room, of those visits that are meant. */
  visits(isMeant: (only: VisitScope) => boolean): Session[] {
    return [...this.#ofKind(false)].filter(({ only }) => only !== undefined && isMeant(only));
  }

  /** A room has another key: who was let into it alone sees it still. */
  moveVisits(from: string, to: string): void {
    for (const session of this.visits(({ room }) => room === from)) {
      session.only = { ...session.only!, room: to };
      for (const text of formatSession(session)) this.#write(text);
    }
  }

  /** Ends a session; ending it twice is harmless. */
  end(id: string): void {
    if (!this.#drop(id)) return;
    this.#write(`${this.#options.clock.now()} ended ${id}`);
    this.#options.onEnded?.(id);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #add(session: Session): void {
    const { id, group } = session;
    this.#sessions.set(id, session);
    this.#groups.set(group, (this.#groups.get(group) ?? new Set()).add(session));
    if (session.account) this.#accountSessions++;
  }

  #drop(id: string): boolean {
    const session = this.#sessions.get(id);
    if (session === undefined) return false;
    this.#sessions.delete(id);
    if (session.account) this.#accountSessions--;
    const group = this.#groups.get(session.group);
    group?.delete(session);
    if (group?.size === 0) this.#groups.delete(session.group);
    return true;
  }

  *#ofKind(account: boolean): Iterable<Session> {
    for (const session of this.#sessions.values()) if (session.account === account) yield session;
  }

  #endFirst(sessions: Iterable<Session>): void {
    for (const { id } of sessions) return this.end(id);
  }

  #alive(session: Session): boolean {
    const now = this.#options.clock.now();
    return now - session.began < MAX_SESSION_AGE_MS && now - session.seen < MAX_SESSION_IDLE_MS;
  }

  #write(text: string): void {
    // Remembered all the same: a full disk must not sign anybody out before the next start.
    const { onTrouble } = this.#options;
    this.#file.append(
      new SettledLine(text, (error) => onTrouble("Cannot write the sessions", error)),
    );
    this.#file.flush();
  }

  #read(): void {
    const { path, disk, clock } = this.#options;
    if (!disk.exists(path)) return;
    const file = new LineFile(path, { disk, clock, sync: "never" });
    let isWhole = true;
    file.forward(0, (text) => {
      if (text === null) isWhole = false;
      else this.#readLine(text.replace(/\r+$/, ""));
    }, Infinity);
    void file.close();
    // A line that is too long to be read cannot be written again either: it stays in a file of its own.
    if (!isWhole) disk.rename(path, `${path}.damaged-${clock.now()}`);
  }

  #readLine(text: string): void {
    const line = parseSessionLine(text);
    if (line === null) {
      if (text.trim() !== "") this.#malformed.push(text);
      return;
    }
    const { kind, id, at } = line;
    if (kind === "began") {
      const { name, account, only } = line;
      const group = groupOf(name, account, "");
      const times = { began: at, seen: at, used: 0 };
      const began = { id, name, account, ...times, device: "", addressKey: "", group };
      // It begins once more where the one room that a guest sees has another key.
      this.#drop(id);
      this.#add(only === undefined ? began : { ...began, only });
      return;
    }
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    if (kind === "seen") session.seen = at;
    else if (kind === "device") session.device = line.device;
    else this.#drop(id);
  }

  /** What still counts, in a new file that replaces the old one in one step. */
  #rewrite(): LineFile {
    const { path, disk, clock } = this.#options;
    const draft = `${path}.new`;
    disk.remove(draft);
    const file = new LineFile(draft, { disk, clock, sync: "second" });
    let failed: Error | null = null;
    const add = (text: string): void =>
      file.append(new SettledLine(text, (error) => failed ??= error));
    for (const text of this.#malformed) add(text);
    for (const session of [...this.#sessions.values()]) {
      if (this.#alive(session)) formatSession(session).forEach((text) => add(text));
      else this.#drop(session.id);
    }
    file.flush();
    if (failed !== null) return this.#goOn(file, failed);
    disk.rename(draft, path);
    return file;
  }

  /** The old file stays where the disk takes no new one: people are read to, and stay signed in. */
  #goOn(draft: LineFile, error: Error): LineFile {
    const { path, disk, clock, onTrouble } = this.#options;
    void draft.close();
    disk.remove(draft.path);
    if (!disk.exists(path)) throw error;
    onTrouble("Cannot rewrite the sessions; continuing with the old file", error);
    const file = new LineFile(path, { disk, clock, sync: "second" });
    // What a crash left of a last line must not be joined to the next one.
    file.append(new SettledLine(""));
    return file;
  }
}

function groupOf(name: string, account: boolean, addressKey: string): string {
  return account ? `account ${foldName(name)}` : `guest ${addressKey}`;
}
