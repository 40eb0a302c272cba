/**
 * What a cookie stands for. The file holds only the SHA-256 of each token, so whoever steals it can
 * sign in as nobody. One line begins a session, another ends it; a start rewrites what still counts.
 */
import { createHash } from "node:crypto";
import type { Clock } from "../base/clock.ts";
import type { Disk } from "../store/disk.ts";
import { LineFile } from "../store/line_file.ts";

/** A session that began and has not ended. */
export interface Session {
  /** SHA-256 of the token, in hex: what it is known by everywhere but in its cookie. */
  id: string;
  name: string;
  /** Milliseconds since 1970. */
  began: number;
}

/** What sessions need from outside. */
export interface SessionsOptions {
  path: string;
  disk: Disk;
  clock: Clock;
  /** Fills bytes from a source nobody can guess. */
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
  onTrouble: (what: string, error: unknown) => void;
}

/** A session ends this long after it began (OWASP: absolute timeout). */
export const SESSION_AGE = 30 * 24 * 60 * 60 * 1000;

const MOST = 10_000;
const BEGAN = /^(\d{1,16}) began ([0-9a-f]{64}) guest (.+)$/;
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
  begin(name: string): { token: string; session: Session } {
    const bytes = new Uint8Array(32);
    this.#options.random(bytes);
    const token = bytes.toBase64({ alphabet: "base64url", omitPadding: true });
    const session = { id: idOf(token), name, began: this.#options.clock.now() };
    this.#sessions.set(session.id, session);
    this.#write(line(session));
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MOST) break;
      this.end(oldest);
    }
    return { token, session };
  }

  /** The session a token stands for, or null. */
  find(token: string): Session | null {
    const session = this.#sessions.get(idOf(token));
    if (session === undefined) return null;
    if (this.#alive(session)) return session;
    this.end(session.id);
    return null;
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
    return this.#options.clock.now() - session.began < SESSION_AGE;
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
        const [, time = "", id = "", name = ""] = began;
        this.#sessions.set(id, { id, name, began: Number(time) });
      }
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
        file.append(line(session), (error) => failed ??= error);
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
  return BEGAN.test(text) || ENDED.test(text);
}

function line({ id, name, began }: Session): string {
  return `${began} began ${id} guest ${name}`;
}

function idOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
