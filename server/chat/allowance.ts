/**
 * Whether a member may write now: it is no faster than people are, it is not more than an address may
 * make others hear and put on the disk, and the disk has room for it.
 */
import type { Member } from "../delivery/connection.ts";
import type { RateLimits } from "./rate_limits.ts";
import type { Room } from "./room.ts";
import type { FreeSpace } from "../store/free_space.ts";

/** What it needs from outside. */
export interface AllowanceOptions {
  rates: RateLimits;
  space: Pick<FreeSpace, "mustHaveRoom">;
}

/** Bytes of a line beside its words: time, name, and who did what to which message. */
const LINE_BYTES = 64;

/** Says who may write, or throws a ChatError `too_fast` or `disk`. */
export class Allowance {
  readonly #options: AllowanceOptions;

  constructor(options: AllowanceOptions) {
    this.#options = options;
  }

  /** A line of so many UTF-16 units in a room. */
  write(member: Member, room: Room, units: number, now: number): void {
    const { rates, space } = this.#options;
    space.mustHaveRoom(member.account);
    if (units > 0) rates.take(member, "bytes", now, units);
    rates.takeFrom(member.addressKey, "written", now, LINE_BYTES + units);
    this.tell(member, room, now);
  }

  /** A reaction, put on a message or taken off it. */
  react(member: Member, room: Room, id: number, now: number): void {
    const { addressKey, session } = member;
    const message = `${room.key} ${id}`;
    const doer = { key: `${session} ${message}`, addressKey: `${addressKey} ${message}` };
    this.#options.rates.take(doer, "toggle", now);
    this.write(member, room, 0, now);
  }

  /** A new room. */
  makeRoom(member: Member, now: number): void {
    const { rates, space } = this.#options;
    space.mustHaveRoom(member.account);
    if (!member.admin) rates.takeFrom(member.addressKey, "rooms", now);
  }

  /** Something that everybody in a room is told and nobody keeps. */
  tell(member: Member, room: Room, now: number): void {
    const connections = Math.max(1, room.audience.connections.size);
    this.#options.rates.takeFrom(member.addressKey, "heard", now, connections);
  }
}
