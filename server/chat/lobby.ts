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
  readonly #scheduler: TickScheduler;
  /** Those who see the chat, and guests who were let into one room of it alone. */
  readonly #audience: Audience;
  readonly #visitors: Audience;
  readonly #connections = new Set<Connection>();

  constructor(scheduler: TickScheduler) {
    this.#scheduler = scheduler;
    this.#audience = new Audience(scheduler);
    this.#visitors = new Audience(scheduler);
  }

  /** Those who see the chat: a visitor is seen in their room alone. */
  get people(): Person[] {
    return this.#audience.people;
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  /** The windows of one person: of an account all, of a guest those of the session. */
  windowsOf({ key, account, session }: Member): Connection[] {
    return [...this.#connections].filter(({ member }) =>
      member.key === key && member.account === account && (account || member.session === session)
    );
  }

  /** True for the folded name of somebody who is here. */
  isHere(key: string): boolean {
    return this.#audience.isHere(key) || this.#visitors.isHere(key);
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
    this.#audienceOf(connection).add(connection);
  }

  /** Doing it twice is harmless. */
  remove(connection: Connection): void {
    this.#connections.delete(connection);
    const audience = this.#audienceOf(connection);
    if (audience.remove(connection)) audience.forget(connection.member.key);
  }

  /** Tells everybody who sees the chat, at the end of the tick, and the visitors of a room that it is about. */
  publish(event: Event, key: string | null = null): void {
    this.#audience.publish(event);
    for (const connection of this.#visitors.connections) {
      if (connection.member.only?.room === key) connection.tell(event);
    }
  }

  /** Tells everybody at once. */
  publishNow(event: Event): void {
    for (const audience of [this.#audience, this.#visitors]) audience.publish(event);
    this.#scheduler.flushNow();
  }

  /** Tells a person's other connections something. */
  tellOthersOf(connection: Connection, event: Event): void {
    for (const other of this.#audienceOf(connection).othersOf(connection)) other.tell(event);
  }

  /** Ends the connections of those who are meant. */
  disconnect(isMeant: (member: Member) => boolean, code: number, reason: string): void {
    for (const { member, transport } of [...this.#connections]) {
      if (isMeant(member)) transport.close(code, reason);
    }
  }

  #audienceOf({ member }: Connection): Audience {
    return member.only === undefined ? this.#audience : this.#visitors;
  }
}
