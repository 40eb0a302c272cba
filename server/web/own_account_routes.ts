/**
 * `/api/account/…`: what somebody does with their account as a whole. What takes it away asks for the
 * password again; `/api/removals/<removal>` tells how far the erasing of their words is.
 */
import { mustHaveAccount } from "./account_routes.ts";
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { MAX_BODY_BYTES, type SessionRoutesOptions, signIn } from "./session_routes.ts";
import { ChatError } from "../base/errors.ts";
import type { Administration } from "../chat/administration.ts";
import type { Member } from "../delivery/connection.ts";
import type { RemovalInfo } from "../protocol_own.ts";

/** What these routes need. */
export interface OwnAccountRoutesOptions extends SessionRoutesOptions {
  house: Administration;
  /** Throws where somebody asks too fast. */
  mayManage: (member: Member) => void;
}

/** The routes. */
export function ownAccountRoutes(options: OwnAccountRoutesOptions): Route[] {
  const { auth, house, mayManage } = options;

  async function remove(call: Call): Promise<Response> {
    auth.checkOrigin(call);
    const me = mustHaveAccount(auth, call);
    mayManage(me);
    const { password, words } = await readJson(call, MAX_BODY_BYTES);
    if (typeof words !== "boolean") {
      throw new ChatError("bad_request", 'Cannot read "words": expected true or false');
    }
    const { name } = await signIn(options, call, me.name, password);
    const removal = await house.leave(name, words);
    const info: RemovalInfo = { name, ...(removal === null ? {} : { removal }) };
    const response = json(info, removal === null ? 200 : 202);
    response.headers.set("set-cookie", auth.end(call).cookie);
    return response;
  }

  return [
    { method: "POST", path: "/api/account/removal", handle: remove },
    {
      method: "GET",
      path: "/api/removals/:removal",
      // Whoever asks has no account any more; what they ask by nobody can guess.
      handle(call) {
        const done = house.removals.progress(call.params.removal ?? "");
        if (done !== null) return json({ done });
        throw new ChatError("not_found", "Nothing is known of this removal (any more)");
      },
    },
  ];
}
