/** `/api/house`, for admins: what the owner does from the command line about people. */
import type { Authenticator } from "./auth.ts";
import { type Downloads, holderOf } from "./downloads.ts";
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { MAX_BODY_BYTES } from "./session_routes.ts";
import type { Administration } from "../chat/administration.ts";
import type { Disk } from "../store/disk.ts";
import type { Member } from "../delivery/connection.ts";
import type { Lobby } from "../chat/lobby.ts";
import { foldName } from "../people/names.ts";
import type { AccountInfo } from "../protocol.ts";
import { mustBeAdmin } from "./moderation_routes.ts";

/** What these routes need. */
export interface AdminRoutesOptions {
  auth: Authenticator;
  lobby: Lobby;
  house: Administration;
  disk: Disk;
  /** Opens a file as a stream of exactly these bytes. */
  stream: Downloads["open"];
  /** Makes a tar of what a person said in rooms; returns its path. */
  makeExport: (name: string) => Promise<string>;
  /** Told what an admin did, for the log. */
  onDone: (what: string, name: string, by: string) => void;
}

/** The routes. */
export function adminRoutes(options: AdminRoutesOptions): Route[] {
  const { auth, lobby, house, onDone } = options;

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
  ];
}
