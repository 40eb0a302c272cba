/**
 * One batch per tick of the event loop: what was said is written, then published, then each connection
 * is flushed once. Under load a tick takes in more, as a network card gathers interrupts (interrupt
 * coalescing) and Nagle's algorithm small segments.
 *
 * Invariants:
 *  1. In one tick every write comes before every publication, and every publication before every flush.
 *     So nobody is told of a line that is not in its file, and a connection gets one frame a tick.
 *  2. What is scheduled while a tick runs is the next one's, except flushes that its publications ask for.
 *  3. A tick begins only when every frame of the one before has been handed to the platform.
 *  4. What is said to fewer than `BATCHING_THRESHOLD_CONNECTIONS` is never held up; what is said to more
 *     waits `MAX_REST_MS` at most, and only behind others.
 *  5. A task that throws ends for itself alone.
 *
 *     phase     what is going on                        leaves it
 *     idle      nothing is scheduled                    -> armed: something is scheduled
 *     armed     the end of this turn of the loop is     -> sending: it comes, or `flushNow`
 *               awaited
 *     sending   frames are handed over in slices, then  -> idle, or armed where more is scheduled
 *               a backlog is waited for
 *
 * Resting is no phase: until `#restUntil` a tick that begins leaves publications to a crowd for a later
 * one, which a timer begins where nothing else does.
 */
import type { Clock, EndOfTurn, Timer } from "../base/clock.ts";
import { type TurnList, withOne } from "../base/turn_list.ts";

/** Something that has work to do in a tick. */
export interface TickTask {
  onTick(): void;
}

/** Something that has news for connections, told after the writes of a tick. */
export interface Publication extends TickTask {
  /** Connections that it reaches. */
  readonly reach: number;
}

/** A connection that has a frame to send. */
export interface Flushable {
  flush(): void;
  /** Bytes that wait to go out. */
  readonly waiting: number;
}

/** What scheduling needs from outside. */
export interface TickSchedulerOptions {
  endOfTurn: EndOfTurn;
  clock: Clock;
  /** Milliseconds since some instant; never steps back. */
  stopwatch: () => number;
  onBug: (error: unknown) => void;
}

// The rest was measured (`deno task bench --only fan-out`: 1,000 connections in one room, saturated, two
// cores of x86-64, interleaved runs). The others are bounds with a reason, and were not tuned.

/** Ends a tick's intake, so that one torrent makes no frame of megabytes for everybody. */
const MAX_UNITS_PER_TICK = 64 * 1024;
/** The same, everybody who hears them counted: what a tick may add to the memory of the process. */
const MAX_DELIVERED_UNITS_PER_TICK = 32 * 1024 * 1024;
/** Frames handed over before the platform may write them: the first do not wait for the last. */
const FRAMES_PER_SLICE = 25;
/** Connections that are looked at for a backlog: an odd number, so that some who never read are outvoted. */
const SAMPLED_CONNECTIONS = 9;
/** What waits at a connection that reads too slowly for the pace of the ticks. */
const BACKLOG_BYTES = 32 * 1024;
/** Turns of the loop that a backlog is waited for, so that a crowd that never reads stops nobody. */
const MAX_BACKLOG_WAITS = 200;
/** From how many on a publication costs enough to be gathered. */
const BATCHING_THRESHOLD_CONNECTIONS = 100;
/**
 * A publication this slow is followed by a rest of the same length, so that telling takes half of the
 * time at most. Measured: 4.8 instead of 3.6 million deliveries a second of CPU.
 */
const SLOW_PUBLISH_MS = 4;
/** Only where at least so many messages were told or came: one now and then is told at once. */
const BUSY_MESSAGES = 2;
/** The longest rest, below what people notice. */
const MAX_REST_MS = 20;

/** What is being told: since when, by the stopwatch, and how many messages. */
interface TickRun {
  began: number;
  messages: number;
}

/** The ticks of one chat. */
export class TickScheduler {
  readonly #options: TickSchedulerOptions;
  #phase: "idle" | "armed" | "sending" = "idle";
  // Of one tick each: what is emptied instead also keeps what it took for the longest one.
  #writes: TurnList<TickTask> = null;
  #publications: TurnList<Publication> = null;
  #flushes: TurnList<Flushable> = null;
  #deferred: TickTask[] = [];
  #units = 0;
  #messages = 0;
  #deliveries = 0;
  /** Until when nothing is published to a crowd, by the stopwatch, and the timer that wakes us then. */
  #restUntil = 0;
  #waking: Timer | null = null;

  constructor(options: TickSchedulerOptions) {
    this.#options = options;
  }

  /** Asks for a write in this tick; to be asked once a tick. */
  scheduleWrite(task: TickTask): void {
    this.#writes = withOne(this.#writes, task);
    this.#arm();
  }

  /** Asks for a publication after the writes; to be asked once until it comes. */
  schedulePublish(publication: Publication): void {
    this.#publications = withOne(this.#publications, publication);
    this.#arm();
  }

  /** Asks for a connection to be flushed, last. */
  scheduleFlush(connection: Flushable): void {
    this.#flushes = withOne(this.#flushes, connection);
    this.#arm();
  }

  /** Counts a message of so many UTF-16 units that so many connections will hear in this tick. */
  addLoad(units: number, connections: number): void {
    this.#messages++;
    this.#units += units;
    this.#deliveries += units * connections;
  }

  /** True once this tick has taken in as much as one should. */
  get isFull(): boolean {
    return this.#units >= MAX_UNITS_PER_TICK || this.#deliveries >= MAX_DELIVERED_UNITS_PER_TICK;
  }

  /** Asks for work after this tick, once others had their turn. */
  defer(task: TickTask): void {
    if (this.#deferred.includes(task)) return;
    this.#deferred.push(task);
    this.#arm();
  }

  /** Runs a tick now, for everybody and without a rest. */
  flushNow(): void {
    this.#restUntil = 0;
    this.#tick();
  }

  #tick(): void {
    this.#phase = "sending";
    this.#units = 0;
    const writes = this.#writes;
    this.#writes = null;
    for (const task of writes ?? []) this.#run(task);
    const began = this.#options.stopwatch();
    const isResting = began < this.#restUntil && this.#deliveries < MAX_DELIVERED_UNITS_PER_TICK;
    const publications = this.#publications;
    this.#publications = null;
    for (const publication of publications ?? []) {
      if (isResting && publication.reach >= BATCHING_THRESHOLD_CONNECTIONS) {
        this.#publications = withOne(this.#publications, publication);
      } else this.#run(publication);
    }
    const messages = isResting ? 0 : this.#messages;
    if (!isResting) this.#messages = this.#deliveries = 0;
    const flushes = this.#flushes ?? [];
    this.#flushes = null;
    this.#send(flushes, 0, { began, messages });
  }

  /** Flushes some connections at a time: the first frames are on the wire while the last are handed over. */
  #send(flushes: Flushable[], from: number, run: TickRun): void {
    const to = Math.min(from + FRAMES_PER_SLICE, flushes.length);
    for (let i = from; i < to; i++) this.#flush(flushes[i]!);
    if (to < flushes.length) {
      this.#options.endOfTurn(() => this.#send(flushes, to, run));
      return;
    }
    if (flushes.length >= BATCHING_THRESHOLD_CONNECTIONS) this.#restAfter(run);
    this.#settle(flushes, MAX_BACKLOG_WAITS);
  }

  #restAfter({ began, messages }: TickRun): void {
    const now = this.#options.stopwatch();
    const isBusy = Math.max(messages, this.#messages) >= BUSY_MESSAGES;
    if (isBusy && now - began >= SLOW_PUBLISH_MS) {
      this.#restUntil = now + Math.min(now - began, MAX_REST_MS);
    }
  }

  /**
   * Where most of a crowd has a backlog, the next tick waits a little: the platform takes frames faster
   * than it writes them, and what is between is memory.
   */
  #settle(flushed: Flushable[], waits: number): void {
    const step = Math.floor(flushed.length / SAMPLED_CONNECTIONS);
    let behind = 0;
    for (let i = 0; step >= FRAMES_PER_SLICE && i < SAMPLED_CONNECTIONS; i++) {
      if (flushed[i * step]!.waiting > BACKLOG_BYTES) behind++;
    }
    if (behind > SAMPLED_CONNECTIONS / 2 && waits > 0) {
      this.#options.endOfTurn(() => this.#settle(flushed, waits - 1));
      return;
    }
    this.#phase = "idle";
    if (this.#deferred.length > 0) this.#options.endOfTurn(() => this.#runDeferred());
    if (this.#writes ?? this.#publications ?? this.#flushes) this.#arm();
  }

  #runDeferred(): void {
    const deferred = this.#deferred;
    this.#deferred = [];
    for (const task of deferred) this.#run(task);
  }

  /** A mistake with one room must not take the tick from all others. */
  #run(task: TickTask): void {
    try {
      task.onTick();
    } catch (error) {
      this.#options.onBug(error);
    }
  }

  /** Nor one with a connection. */
  #flush(connection: Flushable): void {
    try {
      connection.flush();
    } catch (error) {
      this.#options.onBug(error);
    }
  }

  #arm(): void {
    if (this.#phase !== "idle") return;
    const isAsked = (this.#writes ?? this.#flushes) !== null || this.#deferred.length > 0;
    if (!isAsked && !this.#isPublicationDue()) return;
    this.#phase = "armed";
    this.#options.endOfTurn(this.#tickIfArmed);
  }

  readonly #tickIfArmed = (): void => {
    if (this.#phase === "armed") this.#tick();
  };

  /** True where something is to be published now; what a crowd is to hear after the rest wakes us then. */
  #isPublicationDue(): boolean {
    if (this.#publications === null) return false;
    const left = this.#restUntil - this.#options.stopwatch();
    if (left <= 0 || this.#deliveries >= MAX_DELIVERED_UNITS_PER_TICK) return true;
    if (this.#publications.some(({ reach }) => reach < BATCHING_THRESHOLD_CONNECTIONS)) return true;
    this.#waking ??= this.#options.clock.after(left, () => {
      this.#waking = null;
      this.#arm();
    });
    return false;
  }
}
