/**
 * The end of a turn of the event loop: first what was said is written, then what is to be heard is
 * handed to the connections, then each connection sends its one frame. Where many talk, telling a
 * crowd takes about half of the time at most: what is said meanwhile goes out together.
 */
import type { Clock, EndOfTurn, Timer } from "../base/clock.ts";

/** Something that has work to do once the turn has been taken in. */
export interface TurnWork {
  endTurn(): void;
}

/** A connection that has a frame to send. */
export interface Hearer {
  flush(): void;
  /** Bytes that wait to go out. */
  readonly waiting: number;
}

/** What a turn needs from outside. */
export interface TurnOptions {
  endOfTurn: EndOfTurn;
  clock: Clock;
  /** Milliseconds since some instant; never steps back. */
  stopwatch: () => number;
  onBug: (error: unknown) => void;
}

/** UTF-16 units that one turn takes in, and that it tells, everybody who hears them counted. */
const MOST_UNITS = 64 * 1024;
const MOST_DELIVERED = 32 * 1024 * 1024;
/** Frames that are handed to the platform before it may write them. */
const AT_ONCE = 25;
/** Connections that are looked at, bytes that are much at one, and turns of the loop to wait for them. */
const SAMPLES = 9;
const MUCH = 32 * 1024;
const MOST_PAUSES = 200;
/**
 * Connections that make a crowd. Telling one is followed by a rest where it took so many milliseconds,
 * and so many messages were told or came meanwhile; the longest rest.
 */
const CROWD = 100;
const LONG = 4;
const MANY = 2;
const MOST_REST = 20;

/** What is being told: since when, by the stopwatch, and how many messages. */
interface Told {
  began: number;
  messages: number;
}

/** What the turns of one chat have to do. */
export class Turn {
  readonly #options: TurnOptions;
  #writers = new Set<TurnWork>();
  /** Who has something to be heard, and by how many. */
  #speakers = new Map<TurnWork, number>();
  #hearers: Hearer[] = [];
  #next: TurnWork[] = [];
  #units = 0;
  #messages = 0;
  #deliveries = 0;
  #set = false;
  #sending = false;
  /** Until when no crowd is told, by the stopwatch, and the timer that is set for it. */
  #rest = 0;
  #resting: Timer | null = null;

  constructor(options: TurnOptions) {
    this.#options = options;
  }

  /** Asks for a write at the end of this turn. */
  write(work: TurnWork): void {
    this.#writers.add(work);
    this.#arrange();
  }

  /** Asks for what so many are to hear to be handed out after the writes. */
  speak(work: TurnWork, listeners: number): void {
    this.#speakers.set(work, listeners);
    this.#arrange();
  }

  /** Asks for a connection's frame to be sent last. */
  sendTo(hearer: Hearer): void {
    this.#hearers.push(hearer);
    this.#arrange();
  }

  /** Counts a message of so many units that so many will hear at the end of this turn. */
  load(units: number, listeners: number): void {
    this.#messages++;
    this.#units += units;
    this.#deliveries += units * listeners;
  }

  /** True once this turn has as much to write and to tell as one turn should. */
  get isFull(): boolean {
    return this.#units >= MOST_UNITS || this.#deliveries >= MOST_DELIVERED;
  }

  /** Asks for work at the beginning of the next turn, after others had theirs. */
  next(work: TurnWork): void {
    if (this.#next.includes(work)) return;
    this.#next.push(work);
    this.#arrange();
  }

  /** Ends the turn now, for everybody. */
  end(): void {
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
    for (const work of writers) this.#try(() => work.endTurn());
    const began = this.#options.stopwatch();
    const isResting = began < this.#rest && this.#deliveries < MOST_DELIVERED;
    const speakers = this.#speakers;
    this.#speakers = new Map();
    for (const [work, listeners] of speakers) {
      if (isResting && listeners >= CROWD) this.#speakers.set(work, listeners);
      else this.#try(() => work.endTurn());
    }
    const messages = isResting ? 0 : this.#messages;
    if (!isResting) this.#messages = this.#deliveries = 0;
    this.#send(this.#hearers.splice(0), 0, { began, messages });
  }

  /** Sends the turn's frames, some at a time: the first are on the wire while the last are handed over. */
  #send(hearers: Hearer[], from: number, told: Told): void {
    const to = Math.min(from + AT_ONCE, hearers.length);
    for (let i = from; i < to; i++) this.#try(() => hearers[i]!.flush());
    this.#sending = to < hearers.length;
    if (this.#sending) {
      this.#options.endOfTurn(() => this.#send(hearers, to, told));
      return;
    }
    if (hearers.length >= CROWD) this.#restAfter(told);
    this.#settle(hearers, MOST_PAUSES);
  }

  /** A message now and then is told at once, however long it took to tell the one before. */
  #restAfter({ began, messages }: Told): void {
    const now = this.#options.stopwatch();
    const isBusy = Math.max(messages, this.#messages) >= MANY;
    if (isBusy && now - began >= LONG) this.#rest = now + Math.min(now - began, MOST_REST);
  }

  /**
   * Where most of a crowd has much waiting, the next turn waits a little: the platform takes frames
   * faster than it writes them, and what is between is memory. Looked at in a few, so that those who
   * do not read hold nobody up.
   */
  #settle(hearers: Hearer[], pauses: number): void {
    const step = Math.floor(hearers.length / SAMPLES);
    let full = 0;
    for (let i = 0; step >= AT_ONCE && i < SAMPLES; i++) {
      if (hearers[i * step]!.waiting > MUCH) full++;
    }
    this.#sending = full > SAMPLES / 2 && pauses > 0;
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
    for (const work of next) this.#try(() => work.endTurn());
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
    if (left <= 0 || this.#deliveries >= MOST_DELIVERED) return true;
    for (const listeners of this.#speakers.values()) if (listeners < CROWD) return true;
    this.#resting ??= this.#options.clock.after(left, () => {
      this.#resting = null;
      this.#arrange();
    });
    return false;
  }
}
