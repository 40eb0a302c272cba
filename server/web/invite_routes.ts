/**
 * `/api/invites`: invitations that are made, shown once, counted and taken back, to the chat or to one room;
 * and `/api/invite`, for whoever has one: who invites, or why it is no longer valid.
 */
import { mustHaveAccount } from "./account_routes.ts";
import type { Authenticator } from "./auth.ts";
import { json, readJson } from "./http.ts";
import type { InviteRights } from "./invite_rights.ts";
import { type Addresses, linkTo } from "./links.ts";
import type { Call, Route } from "./router.ts";
import { MAX_BODY_BYTES, mustBeThere } from "./session_routes.ts";
import { addressKeyOf } from "../base/address.ts";
import { ChatError } from "../base/errors.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Member } from "../delivery/connection.ts";
import { EVERYWHERE, handleOf, type Invite } from "../people/invites.ts";
import type { People } from "../people/people.ts";
import type { InvitationInfo, InviteInfo, MadeInvite } from "../protocol_links.ts";

export interface InviteRoutesOptions extends Addresses {
  auth: Authenticator;
  people: People;
  rooms: Rooms;
  rights: InviteRights;
  /** Closes every connection of a session that ended. */
  onEnd: (session: string) => void;
  /** Called with what somebody did, for the log. */
  onDone: (what: string, name: string, by: string) => void;
}

/** How long an invitation is good where nothing is said, and at most, in days. */
const DAYS = 30;
const MAX_DAYS = 365;
const MAX_USES = 1_000_000;

export function inviteRoutes(options: InviteRoutesOptions): Route[] {
  const { people: { invites }, rights } = options;
  return [
    {
      method: "GET",
      path: "/api/invites",
      handle(call) {
        const { me, room } = rights.mustInvite(call, call.url.searchParams.get("room"));
        const all = invites.list().filter((invite) =>
          rights.mayManage(me, invite) && (room === null || invite.opens === room.key)
        );
        return json({ invites: all.map((invite) => infoOf(options, invite, me)) });
      },
    },
    { method: "POST", path: "/api/invites", handle: (call) => make(options, call) },
    {
      method: "DELETE",
      path: "/api/invites/:invite",
      handle: (call) => revoke(options, call),
    },
    { method: "POST", path: "/api/invite", handle: (call) => look(options, call) },
  ];
}

async function make(options: InviteRoutesOptions, call: Call): Promise<Response> {
  const { people: { invites }, rights, onDone } = options;
  const { name = "", page, room: wanted, ...fields } = await readJson(call, MAX_BODY_BYTES);
  const { me, room } = rights.mustInvite(call, wanted);
  const days = whole(fields.days, "days", DAYS, MAX_DAYS);
  const uses = whole(fields.uses, "uses", Infinity, MAX_USES);
  if (typeof name !== "string") {
    throw new ChatError("bad_request", 'Cannot read "name": expected a text');
  }
  // What cannot be linked to is refused before it is made.
  linkTo(call, options, page, "invite", "");
  const opens = room?.key ?? EVERYWHERE;
  const { code, invite } = await invites.make({ by: me.name, days, uses, name, opens });
  onDone("invite", handleOf(invite.hash), me.name);
  const link = linkTo(call, options, page, "invite", code);
  return json({ code, ...link, ...infoOf(options, invite, me) } satisfies MadeInvite);
}

/** Who came by a link to one room goes with it. */
async function revoke(options: InviteRoutesOptions, call: Call): Promise<Response> {
  const { people: { invites, sessions }, rights, onEnd, onDone } = options;
  const me = rights.mustManage(call);
  const { invite: handle = "" } = call.params;
  const found = invites.named(handle);
  if (found === undefined || !rights.mayManage(me, found)) {
    if (!me.admin) throw new ChatError("not_allowed", "Cannot do this: only admins may");
    throw new ChatError("not_found", "There is no such invitation");
  }
  const { hash } = await invites.revoke(handle);
  for (const { id } of sessions.visits(({ invite }) => invite === hash)) {
    sessions.end(id);
    onEnd(id);
  }
  onDone("revoke invitation", handle, me.name);
  return json({ invite: handle });
}

/** The code comes in the body: an address is written down on its way. With `join` an account goes in. */
async function look(options: InviteRoutesOptions, call: Call): Promise<Response> {
  const { auth, people, rooms } = options;
  auth.checkOrigin(call);
  const { code, join } = await readJson(call, MAX_BODY_BYTES);
  const invite = auth.invitations.linkToRoom(code) ??
    auth.invitations.invitation(code, addressKeyOf(call.address));
  if (invite === null) return json({} satisfies InvitationInfo);
  const visited = invite.opens === EVERYWHERE
    ? null
    : mustBeThere(rooms.visits.begin(invite.opens));
  if (visited !== null && join === true) {
    const room = await joined(options, mustHaveAccount(auth, call), invite, code);
    return json({ room: visited.title, joined: room } satisfies InvitationInfo);
  }
  // The owner invites from the command line, under no name of a person.
  const by = people.nameNow(invite.by);
  const until = new Date(invite.until).toISOString();
  return json(
    {
      ...(by === null ? {} : { by }),
      until,
      ...(visited === null ? {} : { room: visited.title }),
    } satisfies InvitationInfo,
  );
}

/** Whoever has an account becomes a member by a link to a private room; returns what the room is called. */
async function joined(
  { auth, rooms, people }: InviteRoutesOptions,
  me: Member,
  invite: Invite,
  code: unknown,
): Promise<string> {
  const isIn = rooms.byKey(invite.opens, me) !== null;
  if (!isIn) {
    const by = people.nameNow(invite.by) ?? me.name;
    const admit = () => rooms.private.admit(invite.opens, me, by);
    await auth.invitations.counted(code, null, admit, invite.opens);
  }
  const room = rooms.byKey(invite.opens, me);
  if (room !== null) return room.name;
  throw new ChatError("invite_revoked", "Cannot let you in: the room is not there any more");
}

function infoOf({ people, rights }: InviteRoutesOptions, invite: Invite, me: Member): InviteInfo {
  const { hash, uses, until, by, name, used } = invite;
  const over = people.invites.endOf(invite);
  const room = rights.roomOf(invite, me);
  return {
    invite: handleOf(hash),
    until: new Date(until).toISOString(),
    by,
    used,
    ...(uses === Infinity ? {} : { uses }),
    ...(name === "" ? {} : { name }),
    ...(over === null ? {} : { over }),
    ...(room === null ? {} : { room }),
  };
}

function whole(value: unknown, field: string, usual: number, max: number): number {
  if (value === undefined) return usual;
  if (
    typeof value === "number" && Number.isInteger(value) && value >= 1 &&
    value <= max
  ) {
    return value;
  }
  throw new ChatError("bad_request", `Cannot read "${field}": expected a number from 1 to ${max}`);
}
