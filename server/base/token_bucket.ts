/**
 * Token bucket: so many at once, then so many a second. Pure over the time it is given, so a clock
 * that steps back costs nobody anything: time that runs backwards adds no tokens and takes none.
 */

/** How much at once and how fast it refills. */
export interface Rate {
  burst: number;
  /** Tokens that come back each second. */
  perSecond: number;
}
export class TokenBucket {
  #tokens: number;
  #last: number;
  readonly #rate: Rate;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#last = now;
  }

  /** Takes `cost` tokens and returns 0, or takes none and returns the milliseconds to wait. */
  take(now: number, cost = 1): number {
    const { burst, perSecond } = this.#rate;
    const passed = Math.max(0, now - this.#last);
    this.#last = now;
    this.#tokens = Math.min(burst, this.#tokens + (passed / 1000) * perSecond);
    if (this.#tokens >= cost) {
      this.#tokens -= cost;
      return 0;
    }
    return Math.ceil(((cost - this.#tokens) / perSecond) * 1000);
  }
}
