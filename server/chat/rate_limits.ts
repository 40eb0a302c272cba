/**
 * How fast each person may do what: a token bucket for each kind of doing, kept by member, so that
 * five tabs are no faster than one, and by address as well, so that twenty names are no faster than
 * those who may sit behind one. Bounded: those who were quiet longest are forgotten first.
 */
import { BoundedMap } from "../base/bounded_map.ts";
import { ChatError } from "../base/errors.ts";
import { type Rate, TokenBucket } from "../base/token_bucket.ts";

/** What is counted apart. */
export type RateClass =
  | "say"
  | "bytes"
  | "type"
  | "react"
  | "join"
  | "manage"
  | "send"
  | "ask"
  | "toggle"
  | "rooms"
  | "heard"
  | "written"
  | "enter"
  | "claim"
  | "fetch";

/** The default rates: so many at once, then so many a second. */
export const DEFAULT_RATES: Record<RateClass, Rate> = {
  say: { burst: 10, perSecond: 2 },
  bytes: { burst: 32 * 1024, perSecond: 3277 },
  type: { burst: 2, perSecond: 0.5 },
  react: { burst: 10, perSecond: 5 },
  join: { burst: 60, perSecond: 1 },
  manage: { burst: 10, perSecond: 0.2 },
  send: { burst: 20, perSecond: 0.2 },
  ask: { burst: 60, perSecond: 20 },
  // Reactions of one session on one message: what is put on and taken off again is nothing new.
  toggle: { burst: 20, perSecond: 0.1 },
  // Counted by address: rooms made, what others are made to hear, each of them counted, and bytes of
  // history, of which a family writes a few megabytes a day.
  rooms: { burst: 30, perSecond: 0.02 },
  heard: { burst: 100_000, perSecond: 20_000 },
  written: { burst: 20_000_000, perSecond: 250 },
  // Counted by address, behind which a whole school may sit.
  enter: { burst: 60, perSecond: 0.5 },
  claim: { burst: 5, perSecond: 0.0014 },
  fetch: { burst: 300, perSecond: 50 },
};

const MAX_TRACKED_MEMBERS = 10_000;

/** So many people at once, and so many all the time, an address may be as fast as. */
const PEOPLE_BEHIND_ADDRESS = { burst: 30, perSecond: 10 };

/** Refusals that somebody may collect before they count as a flood. */
const REFUSAL_BUDGET: Rate = { burst: 200, perSecond: 5 };

/** Somebody who goes on although they were told to wait, again and again. */
export class FloodError extends ChatError {
  constructor() {
    super("too_fast", "Too fast for too long: this connection is closed", { wait: 10_000 });
  }
}

type Buckets = Map<RateClass | "refusal", TokenBucket>;

/** Who does something: by folded name, and from where. */
export interface RateSubject {
  key: string;
  addressKey: string;
}

/** The buckets of everybody. */
export class RateLimits {
  #rates: Record<RateClass, Rate> | null;
  readonly #onLimit: (rateClass: RateClass) => void;
  readonly #members = new BoundedMap<string, Buckets>(MAX_TRACKED_MEMBERS);
  /** Apart, so that no crowd of names makes an address forgotten. */
  readonly #addresses = new BoundedMap<string, Buckets>(MAX_TRACKED_MEMBERS);

  /** Without rates nothing is limited. `onLimit` hears of every refusal. */
  constructor(
    rates: Record<RateClass, Rate> | null,
    onLimit: (rateClass: RateClass) => void = () => {},
  ) {
    this.#rates = rates;
    this.#onLimit = onLimit;
  }

  /** Other rates count from now on, and what was taken before does not. */
  change(rates: Record<RateClass, Rate> | null): void {
    this.#rates = rates;
    this.#members.clear();
    this.#addresses.clear();
  }

  /** Takes from the bucket of an address, or throws a ChatError `too_fast` that says how long to wait. */
  takeFrom(address: string, rateClass: RateClass, now: number, cost = 1): void {
    if (this.#rates === null) return;
    const buckets = bucketsOf(this.#addresses, address);
    this.#take(buckets, rateClass, this.#rates[rateClass], now, cost, buckets);
  }

  /** Takes from the buckets of a member and of its address, or throws a ChatError `too_fast`. */
  take({ key, addressKey }: RateSubject, rateClass: RateClass, now: number, cost = 1): void {
    if (this.#rates === null) return;
    const rate = this.#rates[rateClass];
    const buckets = bucketsOf(this.#members, key);
    this.#take(buckets, rateClass, rate, now, cost, buckets);
    const shared = {
      burst: rate.burst * PEOPLE_BEHIND_ADDRESS.burst,
      perSecond: rate.perSecond * PEOPLE_BEHIND_ADDRESS.perSecond,
    };
    // A refusal is the member's own: nobody is sent away for what a neighbour goes on with.
    this.#take(bucketsOf(this.#addresses, addressKey), rateClass, shared, now, cost, buckets);
  }

  #take(
    buckets: Buckets,
    rateClass: RateClass,
    rate: Rate,
    now: number,
    cost: number,
    refusals: Buckets,
  ): void {
    let bucket = buckets.get(rateClass);
    if (bucket === undefined) {
      bucket = new TokenBucket(rate, now);
      buckets.set(rateClass, bucket);
    }
    const wait = bucket.take(now, cost);
    if (wait === 0) return;
    this.#onLimit(rateClass);
    if (!refusals.has("refusal")) refusals.set("refusal", new TokenBucket(REFUSAL_BUDGET, now));
    const isFlood = refusals.get("refusal")!.take(now) > 0;
    if (isFlood) throw new FloodError();
    throw new ChatError("too_fast", `Too fast: try again in ${Math.ceil(wait / 1000)} s`, { wait });
  }
}

/** The buckets of one, set again so that those who were quiet longest are forgotten first. */
function bucketsOf(all: BoundedMap<string, Buckets>, key: string): Buckets {
  const buckets = all.get(key) ?? new Map();
  all.set(key, buckets);
  return buckets;
}
