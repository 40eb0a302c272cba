/** `/api/house`, for admins: what the owner does from the command line about people. */
import type { Authenticator } from "./auth.ts";
import { type Downloads, holderOf } from "./downloads.ts";
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { MAX_BODY_BYTES } from "./session_routes.ts";
import type { Administration } from "../chat/administration.ts";
import type { Disk } from "../store/disk.ts";
import type { Lobby } from "../chat/lobby.ts";
import { foldName } from "../people/names.ts";
import type { AccountInfo } from "../protocol_http.ts";
import { mustBeAdmin } from "./moderation_routes.ts";

export interface AdminRoutesOptions {
  auth: Authenticator;
  lobby: Lobby;
  house: Administration;
  disk: Disk;
  /** Opens a file as a stream of exactly these bytes. */
  stream: Downloads["open"];
  /** Makes a tar of what a person said in rooms; returns its path. */
  makeExport: (name: string) => Promise<string>;
  /** Called with what an admin did, for the log. */
  onDone: (what: string, name: string, by: string) => void;
}

export function adminRoutes(options: AdminRoutesOptions): Route[] {
  const { auth, house } = options;
  const person = "/api/house/people/:name";
  return [
    { method: "GET", path: "/api/house/people", handle: (call) => list(options, call) },
    { method: "GET", path: `${person}/export`, handle: (call) => download(options, call) },
    {
      method: "POST",
      path: `${person}/password`,
      async handle(call) {
        const me = mustBeAdmin(auth, call);
        return json(await house.resetPassword(call.params.name, me.name));
      },
    },
    {
      method: "POST",
      path: `${person}/name`,
      async handle(call) {
        const me = mustBeAdmin(auth, call);
        const { name } = await readJson(call, MAX_BODY_BYTES);
        return json(await house.rename(call.params.name, name, me.name));
      },
    },
    {
      method: "DELETE",
      path: person,
      async handle(call) {
        const me = mustBeAdmin(auth, call);
        const words = call.url.searchParams.get("words") === "true";
        return json(await house.remove(call.params.name, words, me.name));
      },
    },
  ];
}

function list(options: AdminRoutesOptions, call: Call): Response {
  mustBeAdmin(options.auth, call);
  const online = new Set(options.lobby.people.map(({ name }) => foldName(name)));
  const people: AccountInfo[] = options.house.people().map(({ name, admin, seen }) => ({
    name,
    admin,
    online: online.has(foldName(name)),
    ...(seen === null ? {} : { seen: new Date(seen).toISOString() }),
  }));
  return json({ people });
}

async function download(options: AdminRoutesOptions, call: Call): Promise<Response> {
  const me = mustBeAdmin(options.auth, call);
  const { name = "" } = call.params;
  const path = await options.makeExport(name);
  try {
    const size = options.disk.size(path) ?? 0;
    const body = await options.stream(path, 0, size, holderOf(call, me));
    options.onDone("export", name, me.name);
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
