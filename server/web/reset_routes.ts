/** `/api/reset`: who has a link to a new password sets one, and is signed in. */
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { begin, MAX_BODY_BYTES, type SessionRoutesOptions } from "./session_routes.ts";
import { addressKeyOf } from "../base/address.ts";
import type { People } from "../people/people.ts";
export interface ResetRoutesOptions extends SessionRoutesOptions {
  people: People;
}

/** The routes. Without a password the answer says whose link it is. */
export function resetRoutes(options: ResetRoutesOptions): Route[] {
  const { auth, accounts, moderation, people: { resets, sessions }, onEnd } = options;
  async function reset(call: Call): Promise<Response> {
    auth.checkOrigin(call);
    const { code, password } = await readJson(call, MAX_BODY_BYTES);
    const account = accounts.find(resets.nameOf(code));
    // An account that went since took its link along.
    if (account === null) return json({ name: resets.nameOf("") });
    if (password === undefined) return json({ name: account.name });
    const { name, key, admin } = account;
    moderation.mustNotBeBanned({ key, addressKey: addressKeyOf(call.address), admin });
    await accounts.changePassword(account, password);
    await resets.end(name);
    for (const { id } of sessions.of(name).filter((session) => session.account)) {
      sessions.end(id);
      onEnd(id);
    }
    return begin(options, call, name, accounts.find(name));
  }
  return [{ method: "POST", path: "/api/reset", handle: reset }];
}
