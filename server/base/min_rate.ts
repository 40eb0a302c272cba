/**
 * How fast someone must be at least. They have a credit of time, which waiting for them uses up and
 * each byte earns back: a pause is forgiven, a trickle is not, and nobody saves up for one.
 */
import type { Clock, Timer } from "./clock.ts";
import { ChatError } from "./errors.ts";
import type { Slices } from "./time_slices.ts";

export interface MinRateOptions {
  clock: Clock;
  /** Milliseconds that someone may be waited for, and fall behind, at most. */
  creditMs: number;
  bytesPerSecond: () => number;
}

export interface EnforcedRateOptions extends MinRateOptions {
  slices: Pick<Slices, "next">;
}

/** Pieces taken one after another: the runtime may have more of them at once than a turn should take. */
const MAX_CHUNKS_PER_SLICE = 4;
/** Each piece costs as much as a few kilobytes: a body in pieces of a byte would cost a second a megabyte. */
const FREE_CHUNKS = 256;
const MIN_BYTES_PER_CHUNK = 64;

export class MinRate {
  readonly #options: MinRateOptions;
  #credit: number;
  #since = 0;
  #timer: Timer | null = null;

  constructor(options: MinRateOptions) {
    this.#options = options;
    this.#credit = options.creditMs;
  }

  /** Waits for them from now on; `onLate` is called once when the credit is used up. */
  wait(onLate: () => void): void {
    const { clock } = this.#options;
    this.#since = clock.now();
    this.#timer = clock.after(this.#credit, onLate);
  }

  /** Something came, or was taken, which ends the wait. */
  came(bytes: number): void {
    this.stop();
    const { clock, creditMs, bytesPerSecond } = this.#options;
    const waited = Math.max(0, clock.now() - this.#since);
    const earned = bytes / bytesPerSecond() * 1000;
    this.#credit = Math.min(creditMs, Math.max(0, this.#credit - waited) + earned);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}

/** Hands on what comes while it comes fast enough; a ChatError `too_slow`, or `bad_request` where it breaks off. */
export async function* enforceMinRate(
  source: AsyncIterable<Uint8Array> | null,
  options: EnforcedRateOptions,
): AsyncGenerator<Uint8Array> {
  if (source === null) return;
  let [count, length] = [0, 0];
  const pace = new MinRate(options);
  const chunks = source[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      const { promise: late, reject } = Promise.withResolvers<never>();
      pace.wait(() => reject(tooSlow()));
      const { done, value } = await Promise.race([chunks.next(), late]).catch((error) => {
        throw error instanceof ChatError ? error : brokenOff(error);
      });
      pace.came(value?.length ?? 0);
      if (done) {
        isDone = true;
        return;
      }
      count++;
      length += value.length;
      if (count > FREE_CHUNKS + length / MIN_BYTES_PER_CHUNK) throw tooSmall();
      yield value;
      if (count % MAX_CHUNKS_PER_SLICE === 0) await options.slices.next();
    }
  } finally {
    pace.stop();
    // Nobody waits for the rest of it, nor for the end of what is waited for just now.
    if (!isDone) void chunks.return?.().catch(() => {});
  }
}

function tooSlow(): ChatError {
  return new ChatError("too_slow", "Cannot accept this: it arrives too slowly");
}

function tooSmall(): ChatError {
  return new ChatError("bad_request", "Cannot accept this: it arrives in too small pieces");
}

function brokenOff(cause: unknown): ChatError {
  return new ChatError("bad_request", "Cannot accept this: the connection broke off", { cause });
}
