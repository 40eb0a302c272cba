/**
 * Places for work that is dear, shared out fairly: so many at a time in all, so many of one address,
 * and the next ones wait in line. One address can neither hold every place nor, by one of its people
 * alone, every place in the line.
 */
import type { Clock } from "./clock.ts";

/** How many places there are, and for whom. */
export interface FairSemaphoreOptions {
  atATime: number;
  perAddress: number;
  /** Places and waits together that one session, and one address, may have. */
  askedPerSession: number;
  askedPerAddress: number;
  maxWaiting: number;
  /** How long one may wait, in milliseconds. */
  waitMs: number;
  clock: Clock;
  /** What is thrown at who may not wait, or has waited too long. */
  busy: () => Error;
}

/** Who asks for a place: from an address, behind which many may sit, and null for a stranger's session. */
export interface Holder {
  address: string;
  session: string | null;
}

interface Waiter {
  address: string;
  go: () => void;
}

/** The places of one kind of work. */
export class FairSemaphore {
  readonly #options: FairSemaphoreOptions;
  readonly #waiting = new Set<Waiter>();
  /** Places that each address holds. */
  readonly #held = new Map<string, number>();
  /** Places and waits of each address and session. */
  readonly #asked = new Map<string, number>();
  #inside = 0;

  constructor(options: FairSemaphoreOptions) {
    this.#options = options;
  }

  /** Places that are held. */
  get held(): number {
    return this.#inside;
  }

  /** True while someone waits. */
  get isContested(): boolean {
    return this.#waiting.size > 0;
  }

  /** Resolves with what gives the place back, which may be called twice. */
  async acquire(holder: Holder): Promise<() => void> {
    const { address } = holder;
    this.#mustBeAllowed(holder);
    this.#count(holder, 1);
    if (this.#hasPlaceFor(address)) this.#take(address);
    else {
      try {
        await this.#wait(address);
      } catch (error) {
        this.#count(holder, -1);
        throw error;
      }
    }
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#count(holder, -1);
      this.#leave(address);
    };
  }

  #mustBeAllowed({ address, session }: Holder): void {
    const { askedPerSession, askedPerAddress, maxWaiting, busy } = this.#options;
    const isOver = (this.#asked.get(address) ?? 0) >= askedPerAddress ||
      (session !== null && (this.#asked.get(session) ?? 0) >= askedPerSession);
    const isFull = !this.#hasPlaceFor(address) && this.#waiting.size >= maxWaiting;
    if (isOver || isFull) throw busy();
  }

  #count({ address, session }: Holder, more: number): void {
    add(this.#asked, address, more);
    if (session !== null) add(this.#asked, session, more);
  }

  #hasPlaceFor(address: string): boolean {
    const { atATime, perAddress } = this.#options;
    return this.#inside < atATime && (this.#held.get(address) ?? 0) < perAddress;
  }

  #take(address: string): void {
    this.#inside++;
    add(this.#held, address, 1);
  }

  async #wait(address: string): Promise<void> {
    const { clock, waitMs, busy } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { address, go: resolve };
    this.#waiting.add(waiter);
    const timer = clock.after(waitMs, () => {
      if (this.#waiting.delete(waiter)) reject(busy());
    });
    await promise;
    timer.cancel();
  }

  /** A place goes on to who waits longest among those who may have it. */
  #leave(address: string): void {
    this.#inside--;
    add(this.#held, address, -1);
    for (const waiter of this.#waiting) {
      if (!this.#hasPlaceFor(waiter.address)) continue;
      this.#waiting.delete(waiter);
      this.#take(waiter.address);
      waiter.go();
      return;
    }
  }
}

function add(counts: Map<string, number>, key: string, more: number): void {
  const count = (counts.get(key) ?? 0) + more;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
