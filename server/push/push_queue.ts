/**
 * What waits to go to push services: for each browser and room one message, the newest; so many on their
 * way at a time, a pause between two of one room, another try where a service asks for it, and none for a
 * while where one does not answer. Sealing is done one at a time with a rest behind each: a loop that never
 * waits hears of what comes in only now and then, and whoever talks meanwhile would wait for a thousand.
 */
import { BoundedMap } from "../base/bounded_map.ts";
import type { Clock, Timer } from "../base/clock.ts";
import { Semaphore } from "../base/semaphore.ts";

/** A message for one browser. */
export interface PushJob<T> {
  /** Browser and room: a newer message of the same takes its place. */
  key: string;
  /** The push service. */
  host: string;
  work: T;
  /** Messages in whose place this one stands. */
  also: number;
  /** How often it was tried. */
  tries: number;
}

/** What became of a try. */
export type PushOutcome =
  | "sent"
  | "gone"
  | "refused"
  /** The service asks for another try, in so many milliseconds where it says so. */
  | { retryAfterMs: number | null };

/** What is counted. */
export type PushResult = "sent" | "failed" | "dropped";

/** What the queue needs from outside. */
export interface PushQueueOptions<T, S> {
  clock: Clock;
  /** Milliseconds since some instant; never steps back. */
  stopwatch: () => number;
  /** Resolves in so many milliseconds. */
  pause: (ms: number) => Promise<void>;
  /** Makes ready what goes out; null where there is nothing to tell any more. */
  seal: (job: PushJob<T>) => Promise<S | null>;
  /** Sends it; rejects where nobody answered. */
  send: (job: PushJob<T>, sealed: S) => Promise<PushOutcome>;
  onResult: (result: PushResult) => void;
  /** Told when a push service is left alone for a while. */
  onSilent: (host: string, error: unknown) => void;
  /** Told of a message that could not be sealed: a mistake of ours, or a key that is damaged. */
  onBug: (error: unknown) => void;
}

const MAX_WAITING = 5000;
const MAX_ON_THEIR_WAY = 8;
/** Between two messages of a room for one browser: what is said meanwhile goes together. */
const ROOM_PAUSE_MS = 5000;
const MAX_PAUSES = 10_000;
/** Behind each sealing: so many times as long as it took, within bounds. */
const MIN_REST_MS = 4;
const MAX_REST_MS = 20;
const REST_SHARE = 3;
const MAX_TRIES = 3;
const RETRY_MS = 5000;
const MAX_RETRY_MS = 60_000;
/** Failures in a row after which a push service is left alone, how long first, and how long at most. */
const SILENT_AFTER = 3;
const SILENT_MS = 10_000;
const MAX_SILENT_MS = 60 * 60 * 1000;
const MAX_HOSTS = 200;

interface Waiting<T> {
  job: PushJob<T>;
  /** Set while it waits for its time. */
  timer: Timer | null;
}

/** The queue. */
export class PushQueue<T, S> {
  readonly #options: PushQueueOptions<T, S>;
  readonly #waiting = new Map<string, Waiting<T>>();
  #due: string[] = [];
  readonly #sentAt = new BoundedMap<string, number>(MAX_PAUSES);
  readonly #hosts = new BoundedMap<string, { failures: number; until: number }>(MAX_HOSTS);
  readonly #ways = new Semaphore({ atATime: MAX_ON_THEIR_WAY });
  #isAtWork = false;
  #isClosed = false;

  constructor(options: PushQueueOptions<T, S>) {
    this.#options = options;
  }

  /** True while nothing is on its way, whatever waits for its time. */
  get isIdle(): boolean {
    return !this.#isAtWork && this.#ways.isIdle;
  }

  /** Takes a message; `merge` makes of one that waits for the same browser and room the newer one. */
  add(key: string, host: string, work: T, merge: (older: T) => T): void {
    const known = this.#waiting.get(key);
    if (known !== undefined) {
      known.job.work = merge(known.job.work);
      known.job.also++;
      return;
    }
    if (this.#isClosed) return;
    if (this.#waiting.size >= MAX_WAITING || this.#isSilent(host)) {
      this.#options.onResult("dropped");
      return;
    }
    const passed = this.#options.clock.now() - (this.#sentAt.get(key) ?? -Infinity);
    const pause = passed >= 0 ? Math.max(0, ROOM_PAUSE_MS - passed) : 0;
    this.#wait({ key, host, work, also: 0, tries: 0 }, pause);
  }

  close(): void {
    this.#isClosed = true;
    for (const { timer } of this.#waiting.values()) timer?.cancel();
    this.#waiting.clear();
    this.#due = [];
  }

  #wait(job: PushJob<T>, ms: number): void {
    const waiting: Waiting<T> = { job, timer: null };
    this.#waiting.set(job.key, waiting);
    const due = (): void => {
      waiting.timer = null;
      this.#due.push(job.key);
      void this.#work();
    };
    if (ms > 0) waiting.timer = this.#options.clock.after(ms, due);
    else due();
  }

  async #work(): Promise<void> {
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    const { stopwatch, pause } = this.#options;
    while (this.#due.length > 0) {
      await this.#ways.acquire();
      const key = this.#due.shift();
      const waiting = key === undefined ? undefined : this.#waiting.get(key);
      if (waiting === undefined) {
        this.#ways.release();
        continue;
      }
      this.#waiting.delete(waiting.job.key);
      const began = stopwatch();
      await this.#start(waiting.job);
      const rest = REST_SHARE * (stopwatch() - began);
      await pause(Math.min(MAX_REST_MS, Math.max(MIN_REST_MS, rest)));
    }
    this.#isAtWork = false;
  }

  /** Seals a message and lets it go; its way is free again once it has ended. */
  async #start(job: PushJob<T>): Promise<void> {
    let sealed: S | null = null;
    try {
      if (this.#isSilent(job.host)) this.#options.onResult("dropped");
      else sealed = await this.#options.seal(job);
    } catch (error) {
      this.#options.onBug(error);
    }
    if (sealed === null) this.#ways.release();
    else void this.#send(job, sealed).finally(() => this.#ways.release());
  }

  async #send(job: PushJob<T>, sealed: S): Promise<void> {
    const { send, onResult, clock } = this.#options;
    job.tries++;
    let outcome: PushOutcome;
    try {
      outcome = await send(job, sealed);
      this.#hosts.delete(job.host);
    } catch (error) {
      this.#failed(job.host, error);
      return this.#again(job, null);
    }
    this.#sentAt.set(job.key, clock.now());
    if (typeof outcome === "object") this.#again(job, outcome.retryAfterMs);
    else onResult(outcome === "sent" ? "sent" : "failed");
  }

  /** Another try later, unless there were enough, it would be too late, or there is something newer. */
  #again(job: PushJob<T>, retryAfterMs: number | null): void {
    const ms = retryAfterMs ?? RETRY_MS * 2 ** (job.tries - 1);
    const newer = this.#waiting.get(job.key);
    if (newer !== undefined) newer.job.also += job.also + 1;
    else if (job.tries < MAX_TRIES && ms <= MAX_RETRY_MS && !this.#isClosed) {
      return this.#wait(job, Math.max(ms, 1000));
    }
    this.#options.onResult("failed");
  }

  #isSilent(host: string): boolean {
    const known = this.#hosts.get(host);
    return known !== undefined && this.#options.clock.now() < known.until;
  }

  #failed(host: string, error: unknown): void {
    const failures = (this.#hosts.get(host)?.failures ?? 0) + 1;
    const ms = failures < SILENT_AFTER
      ? 0
      : Math.min(MAX_SILENT_MS, SILENT_MS * 2 ** (failures - SILENT_AFTER));
    this.#hosts.set(host, { failures, until: this.#options.clock.now() + ms });
    if (failures === SILENT_AFTER) this.#options.onSilent(host, error);
  }
}
