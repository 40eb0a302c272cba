/**
 * Failed attempts to sign in, by account and by address. Each failure beyond the first few doubles the
 * time to wait instead of locking anybody out (OWASP Authentication: throttling by account and by
 * caller). Bounded; what is old is forgotten.
 */
import { Bounded } from "../base/bounded.ts";
import { ChatError } from "../base/errors.ts";

/** How many failures are allowed within the window. */
export interface Allowance {
  failures: number;
  /** Milliseconds after which a failure no longer counts. */
  window: number;
}

const MOST = 10_000;
const LONGEST = 15 * 60 * 1000;

interface Failed {
  times: number[];
  /** Not before this time. */
  until: number;
}

/** The failures of one kind. */
export class Attempts {
  readonly #allowance: Allowance;
  readonly #failed = new Bounded<string, Failed>(MOST);

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Throws a ChatError `too_fast` with the time to wait while a key has failed too often. */
  check(key: string, now: number): void {
    const failed = this.#failed.get(key);
    if (failed === undefined || now >= failed.until || failed.until - now > LONGEST) return;
    const seconds = Math.ceil((failed.until - now) / 1000);
    throw new ChatError("too_fast", `Too many attempts: try again in ${seconds} s`, {
      wait: failed.until - now,
    });
  }

  /** Counts a failure. */
  failed(key: string, now: number): void {
    const { failures, window } = this.#allowance;
    const times = (this.#failed.get(key)?.times ?? [])
      .filter((time) => now - time < window && time <= now).slice(-failures * 2);
    times.push(now);
    const over = times.length - failures;
    const until = over < 0 ? 0 : now + Math.min(LONGEST, 1000 * 2 ** over);
    this.#failed.set(key, { times, until });
  }

  /** A success: what failed before does not count any more. */
  forget(key: string): void {
    this.#failed.delete(key);
  }
}
