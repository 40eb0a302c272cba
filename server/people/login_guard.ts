/**
 * Who may try a password now. Guesses are counted by account and address together and by address
 * alone, so that the guesser waits and nobody else: the owner comes in from elsewhere, and from a
 * device that has signed in before even from the same address (OWASP: device cookies). Many addresses
 * guessing at one account share a slow stream of tries, which known devices need not join.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Account } from "./accounts.ts";
import { LoginThrottle } from "./login_throttle.ts";
import { BoundedMap } from "../base/bounded_map.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { type Random, randomHex } from "../base/random.ts";
import { TokenBucket } from "../base/token_bucket.ts";

const WINDOW_MS = 15 * 60 * 1000;
const MAX_FAILURES_PER_GUESSER = 10;
const MAX_FAILURES_PER_ADDRESS = 30;
/** Tries at one account from devices that are not known, from all addresses together. */
const UNKNOWN_DEVICE_TRIES = { burst: 100, perSecond: 0.5 };
const MAX_ACCOUNTS_WATCHED = 10_000;
const NONCE_BYTES = 16;

/** Someone who wants to sign in. */
export interface LoginAttempt {
  /** Folded name. */
  key: string;
  /** What stands for the address. */
  addressKey: string;
  /** What the device showed, if anything: a value that `deviceToken` made. */
  device: string | null;
  /** The account that is tried, null where there is none of that name. */
  account: Account | null;
}

/** Counts failed sign-ins. */
export class LoginGuard {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #byGuesser = new LoginThrottle({
    failures: MAX_FAILURES_PER_GUESSER,
    window: WINDOW_MS,
  });
  readonly #byAddress = new LoginThrottle({
    failures: MAX_FAILURES_PER_ADDRESS,
    window: WINDOW_MS,
  });
  readonly #unknown = new BoundedMap<string, TokenBucket>(MAX_ACCOUNTS_WATCHED);

  constructor(options: { clock: Clock; random: Random }) {
    this.#clock = options.clock;
    this.#random = options.random;
  }

  /**
   * Runs a try of a password; null from it is a failure. Throws a ChatError `too_fast` before any
   * work where someone failed too often. A try counts from its beginning, so that a hundred at once
   * are not a hundred tries.
   */
  async attempt<T>(attempt: LoginAttempt, check: () => Promise<T | null>): Promise<T | null> {
    const { key, addressKey } = attempt;
    const device = knownDevice(attempt);
    const guesser = device === null ? `${key}\t${addressKey}` : `${key}\tdevice ${device}`;
    const now = this.#clock.now();
    this.#byGuesser.check(guesser, now);
    if (device === null) {
      this.#byAddress.check(addressKey, now);
      this.#mustHaveTurn(key, now);
    }
    this.#byGuesser.failed(guesser, now);
    let result: T | null;
    try {
      result = await check();
    } catch (error) {
      // Nothing was tried, a full queue say: that is no guess.
      this.#byGuesser.succeeded(guesser, now);
      throw error;
    }
    if (result !== null) this.#byGuesser.forget(guesser);
    else if (device === null) this.#byAddress.failed(addressKey, now);
    return result;
  }

  /** Guesses at something else than a password, an invitation say, are counted by address. */
  mustNotHaveGuessed(addressKey: string): void {
    this.#byAddress.check(addressKey, this.#clock.now());
  }

  guessedWrong(addressKey: string): void {
    this.#byAddress.failed(addressKey, this.#clock.now());
  }

  /** What a device is known by after it signed in to an account; worth nothing once the password changes. */
  deviceToken(account: Account): string {
    const nonce = randomHex(this.#random, NONCE_BYTES);
    return `${nonce}.${deviceMac(account, nonce)}`;
  }

  #mustHaveTurn(key: string, now: number): void {
    const bucket = this.#unknown.get(key) ?? new TokenBucket(UNKNOWN_DEVICE_TRIES, now);
    this.#unknown.set(key, bucket);
    const wait = bucket.take(now);
    if (wait === 0) return;
    throw new ChatError("too_fast", "Too many attempts at this account: try again in a moment", {
      wait,
    });
  }
}

/** The nonce of a device that has signed in to this very account before, or null. */
function knownDevice({ device, account }: LoginAttempt): string | null {
  const [, nonce = "", mac = ""] = /^([0-9a-f]{32})\.([0-9a-f]{64})$/.exec(device ?? "") ?? [];
  if (account === null || nonce === "") return null;
  const isOurs = timingSafeEqual(Buffer.from(mac), Buffer.from(deviceMac(account, nonce)));
  return isOurs ? nonce : null;
}

/** The password's hash is the key: a secret that each account has, and that changes with the password. */
function deviceMac({ key, hash }: Account, nonce: string): string {
  return createHmac("sha256", hash).update(`device\n${key}\n${nonce}`).digest("hex");
}
