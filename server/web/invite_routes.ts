/**
 * `/api/invites`, for admins: invitations that are made, shown once, counted and taken back; and
 * `/api/invite`, for whoever has one: who invites, or why it is no longer valid.
 */
import type { Authenticator } from "./auth.ts";
import { json, readJson } from "./http.ts";
import { type Addresses, linkTo } from "./links.ts";
import { mustBeAdmin } from "./moderation_routes.ts";
import type { Call, Route } from "./router.ts";
import { MAX_BODY_BYTES } from "./session_routes.ts";
import { addressKeyOf } from "../base/address.ts";
import { ChatError } from "../base/errors.ts";
import { handleOf, type Invite, type Invites } from "../people/invites.ts";
import type { People } from "../people/people.ts";
import type { InvitationInfo, InviteInfo, MadeInvite } from "../protocol_links.ts";

export interface InviteRoutesOptions extends Addresses {
  auth: Authenticator;
  people: People;
  /** Called with what an admin did, for the log. */
  onDone: (what: string, name: string, by: string) => void;
}

/** How long an invitation is good where nothing is said, and at most, in days. */
const DAYS = 30;
const MAX_DAYS = 365;
const MAX_USES = 1_000_000;

export function inviteRoutes(options: InviteRoutesOptions): Route[] {
  const { auth, people: { invites }, onDone } = options;
  return [
    {
      method: "GET",
      path: "/api/invites",
      handle(call) {
        mustBeAdmin(auth, call);
        return json({ invites: invites.list().map((invite) => infoOf(invites, invite)) });
      },
    },
    { method: "POST", path: "/api/invites", handle: (call) => make(options, call) },
    {
      method: "DELETE",
      path: "/api/invites/:invite",
      async handle(call) {
        const me = mustBeAdmin(auth, call);
        const { invite: handle = "" } = call.params;
        await invites.revoke(handle);
        onDone("revoke invitation", handle, me.name);
        return json({ invite: handle });
      },
    },
    { method: "POST", path: "/api/invite", handle: (call) => look(options, call) },
  ];
}

async function make(options: InviteRoutesOptions, call: Call): Promise<Response> {
  const { auth, people: { invites }, onDone } = options;
  const { name: by } = mustBeAdmin(auth, call);
  const { name = "", page, ...fields } = await readJson(call, MAX_BODY_BYTES);
  const days = whole(fields.days, "days", DAYS, MAX_DAYS);
  const uses = whole(fields.uses, "uses", Infinity, MAX_USES);
  if (typeof name !== "string") {
    throw new ChatError("bad_request", 'Cannot read "name": expected a text');
  }
  // What cannot be linked to is refused before it is made.
  linkTo(call, options, page, "invite", "");
  const { code, invite } = await invites.make({ by, days, uses, name });
  onDone("invite", handleOf(invite.hash), by);
  const link = linkTo(call, options, page, "invite", code);
  return json({ code, ...link, ...infoOf(invites, invite) } satisfies MadeInvite);
}

/** The code comes in the body: an address is written down on its way. */
async function look({ auth, people }: InviteRoutesOptions, call: Call): Promise<Response> {
  auth.checkOrigin(call);
  const { code } = await readJson(call, MAX_BODY_BYTES);
  const invite = auth.invitations.invitation(code, addressKeyOf(call.address));
  if (invite === null) return json({} satisfies InvitationInfo);
  // The owner invites from the command line, under no name of a person.
  const by = people.nameNow(invite.by);
  const until = new Date(invite.until).toISOString();
  return json({ ...(by === null ? {} : { by }), until } satisfies InvitationInfo);
}

function infoOf(invites: Invites, invite: Invite): InviteInfo {
  const { hash, uses, until, by, name, used } = invite;
  const over = invites.endOf(invite);
  return {
    invite: handleOf(hash),
    until: new Date(until).toISOString(),
    by,
    used,
    ...(uses === Infinity ? {} : { uses }),
    ...(name === "" ? {} : { name }),
    ...(over === null ? {} : { over }),
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
