/**
 * Whether somebody is at the terminal: who presses keys reads. A window that stands open on some desk marks
 * nothing as read, and keeps no notification from anybody's telephone.
 */
import type { Clock } from "../../base/clock.ts";
import type { Command, Message } from "../../protocol.ts";
import type { RoomsState } from "./rooms_state.ts";

/** How often the server is told that somebody is here, and how far they read. */
const ACTIVE_INTERVAL_MS = 60_000;
const READ_INTERVAL_MS = 2000;
/** The bell of an open private conversation rings for who has not pressed a key for so long. */
const AWAY_AFTER_MS = 30_000;

/** Somebody at a terminal, or nobody. */
export class Presence {
  readonly #clock: Clock;
  readonly #rooms: RoomsState;
  readonly #send: (command: Command) => boolean;
  #keyAt = -Infinity;
  #activeAt = -Infinity;
  #readAt = -Infinity;

  constructor(clock: Clock, rooms: RoomsState, send: (command: Command) => boolean) {
    this.#clock = clock;
    this.#rooms = rooms;
    this.#send = send;
  }

  /** A new connection has been told nothing. */
  reset(): void {
    this.#activeAt = -Infinity;
  }

  /** Somebody is here, and sees a room to its last message. */
  keyPressed({ room, last }: { room: string; last: number | null }): void {
    const now = this.#clock.now();
    this.#keyAt = now;
    if (now - this.#activeAt >= ACTIVE_INTERVAL_MS) {
      this.#activeAt = now;
      this.#send({ type: "active", on: true });
    }
    const known = this.#rooms.get(room);
    if (last === null || known === null || last <= known.read) return;
    if (now - this.#readAt < READ_INTERVAL_MS) return;
    if (!this.#send({ type: "read", room, id: last })) return;
    this.#readAt = now;
    this.#rooms.seen(room, last);
  }

  /** True for what somebody else said in private to one who is not looking. */
  isMissed({ room, name }: Message & { room: string }, me: string): boolean {
    const idle = this.#clock.now() - this.#keyAt;
    return room.startsWith("@") && name !== me && idle > AWAY_AFTER_MS;
  }
}
