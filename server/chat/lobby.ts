/**
 * Everybody connected, whatever rooms they are in: who is here, and what all of them, or all windows of
 * one person, are told.
 */
import { Audience } from "../delivery/audience.ts";
import type { Connection, Member } from "../delivery/connection.ts";
import type { TickScheduler } from "../delivery/scheduler.ts";
import type { Event, Person } from "../protocol.ts";

/** Who is connected to one chat. */
export class Lobby {
  readonly #audience: Audience;
  readonly #scheduler: TickScheduler;

  constructor(scheduler: TickScheduler) {
    this.#scheduler = scheduler;
    this.#audience = new Audience(scheduler);
  }

  get people(): Person[] {
    return this.#audience.people;
  }

  get connections(): ReadonlySet<Connection> {
    return this.#audience.connections;
  }

  /** True for the folded name of somebody who is here. */
  isHere(key: string): boolean {
    return this.#audience.isHere(key);
  }

  add(connection: Connection): void {
    this.#audience.add(connection);
  }

  /** Doing it twice is harmless. */
  remove(connection: Connection): void {
    if (this.#audience.remove(connection)) this.#audience.forget(connection.member.key);
  }

  /** Tells everybody, at the end of the tick. */
  publish(event: Event): void {
    this.#audience.publish(event);
  }

  /** Tells everybody at once. */
  publishNow(event: Event): void {
    this.#audience.publish(event);
    this.#scheduler.flushNow();
  }

  /** Tells a person's other connections something. */
  tellOthersOf(connection: Connection, event: Event): void {
    for (const other of this.#audience.othersOf(connection)) other.tell(event);
  }

  /** Ends the connections of those who are meant. */
  disconnect(isMeant: (member: Member) => boolean, code: number, reason: string): void {
    for (const { member, transport } of [...this.#audience.connections]) {
      if (isMeant(member)) transport.close(code, reason);
    }
  }
}
