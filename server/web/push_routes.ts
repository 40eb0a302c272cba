/** `/api/push`: what a browser needs to be called while its page is closed, subscribing, and ending it. */
import type { Authenticator } from "./auth.ts";
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { ChatError } from "../base/errors.ts";
import type { Member } from "../delivery/connection.ts";
import type { Session } from "../people/sessions.ts";
import type { PushInfo } from "../push_protocol.ts";
import { readEndpoint } from "../push/endpoint.ts";
import { readKeys, readWants, type Subscriptions } from "../push/subscriptions.ts";
import type { Vapid } from "../push/vapid.ts";

/** What these routes need. */
export interface PushRoutesOptions {
  auth: Authenticator;
  vapid: Vapid;
  subscriptions: Subscriptions;
  /** False where nobody is called: what was subscribed stays, for when it is on again. */
  isOn: boolean;
  /** Throws where somebody asks too fast. */
  mayManage: (member: Member) => void;
}

/** Bytes of the longest body: two hundred names of rooms. */
const MAX_BODY_BYTES = 64 * 1024;

/** The routes. */
export function pushRoutes(options: PushRoutesOptions): Route[] {
  const { auth, vapid, subscriptions, isOn, mayManage } = options;
  async function info(session: Session): Promise<Response> {
    const known: PushInfo = {
      key: isOn ? await vapid.publicKey() : null,
      wants: subscriptions.get(session.id)?.wants ?? null,
    };
    return json(known);
  }
  /** The session that asks, from our own page; a bot's token and a stranger's name have none. */
  function asking(call: Call): Session {
    auth.checkOrigin(call);
    mayManage(auth.mustBeKnown(call));
    return mustHaveSession(auth, call);
  }
  return [
    {
      method: "GET",
      path: "/api/push",
      handle(call) {
        auth.mustBeKnown(call);
        return info(mustHaveSession(auth, call));
      },
    },
    {
      method: "POST",
      path: "/api/push",
      async handle(call) {
        const session = asking(call);
        if (!isOn) {
          throw new ChatError(
            "not_allowed",
            "Cannot subscribe: this chat calls nobody, see --push",
          );
        }
        const { endpoint, keys, wants } = await readJson(call, MAX_BODY_BYTES);
        await subscriptions.put({
          session: session.id,
          endpoint: readEndpoint(endpoint),
          keys: await readKeys(keys),
          origin: originOf(call),
          wants: readWants(wants),
        }, session);
        return await info(session);
      },
    },
    {
      method: "DELETE",
      path: "/api/push",
      handle(call) {
        const session = asking(call);
        subscriptions.remove(session.id);
        return info(session);
      },
    },
  ];
}

function mustHaveSession(auth: Authenticator, call: Call): Session {
  const session = auth.session(call);
  if (session !== null) return session;
  throw new ChatError(
    "no_session",
    "Cannot subscribe without a session: bots are called otherwise",
  );
}

/** Where the page was opened, for a push service to know who sends: its own word for it was checked. */
function originOf({ request, url, isSecure }: Call): string {
  const said = request.headers.get("origin") ?? "";
  if (URL.canParse(said)) return new URL(said).origin;
  return `${isSecure ? "https" : "http"}://${url.host}`;
}
