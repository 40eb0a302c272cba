/** `/api/session`: who am I, enter as a guest or sign in, leave. */
import type { Callers } from "./caller.ts";
import { json, problemOf, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { callerOf } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Member } from "../chat/listener.ts";
import type { Account, Accounts } from "../people/accounts.ts";
import type { Attempts } from "../people/attempts.ts";
import type { Moderation } from "../people/moderation.ts";
import { foldName, personName } from "../people/names.ts";
import type { Limits, SessionInfo } from "../protocol.ts";

/** What these routes need. */
export interface SessionRoutesOptions {
  callers: Callers;
  accounts: Accounts;
  moderation: Moderation;
  /** Failed attempts by account and by address. */
  attempts: { account: Attempts; address: Attempts };
  clock: Clock;
  limits: Limits;
  version: string;
  /** Why the caller could not connect now, or null. */
  refusal: (call: Call) => ChatError | null;
  /** Closes every connection of a session that ended. */
  onEnd: (session: string) => void;
}

/** Bytes of the longest body of these routes. */
export const BODY = 4096;

/** The routes. */
export function sessionRoutes(options: SessionRoutesOptions): Route[] {
  const { callers, moderation } = options;
  async function enter(call: Call): Promise<Response> {
    callers.checkOrigin(call);
    const { name: raw, password, invite } = await readJson(call, BODY);
    const name = personName(raw);
    moderation.mustNotBeBanned(foldName(name), callerOf(call.address));
    if (password !== undefined) {
      const account = await signIn(options, name, password, callerOf(call.address));
      return begin(options, call, account.name, true);
    }
    callers.mustBeInvited(invite, true, callerOf(call.address));
    callers.mustBeFree(name, callers.session(call)?.id ?? null);
    return begin(options, call, name, false);
  }
  return [
    {
      method: "GET",
      path: "/api/session",
      handle(call) {
        const member = callers.known(call);
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
        callers.checkOrigin(call);
        const { session, cookie } = callers.end(call);
        if (session !== null) options.onEnd(session);
        const response = json(sessionInfo(null, options));
        response.headers.set("set-cookie", cookie);
        return response;
      },
    },
  ];
}

/** Begins a session in the place of the caller's old one: a token that was planted is worth nothing. */
export function begin(
  options: Pick<SessionRoutesOptions, "callers" | "limits" | "version" | "onEnd">,
  call: Call,
  name: string,
  account: boolean,
): Response {
  const { callers, onEnd } = options;
  const old = callers.end(call);
  if (old.session !== null) onEnd(old.session);
  const { member, cookie } = callers.begin(call, name, account);
  const response = json(sessionInfo(member, options));
  response.headers.set("set-cookie", cookie);
  return response;
}

/** The account, or a ChatError: the same in words and time whether the name or the password is wrong. */
export async function signIn(
  { accounts, attempts, clock }: Pick<SessionRoutesOptions, "accounts" | "attempts" | "clock">,
  name: string,
  password: unknown,
  caller: string,
): Promise<Account> {
  const key = foldName(name);
  attempts.account.check(key, clock.now());
  attempts.address.check(caller, clock.now());
  const account = await accounts.signIn(name, password);
  if (account === null) {
    attempts.account.failed(key, clock.now());
    attempts.address.failed(caller, clock.now());
    throw new ChatError("wrong_password", "Cannot sign in: this name and password do not fit");
  }
  attempts.account.forget(key);
  return account;
}

function sessionInfo(
  member: Member | null,
  { callers: { door }, limits, version }: Pick<
    SessionRoutesOptions,
    "callers" | "limits" | "version"
  >,
): SessionInfo {
  if (member === null) return { me: null, door, limits, version };
  const { name, account, admin } = member;
  return { me: { name, account, admin }, door, limits, version };
}
