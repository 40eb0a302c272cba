/**
 * `GET /ws`: from a request to a listener that hears and asks. Who is calling and from where is
 * decided before anything else; the chat's rules are not known here.
 */
import type { Callers } from "./auth.ts";
import { Connection, type ConnectionEvents } from "./connection.ts";
import type { Call, Route } from "./router.ts";
import { callerOf } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Intake } from "../delivery/inbound_queue.ts";
import { Listener, type Member } from "../delivery/outbox.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Turn } from "../delivery/scheduler.ts";
import type { Limits } from "../protocol.ts";

/** What the socket needs from outside. */
export interface SocketOptions {
  callers: Callers;
  rooms: Rooms;
  intake: Intake;
  turn: Turn;
  clock: Clock;
  limits: Limits;
  version: string;
  /** Most connections in all, from one caller and of one session; Infinity for load tests. */
  most: number;
  mostPerCaller: number;
  mostPerSession: number;
  /** Told why somebody was kept out, for whoever runs the server. */
  onFull: (why: string) => void;
  /** Told of a reader that was let go. */
  onSlow: () => void;
  onBug: (error: unknown) => void;
}

/** Where sockets are opened, and all of them while they live. */
export class Sockets {
  readonly #options: SocketOptions;
  readonly #open = new Set<Connection>();
  /** How many of them each caller and each session has. */
  readonly #counts = new Map<string, number>();
  #closing = false;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  get routes(): Route[] {
    return [{
      method: "GET",
      path: "/ws",
      handle: (call) => this.#upgrade(call),
    }];
  }

  /** Sends everybody away, to come back to the next run. */
  closeAll(): void {
    this.#closing = true;
    this.hangUp();
  }

  /** Sends everybody away, to come back at once and resume. */
  hangUp(): void {
    for (const connection of this.#open) connection.close(1012, "restarting");
  }

  /**
   * Why the caller could not connect now, or null: a browser cannot read the answer to an upgrade that
   * failed, and learns it from here.
   */
  refusal(call: Call): ChatError | null {
    try {
      this.#admit(call);
      return null;
    } catch (error) {
      if (error instanceof ChatError) return error;
      throw error;
    }
  }

  /**
   * Nobody is upgraded whose frames nobody wants: the platform reads what comes on a socket, and joins
   * the parts of a message in memory, also after we closed it.
   */
  #upgrade(call: Call): Response {
    const { request } = call;
    this.#options.callers.checkOrigin(call);
    const member = this.#admit(call);
    mustBeUpgrade(request);
    const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 30 });
    this.#welcome(socket, member);
    return response;
  }

  /** The member who may connect, or a ChatError. */
  #admit(call: Call): Member {
    const { callers, most, mostPerCaller, mostPerSession, onFull } = this.#options;
    if (this.#closing) {
      throw new ChatError("restarting", "The server is restarting", { wait: 1000 });
    }
    const isFull = this.#open.size >= most;
    if (isFull || this.#has(callerOf(call.address)) >= mostPerCaller) {
      const which = isFull ? "too many people are connected" : "too many connections from there";
      onFull(isFull ? "--connections" : "--connections-per-address or --trust-proxy");
      throw new ChatError("too_many", `Cannot let you in: ${which}`, { wait: 10_000 });
    }
    const member = callers.connecting(call);
    if (this.#has(member.session) >= mostPerSession) {
      const text = "Cannot open another window: close one of the others first";
      throw new ChatError("too_many", text, { wait: 10_000 });
    }
    return member;
  }

  #has(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** A connection counts until it is really gone, also one that was told to go. */
  #count(connection: Connection, keys: string[]): void {
    this.#open.add(connection);
    for (const key of keys) this.#counts.set(key, this.#has(key) + 1);
  }

  #uncount(connection: Connection, keys: string[]): void {
    if (!this.#open.delete(connection)) return;
    for (const key of keys) {
      const left = this.#has(key) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    }
  }

  #welcome(socket: WebSocket, member: Member): void {
    const guest = new Guest(member, this.#options, this.#gone);
    this.#count(new Connection(socket, this.#options.clock, guest), keysOf(member));
  }

  readonly #gone = (connection: Connection, member: Member): void => {
    this.#uncount(connection, keysOf(member));
  };
}

/** Somebody who was let in, from the first word to the end. */
class Guest implements ConnectionEvents {
  readonly #member: Member;
  readonly #options: SocketOptions;
  readonly #gone: (connection: Connection, member: Member) => void;
  #listener: Listener | null = null;

  constructor(
    member: Member,
    options: SocketOptions,
    gone: (connection: Connection, member: Member) => void,
  ) {
    this.#member = member;
    this.#options = options;
    this.#gone = gone;
  }

  opened(connection: Connection): void {
    const { callers, rooms, turn, limits, version } = this.#options;
    const listener = new Listener(this.#member, connection, turn);
    this.#listener = listener;
    callers.opened(this.#member);
    rooms.enter(listener);
    const { name, account, admin } = this.#member;
    const { rooms: told, more } = rooms.list(this.#member);
    listener.tell({
      type: "welcome",
      me: { name, account, admin },
      rooms: told,
      ...(more ? { more } : {}),
      people: rooms.people,
      limits,
      version,
    });
  }

  frame(text: string): void {
    if (this.#listener !== null) this.#options.intake.take(this.#listener, text);
  }

  closed(): void {
    if (this.#listener === null) return;
    this.#options.intake.finish(this.#listener);
    this.#options.rooms.exit(this.#listener);
    this.#options.callers.closed(this.#member);
    this.#listener = null;
  }

  gone(connection: Connection): void {
    this.#gone(connection, this.#member);
  }

  slow(): void {
    this.#options.onSlow();
  }

  bug(error: unknown): void {
    this.#options.onBug(error);
  }
}

/** What a member's connections are counted by. */
function keysOf({ caller, session }: Member): string[] {
  return [caller, session];
}

/** RFC 6455, section 4.2.1: what the platform does not check itself. */
function mustBeUpgrade(request: Request): void {
  const { headers } = request;
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new ChatError("upgrade_required", "This address speaks WebSocket: upgrade to it");
  }
  if (!/(^|,)\s*upgrade\s*(,|$)/i.test(headers.get("connection") ?? "")) {
    throw new ChatError("bad_request", "Cannot upgrade: the Connection header does not ask for it");
  }
  if (headers.get("sec-websocket-version") !== "13") {
    throw new ChatError("upgrade_required", "Cannot upgrade: expected WebSocket version 13");
  }
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key") ?? "")) {
    throw new ChatError("bad_request", "Cannot upgrade: Sec-WebSocket-Key must be 16 bytes");
  }
}
