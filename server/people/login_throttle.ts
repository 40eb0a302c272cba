/**
 * Failed attempts to sign in. Each failure beyond the first few doubles the time to wait instead of
 * locking anybody out (OWASP Authentication). What is counted is the guesser, not the one guessed at: an
 * account's owner comes in from elsewhere however often someone guesses. Bounded; what is old is
 * forgotten.
 */
import { BoundedMap } from "../base/bounded_map.ts";
import { ChatError } from "../base/errors.ts";

/** How many failures are allowed within the window. */
export interface FailureAllowance {
  failures: number;
  /** Milliseconds after which a failure no longer counts. */
  window: number;
}

const MAX_KEYS = 10_000;
const MAX_WAIT_MS = 15 * 60 * 1000;

interface Failed {
  times: number[];
  /** Not before this time. */
  until: number;
}

/** The failures of one kind. */
export class LoginThrottle {
  readonly #allowance: FailureAllowance;
  readonly #failed = new BoundedMap<string, Failed>(MAX_KEYS);

  constructor(allowance: FailureAllowance) {
    this.#allowance = allowance;
  }

  /** Throws a ChatError `too_fast` with the time to wait while a key has failed too often. */
  check(key: string, now: number): void {
    const failed = this.#failed.get(key);
    if (failed === undefined || now >= failed.until || failed.until - now > MAX_WAIT_MS) return;
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
    const until = over < 0 ? 0 : now + Math.min(MAX_WAIT_MS, 1000 * 2 ** over);
    this.#failed.set(key, { times, until });
  }

  /** An attempt that was counted before it was known to fail did not fail. */
  succeeded(key: string, now: number): void {
    const failed = this.#failed.get(key);
    const times = failed?.times.slice(0, -1) ?? [];
    if (times.length === 0) this.#failed.delete(key);
    else this.#failed.set(key, { times, until: Math.min(failed!.until, now) });
  }

  /** A success: what failed before does not count any more. */
  forget(key: string): void {
    this.#failed.delete(key);
  }
}
