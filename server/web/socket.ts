/**
 * `GET /ws`: from a request to a listener that hears and asks. Who is calling and from where is
 * decided before anything else; the chat's rules are not known here.
 */
import type { Authenticator } from "./auth.ts";
import { type TransportEvents, WebSocketTransport } from "./websocket_transport.ts";
import type { FrameSocket, Upgrade } from "./frame_socket.ts";
import type { Call, Route } from "./router.ts";
import { addressKeyOf } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { TokenBucket } from "../base/token_bucket.ts";
import type { InboundQueue } from "../delivery/inbound_queue.ts";
import { Connection, type Member } from "../delivery/connection.ts";
import type { Lobby } from "../chat/lobby.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { TickScheduler } from "../delivery/scheduler.ts";
import { foldName } from "../people/names.ts";
import { shownPreferences } from "../chat/room_settings/shown_preferences.ts";
import type { Blocks } from "../people/blocks.ts";
import type { RoomPreferences } from "../people/room_preferences.ts";
import type { Profiles } from "../people/profiles.ts";
import type { Limits } from "../protocol.ts";

/** What the socket needs from outside. */
export interface SocketOptions {
  /** Makes a socket of a request, as the transport has it. */
  upgrade: Upgrade;
  auth: Authenticator;
  rooms: Rooms;
  lobby: Lobby;
  inbound: InboundQueue;
  scheduler: TickScheduler;
  clock: Clock;
  profiles: Pick<Profiles, "list" | "saw">;
  blocks: Pick<Blocks, "list">;
  preferences: Pick<RoomPreferences, "of">;
  limits: Limits;
  version: string;
  /** Most connections in all, from one caller and of one session; Infinity for load tests. */
  max: number;
  maxPerAddress: number;
  maxPerSession: number;
  /** Told why somebody was kept out, for whoever runs the server. */
  onFull: (why: string) => void;
  /** Told of a reader that was let go. */
  onSlow: () => void;
  onBug: (error: unknown) => void;
}

/** Where sockets are opened, and all of them while they live. */
export class Sockets {
  readonly #options: SocketOptions;
  readonly #open = new Set<WebSocketTransport>();
  /** How many of them each caller and each session has. */
  readonly #counts = new Map<string, number>();
  /** Once a minute is often enough to say that nobody else is let in. */
  readonly #warnings: TokenBucket;
  #closing = false;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#warnings = new TokenBucket({ burst: 1, perSecond: 1 / 60 }, options.clock.now());
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
    this.disconnectAll();
  }

  /** Sends everybody away, to come back at once and resume. */
  disconnectAll(): void {
    for (const transport of this.#open) transport.close(1012, "restarting");
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
    this.#options.auth.checkOrigin(call);
    const member = this.#admit(call);
    mustBeUpgrade(request);
    const { socket, response } = this.#options.upgrade(request);
    this.#welcome(socket, member);
    return response;
  }

  /** The member who may connect, or a ChatError. */
  #admit(call: Call): Member {
    const { auth, clock, max, maxPerAddress, maxPerSession, onFull } = this.#options;
    if (this.#closing) {
      throw new ChatError("restarting", "The server is restarting", { wait: 1000 });
    }
    const isFull = this.#open.size >= max;
    if (isFull || this.#has(addressKeyOf(call.address)) >= maxPerAddress) {
      const which = isFull ? "too many people are connected" : "too many connections from there";
      const setting = isFull ? "--connections" : "--connections-per-address or --trust-proxy";
      if (this.#warnings.take(clock.now()) === 0) onFull(setting);
      throw new ChatError("too_many", `Cannot let you in: ${which}`, { wait: 10_000 });
    }
    const member = auth.connecting(call);
    if (this.#has(member.session) >= maxPerSession) {
      const text = "Cannot open another window: close one of the others first";
      throw new ChatError("too_many", text, { wait: 10_000 });
    }
    return member;
  }

  #has(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** A connection counts until it is really gone, also one that was told to go. */
  #count(transport: WebSocketTransport, keys: string[]): void {
    this.#open.add(transport);
    for (const key of keys) this.#counts.set(key, this.#has(key) + 1);
  }

  #uncount(transport: WebSocketTransport, keys: string[]): void {
    if (!this.#open.delete(transport)) return;
    for (const key of keys) {
      const left = this.#has(key) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    }
  }

  #welcome(socket: FrameSocket, member: Member): void {
    const events = new MemberSocket(member, this.#options, this.#gone);
    const transport = new WebSocketTransport(socket, this.#options.clock, events);
    this.#count(transport, keysOf(member));
    transport.begin();
  }

  readonly #gone = (transport: WebSocketTransport, member: Member): void => {
    this.#uncount(transport, keysOf(member));
  };
}

/** Somebody who was let in, from the first word to the end. */
class MemberSocket implements TransportEvents {
  readonly #member: Member;
  readonly #options: SocketOptions;
  readonly #gone: (transport: WebSocketTransport, member: Member) => void;
  #connection: Connection | null = null;

  constructor(
    member: Member,
    options: SocketOptions,
    gone: (transport: WebSocketTransport, member: Member) => void,
  ) {
    this.#member = member;
    this.#options = options;
    this.#gone = gone;
  }

  opened(transport: WebSocketTransport): void {
    const { auth, rooms, lobby, scheduler, profiles, blocks, preferences, limits, version } = this
      .#options;
    const connection = new Connection(this.#member, transport, scheduler);
    this.#connection = connection;
    auth.opened(this.#member);
    profiles.saw(this.#member.name);
    lobby.add(connection);
    const { name, account, admin, only } = this.#member;
    const { rooms: listed, more } = rooms.list(this.#member);
    const renamed = rooms.formerNames(this.#member).slice(-MAX_FORMER_NAMES_TOLD);
    const isKnown = (name: string): boolean => rooms.visits.knows(this.#member, foldName(name));
    const blocked = blocks.list(this.#member).map((block) => block.name);
    const looks = profiles.list().filter(({ name }) => isKnown(name));
    connection.tell({
      type: "welcome",
      me: { name, account, admin, ...(only === undefined ? {} : { room: only.room }) },
      rooms: listed,
      ...(more ? { more } : {}),
      people: lobby.people.filter(({ name }) => isKnown(name)),
      ...(renamed.length > 0 ? { renamed } : {}),
      ...(looks.length > 0 ? { profiles: looks } : {}),
      ...(blocked.length > 0 ? { blocked } : {}),
      ...(account ? { preferences: shownPreferences(preferences, rooms, this.#member) } : {}),
      limits,
      version,
    });
  }

  frame(text: string): void {
    if (this.#connection !== null) this.#options.inbound.enqueue(this.#connection, text);
  }

  closed(): void {
    if (this.#connection === null) return;
    this.#options.inbound.finish(this.#connection);
    this.#options.rooms.exit(this.#connection);
    this.#options.auth.closed(this.#member);
    this.#options.profiles.saw(this.#member.name);
    this.#connection = null;
  }

  gone(transport: WebSocketTransport): void {
    this.#gone(transport, this.#member);
  }

  slow(): void {
    this.#options.onSlow();
  }

  bug(error: unknown): void {
    this.#options.onBug(error);
  }
}

/** Names that rooms had of which whoever comes is told; the rest on asking. */
const MAX_FORMER_NAMES_TOLD = 100;

/** What a member's connections are counted by. */
function keysOf({ addressKey, session }: Member): string[] {
  return [addressKey, session];
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
