/**
 * Whether a request comes from our own page. Browsers send `Origin` with every upgrade and every
 * request that changes something, and a foreign page cannot forge it (OWASP: CSRF and WebSocket
 * cheat sheets). Programs send none; they are welcome as long as they bring no cookie, for a cookie
 * without an Origin is one that someone else may have made a browser send.
 */
import type { Call } from "./router.ts";
import { ChatError } from "../base/errors.ts";

/**
 * Throws a ChatError `bad_origin` unless the request is from our own page or from a program. `ours`:
 * the addresses people open, where a proxy makes them others than the Host header says. A page that came in
 * the clear is not ours where we speak HTTPS; the other way round a proxy may stand between.
 */
export function checkOrigin(
  { request, isSecure }: Pick<Call, "request" | "isSecure">,
  hasCookie: boolean,
  ours: readonly string[],
): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") {
    throw foreign(origin ?? site);
  }
  if (origin === null) {
    if (hasCookie) {
      throw new ChatError("bad_origin", "Cannot do this: a cookie came without an Origin header");
    }
    return;
  }
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const isOurs = ours.length > 0
    ? ours.includes(origin)
    : origin === `https://${host}` || (!isSecure && origin === `http://${host}`);
  if (!isOurs) throw foreign(origin);
}

/**
 * Throws a ChatError `bad_origin` for something to read that another site made a browser ask for. A reading
 * request has no Origin; what browser asks for which site stands in `Sec-Fetch-Site`, and where a browser is
 * too old to say so, the cookie, which is SameSite=Strict, was not sent.
 */
export function checkSite({ request }: Pick<Call, "request">): void {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw foreign(site);
}

function foreign(origin: string): ChatError {
  return new ChatError("bad_origin", `Cannot do this from another page: ${origin.slice(0, 100)}`);
}
