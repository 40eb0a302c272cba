/** `/api/session`: who am I, enter as a guest or sign in, leave. */
import type { Authenticator } from "./auth.ts";
import { json, problemOf, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { addressKeyOf } from "../base/address.ts";
import { ChatError } from "../base/errors.ts";
import type { Member } from "../delivery/connection.ts";
import type { Visited } from "../chat/private/visits.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Account, Accounts } from "../people/accounts.ts";
import type { LoginGuard } from "../people/login_guard.ts";
import type { VisitScope } from "../people/session_lines.ts";
import type { Moderation } from "../people/moderation.ts";
import { foldName, personName } from "../people/names.ts";
import type { Limits } from "../protocol.ts";
import type { SessionInfo } from "../protocol_http.ts";

/** What these routes need. */
export interface SessionRoutesOptions {
  auth: Authenticator;
  accounts: Accounts;
  moderation: Moderation;
  rooms: Rooms;
  guard: LoginGuard;
  limits: Limits;
  version: string;
  /** Why the caller could not connect now, or null. */
  refusal: (call: Call) => ChatError | null;
  /** Closes every connection of a session that ended. */
  onEnd: (session: string) => void;
}

/** Bytes of the longest body of these routes. */
export const MAX_BODY_BYTES = 4096;

/** The routes. */
export function sessionRoutes(options: SessionRoutesOptions): Route[] {
  const { auth, moderation, rooms } = options;
  async function enter(call: Call): Promise<Response> {
    auth.checkOrigin(call);
    const { name: raw, password, invite } = await readJson(call, MAX_BODY_BYTES);
    const name = personName(raw);
    const [key, addressKey] = [foldName(name), addressKeyOf(call.address)];
    if (password !== undefined) {
      moderation.mustNotBeBanned({ key, addressKey, admin: true });
      const account = await signIn(options, call, name, password);
      // Only now it is known whether this is an admin, whom no ban of an address keeps out.
      moderation.mustNotBeBanned({ key, addressKey, admin: account.admin });
      return begin(options, call, account.name, account);
    }
    moderation.mustNotBeBanned({ key, addressKey, admin: false });
    const link = auth.invitations.linkToRoom(invite);
    const visited = link === null ? null : mustBeThere(rooms.visits.begin(link.opens));
    if (link === null) auth.invitations.mustEnter(invite, addressKey);
    auth.mustBeFree(name, auth.session(call)?.id ?? null);
    return await auth.invitations.counted(
      invite,
      null,
      (hash) => {
        const only = visited === null ? undefined : { ...visited.only, invite: hash ?? "" };
        return begin(options, call, name, null, { invitedBy: hash, only });
      },
      link?.opens,
    );
  }
  return [
    {
      method: "GET",
      path: "/api/session",
      handle(call) {
        const member = auth.known(call);
        const refusal = member === null ? null : options.refusal(call);
        const refused = refusal === null ? {} : { refused: problemOf(refusal) };
        return json({ ...sessionInfo(member, options), ...refused });
      },
    },
    { method: "POST", path: "/api/session", handle: enter },
    {
      method: "DELETE",
      path: "/api/session",
      handle(call) {
        auth.checkOrigin(call);
        const { session, cookie } = auth.end(call);
        if (session !== null) options.onEnd(session);
        const response = json(sessionInfo(null, options));
        response.headers.set("set-cookie", cookie);
        return response;
      },
    },
  ];
}

/**
 * Begins a session in the place of the caller's old one: a token that was planted is worth nothing.
 * `invitedBy`: the hash of the invitation that was counted for it; `only`: the one room that it lets a guest in.
 */
export function begin(
  options: Pick<SessionRoutesOptions, "auth" | "limits" | "version" | "onEnd">,
  call: Call,
  name: string,
  account: Account | null,
  { invitedBy = null, only }: { invitedBy?: string | null; only?: VisitScope | undefined } = {},
): Response {
  const { auth, onEnd } = options;
  const old = auth.end(call);
  if (old.session !== null) onEnd(old.session);
  const { member, cookies } = auth.begin(call, name, account, only);
  if (account === null) auth.invitations.cameAsGuest(member.session, invitedBy);
  const response = json(sessionInfo(member, options));
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}

/** The account, or a ChatError: the same in words and time whether the name or the password is wrong. */
export async function signIn(
  { accounts, guard, auth }: Pick<SessionRoutesOptions, "accounts" | "guard" | "auth">,
  call: Call,
  name: string,
  password: unknown,
): Promise<Account> {
  const attempt = {
    key: foldName(name),
    addressKey: addressKeyOf(call.address),
    device: auth.device(call),
    account: accounts.find(name),
  };
  const account = await guard.attempt(attempt, () => accounts.signIn(name, password));
  if (account !== null) return account;
  throw new ChatError("wrong_password", "Cannot sign in: wrong name or password");
}

/** The room that a link leads to, or a ChatError where there is none any more. */
export function mustBeThere(visited: Visited | null): Visited {
  if (visited !== null) return visited;
  throw new ChatError("invite_revoked", "Cannot let you in: the room is not there any more");
}

function sessionInfo(
  member: Member | null,
  { auth: { door }, limits, version }: Pick<
    SessionRoutesOptions,
    "auth" | "limits" | "version"
  >,
): SessionInfo {
  if (member === null) return { me: null, door, limits, version };
  const { name, account, admin, only } = member;
  const room = only === undefined ? {} : { room: only.room };
  return { me: { name, account, admin, ...room }, door, limits, version };
}
