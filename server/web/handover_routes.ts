/**
 * `/api/handovers`: who is signed in makes a code for another device of theirs; `/api/handover`: that
 * device is told whose it is, and comes in where its person says so.
 */
import { mustHaveAccount } from "./account_routes.ts";
import { json, readJson } from "./http.ts";
import { type Addresses, linkTo } from "./links.ts";
import type { Call, Route } from "./router.ts";
import { begin, MAX_BODY_BYTES, type SessionRoutesOptions } from "./session_routes.ts";
import { addressKeyOf } from "../base/address.ts";
import { ChatError } from "../base/errors.ts";
import type { People } from "../people/people.ts";
import type { HandoverInfo } from "../protocol_links.ts";

/** What these routes need. */
export interface HandoverRoutesOptions extends SessionRoutesOptions, Addresses {
  people: People;
}

/** The routes. A guest has no account that another device could sign in to. */
export function handoverRoutes(options: HandoverRoutesOptions): Route[] {
  const { auth, accounts, moderation, guard, people: { handovers } } = options;

  async function make(call: Call): Promise<Response> {
    auth.checkOrigin(call);
    const me = mustHaveAccount(auth, call);
    const { page } = await readJson(call, MAX_BODY_BYTES);
    linkTo(call, options, page, "handover", "");
    const { code, until } = await handovers.begin(me.session);
    const link = linkTo(call, options, page, "handover", code);
    return json({ code, until: new Date(until).toISOString(), ...link } satisfies HandoverInfo);
  }

  /** Without `confirm` the answer says whose code it is, and the code stays good. */
  async function take(call: Call): Promise<Response> {
    auth.checkOrigin(call);
    const addressKey = addressKeyOf(call.address);
    guard.mustNotHaveGuessed(addressKey);
    const { code, confirm } = await readJson(call, MAX_BODY_BYTES);
    try {
      const { name } = handovers.sessionOf(code);
      const account = accounts.find(name);
      // An account that went since took its sessions along.
      if (account === null) return json({ name: handovers.sessionOf("").name });
      moderation.mustNotBeBanned({ key: account.key, addressKey, admin: account.admin });
      if (confirm !== true) return json({ name: account.name });
      await handovers.take(code);
      return begin(options, call, account.name, account);
    } catch (error) {
      if (error instanceof ChatError && error.code === "handover_used") {
        guard.guessedWrong(addressKey);
      }
      throw error;
    }
  }

  return [
    { method: "POST", path: "/api/handovers", handle: make },
    { method: "POST", path: "/api/handover", handle: take },
  ];
}
