/**
 * Who is calling: the session behind a cookie, a bot by its token, or a guest who only brings a name.
 * A cookie's or token's value is never logged and never stored; see `people/`.
 */
import { InvitationCheck, type InvitationCheckOptions } from "./invitation_check.ts";
import { deviceOf } from "./user_agent.ts";
import { cookie } from "./http.ts";
import { checkOrigin } from "./origin.ts";
import type { Call } from "./router.ts";
import { addressKeyOf } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Member } from "../delivery/connection.ts";
import type { Account, Accounts } from "../people/accounts.ts";
import type { LoginGuard } from "../people/login_guard.ts";
import type { Moderation } from "../people/moderation.ts";
import type { NameLooks } from "../people/name_looks.ts";
import { foldName, freeName, personName } from "../people/names.ts";
import type { NamesInUse } from "../people/names_in_use.ts";
import type { Reserved } from "../people/reserved.ts";
import { formatSessionId } from "../people/session_ids.ts";
import { MAX_SESSION_AGE_MS, type Session, type Sessions } from "../people/sessions.ts";
import type { VisitScope } from "../people/session_lines.ts";
import type { Tokens } from "../people/tokens.ts";
import type { JoinPolicy } from "../protocol_http.ts";

/** What callers need from outside. */
export interface AuthenticatorOptions extends InvitationCheckOptions {
  sessions: Sessions;
  accounts: Accounts;
  tokens: Tokens;
  moderation: Moderation;
  names: NamesInUse;
  looks: NameLooks;
  reserved: Reserved;
  guard: LoginGuard;
  clock: Clock;
  origins: readonly string[];
  /** True where only admins make rooms. */
  adminsManage: boolean;
  /** True while the chat waits for its first admin. */
  needsAdmin: () => boolean;
}

/** `__Host-` keeps other hosts and plain HTTP from setting it (RFC 6265bis, section 4.1.3.2). */
const COOKIE = { plain: "plaintalk", secure: "__Host-plaintalk" };
const DEVICE_COOKIE = { plain: "plaintalk-device", secure: "__Host-plaintalk-device" };
const DEVICE_AGE_S = 180 * 24 * 60 * 60;

/** Finds out who calls. */
export class Authenticator {
  readonly invitations: InvitationCheck;
  readonly #options: AuthenticatorOptions;
  #strangers = 0;

  constructor(options: AuthenticatorOptions) {
    this.invitations = new InvitationCheck(options);
    this.#options = options;
  }

  get door(): JoinPolicy {
    const { guests, invite, adminsManage, accountsPolicy, needsAdmin } = this.#options;
    return {
      guests,
      invite: invite !== "",
      rooms: adminsManage ? "admins" : "everyone",
      accounts: accountsPolicy,
      ...(needsAdmin() ? { setup: true } : {}),
    };
  }

  /** Throws a ChatError `bad_origin` for a request that another page made a browser send. */
  checkOrigin(call: Call): void {
    const { request } = call;
    const hasCookie = Object.values(COOKIE).some((name) => cookie(request, name) !== null);
    checkOrigin(call, hasCookie, this.#options.origins);
  }

  /** The session behind the call's cookie, or null. */
  session({ request, isSecure, address }: Call): Session | null {
    const token = cookie(request, isSecure ? COOKIE.secure : COOKIE.plain);
    return token === null ? null : this.#options.sessions.find(token, addressKeyOf(address));
  }

  /** What the caller's device got when it signed in last, or null. */
  device({ request, isSecure }: Call): string | null {
    return cookie(request, isSecure ? DEVICE_COOKIE.secure : DEVICE_COOKIE.plain);
  }

  /** The member who calls, by cookie or bearer token; null for a stranger and for who is banned. */
  known(call: Call): Member | null {
    const member = this.#identified(call);
    return member !== null && this.#isBanned(member) ? null : member;
  }

  /** The member who calls, or a ChatError `no_session` or `banned`. */
  mustBeKnown(call: Call): Member {
    const member = this.#identified(call);
    if (member !== null) {
      this.#options.moderation.mustNotBeBanned(member);
      return member;
    }
    throw new ChatError(
      "no_session",
      "Cannot do this without a name: sign in or choose one first",
    );
  }

  /** The member who wants to write, from our own page and neither banned nor muted; else a ChatError. */
  writer(call: Call): Member {
    this.checkOrigin(call);
    const member = this.mustBeKnown(call);
    this.#options.moderation.mustNotBeMuted(member);
    return member;
  }

  /** The member who reads, null for a stranger where strangers may; else a ChatError. */
  reader(call: Call): Member | null {
    const { guests, invite, moderation } = this.#options;
    const isOpen = guests && invite === "";
    if (!isOpen || this.#identified(call) !== null) return this.mustBeKnown(call);
    moderation.mustNotBeBanned({ key: "", addressKey: addressKeyOf(call.address), admin: false });
    return null;
  }

  /** False for who read a while ago by a session that has ended since, or was let go. */
  stillReads(reader: Member | null): boolean {
    return reader === null || !this.#options.sessions.isOver(reader.session);
  }

  /** Begins a session; the second part are the cookies to set. */
  begin(
    call: Call,
    name: string,
    account: Account | null,
    only?: VisitScope,
  ): { member: Member; cookies: string[] } {
    const { sessions, names, guard } = this.#options;
    const addressKey = addressKeyOf(call.address);
    const { token, session } = sessions.begin(name, account !== null, {
      addressKey,
      only,
      device: deviceOf(call.request.headers),
    });
    const member = this.#behind(session, addressKey);
    if (member === null) throw new Error("A session that has just begun stands for nobody");
    const cookies = [cookieFor(call, COOKIE, token, MAX_SESSION_AGE_MS / 1000)];
    if (account === null) names.hold(member);
    else cookies.push(cookieFor(call, DEVICE_COOKIE, guard.deviceToken(account), DEVICE_AGE_S));
    return { member, cookies };
  }

  /** Ends the session behind the call's cookie; returns its id and the cookie that forgets it. */
  end(call: Call): { session: string | null; cookie: string } {
    const session = this.session(call);
    if (session !== null) {
      this.#options.sessions.end(session.id);
      this.#options.names.release(session.name, session.id);
    }
    return { session: session?.id ?? null, cookie: cookieFor(call, COOKIE, "", 0) };
  }

  /** A member's connection opened, or closed: while one is open, and a while after, the name is theirs. */
  opened(member: Member): void {
    this.#options.names.enter(member);
  }

  closed(member: Member): void {
    const isKept = !member.account && this.#options.sessions.touch(member.session);
    this.#options.names.exit(member, isKept);
  }

  /** The member who connects: by cookie or token, or by the name in the address. */
  connecting(call: Call): Member {
    const { searchParams } = call.url;
    const member = this.#identified(call) ??
      this.#stranger(
        searchParams.get("name"),
        searchParams.get("invite"),
        addressKeyOf(call.address),
      );
    this.#options.moderation.mustNotBeBanned(member);
    if (!member.account) this.mustBeFree(member.name, member.session);
    return member;
  }

  /**
   * Throws a ChatError with a free name if this one is claimed, another session is using it or left it
   * a moment ago, or it looks like somebody else's. `isOwner`: for whoever sets the chat up any word is fit.
   */
  mustBeFree(name: string, session: string | null, isOwner = false): void {
    const { accounts, tokens, reserved, names, looks } = this.#options;
    const key = foldName(name);
    const refuse = (code: "claimed" | "name_taken" | "lookalike" | "reserved", why: string) => {
      const suggestion = freeName(name, (other) => !this.#isFree(other, session));
      return new ChatError(
        code,
        `Cannot use the name "${name}": ${why}. "${suggestion}" is free`,
        { suggestion },
      );
    };
    if (accounts.find(key) !== null || tokens.has(key) || reserved.find(key) !== null) {
      throw refuse("claimed", "it belongs, or belonged, to an account");
    }
    const owner = names.sessionOf(key);
    if (owner !== null && owner !== session) {
      throw refuse("name_taken", "it is in use");
    }
    const alike = accounts.lookalikeOf(name)?.name ?? names.lookalikeOf(name, session);
    if (alike !== null) throw refuse("lookalike", `it looks like "${alike}", who is already here`);
    if (!isOwner && looks.isReserved(name)) {
      throw new ChatError(
        "reserved",
        `Cannot use the name "${name}": it reads as if you ran this chat`,
      );
    }
  }

  #isFree(name: string, session: string | null): boolean {
    const { accounts, tokens, reserved, names } = this.#options;
    const key = foldName(name);
    const owner = names.sessionOf(key);
    return accounts.find(key) === null && !tokens.has(key) && reserved.find(key) === null &&
      (owner === null || owner === session) && accounts.lookalikeOf(name) === null &&
      names.lookalikeOf(name, session) === null;
  }

  #identified(call: Call): Member | null {
    const bearer = /^Bearer ([\w-]{10,100})$/.exec(call.request.headers.get("authorization") ?? "");
    const addressKey = addressKeyOf(call.address);
    if (bearer !== null) {
      const name = this.#options.tokens.find(bearer[1]!);
      return name === null
        ? null
        : { ...memberOf(name, formatSessionId({ kind: "bot", name }), addressKey), account: true };
    }
    const session = this.session(call);
    return session === null ? null : this.#behind(session, addressKey);
  }

  #isBanned(member: Member): boolean {
    try {
      this.#options.moderation.mustNotBeBanned(member);
      return false;
    } catch (error) {
      if (error instanceof ChatError) return true;
      throw error;
    }
  }

  #behind({ id, name, account, began, only }: Session, addressKey: string): Member | null {
    const owner = this.#options.accounts.find(name);
    // A guest's name that was claimed since is somebody's; an account that is gone is nobody's.
    if (account !== (owner !== null)) return null;
    const member = memberOf(owner?.name ?? name, id, addressKey);
    if (owner === null) {
      const visit = only === undefined ? {} : { only: { room: only.room, from: only.from } };
      return { ...member, entered: began, ...visit };
    }
    const formerly = this.#options.reserved.formerly(owner.name);
    return { ...member, account, admin: owner.admin, claimed: owner.claimed, formerly };
  }

  #stranger(name: string | null, invite: string | null, addressKey: string): Member {
    if (name === null) {
      throw new ChatError("no_session", "Cannot let you in: choose a name first, or add ?name=");
    }
    this.invitations.mustEnter(invite, addressKey);
    const session = formatSessionId({ kind: "stranger", number: ++this.#strangers });
    const member = memberOf(personName(name), session, addressKey);
    return { ...member, entered: this.#options.clock.now() };
  }
}

function memberOf(name: string, session: string, addressKey: string): Member {
  return { name, account: false, admin: false, key: foldName(name), session, addressKey };
}

function cookieFor(
  { isSecure }: Call,
  names: { plain: string; secure: string },
  value: string,
  age: number,
): string {
  const name = isSecure ? names.secure : names.plain;
  const secure = isSecure ? "; Secure" : "";
  return `${name}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${secure}`;
}
