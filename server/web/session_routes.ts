/** `/api/session`: who am I, enter as a guest, leave. */
import type { Callers } from "./caller.ts";
import { json, readJson } from "./http.ts";
import type { Route } from "./router.ts";
import type { Member } from "../chat/listener.ts";
import { personName } from "../people/names.ts";
import type { Limits, SessionInfo } from "../protocol.ts";

/** What these routes need. */
export interface SessionRoutesOptions {
  callers: Callers;
  limits: Limits;
  version: string;
  /** Closes every connection of a session that ended. */
  onEnd: (session: string) => void;
}

/** The routes. */
export function sessionRoutes(options: SessionRoutesOptions): Route[] {
  const { callers, limits, version } = options;
  function info(member: Member | null): SessionInfo {
    if (member === null) return { me: null, limits, version };
    const { name, account, admin } = member;
    return { me: { name, account, admin }, limits, version };
  }
  return [
    {
      method: "GET",
      path: "/api/session",
      handle: ({ request }) => json(info(callers.known(request))),
    },
    {
      method: "POST",
      path: "/api/session",
      async handle({ request }) {
        callers.checkOrigin(request);
        const name = personName((await readJson(request, 4096)).name);
        callers.mustBeFree(name, callers.known(request)?.session ?? null);
        // A new token at every entry: one that was planted before is worth nothing.
        const old = callers.end(request);
        if (old.session !== null) options.onEnd(old.session);
        const { member, cookie } = callers.begin(name);
        const response = json(info(member));
        response.headers.set("set-cookie", cookie);
        return response;
      },
    },
    {
      method: "DELETE",
      path: "/api/session",
      handle({ request }) {
        callers.checkOrigin(request);
        const { session, cookie } = callers.end(request);
        if (session !== null) options.onEnd(session);
        const response = json(info(null));
        response.headers.set("set-cookie", cookie);
        return response;
      },
    },
  ];
}
