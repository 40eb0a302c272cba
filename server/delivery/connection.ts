/**
 * Somebody who hears: one connection, and what it is told in this turn of the event loop. All of a
 * turn's events leave in one frame, in order; an event for many is serialised once for all of them.
 */
import type { Flushable, TickScheduler } from "./scheduler.ts";
import { foldName } from "../people/names.ts";
import type { Event, Me } from "../protocol.ts";

/** Who a connection speaks for. Names are unique among those present, so the folded name is the key. */
export interface Member extends Me {
  /** The name folded: two connections of the same key are one person. */
  key: string;
  /** What the session store knows this session by; ends every socket of it at once. */
  session: string;
  /** What stands for its address where callers are counted. */
  addressKey: string;
  /** An account's: since when the name is its own, in milliseconds since 1970. */
  claimed?: number;
  /** An account's: folded names that it had before. */
  formerly?: readonly string[];
  /** A guest's: when they came in, in milliseconds since 1970. */
  entered?: number;
  /** A guest's who was let into one room alone: its key, and where what they may read begins. */
  only?: { readonly room: string; readonly from: number };
}

/** True for a name that a member has, or had before. */
export function hasName({ key, formerly = [] }: Member, name: string): boolean {
  const folded = foldName(name);
  return folded === key || formerly.includes(folded);
}

/** Who owns the files that a member sends: an account's are its own for ever, a guest's are the session's. */
export function ownerOf({ account, key, session }: Member): string {
  return account ? key : session;
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
export class Connection implements Flushable {
  readonly member: Member;
  readonly transport: Transport;
  readonly #scheduler: TickScheduler;
  /** Rooms this connection has joined, by folded name. */
  readonly joined = new Set<string>();
  #only: Batch | null = null;
  #body = "";
  #dirty = false;

  constructor(member: Member, transport: Transport, scheduler: TickScheduler) {
    this.member = member;
    this.transport = transport;
    this.#scheduler = scheduler;
  }

  get waiting(): number {
    return this.transport.waiting ?? 0;
  }

  /** Tells this connection alone. */
  tell(event: Event): void {
    this.addJson(JSON.stringify(event));
  }

  /** Adds events that are JSON already, joined by commas. */
  addJson(body: string): void {
    const before = this.#only?.body ?? this.#body;
    this.#only = null;
    this.#body = before === "" ? body : `${before},${body}`;
    this.#mark();
  }

  /** Hears what many hear. */
  addBatch(batch: Batch): void {
    if (this.#only === null && this.#body === "") {
      this.#only = batch;
      this.#mark();
    } else {
      this.addJson(batch.body);
    }
  }

  /** Sends what waits and closes the connection. */
  disconnect(code: number, reason: string): void {
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
    if (this.#body === "") return;
    const body = this.#body;
    this.#body = "";
    this.transport.send(asFrame(body));
  }

  #mark(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    this.#scheduler.scheduleFlush(this);
  }
}

/** Events joined by commas as one frame. */
export function asFrame(body: string): string {
  return `[${body}]`;
}
