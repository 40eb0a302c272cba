/**
 * Who comes to a room and goes: the others are told, of a broken line only after a grace, so that a resume is
 * quiet. Remembers up to where everybody who left was told.
 */
import type { Audience } from "./audience.ts";
import type { Connection, Member } from "./connection.ts";
import { DeliveredOffsets } from "./delivered_offsets.ts";
import type { Clock, Timer } from "../base/clock.ts";

/** How long a person may be gone before the others are told. */
const LEAVE_GRACE_MS = 10_000;

/** What it needs from outside. */
export interface PresenceOptions {
  room: { readonly name: string; readonly key: string; readonly audience: Audience };
  clock: Clock;
  /** Where the history ends. */
  end: () => number;
  /** Told of a connection that is here no more. */
  onDeparted: (connection: Connection) => void;
}

/** The comings and goings of one room. */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #leaving = new Map<string, Timer>();
  readonly #told = new DeliveredOffsets();

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** True if the member, who is back, cannot have the line at this offset. */
  isBefore(member: Member, offset: number): boolean {
    return this.#told.isBefore(member, offset);
  }

  arrive(connection: Connection): void {
    const { name, audience, key } = this.#options.room;
    const { member } = connection;
    const isNew = !audience.knows(member);
    // Told before the newcomer is added: nobody needs to hear of their own arrival.
    if (isNew && !audience.isCrowd) {
      audience.publish({
        type: "joined",
        room: name,
        name: member.name,
        account: member.account,
      });
    }
    audience.add(connection);
    connection.joined.add(key);
  }

  /** Somebody who may have been about to leave is here. */
  stays({ key }: Member): void {
    this.#leaving.get(key)?.cancel();
    this.#leaving.delete(key);
  }

  /** Removes a connection on its own wish: the others are told at once. */
  leave(connection: Connection): void {
    if (this.#depart(connection)) this.#left(connection.member);
  }

  /** Removes a connection that broke: the others are told if its person stays away. */
  drop(connection: Connection): void {
    if (!this.#depart(connection)) return;
    const { member } = connection;
    const tell = (): void => {
      this.#leaving.delete(member.key);
      this.#left(member);
    };
    this.#leaving.set(member.key, this.#options.clock.after(LEAVE_GRACE_MS, tell));
  }

  /** The room goes on from another one: who was there is here. */
  takeOver(other: Presence): void {
    const { audience, key } = this.#options.room;
    const { room } = other.#options;
    for (const connection of room.audience.connections) {
      connection.joined.delete(room.key);
      audience.add(connection);
      connection.joined.add(key);
    }
    this.#told.takeOver(other.#told);
  }

  /** What was told means nothing any more: the file is another one. */
  clear(): void {
    this.#told.clear();
  }

  close(): void {
    for (const timer of this.#leaving.values()) timer.cancel();
    this.#leaving.clear();
  }

  #depart(connection: Connection): boolean {
    const { room: { key, audience }, end, onDeparted } = this.#options;
    connection.joined.delete(key);
    onDeparted(connection);
    if (!audience.remove(connection)) return false;
    this.#told.left(connection.member, end());
    return true;
  }

  #left({ key, name }: Member): void {
    const { audience, name: room } = this.#options.room;
    const { isCrowd } = audience;
    if (audience.forget(key) && !isCrowd) audience.publish({ type: "left", room, name });
  }
}
