/** `/api/accounts`, `/api/password`, `/api/sessions`, `/api/people`: names that somebody owns. */
import type { Authenticator } from "./auth.ts";
import { json, readJson } from "./http.ts";
import { personInfo } from "./person_info.ts";
import type { Call, Route } from "./router.ts";
import { begin, MAX_BODY_BYTES, type SessionRoutesOptions, signIn } from "./session_routes.ts";
import { addressKeyOf } from "../base/address.ts";
import { ChatError } from "../base/errors.ts";
import type { Member } from "../delivery/connection.ts";
import type { Lobby } from "../chat/lobby.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Blocks } from "../people/blocks.ts";
import { foldName, personName } from "../people/names.ts";
import type { Profiles } from "../people/profiles.ts";
import type { Session, Sessions } from "../people/sessions.ts";
import type { Setup } from "../people/setup.ts";
import type { PersonInfo, SessionEntry } from "../protocol_http.ts";

/** What these routes need. */
export interface AccountRoutesOptions extends SessionRoutesOptions {
  rooms: Rooms;
  lobby: Lobby;
  profiles: Profiles;
  sessions: Sessions;
  /** Throws a ChatError `too_fast` where an address claims too many names. */
  mayClaim: (addressKey: string) => void;
  setup: Setup;
  blocks: Pick<Blocks, "claimed">;
  /** True for a call that can only come from this very machine. */
  isLocal: (call: Call) => boolean;
  /** Called with the name of the first admin. */
  onAdmin: (name: string) => void;
}

/** Accounts in one page of the list. */
const MAX_PEOPLE_LISTED = 1000;

/** The routes. */
export function accountRoutes(options: AccountRoutesOptions): Route[] {
  const { auth, accounts, moderation, rooms, setup } = options;

  /** A stranger claims a name; a guest claims the one it has, or another. */
  async function claim(call: Call): Promise<Response> {
    auth.checkOrigin(call);
    const { name: raw, password, invite, setup: code } = await readJson(call, MAX_BODY_BYTES);
    const me = auth.known(call);
    if (me?.account) {
      throw new ChatError("not_allowed", "Cannot claim another name: sign out first");
    }
    const name = raw === undefined && me !== null ? me.name : personName(raw);
    const addressKey = addressKeyOf(call.address);
    moderation.mustNotBeBanned({ key: foldName(name), addressKey, admin: false });
    const isOwner = setsUp(call, code);
    if (!isOwner) auth.invitations.mayClaim(me, invite, addressKey);
    auth.mustBeFree(name, me?.session ?? null, isOwner);
    options.mayClaim(addressKey);
    // Whoever claims a name must not inherit what an earlier account of that name could read.
    if (rooms.hadPrivate(name)) {
      throw new ChatError(
        "claimed",
        `Cannot claim "${name}": an earlier account of that name had private conversations here`,
      );
    }
    const account = await auth.invitations.counted(
      invite,
      me?.session ?? null,
      () => accounts.claim(name, password, isOwner),
    );
    if (me !== null) await options.blocks.claimed(me, account.name);
    if (isOwner) {
      options.onAdmin(account.name);
      await setup.end();
    }
    return begin(options, call, account.name, account);
  }

  /** True for whoever becomes the first admin; a ChatError for a code that is none, or none any more. */
  function setsUp(call: Call, code: unknown): boolean {
    if (setup.fits(code)) return true;
    if (typeof code === "string" && code !== "") {
      throw new ChatError("setup_used", "Cannot set this chat up: the link is no longer valid");
    }
    return setup.isPending && options.isLocal(call);
  }

  return [
    { method: "POST", path: "/api/accounts", handle: claim },
    { method: "POST", path: "/api/password", handle: (call) => changePassword(options, call) },
    { method: "GET", path: "/api/sessions", handle: (call) => listSessions(options, call) },
    { method: "DELETE", path: "/api/sessions", handle: (call) => endOtherSessions(options, call) },
    {
      method: "DELETE",
      path: "/api/sessions/:session",
      handle: (call) => endSession(options, call),
    },
    { method: "GET", path: "/api/people", handle: (call) => listPeople(options, call) },
  ];
}

/** Somebody who signed in with a password at a page, or a ChatError. */
export function mustHaveAccount(auth: Authenticator, call: Call): Member {
  const member = auth.mustBeKnown(call);
  if (member.account && auth.session(call) !== null) return member;
  throw new ChatError(
    "not_allowed",
    "Cannot do this as a guest: claim your name with a password first",
  );
}

/** What a session is called outside: not the hash that stands for it on disk. */
function handleOf(id: string): string {
  return id.slice(0, 16);
}

async function changePassword(options: AccountRoutesOptions, call: Call): Promise<Response> {
  const { auth, accounts, sessions } = options;
  auth.checkOrigin(call);
  const me = mustHaveAccount(auth, call);
  const { password, wanted: newPassword } = await readJson(call, MAX_BODY_BYTES);
  const account = await signIn(options, call, me.name, password);
  await accounts.changePassword(account, newPassword);
  // Whoever knew the old one is out, and the own token is a new one.
  for (const { id } of sessions.of(account.name)) if (id !== me.session) endNow(options, id);
  return begin(options, call, account.name, accounts.find(account.name));
}

function listSessions({ auth, sessions, lobby }: AccountRoutesOptions, call: Call): Response {
  const me = mustHaveAccount(auth, call);
  const online = new Set([...lobby.connections].map(({ member }) => member.session));
  const all: SessionEntry[] = ownSessions(sessions, me)
    .map(({ id, began, seen, used, device }) => ({
      session: handleOf(id),
      began: new Date(began).toISOString(),
      seen: new Date(Math.max(seen, used)).toISOString(),
      ...(device === "" ? {} : { device }),
      ...(online.has(id) ? { online: true as const } : {}),
      current: id === me.session,
    }));
  return json({ sessions: all });
}

/** Every other session of the account is over: a device that was lost, say, and all at once. */
function endOtherSessions(options: AccountRoutesOptions, call: Call): Response {
  const { auth, sessions } = options;
  auth.checkOrigin(call);
  const me = mustHaveAccount(auth, call);
  const others = ownSessions(sessions, me).filter(({ id }) => id !== me.session);
  for (const { id } of others) endNow(options, id);
  return json({ ended: others.length });
}

function endNow({ sessions, onEnd }: AccountRoutesOptions, id: string): void {
  sessions.end(id);
  onEnd(id);
}

function endSession(options: AccountRoutesOptions, call: Call): Response {
  const { auth, sessions } = options;
  auth.checkOrigin(call);
  const me = mustHaveAccount(auth, call);
  const found = ownSessions(sessions, me).find(({ id }) => handleOf(id) === call.params.session);
  if (found === undefined) throw new ChatError("not_found", "You have no such session");
  endNow(options, found.id);
  return json({ ended: handleOf(found.id) });
}

/** Guests who had the name before it was claimed were someone else. */
function ownSessions(sessions: Sessions, { name }: Member): Session[] {
  return sessions.of(name).filter(({ account }) => account);
}

/** In pages by name; guests who are here stand on the first. */
function listPeople(options: AccountRoutesOptions, call: Call): Response {
  const { auth, accounts, lobby } = options;
  const reader = auth.reader(call);
  const after = call.url.searchParams.get("after") ?? "";
  const online = new Map(lobby.people.map((person) => [foldName(person.name), person]));
  const all = accounts.list()
    .filter(({ name, key }) => name > after && options.rooms.visits.knows(reader, key));
  const people: PersonInfo[] = all.slice(0, MAX_PEOPLE_LISTED)
    .map((account) => personInfo(options, account, reader));
  const guests = after !== "" ? [] : [...online.values()]
    .filter(({ name, account }) => !account && options.rooms.visits.knows(reader, foldName(name)))
    .map(({ name }) => ({ name, account: false, admin: false, online: true }));
  return json({ people: [...people, ...guests], more: all.length > MAX_PEOPLE_LISTED });
}
