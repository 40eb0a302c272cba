/**
 * Links with a code in them. The code stands behind `#`, which no browser sends: no proxy writes it down
 * and no other page is told of it.
 */
import type { Call } from "./router.ts";
import { ChatError } from "../base/errors.ts";
import { qrPath } from "../base/qr_drawing.ts";
import type { LinkInfo } from "../protocol_links.ts";

const MAX_PAGE_LENGTH = 300;

/** Where people open the chat, as far as the process knows. */
export interface Addresses {
  origins: readonly string[];
  /** The path before all of them, "" for none. */
  base: string;
}

/**
 * A link to the page with a code, and a picture of it. `page`: where the caller has the page open; a proxy
 * may have put it under a path that nobody here knows.
 */
export function linkTo(
  call: Call,
  addresses: Addresses,
  page: unknown,
  kind: "invite" | "handover",
  code: string,
): LinkInfo {
  const link = `${pageOf(call, addresses, page)}#${kind}=${code}`;
  return { link, qr: qrPath(link) };
}

function pageOf({ request }: Call, { origins, base }: Addresses, page: unknown): string {
  const own = request.headers.get("origin");
  if (page === undefined) {
    return `${own ?? origins[0] ?? new URL(request.url).origin}${base}/`;
  }
  const isShort = typeof page === "string" && page.length <= MAX_PAGE_LENGTH;
  const url = isShort && URL.canParse(page) ? new URL(page) : null;
  // The caller's own page, and nothing that leads elsewhere.
  const isOwn = url !== null && /^https?:$/.test(url.protocol) &&
    url.href === url.origin + url.pathname &&
    (own === null || own === url.origin);
  if (isOwn) return url.href;
  throw new ChatError(
    "bad_request",
    `Cannot read "page": expected the address of this chat, at most ${MAX_PAGE_LENGTH} characters`,
  );
}
