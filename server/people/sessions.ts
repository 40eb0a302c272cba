/**
 * What a cookie stands for. The file holds only the SHA-256 of each token, so whoever steals it can
 * sign in as nobody. One line begins a session, another ends it; a start rewrites what still counts.
 */
import { foldName } from "./names.ts";
import { hashOf, mintToken, type Random } from "./secrets.ts";
import type { Clock } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { LineFile } from "../store/line_file.ts";

/** A session that began and has not ended. */
export interface Session {
  /** SHA-256 of the token, in hex: what it is known by everywhere but in its cookie. */
  id: string;
  name: string;
  /** True for somebody who signed in; false for a guest. */
  account: boolean;
  /** Milliseconds since 1970. */
  began: number;
  /** When it was used last, as exactly as matters. */
  seen: number;
  /** The browser and system it began at, "" where nobody knows. */
  device: string;
}

/** What sessions need from outside. */
export interface SessionsOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  random: Random;
  onTrouble: (what: string, error: unknown) => void;
}

const DAY = 24 * 60 * 60 * 1000;

/** A session ends this long after it began, and after it was used last (OWASP Session Management). */
export const SESSION_AGE = 30 * DAY;
export const SESSION_IDLE = 14 * DAY;

/** How exactly it is known when a session was used last. */
const SEEN_EVERY = DAY / 2;

const MOST = 10_000;
const ID = /^[0-9a-f]{64}$/;
const BEGAN = /^(\d{1,16}) began ([0-9a-f]{64}) (guest|account) (.+)$/;
const SEEN = /^(\d{1,16}) seen ([0-9a-f]{64})$/;
const DEVICE = /^(\d{1,16}) device ([0-9a-f]{64}) ([\w ]{1,60})$/;
const ENDED = /^(\d{1,16}) ended ([0-9a-f]{64})$/;

/** The sessions of this chat. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, Session>();
  #file: LineFile;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#read();
    this.#file = this.#rewrite();
  }

  /** Begins a session; the token is in nobody's hands but the caller's. */
  begin(name: string, account = false, device = ""): { token: string; session: Session } {
    const token = mintToken(this.#options.random);
    const now = this.#options.clock.now();
    const session = { id: hashOf(token), name, account, began: now, seen: now, device };
    this.#sessions.set(session.id, session);
    for (const text of lines(session)) this.#write(text);
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MOST) break;
      this.end(oldest);
    }
    return { token, session };
  }

  /** The session a token stands for, or null. */
  find(token: string): Session | null {
    const session = this.#sessions.get(hashOf(token));
    return session !== undefined && this.touch(session.id) ? session : null;
  }

  /** A session is being used, by an open connection say; false once it is over. */
  touch(id: string): boolean {
    const session = this.#sessions.get(id);
    if (session === undefined) return false;
    if (!this.#alive(session)) {
      this.end(id);
      return false;
    }
    const now = this.#options.clock.now();
    if (now - session.seen > SEEN_EVERY) {
      session.seen = now;
      this.#write(`${now} seen ${id}`);
    }
    return true;
  }

  /** True for one of ours that is over; false for what is none of ours, a bot's say. Touches it. */
  isOver(id: string): boolean {
    return ID.test(id) && !this.touch(id);
  }

  /** The living sessions of a name, newest first. */
  of(name: string): Session[] {
    const key = foldName(name);
    return [...this.#sessions.values()]
      .filter((session) => foldName(session.name) === key && this.#alive(session)).reverse();
  }

  /** Ends a session; ending it twice is harmless. */
  end(id: string): void {
    if (this.#sessions.delete(id)) {
      this.#write(`${this.#options.clock.now()} ended ${id}`);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #alive(session: Session): boolean {
    const now = this.#options.clock.now();
    return now - session.began < SESSION_AGE && now - session.seen < SESSION_IDLE;
  }

  #write(text: string): void {
    this.#file.append(text, (error) => {
      // Remembered all the same: a full disk must not sign anybody out before the next start.
      if (error !== null) {
        this.#options.onTrouble("Cannot write the sessions", error);
      }
    });
    this.#file.flush();
  }

  #read(): void {
    const { path, disk, clock } = this.#options;
    if (!disk.exists(path)) return;
    const file = new LineFile(path, { disk, clock, sync: "never" });
    file.forward(0, (text) => {
      const began = BEGAN.exec(text ?? "");
      if (began !== null) {
        const [, time = "", id = "", kind, name = ""] = began;
        const at = Number(time);
        const account = kind === "account";
        this.#sessions.set(id, { id, name, account, began: at, seen: at, device: "" });
      }
      const [, time, id = ""] = SEEN.exec(text ?? "") ?? [];
      const session = this.#sessions.get(id);
      if (session !== undefined) session.seen = Number(time);
      const [, , at = "", device = ""] = DEVICE.exec(text ?? "") ?? [];
      const where = this.#sessions.get(at);
      if (where !== undefined) where.device = device;
      const ended = ENDED.exec(text ?? "");
      if (ended !== null) this.#sessions.delete(ended[2] ?? "");
    }, Infinity);
    void file.close();
  }

  /** What still counts, in a new file that replaces the old one in one step. */
  #rewrite(): LineFile {
    const { path, disk, clock } = this.#options;
    const draft = `${path}.new`;
    disk.remove(draft);
    const file = new LineFile(draft, { disk, clock, sync: "second" });
    let failed: Error | null = null;
    for (const session of this.#sessions.values()) {
      if (this.#alive(session)) {
        for (const text of lines(session)) file.append(text, (error) => failed ??= error);
      } else this.#sessions.delete(session.id);
    }
    file.flush();
    if (failed !== null) throw failed;
    disk.rename(draft, path);
    return file;
  }
}

/** True for a line that this file may hold. */
export function isSessionLine(text: string): boolean {
  return [BEGAN, SEEN, DEVICE, ENDED].some((kind) => kind.test(text));
}

/** What a session is in the file; older versions skip the line of its device. */
function lines({ id, name, account, began, seen, device }: Session): string[] {
  return [
    `${began} began ${id} ${account ? "account" : "guest"} ${name}`,
    ...device === "" ? [] : [`${began} device ${id} ${device}`],
    ...seen > began ? [`${seen} seen ${id}`] : [],
  ];
}
