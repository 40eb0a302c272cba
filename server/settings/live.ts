/** Settings that can change while the chat runs, as those parts want them that ask each time they are used. */
import { networksOf } from "../base/address.ts";
import type { Rate } from "../base/token_bucket.ts";
import { DEFAULT_BOUNDS, type InboundBounds, LOAD_TEST_BOUNDS } from "../delivery/inbound_queue.ts";
import { DEFAULT_RATES, type RateClass } from "../chat/rate_limits.ts";
import { changesWhileRunning, type LiveConfig } from "./reload.ts";
import type { AuthenticatorOptions } from "../web/auth.ts";
import type { OpsRoutesOptions } from "../web/ops_routes.ts";
import type { SettingsRoutesOptions } from "../web/settings_routes.ts";
import type { SocketOptions } from "../web/socket.ts";

/** What counts now. */
export type LiveSettings = () => Omit<LiveConfig, "log">;

/** Options with some that change: they are asked for, and not copied. */
export function withLive<B extends object, L extends object>(base: B, changing: L): B & L {
  return Object.defineProperties(base, Object.getOwnPropertyDescriptors(changing)) as B & L;
}

/** Who may come in, claim a name and make rooms. */
export function joinPolicyOf(
  live: LiveSettings,
): Pick<AuthenticatorOptions, "guests" | "invite" | "adminsManage" | "accountsPolicy"> {
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
  live: LiveSettings,
): Pick<SocketOptions, "max" | "maxPerAddress" | "maxPerSession"> {
  const capped = (max: number): number => live().limits ? max : Infinity;
  return {
    get max() {
      return capped(live().connections);
    },
    get maxPerAddress() {
      return capped(live().connectionsPerAddress);
    },
    get maxPerSession() {
      return capped(live().connectionsPerSession);
    },
  };
}

/** What may wait of one connection. */
export function boundsOf(live: LiveSettings): InboundBounds {
  const bounds = (): InboundBounds => live().limits ? DEFAULT_BOUNDS : LOAD_TEST_BOUNDS;
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
export function ratesOf(live: LiveSettings): Record<RateClass, Rate> | null {
  return live().limits ? { ...DEFAULT_RATES, ...live().rates } : null;
}

/** What all settings stand at. */
export function standingNow(live: LiveSettings): Pick<SettingsRoutesOptions, "settings"> {
  return {
    get settings() {
      return live().standing.map((one) => ({ ...one, live: changesWhileRunning(one.flag) }));
    },
  };
}

/** Who may read the metrics. */
export function watchersOf(live: LiveSettings): Pick<OpsRoutesOptions, "watchers"> {
  return {
    get watchers() {
      return networksOf(live().metrics);
    },
  };
}
