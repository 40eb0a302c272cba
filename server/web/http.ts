/**
 * What every answer has in common: JSON, errors with their code and sentence, the headers that keep
 * a page harmless.
 */
import { getCookies } from "@std/http/cookie";
import type { Call } from "./router.ts";
import { asChatError, ChatError } from "../base/errors.ts";
import type { Limits } from "../protocol.ts";
import type { Problem } from "../protocol_http.ts";

/** Nothing may be loaded, framed or run: the policy of every answer that is not the page. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/** The page alone hears, for voice messages; no other device is needed, and what is not cannot be talked into. */
const DEVICES =
  "accelerometer camera display-capture geolocation gyroscope magnetometer midi payment usb"
    .split(" ").map((device) => `${device}=()`).concat("microphone=(self)").join(", ");

/** Adds the headers that every answer carries, whatever its status (OWASP Secure Headers). */
export function harden(response: Response): Response {
  const { headers } = response;
  if (!headers.has("content-security-policy")) headers.set("content-security-policy", NOTHING);
  headers.set("x-content-type-options", "nosniff");
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-resource-policy", "same-origin");
  // What follows speaks of documents; on sixty scripts and styles it would only be weight.
  if (!/^text\/(css|javascript)/.test(headers.get("content-type") ?? "")) {
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("permissions-policy", DEVICES);
  }
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  return response;
}

/** A value as JSON. */
export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
  });
}

/** An error as a client sees it. */
export function problemOf({ code, message, suggestion }: ChatError): Problem {
  return { code, text: message, ...(suggestion ? { suggestion } : {}) };
}

/** An error as the answer to its request. */
export function errorResponse(error: unknown): Response {
  const known = asChatError(error);
  const { code, status, wait } = known;
  const response = json(problemOf(known), status);
  if (wait !== undefined) {
    response.headers.set("retry-after", String(Math.ceil(wait / 1000)));
  }
  if (code === "upgrade_required") {
    // RFC 6455, 4.4: the versions that would be taken.
    response.headers.set("upgrade", "websocket");
    response.headers.set("sec-websocket-version", "13");
  }
  return response;
}

/** The body as one JSON object. */
export async function readJson(
  call: Pick<Call, "text">,
  limit: number,
): Promise<Record<string, unknown>> {
  const body = await call.text(limit);
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Refused below, together with JSON that is no object.
  }
  throw new ChatError("bad_request", "Cannot read the body: expected one JSON object");
}

/** A number in the query of an address, null where there is none; a ChatError for what is none. */
export function wholeNumber(url: URL, name: string): number | null {
  const value = url.searchParams.get(name);
  if (value === null) return null;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new ChatError("bad_request", `Cannot read "${name}": expected a whole number from 0`);
}

/** How many messages of a page are asked for, within what a page may hold. */
export function limitOf(url: URL, { recent, page }: Pick<Limits, "recent" | "page">): number {
  return Math.min(Math.max(wholeNumber(url, "limit") ?? recent, 1), page);
}

/** A day or an instant in UTC, as ISO 8601 has them. */
const INSTANT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z)?$/;

/** A time in the query of an address, in milliseconds since 1970; null where there is none. */
export function timeIn(url: URL, name: string): number | null {
  const value = url.searchParams.get(name);
  if (value === null) return null;
  const time = INSTANT.test(value) ? Date.parse(value) : NaN;
  if (!Number.isNaN(time)) return time;
  throw new ChatError(
    "bad_request",
    `Cannot read "${name}": expected a time as 2025-11-19T23:46:36Z or a day as 2025-11-19`,
  );
}

/** The value of a cookie, or null; also where the header is none. */
export function cookie({ headers }: Request, name: string): string | null {
  // An empty part, as some clients put behind the last cookie, must not spoil the others.
  const header = (headers.get("cookie") ?? "").replace(/;(?=\s*(?:;|$))/g, "");
  try {
    return getCookies(new Headers({ cookie: header }))[name]?.trim() ?? null;
  } catch {
    return null;
  }
}
