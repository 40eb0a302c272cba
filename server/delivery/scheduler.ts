/**
 * The end of a turn of the event loop: first what was said is written, then what is to be heard is
 * handed to the connections, then each connection sends its one frame. Where many talk, telling a
 * crowd takes about half of the time at most: what is said meanwhile goes out together.
 */
import type { Clock, EndOfTurn, Timer } from "../base/clock.ts";

/** Something that has work to do once the turn has been taken in. */
export interface TickTask {
  onTick(): void;
}

/** A connection that has a frame to send. */
export interface Flushable {
  flush(): void;
  /** Bytes that wait to go out. */
  readonly waiting: number;
}

/** What a turn needs from outside. */
export interface TickSchedulerOptions {
  endOfTurn: EndOfTurn;
  clock: Clock;
  /** Milliseconds since some instant; never steps back. */
  stopwatch: () => number;
  onBug: (error: unknown) => void;
}

/** UTF-16 units that one turn takes in, and that it tells, everybody who hears them counted. */
const MAX_UNITS_PER_TICK = 64 * 1024;
const MAX_DELIVERED_UNITS_PER_TICK = 32 * 1024 * 1024;
/** Frames that are handed to the platform before it may write them. */
const FRAMES_PER_SLICE = 25;
/** Connections that are looked at, bytes that are much at one, and turns of the loop to wait for them. */
const SAMPLED_CONNECTIONS = 9;
const BACKLOG_BYTES = 32 * 1024;
const MAX_BACKLOG_WAITS = 200;
/**
 * Connections that make a crowd. Telling one is followed by a rest where it took so many milliseconds,
 * and so many messages were told or came meanwhile; the longest rest.
 */
const BATCHING_THRESHOLD_CONNECTIONS = 100;
const SLOW_PUBLISH_MS = 4;
const BUSY_MESSAGES = 2;
const MAX_REST_MS = 20;

/** What is being told: since when, by the stopwatch, and how many messages. */
interface TickRun {
  began: number;
  messages: number;
}

/** What the turns of one chat have to do. */
export class TickScheduler {
  readonly #options: TickSchedulerOptions;
  #writers = new Set<TickTask>();
  /** Who has something to be heard, and by how many. */
  #speakers = new Map<TickTask, number>();
  #hearers: Flushable[] = [];
  #next: TickTask[] = [];
  #units = 0;
  #messages = 0;
  #deliveries = 0;
  #set = false;
  #sending = false;
  /** Until when no crowd is told, by the stopwatch, and the timer that is set for it. */
  #rest = 0;
  #resting: Timer | null = null;

  constructor(options: TickSchedulerOptions) {
    this.#options = options;
  }

  /** Asks for a write at the end of this turn. */
  scheduleWrite(work: TickTask): void {
    this.#writers.add(work);
    this.#arrange();
  }

  /** Asks for what so many are to hear to be handed out after the writes. */
  schedulePublish(work: TickTask, connections: number): void {
    this.#speakers.set(work, connections);
    this.#arrange();
  }

  /** Asks for a connection's frame to be sent last. */
  scheduleFlush(hearer: Flushable): void {
    this.#hearers.push(hearer);
    this.#arrange();
  }

  /** Counts a message of so many units that so many will hear at the end of this turn. */
  addLoad(units: number, connections: number): void {
    this.#messages++;
    this.#units += units;
    this.#deliveries += units * connections;
  }

  /** True once this turn has as much to write and to tell as one turn should. */
  get isFull(): boolean {
    return this.#units >= MAX_UNITS_PER_TICK || this.#deliveries >= MAX_DELIVERED_UNITS_PER_TICK;
  }

  /** Asks for work at the beginning of the next turn, after others had theirs. */
  defer(work: TickTask): void {
    if (this.#next.includes(work)) return;
    this.#next.push(work);
    this.#arrange();
  }

  /** Ends the turn now, for everybody. */
  flushNow(): void {
    this.#rest = 0;
    this.#end();
  }

  #end(): void {
    this.#set = false;
    // What is asked for from here on is for this turn, or for the one that begins when it was sent.
    this.#sending = true;
    this.#units = 0;
    const writers = this.#writers;
    this.#writers = new Set();
    for (const work of writers) this.#try(() => work.onTick());
    const began = this.#options.stopwatch();
    const isResting = began < this.#rest && this.#deliveries < MAX_DELIVERED_UNITS_PER_TICK;
    const speakers = this.#speakers;
    this.#speakers = new Map();
    for (const [work, connections] of speakers) {
      if (isResting && connections >= BATCHING_THRESHOLD_CONNECTIONS) {
        this.#speakers.set(work, connections);
      } else this.#try(() => work.onTick());
    }
    const messages = isResting ? 0 : this.#messages;
    if (!isResting) this.#messages = this.#deliveries = 0;
    this.#send(this.#hearers.splice(0), 0, { began, messages });
  }

  /** Sends the turn's frames, some at a time: the first are on the wire while the last are handed over. */
  #send(hearers: Flushable[], from: number, told: TickRun): void {
    const to = Math.min(from + FRAMES_PER_SLICE, hearers.length);
    for (let i = from; i < to; i++) this.#try(() => hearers[i]!.flush());
    this.#sending = to < hearers.length;
    if (this.#sending) {
      this.#options.endOfTurn(() => this.#send(hearers, to, told));
      return;
    }
    if (hearers.length >= BATCHING_THRESHOLD_CONNECTIONS) this.#restAfter(told);
    this.#settle(hearers, MAX_BACKLOG_WAITS);
  }

  /** A message now and then is told at once, however long it took to tell the one before. */
  #restAfter({ began, messages }: TickRun): void {
    const now = this.#options.stopwatch();
    const isBusy = Math.max(messages, this.#messages) >= BUSY_MESSAGES;
    if (isBusy && now - began >= SLOW_PUBLISH_MS) {
      this.#rest = now + Math.min(now - began, MAX_REST_MS);
    }
  }

  /**
   * Where most of a crowd has much waiting, the next turn waits a little: the platform takes frames
   * faster than it writes them, and what is between is memory. Looked at in a few, so that those who
   * do not read hold nobody up.
   */
  #settle(hearers: Flushable[], pauses: number): void {
    const step = Math.floor(hearers.length / SAMPLED_CONNECTIONS);
    let full = 0;
    for (let i = 0; step >= FRAMES_PER_SLICE && i < SAMPLED_CONNECTIONS; i++) {
      if (hearers[i * step]!.waiting > BACKLOG_BYTES) full++;
    }
    this.#sending = full > SAMPLED_CONNECTIONS / 2 && pauses > 0;
    if (this.#sending) {
      this.#options.endOfTurn(() => this.#settle(hearers, pauses - 1));
      return;
    }
    if (this.#next.length > 0) this.#options.endOfTurn(() => this.#begin());
    const isWaiting = this.#writers.size + this.#speakers.size + this.#hearers.length > 0;
    if (isWaiting) this.#arrange();
  }

  #begin(): void {
    const next = this.#next;
    this.#next = [];
    for (const work of next) this.#try(() => work.onTick());
  }

  /** A mistake with one room or connection must not take the turn from all others. */
  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.onBug(error);
    }
  }

  #arrange(): void {
    // What comes while frames are handed over is the next turn's.
    if (this.#set || this.#sending) return;
    const isAsked = this.#writers.size + this.#hearers.length + this.#next.length > 0;
    if (isAsked || this.#isDue()) {
      this.#set = true;
      this.#options.endOfTurn(() => {
        if (this.#set) this.#end();
      });
    }
  }

  /** True where something is to be heard now; what a crowd is to hear once the rest is over wakes us then. */
  #isDue(): boolean {
    if (this.#speakers.size === 0) return false;
    const left = this.#rest - this.#options.stopwatch();
    if (left <= 0 || this.#deliveries >= MAX_DELIVERED_UNITS_PER_TICK) return true;
    for (const connections of this.#speakers.values()) {
      if (connections < BATCHING_THRESHOLD_CONNECTIONS) return true;
    }
    this.#resting ??= this.#options.clock.after(left, () => {
      this.#resting = null;
      this.#arrange();
    });
    return false;
  }
}
