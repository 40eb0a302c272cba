/**
 * `/api/house` and `/api/invites`, for admins: what the owner does from the command line about people, and
 * invitations that are made, shown once and taken back.
 */
import type { Authenticator } from "./auth.ts";
import { type Downloads, holderOf } from "./downloads.ts";
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { MAX_BODY_BYTES } from "./session_routes.ts";
import { ChatError } from "../base/errors.ts";
import type { Administration } from "../chat/administration.ts";
import type { Disk } from "../store/disk.ts";
import type { Member } from "../delivery/connection.ts";
import type { Lobby } from "../chat/lobby.ts";
import { handleOf, type Invite, type Invites } from "../people/invites.ts";
import { foldName } from "../people/names.ts";
import type { AccountInfo, InviteInfo } from "../protocol.ts";
import { mustBeAdmin } from "./moderation_routes.ts";

/** What these routes need. */
export interface AdminRoutesOptions {
  auth: Authenticator;
  lobby: Lobby;
  house: Administration;
  invites: Invites;
  disk: Disk;
  /** Opens a file as a stream of exactly these bytes. */
  stream: Downloads["open"];
  /** Makes a tar of what a person said in rooms; returns its path. */
  makeExport: (name: string) => Promise<string>;
  /** Told what an admin did, for the log. */
  onDone: (what: string, name: string, by: string) => void;
}

/** How long an invitation is good where nothing is said, and at most, in days. */
const DEFAULT_INVITE_DAYS = 30;
const MAX_DAYS = 365;
const MAX_USES = 1_000_000;

/** The routes. */
export function adminRoutes(options: AdminRoutesOptions): Route[] {
  const { auth, lobby, house, invites, onDone } = options;

  function admin(call: Call): Member {
    if (call.request.method !== "GET") auth.checkOrigin(call);
    return mustBeAdmin(auth, call);
  }

  function list(call: Call): Response {
    admin(call);
    const online = new Set(lobby.people.map(({ name }) => foldName(name)));
    const people: AccountInfo[] = house.people().map(({ name, admin, seen }) => ({
      name,
      admin,
      online: online.has(foldName(name)),
      ...(seen === null ? {} : { seen: new Date(seen).toISOString() }),
    }));
    return json({ people });
  }

  async function invite(call: Call): Promise<Response> {
    const { name: by } = admin(call);
    const fields = await readJson(call, MAX_BODY_BYTES);
    const days = whole(fields.days, "days", DEFAULT_INVITE_DAYS, MAX_DAYS);
    const uses = whole(fields.uses, "uses", Infinity, MAX_USES);
    const made = await invites.make({ by, days, uses });
    onDone("invite", handleOf(made.invite.hash), by);
    return json({ code: made.code, ...infoOf(made.invite) });
  }

  async function download(call: Call): Promise<Response> {
    const me = admin(call);
    const { name = "" } = call.params;
    const path = await options.makeExport(name);
    try {
      const size = options.disk.size(path) ?? 0;
      const body = await options.stream(path, 0, size, holderOf(call, me));
      onDone("export", name, me.name);
      return new Response(body, {
        headers: {
          "content-type": "application/x-tar",
          "content-length": String(size),
          "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}.tar`,
          "cache-control": "no-store",
        },
      });
    } finally {
      // Open, it is there for who reads it.
      options.disk.remove(path);
    }
  }

  return [
    { method: "GET", path: "/api/house/people", handle: list },
    { method: "GET", path: "/api/house/people/:name/export", handle: download },
    {
      method: "POST",
      path: "/api/house/people/:name/password",
      async handle(call) {
        const me = admin(call);
        return json(await house.resetPassword(call.params.name, me.name));
      },
    },
    {
      method: "POST",
      path: "/api/house/people/:name/name",
      async handle(call) {
        const me = admin(call);
        const { name } = await readJson(call, MAX_BODY_BYTES);
        return json(await house.rename(call.params.name, name, me.name));
      },
    },
    {
      method: "DELETE",
      path: "/api/house/people/:name",
      async handle(call) {
        const me = admin(call);
        const words = call.url.searchParams.get("words") === "true";
        return json(await house.remove(call.params.name, words, me.name));
      },
    },
    {
      method: "GET",
      path: "/api/invites",
      handle(call) {
        admin(call);
        return json({ invites: invites.list().map(infoOf) });
      },
    },
    { method: "POST", path: "/api/invites", handle: invite },
    {
      method: "DELETE",
      path: "/api/invites/:invite",
      async handle(call) {
        const me = admin(call);
        const { invite: handle = "" } = call.params;
        await invites.revoke(handle);
        onDone("revoke invitation", handle, me.name);
        return json({ invite: handle });
      },
    },
  ];
}

function infoOf({ hash, uses, until, by }: Invite): InviteInfo {
  const left = uses === Infinity ? {} : { uses };
  return { invite: handleOf(hash), until: new Date(until).toISOString(), by, ...left };
}

function whole(value: unknown, field: string, usual: number, max: number): number {
  if (value === undefined) return usual;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= max) {
    return value;
  }
  throw new ChatError(
    "bad_request",
    `Cannot read "${field}": expected a number from 1 to ${max}`,
  );
}
