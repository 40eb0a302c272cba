/**
 * How fast each person may do what: a token bucket for each kind of doing, kept by member, so that
 * five tabs are no faster than one, and by address for what strangers ask over HTTP. Bounded: those who were quiet longest are forgotten first.
 */
import { Bounded } from "../base/bounded.ts";
import { ChatError } from "../base/errors.ts";
import { type Rate, TokenBucket } from "../base/limiter.ts";

/** What is counted apart. */
export type Doing =
  | "say"
  | "bytes"
  | "type"
  | "react"
  | "join"
  | "manage"
  | "send"
  | "ask"
  | "enter"
  | "claim"
  | "fetch";

/** The default rates: so many at once, then so many a second. */
export const RATES: Record<Doing, Rate> = {
  say: { burst: 10, perSecond: 2 },
  bytes: { burst: 32 * 1024, perSecond: 3277 },
  type: { burst: 2, perSecond: 0.5 },
  react: { burst: 10, perSecond: 5 },
  join: { burst: 60, perSecond: 1 },
  manage: { burst: 10, perSecond: 0.2 },
  send: { burst: 20, perSecond: 0.2 },
  ask: { burst: 60, perSecond: 20 },
  // Counted by address, behind which a whole school may sit.
  enter: { burst: 60, perSecond: 0.5 },
  claim: { burst: 5, perSecond: 0.0014 },
  fetch: { burst: 300, perSecond: 50 },
};

const MOST_MEMBERS = 10_000;

/** Refusals that somebody may collect before they count as a flood. */
const PATIENCE: Rate = { burst: 200, perSecond: 5 };

/** Somebody who goes on although they were told to wait, again and again. */
export class Flood extends ChatError {
  constructor() {
    super("too_fast", "Too fast for too long: this connection is closed", { wait: 10_000 });
  }
}

/** The buckets of everybody. */
export class Rates {
  readonly #rates: Record<Doing, Rate> | null;
  readonly #onLimit: (doing: Doing) => void;
  readonly #members = new Bounded<string, Map<Doing | "refusal", TokenBucket>>(MOST_MEMBERS);

  /** Without rates nothing is limited. `onLimit` hears of every refusal. */
  constructor(rates: Record<Doing, Rate> | null, onLimit: (doing: Doing) => void = () => {}) {
    this.#rates = rates;
    this.#onLimit = onLimit;
  }

  /** Takes from the bucket of a member or address, or throws a ChatError `too_fast` that says how long to wait. */
  take(key: string, doing: Doing, now: number, cost = 1): void {
    if (this.#rates === null) return;
    const buckets = this.#members.get(key) ?? new Map<Doing | "refusal", TokenBucket>();
    // Set again, so that those who were quiet longest are forgotten first.
    this.#members.set(key, buckets);
    let bucket = buckets.get(doing);
    if (bucket === undefined) {
      bucket = new TokenBucket(this.#rates[doing], now);
      buckets.set(doing, bucket);
    }
    const wait = bucket.take(now, cost);
    if (wait === 0) return;
    this.#onLimit(doing);
    if (!buckets.has("refusal")) buckets.set("refusal", new TokenBucket(PATIENCE, now));
    const isFlood = buckets.get("refusal")!.take(now) > 0;
    if (isFlood) throw new Flood();
    const seconds = Math.ceil(wait / 1000);
    throw new ChatError("too_fast", `Too fast: try again in ${seconds} s`, {
      wait,
    });
  }
}
