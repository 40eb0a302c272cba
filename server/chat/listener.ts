/**
 * Somebody who hears: one connection, and what it is told in this turn of the event loop. All of a
 * turn's events leave in one frame, in order; an event for many is serialised once for all of them.
 */
import type { EndOfTurn } from "../base/clock.ts";
import type { Event, Me } from "../protocol.ts";

/** Who a connection speaks for. Names are unique among those present, so the folded name is the key. */
export interface Member extends Me {
  /** The name folded: two connections of the same key are one person. */
  key: string;
  /** What the session store knows this session by; ends every socket of it at once. */
  session: string;
  /** What stands for its address where callers are counted. */
  caller: string;
}

/** The way out of a connection. Sending never waits; a slow reader is the transport's affair. */
export interface Transport {
  send(frame: string): void;
  /** Bytes that wait to go out. */
  readonly waiting?: number;
  close(code: number, reason: string): void;
}

/** Events that many hear in one turn: JSON objects joined by commas, and the frame of just these. */
export interface Batch {
  body: string;
  frame: string;
}

/** One connection that hears. */
export class Listener {
  readonly member: Member;
  readonly transport: Transport;
  readonly #turn: Turn;
  /** Rooms this connection has joined, by folded name. */
  readonly joined = new Set<string>();
  #only: Batch | null = null;
  #parts: string[] = [];
  #dirty = false;

  constructor(member: Member, transport: Transport, turn: Turn) {
    this.member = member;
    this.transport = transport;
    this.#turn = turn;
  }

  /** Tells this connection alone. */
  tell(event: Event): void {
    this.add(JSON.stringify(event));
  }

  /** Adds events that are JSON already, joined by commas. */
  add(body: string): void {
    this.#spread();
    this.#parts.push(body);
    this.#mark();
  }

  /** Hears what many hear. */
  hear(batch: Batch): void {
    if (this.#only === null && this.#parts.length === 0) {
      this.#only = batch;
      this.#mark();
    } else {
      this.add(batch.body);
    }
  }

  /** Sends what waits and closes the connection. */
  leave(code: number, reason: string): void {
    this.flush();
    this.transport.close(code, reason);
  }

  /** Sends the turn's one frame. */
  flush(): void {
    this.#dirty = false;
    if (this.#only !== null) {
      const { frame } = this.#only;
      this.#only = null;
      this.transport.send(frame);
      return;
    }
    if (this.#parts.length === 0) return;
    const body = this.#parts.join(",");
    this.#parts = [];
    this.transport.send(asFrame(body));
  }

  #spread(): void {
    if (this.#only === null) return;
    this.#parts.push(this.#only.body);
    this.#only = null;
  }

  #mark(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    this.#turn.sendTo(this);
  }
}

/** Events joined by commas as one frame. */
export function asFrame(body: string): string {
  return `[${body}]`;
}

/** Something that has work to do once the turn has been taken in. */
export interface TurnWork {
  endTurn(): void;
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
 * The end of a turn: first what was said is written, then what is to be heard is handed to the
 * connections, then each connection sends its one frame.
 */
export class Turn {
  readonly #endOfTurn: EndOfTurn;
  readonly #onBug: (error: unknown) => void;
  #writers = new Set<TurnWork>();
  #speakers = new Set<TurnWork>();
  #listeners: Listener[] = [];
  #next: TurnWork[] = [];
  #units = 0;
  #deliveries = 0;
  #set = false;
  #sending = false;

  constructor(endOfTurn: EndOfTurn, onBug: (error: unknown) => void) {
    this.#endOfTurn = endOfTurn;
    this.#onBug = onBug;
  }

  /** Asks for a write at the end of this turn. */
  write(work: TurnWork): void {
    this.#writers.add(work);
    this.#arrange();
  }

  /** Asks for what is to be heard to be handed out after the writes. */
  speak(work: TurnWork): void {
    this.#speakers.add(work);
    this.#arrange();
  }

  /** Asks for a connection's frame to be sent last. */
  sendTo(listener: Listener): void {
    this.#listeners.push(listener);
    this.#arrange();
  }

  /** Counts words that so many will hear at the end of this turn. */
  load(units: number, listeners: number): void {
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

  /** Ends the turn now. */
  end(): void {
    this.#set = false;
    this.#units = this.#deliveries = 0;
    const writers = this.#writers;
    this.#writers = new Set();
    for (const work of writers) this.#try(() => work.endTurn());
    const speakers = this.#speakers;
    this.#speakers = new Set();
    for (const work of speakers) this.#try(() => work.endTurn());
    this.#send(this.#listeners.splice(0), 0);
  }

  /** Sends the turn's frames, some at a time: the first are on the wire while the last are handed over. */
  #send(listeners: Listener[], from: number): void {
    const to = Math.min(from + AT_ONCE, listeners.length);
    for (let i = from; i < to; i++) this.#try(() => listeners[i]!.flush());
    this.#sending = to < listeners.length;
    if (this.#sending) {
      this.#endOfTurn(() => this.#send(listeners, to));
      return;
    }
    this.#settle(listeners, MOST_PAUSES);
  }

  /**
   * Where most of a crowd has much waiting, the next turn waits a little: the platform takes frames
   * faster than it writes them, and what is between is memory. Looked at in a few, so that those who
   * do not read hold nobody up.
   */
  #settle(listeners: Listener[], pauses: number): void {
    const step = Math.floor(listeners.length / SAMPLES);
    let full = 0;
    for (let i = 0; step >= AT_ONCE && i < SAMPLES; i++) {
      if ((listeners[i * step]!.transport.waiting ?? 0) > MUCH) full++;
    }
    this.#sending = full > SAMPLES / 2 && pauses > 0;
    if (this.#sending) {
      this.#endOfTurn(() => this.#settle(listeners, pauses - 1));
      return;
    }
    if (this.#next.length > 0) this.#endOfTurn(() => this.#begin());
    const isWaiting = this.#writers.size + this.#speakers.size + this.#listeners.length > 0;
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
      this.#onBug(error);
    }
  }

  #arrange(): void {
    // What comes while frames are handed over is the next turn's.
    if (this.#set || this.#sending) return;
    this.#set = true;
    this.#endOfTurn(() => {
      if (this.#set) this.end();
    });
  }
}
