/**
 * Requests that are counted by their address before anybody asks whose they are, and the one caller who
 * is the owner by where they sit.
 */
import type { Call, Route } from "./router.ts";
import { addressKeyOf, isLoopback, isLoopbackHost } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import type { RateLimits } from "../chat/rate_limits.ts";

/** Paths by which somebody comes in or proves who they are: guessing there is slowed down. */
const ENTERING = new Set([
  "/api/session",
  "/api/accounts",
  "/api/password",
  "/api/reset",
  "/api/invite",
  "/api/handover",
]);

/** Throws a ChatError `too_fast` where an address asks too much. */
export function admission(
  rates: RateLimits,
  clock: Clock,
): (route: Route, address: string) => void {
  // What members send is counted by member; behind one address a whole school may sit.
  return ({ path, method }, address) => {
    if (!path.startsWith("/api/") && path !== "/ws") return;
    const isEntering = method !== "GET" && ENTERING.has(path);
    rates.takeFrom(addressKeyOf(address), isEntering ? "enter" : "fetch", clock.now());
  };
}

/** Where a chat can be reached from. */
export interface Reach {
  host: string;
  origins: readonly string[];
  trustProxy: readonly string[];
}

/** True for a call from this very machine to a chat that nothing else can reach: its owner's. */
export function isOwnersCall({ host, origins, trustProxy }: Reach, call: Call): boolean {
  return origins.length + trustProxy.length === 0 && call.isOwnAddress &&
    isLoopback(call.address) && isLoopbackHost(host) &&
    isLoopbackHost(new URL(call.request.url).hostname);
}
