/**
 * Who is calling: the session behind a cookie, or a guest who only brings a name. The cookie's value
 * is never logged and never stored; see `people/sessions.ts`.
 */
import { cookie } from "./http.ts";
import { checkOrigin } from "./origin.ts";
import type { Member } from "../chat/listener.ts";
import type { Rooms } from "../chat/rooms.ts";
import { ChatError } from "../base/errors.ts";
import { foldName, freeName, personName } from "../people/names.ts";
import { SESSION_AGE, type Sessions } from "../people/sessions.ts";

const COOKIE = "plaintalk";

/** Finds out who calls. */
export class Callers {
  readonly #sessions: Sessions;
  readonly #rooms: Rooms;
  #strangers = 0;

  readonly #origins: readonly string[];

  constructor(sessions: Sessions, rooms: Rooms, origins: readonly string[]) {
    this.#sessions = sessions;
    this.#rooms = rooms;
    this.#origins = origins;
  }

  /** Throws a ChatError `bad_origin` for a request that another page made a browser send. */
  checkOrigin(request: Request): void {
    checkOrigin(request, cookie(request, COOKIE) !== null, this.#origins);
  }

  /** The member behind the request's cookie, or null. */
  known(request: Request): Member | null {
    const token = cookie(request, COOKIE);
    const session = token === null ? null : this.#sessions.find(token);
    return session === null ? null : guest(session.name, session.id);
  }

  /** Begins a session for a guest; the second part is the cookie to set. */
  begin(name: string): { member: Member; cookie: string } {
    const { token, session } = this.#sessions.begin(name);
    const age = SESSION_AGE / 1000;
    return {
      member: guest(session.name, session.id),
      cookie: `${COOKIE}=${token}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict`,
    };
  }

  /** Ends the session behind the request's cookie; returns its id and the cookie that forgets it. */
  end(request: Request): { session: string | null; cookie: string } {
    const session = this.known(request)?.session ?? null;
    if (session !== null) this.#sessions.end(session);
    return {
      session,
      cookie: `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`,
    };
  }

  /** The member who connects: by cookie, or by the name in the address. */
  connecting(request: Request, url: URL): Member {
    const member = this.known(request) ??
      this.#stranger(url.searchParams.get("name"));
    this.mustBeFree(member.name, member.session);
    return member;
  }

  /** Throws a ChatError `name_taken` with a free name if another session is using this one. */
  mustBeFree(name: string, session: string | null): void {
    const owner = this.#rooms.sessionOf(foldName(name));
    if (owner === null || owner === session) return;
    const suggestion = freeName(name, (key) => this.#rooms.sessionOf(key) !== null);
    throw new ChatError(
      "name_taken",
      `Cannot use the name "${name}": somebody here has it. "${suggestion}" is free`,
      { suggestion },
    );
  }

  #stranger(name: string | null): Member {
    if (name === null) {
      throw new ChatError("no_session", "Cannot let you in: choose a name first, or add ?name=");
    }
    return guest(personName(name), `stranger-${++this.#strangers}`);
  }
}

function guest(name: string, session: string): Member {
  return { name, account: false, admin: false, key: foldName(name), session };
}
