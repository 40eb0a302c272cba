/**
 * Who is calling: the session behind a cookie, a bot by its token, or a guest who only brings a name.
 * A cookie's or token's value is never logged and never stored; see `people/`.
 */
import { timingSafeEqual } from "node:crypto";
import { deviceOf } from "./device.ts";
import { cookie } from "./http.ts";
import { checkOrigin } from "./origin.ts";
import type { Call } from "./router.ts";
import { callerOf } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Member } from "../chat/listener.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Accounts } from "../people/accounts.ts";
import type { Attempts } from "../people/attempts.ts";
import type { Moderation } from "../people/moderation.ts";
import { foldName, freeName, personName } from "../people/names.ts";
import { type Session, SESSION_AGE, type Sessions } from "../people/sessions.ts";
import type { Tokens } from "../people/tokens.ts";
import type { Door } from "../protocol.ts";

/** What callers need from outside. */
export interface CallersOptions {
  sessions: Sessions;
  accounts: Accounts;
  tokens: Tokens;
  moderation: Moderation;
  rooms: Rooms;
  origins: readonly string[];
  /** False keeps everybody out who has no account. */
  guests: boolean;
  /** True where only admins make rooms. */
  adminsManage: boolean;
  /** What one must know to enter or to claim a name; "" lets everybody. */
  invite: string;
  /** Wrong invitations, by address. */
  guesses: Attempts;
  clock: Clock;
}

/** `__Host-` keeps other hosts and plain HTTP from setting it (RFC 6265bis, section 4.1.3.2). */
const COOKIE = { plain: "plaintalk", secure: "__Host-plaintalk" };

/** Finds out who calls. */
export class Callers {
  readonly #options: CallersOptions;
  #strangers = 0;

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  get door(): Door {
    const { guests, invite, adminsManage } = this.#options;
    return { guests, invite: invite !== "", rooms: adminsManage ? "admins" : "everyone" };
  }

  /** Throws a ChatError `bad_origin` for a request that another page made a browser send. */
  checkOrigin(call: Call): void {
    const { request } = call;
    const hasCookie = Object.values(COOKIE).some((name) => cookie(request, name) !== null);
    checkOrigin(call, hasCookie, this.#options.origins);
  }

  /** The session behind the call's cookie, or null. */
  session({ request, isSecure }: Call): Session | null {
    const token = cookie(request, isSecure ? COOKIE.secure : COOKIE.plain);
    return token === null ? null : this.#options.sessions.find(token);
  }

  /** The member who calls, by cookie or bearer token; null for a stranger. */
  known(call: Call): Member | null {
    const bearer = /^Bearer ([\w-]{10,100})$/.exec(call.request.headers.get("authorization") ?? "");
    const caller = callerOf(call.address);
    if (bearer !== null) {
      const name = this.#options.tokens.find(bearer[1]!);
      return name === null ? null : { ...memberOf(name, `bot ${name}`, caller), account: true };
    }
    const session = this.session(call);
    return session === null ? null : this.#behind(session, caller);
  }

  /** The member who calls, or a ChatError `no_session`. */
  mustBeKnown(call: Call): Member {
    const member = this.known(call);
    if (member !== null) return member;
    throw new ChatError(
      "no_session",
      "Cannot do this for a stranger: sign in or choose a name first",
    );
  }

  /** The member who wants to write, from our own page and neither banned nor muted; else a ChatError. */
  writer(call: Call): Member {
    const { moderation } = this.#options;
    this.checkOrigin(call);
    const member = this.mustBeKnown(call);
    moderation.mustNotBeBanned(member.key, member.caller);
    moderation.mustNotBeMuted(member.key);
    return member;
  }

  /** The member who reads, null for a stranger where strangers may; else a ChatError `no_session`. */
  reader(call: Call): Member | null {
    const { guests, invite } = this.#options;
    return guests && invite === "" ? this.known(call) : this.mustBeKnown(call);
  }

  /** Throws a ChatError where nobody may enter as a guest, or not without an invitation. */
  mustBeInvited(invite: unknown, isGuest: boolean, caller: string): void {
    const { guests, invite: wanted, guesses, clock } = this.#options;
    if (isGuest && !guests) {
      throw new ChatError("not_allowed", "Cannot enter as a guest here: sign in with a password");
    }
    if (wanted === "") return;
    const isGuess = typeof invite === "string" && invite !== "";
    if (isGuess) {
      guesses.check(caller, clock.now());
      if (isEqual(invite, wanted)) return;
      guesses.failed(caller, clock.now());
    }
    throw new ChatError(
      "invite_wanted",
      "Cannot let you in: the address with the invitation is wanted",
    );
  }

  /** Begins a session; the second part is the cookie to set. */
  begin(call: Call, name: string, account: boolean): { member: Member; cookie: string } {
    const { token, session } = this.#options.sessions.begin(
      name,
      account,
      deviceOf(call.request.headers.get("user-agent")),
    );
    const member = this.#behind(session, callerOf(call.address));
    if (member === null) throw new Error("A session that has just begun stands for nobody");
    return { member, cookie: cookieFor(call, token, SESSION_AGE / 1000) };
  }

  /** Ends the session behind the call's cookie; returns its id and the cookie that forgets it. */
  end(call: Call): { session: string | null; cookie: string } {
    const session = this.session(call)?.id ?? null;
    if (session !== null) this.#options.sessions.end(session);
    return { session, cookie: cookieFor(call, "", 0) };
  }

  /** The member who connects: by cookie or token, or by the name in the address. */
  connecting(call: Call): Member {
    const { searchParams } = call.url;
    const member = this.known(call) ??
      this.#stranger(searchParams.get("name"), searchParams.get("invite"), callerOf(call.address));
    this.#options.moderation.mustNotBeBanned(member.key, member.caller);
    if (!member.account) this.mustBeFree(member.name, member.session);
    return member;
  }

  /** Throws a ChatError with a free name if this one is claimed, or another session is using it. */
  mustBeFree(name: string, session: string | null): void {
    const { accounts, tokens, rooms } = this.#options;
    const isClaimed = (key: string): boolean => accounts.find(key) !== null || tokens.has(key);
    const owner = rooms.sessionOf(foldName(name));
    const claimed = isClaimed(foldName(name));
    if (!claimed && (owner === null || owner === session)) return;
    const suggestion = freeName(name, (key) => isClaimed(key) || rooms.sessionOf(key) !== null);
    const why = claimed
      ? "it belongs to somebody who signs in with a password"
      : "somebody here has it";
    throw new ChatError(
      claimed ? "claimed" : "name_taken",
      `Cannot use the name "${name}": ${why}. "${suggestion}" is free`,
      { suggestion },
    );
  }

  #behind({ id, name, account }: Session, caller: string): Member | null {
    const owner = this.#options.accounts.find(name);
    // A guest's name that was claimed since is somebody's; an account that is gone is nobody's.
    if (account !== (owner !== null)) return null;
    const member = memberOf(owner?.name ?? name, id, caller);
    return { ...member, account, admin: owner?.admin ?? false };
  }

  #stranger(name: string | null, invite: string | null, caller: string): Member {
    if (name === null) {
      throw new ChatError("no_session", "Cannot let you in: choose a name first, or add ?name=");
    }
    this.mustBeInvited(invite, true, caller);
    return memberOf(personName(name), `stranger-${++this.#strangers}`, caller);
  }
}

function memberOf(name: string, session: string, caller: string): Member {
  return { name, account: false, admin: false, key: foldName(name), session, caller };
}

function cookieFor({ isSecure }: Call, value: string, age: number): string {
  const name = isSecure ? COOKIE.secure : COOKIE.plain;
  const secure = isSecure ? "; Secure" : "";
  return `${name}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${secure}`;
}

function isEqual(one: string, two: string): boolean {
  const [a, b] = [new TextEncoder().encode(one), new TextEncoder().encode(two)];
  return a.length === b.length && timingSafeEqual(a, b);
}
