/**
 * `/api/people/<name>`: how somebody looks to others. A picture is sniffed and bounded before it is kept, and
 * goes out under a policy in which nothing of it can run; everybody is told at once what changed.
 */
import { mustHaveAccount } from "./account_routes.ts";
import type { Authenticator } from "./auth.ts";
import { json, readJson } from "./http.ts";
import { mustBeAdmin } from "./moderation_routes.ts";
import { personInfo } from "./person_info.ts";
import type { Call, Route } from "./router.ts";
import { ChatError } from "../base/errors.ts";
import type { Lobby } from "../chat/lobby.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Member } from "../delivery/connection.ts";
import type { Accounts } from "../people/accounts.ts";
import { MAX_AVATAR_BYTES } from "../people/avatar_image.ts";
import type { Avatars } from "../people/avatars.ts";
import { foldName, personName } from "../people/names.ts";
import type { Profiles } from "../people/profiles.ts";

/** What these routes need. */
export interface ProfileRoutesOptions {
  auth: Authenticator;
  accounts: Accounts;
  avatars: Avatars;
  profiles: Profiles;
  lobby: Lobby;
  rooms: Pick<Rooms, "visits">;
  /** Throws where somebody changes things too fast, or the disk has no room for it. */
  mayChange: (member: Member) => void;
  /** Told that somebody tells from now on how far they have read, or does no more. */
  onSeenBy: (member: Member) => void;
  /** Told what an admin did, for the log. */
  onDone: (what: string, name: string, by: string) => void;
}

/** Bytes of a line of status and what stands around it. */
const MAX_BODY_BYTES = 2048;
/** Nothing in a picture may run or load anything. */
const POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";
/** Seconds for which a picture of a known version is the same: a year. */
const IMMUTABLE = "private, max-age=31536000, immutable, no-transform";

/** The routes. */
export function profileRoutes(options: ProfileRoutesOptions): Route[] {
  const path = "/api/people/:name";
  const route = (
    method: Route["method"],
    part: string,
    run: (options: ProfileRoutesOptions, call: Call) => Response | Promise<Response>,
  ): Route => ({ method, path: path + part, handle: (call) => run(options, call) });
  return [
    route("GET", "", tellPerson),
    route("GET", "/avatar", giveAvatar),
    route("PUT", "/avatar", putAvatar),
    route("DELETE", "/avatar", removeAvatar),
    route("PUT", "/status", putStatus),
    route("DELETE", "/status", removeStatus),
    route("PUT", "/seen-by", putSeenBy),
  ];
}

function tellPerson(options: ProfileRoutesOptions, call: Call): Response {
  const { auth, accounts, profiles, lobby, rooms } = options;
  const reader = auth.reader(call);
  const name = personName(call.params.name);
  const isKnown = rooms.visits.knows(reader, foldName(name));
  const account = isKnown ? accounts.find(name) : null;
  if (account === null) {
    const guest = isKnown
      ? lobby.people.find((person) => foldName(person.name) === foldName(name))
      : undefined;
    if (guest === undefined) {
      throw new ChatError("not_found", `Cannot find anybody named "${name}"`);
    }
    return json({ ...guest, admin: false, online: true });
  }
  const isMe = reader?.account === true && reader.key === account.key;
  const own = isMe ? { seen_by: profiles.tellsReading(name) } : {};
  return json({ ...personInfo(options, account, reader), ...own });
}

function giveAvatar({ auth, avatars, rooms }: ProfileRoutesOptions, call: Call): Response {
  const reader = auth.reader(call);
  const name = personName(call.params.name);
  const avatar = rooms.visits.knows(reader, foldName(name)) ? avatars.find(name) : null;
  if (avatar === null) throw new ChatError("not_found", `Cannot find a picture of "${name}"`);
  const { bytes, type, version } = avatar;
  const isNamed = call.url.searchParams.get("version") === version;
  const headers = {
    "content-type": type,
    "content-security-policy": POLICY,
    "cache-control": isNamed ? IMMUTABLE : "private, no-cache, no-transform",
    "etag": `"${version}"`,
  };
  if (call.request.headers.get("if-none-match") === headers.etag) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(bytes, { headers });
}

async function putAvatar(options: ProfileRoutesOptions, call: Call): Promise<Response> {
  const name = mustBeOneself(options, call);
  await options.avatars.put(name, await call.bytes(MAX_AVATAR_BYTES));
  return changed(options, name);
}

async function removeAvatar(options: ProfileRoutesOptions, call: Call): Promise<Response> {
  const { name, by } = mayRemove(options, call);
  await options.avatars.remove(name);
  if (by !== null) options.onDone("remove picture", name, by);
  return changed(options, name);
}

async function putStatus(options: ProfileRoutesOptions, call: Call): Promise<Response> {
  const name = mustBeOneself(options, call);
  const { status, until } = await readJson(call, MAX_BODY_BYTES);
  await options.profiles.setStatus(name, status, until);
  return changed(options, name);
}

async function removeStatus(options: ProfileRoutesOptions, call: Call): Promise<Response> {
  const { name, by } = mayRemove(options, call);
  await options.profiles.clearStatus(name);
  if (by !== null) options.onDone("remove status", name, by);
  return changed(options, name);
}

async function putSeenBy(options: ProfileRoutesOptions, call: Call): Promise<Response> {
  const { auth, profiles, onSeenBy } = options;
  const name = mustBeOneself(options, call, true);
  const { on } = await readJson(call, MAX_BODY_BYTES);
  if (typeof on !== "boolean") {
    throw new ChatError("bad_request", 'Cannot read "on": expected true or false');
  }
  if (profiles.tellsReading(name) !== on) {
    await profiles.setSeenBy(name, on);
    onSeenBy(auth.mustBeKnown(call));
  }
  return json({ name, seen_by: on });
}

/** The name of the account that calls about itself; who is muted says nothing by a picture either. */
function mustBeOneself(
  { auth, mayChange }: ProfileRoutesOptions,
  call: Call,
  isSilent = false,
): string {
  auth.checkOrigin(call);
  if (!isSilent) auth.writer(call);
  const member = mustHaveAccount(auth, call);
  mayChange(member);
  if (foldName(personName(call.params.name)) === member.key) return member.name;
  throw new ChatError("not_allowed", "Cannot change how somebody else looks");
}

/** Whose it is to take away: one's own, or by an admin anybody's. */
function mayRemove(
  { auth, accounts, mayChange }: ProfileRoutesOptions,
  call: Call,
): { name: string; by: string | null } {
  auth.checkOrigin(call);
  const member = mustHaveAccount(auth, call);
  mayChange(member);
  const name = personName(call.params.name);
  if (foldName(name) === member.key) return { name: member.name, by: null };
  mustBeAdmin(auth, call);
  const account = accounts.find(name);
  if (account !== null) return { name: account.name, by: member.name };
  throw new ChatError("not_found", `Cannot find an account "${name}"`);
}

/** Tells everybody, and who asked. */
function changed({ profiles, lobby }: ProfileRoutesOptions, name: string): Response {
  const told = profiles.told(name);
  lobby.publish({ type: "profile", ...told });
  return json(told);
}
