/** Settings that can change while the chat runs, as those parts want them that ask each time they are used. */
import { networksOf } from "../base/address.ts";
import type { Rate } from "../base/token_bucket.ts";
import { BOUNDS, type IntakeBounds, LOOSE_BOUNDS } from "../delivery/inbound_queue.ts";
import { type Doing, RATES } from "../chat/rate_limits.ts";
import type { LiveConfig } from "./reload.ts";
import type { CallersOptions } from "../web/auth.ts";
import type { OpsRoutesOptions } from "../web/ops_routes.ts";
import type { SocketOptions } from "../web/socket.ts";

/** What counts now. */
export type Live = () => Omit<LiveConfig, "log">;

/** Options with some that change: they are asked for, and not copied. */
export function withLive<B extends object, L extends object>(base: B, changing: L): B & L {
  return Object.defineProperties(base, Object.getOwnPropertyDescriptors(changing)) as B & L;
}

/** Who may come in, claim a name and make rooms. */
export function doorOf(
  live: Live,
): Pick<CallersOptions, "guests" | "invite" | "adminsManage" | "accountsPolicy"> {
  return {
    get guests() {
      return live().guests;
    },
    get invite() {
      return live().invite;
    },
    get adminsManage() {
      return live().adminsManage;
    },
    get accountsPolicy() {
      return live().accounts;
    },
  };
}

/** How many connections there may be. */
export function capsOf(
  live: Live,
): Pick<SocketOptions, "most" | "mostPerCaller" | "mostPerSession"> {
  const capped = (most: number): number => live().limits ? most : Infinity;
  return {
    get most() {
      return capped(live().connections);
    },
    get mostPerCaller() {
      return capped(live().connectionsPerAddress);
    },
    get mostPerSession() {
      return capped(live().connectionsPerSession);
    },
  };
}

/** What may wait of one connection. */
export function boundsOf(live: Live): IntakeBounds {
  const bounds = (): IntakeBounds => live().limits ? BOUNDS : LOOSE_BOUNDS;
  return {
    get frames() {
      return bounds().frames;
    },
    get units() {
      return bounds().units;
    },
  };
}

/** How fast each may be, or null where nobody is held up. */
export function ratesOf(live: Live): Record<Doing, Rate> | null {
  return live().limits ? { ...RATES, ...live().rates } : null;
}

/** Who may read the metrics. */
export function watchersOf(live: Live): Pick<OpsRoutesOptions, "watchers"> {
  return {
    get watchers() {
      return networksOf(live().metrics);
    },
  };
}
