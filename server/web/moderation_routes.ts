/** `/api/moderation` and `/api/admins`: admins mute and ban for a time, undo it, and name other admins. */
import type { Authenticator } from "./auth.ts";
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { MAX_BODY_BYTES } from "./session_routes.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Member } from "../delivery/connection.ts";
import type { Lobby } from "../chat/lobby.ts";
import type { Accounts } from "../people/accounts.ts";
import type { Moderation, SanctionKind } from "../people/moderation.ts";
import { foldName, personName } from "../people/names.ts";
import type { NamesInUse } from "../people/names_in_use.ts";
import type { Sessions } from "../people/sessions.ts";
export interface ModerationRoutesOptions {
  auth: Authenticator;
  accounts: Accounts;
  moderation: Moderation;
  sessions: Sessions;
  names: NamesInUse;
  lobby: Lobby;
  clock: Clock;
  /** Called with what an admin did, for the log. */
  onSanction: (what: string, name: string, by: string) => void;
}

/** What a measure counts for beside the name, and why not for an address that was asked for. */
interface Address {
  addressKey: string;
  unbanned: "own_address" | "unknown_address" | null;
}

/** A year: who may not come back at all may not come back for that long. */
const MAX_MINUTES = 525_600;

export function moderationRoutes(options: ModerationRoutesOptions): Route[] {
  const setTo = (admin: boolean) => (call: Call) => setAdmin(options, call, admin);
  return [
    { method: "GET", path: "/api/moderation", handle: (call) => list(options, call) },
    { method: "POST", path: "/api/moderation", handle: (call) => add(options, call) },
    {
      method: "DELETE",
      path: "/api/moderation/:what/:name",
      handle: (call) => lift(options, call),
    },
    { method: "POST", path: "/api/admins/:name", handle: setTo(true) },
    { method: "DELETE", path: "/api/admins/:name", handle: setTo(false) },
  ];
}

function list({ auth, moderation }: ModerationRoutesOptions, call: Call): Response {
  mustBeAdmin(auth, call);
  const all = moderation.list().map(({ what, name, addressKey, until, by }) => {
    const address = what === "ban" && addressKey !== "";
    return { what, name, address, until: new Date(until).toISOString(), by };
  });
  return json({ measures: all });
}

async function add(options: ModerationRoutesOptions, call: Call): Promise<Response> {
  const { auth, moderation, clock, onSanction } = options;
  const me = mustBeAdmin(auth, call);
  const fields = await readJson(call, MAX_BODY_BYTES);
  const name = personName(fields.name);
  const what = sanctionKind(fields.what);
  const minutes = minutesOf(fields.minutes);
  if (foldName(name) === me.key) {
    throw new ChatError("not_allowed", `Cannot ${what} yourself`);
  }
  const where = addressKeyOf(options, name);
  const { addressKey, unbanned } = what === "mute"
    ? mutedAddress(options, { name, where }, me)
    : bannedAddress(where, fields, me);
  const until = Math.ceil((clock.now() + minutes * 60_000) / 1000) * 1000;
  await moderation.add({ what, name, addressKey, until, by: me.name });
  onSanction(what, name, me.name);
  if (what === "ban") shutOut(options, { name, addressKey }, me);
  return json({
    what,
    name,
    address: addressKey !== "" && what === "ban",
    ...(unbanned === null ? {} : { unbanned }),
    until: new Date(until).toISOString(),
    by: me.name,
  });
}

/** Where someone of that name is, or was last. */
function addressKeyOf({ sessions, names }: ModerationRoutesOptions, name: string): string {
  const known = sessions.of(name).find((session) => session.addressKey !== "");
  return known?.addressKey ?? names.addressKeyOf(foldName(name));
}

/** A guest who is muted only needs another name; an account would need another account. */
function mutedAddress(
  { accounts }: ModerationRoutesOptions,
  { name, where }: { name: string; where: string },
  me: Member,
): Address {
  const isFollowed = accounts.find(name) === null && where !== me.addressKey;
  return { addressKey: isFollowed ? where : "", unbanned: null };
}

/** The name is banned at once in any case; the address only where that hits nobody unasked. */
function bannedAddress(where: string, fields: Record<string, unknown>, me: Member): Address {
  if (fields.address !== true) return { addressKey: "", unbanned: null };
  if (where === "") return { addressKey: "", unbanned: "unknown_address" };
  const isOwn = where === me.addressKey && fields.own !== true;
  return isOwn
    ? { addressKey: "", unbanned: "own_address" }
    : { addressKey: where, unbanned: null };
}

/** A ban ends what is open: connections, sessions and so cookies. */
function shutOut(
  { lobby, sessions, names }: ModerationRoutesOptions,
  { name, addressKey }: { name: string; addressKey: string },
  me: Member,
): void {
  const key = foldName(name);
  const isBanned = (member: Member): boolean =>
    member.key === key ||
    (addressKey !== "" && member.addressKey === addressKey && !member.admin);
  lobby.disconnect((one) => isBanned(one) && one.session !== me.session, 4003, "banned");
  for (const { id } of sessions.of(name)) {
    sessions.end(id);
    names.release(name, id);
  }
}

async function lift(options: ModerationRoutesOptions, call: Call): Promise<Response> {
  const { auth, moderation, onSanction } = options;
  const me = mustBeAdmin(auth, call);
  const [what, name] = [sanctionKind(call.params.what), personName(call.params.name)];
  await moderation.lift(what, name);
  onSanction(`un${what}`, name, me.name);
  return json({ what, name });
}

/** Makes an account an admin, or no longer one. */
async function setAdmin(
  { auth, accounts, lobby, onSanction }: ModerationRoutesOptions,
  call: Call,
  admin: boolean,
): Promise<Response> {
  const me = mustBeAdmin(auth, call);
  const account = await accounts.setAdmin(personName(call.params.name), admin);
  onSanction(admin ? "admin" : "unadmin", account.name, me.name);
  // What a connection may do was decided when it opened.
  lobby.disconnect(({ key }) => key === account.key, 1012, "admin changed");
  return json({ name: account.name, admin });
}

/** The admin who calls, from our own page where something is to change; else a ChatError. */
export function mustBeAdmin(auth: Authenticator, call: Call): Member {
  if (!/^(?:GET|HEAD)$/.test(call.request.method)) auth.checkOrigin(call);
  const member = auth.mustBeKnown(call);
  if (member.admin) return member;
  throw new ChatError("not_allowed", "Cannot do this: only admins may");
}

function sanctionKind(value: unknown): SanctionKind {
  if (value === "mute" || value === "ban") return value;
  throw new ChatError("bad_request", 'Cannot read "what": expected mute or ban');
}

function minutesOf(value: unknown): number {
  if (typeof value === "number" && value >= 1 && value <= MAX_MINUTES) return value;
  throw new ChatError("bad_request", `Cannot read "minutes": expected 1 to ${MAX_MINUTES}`);
}
