/**
 * Who hears one room: connections grouped by member. What is published in a turn is serialised once
 * and shared by everybody; only a connection that joined in this turn, or whose own message comes
 * back with its ref, gets a frame of its own, cut from the same string.
 */
import { asFrame, type Batch, type Connection, type Member } from "./connection.ts";
import type { Publication, TickScheduler } from "./scheduler.ts";
import { type TurnList, withOne } from "../base/turn_list.ts";
import type { Event, Person } from "../protocol.ts";

/** One event of this turn: its JSON, and the connection that gets it with its ref, where it has one. */
interface Published {
  json: string;
  sender: Connection | null;
  ref: string;
}

/** People from which on they are a crowd, and how many of a crowd are named. */
const LARGE_ROOM_PEOPLE = 1000;
const PEOPLE_LISTED_IN_LARGE_ROOM = 200;

/** An event, as JSON, as a member is told it; null where it is not for them. */
type SeenBy = (member: Member, json: string) => string | null;

interface Present extends Person {
  connections: number;
}

/** The connections that hear a room, and the people they are. */
export class Audience implements Publication {
  readonly #scheduler: TickScheduler;
  readonly #seenBy: SeenBy | null;
  readonly #connections = new Set<Connection>();
  readonly #present = new Map<string, Present>();
  // Of one turn each, and made for it: see `TurnList`.
  /** Connections that joined in this turn, and how many of its events came before them. */
  #fresh: Map<Connection, number> | null = null;
  #published: TurnList<Published> = null;

  /** `seenBy`: what each is told of an event, where that differs. */
  constructor(scheduler: TickScheduler, seenBy: SeenBy | null = null) {
    this.#scheduler = scheduler;
    this.#seenBy = seenBy;
  }

  /**
   * People with a connection here, or who left so recently that it is not told yet. Of a crowd the first
   * few: to tell everybody of everybody grows with the square of it.
   */
  get people(): Person[] {
    const people: Person[] = [];
    const max = this.isCrowd ? PEOPLE_LISTED_IN_LARGE_ROOM : LARGE_ROOM_PEOPLE;
    for (const { name, account } of this.#present.values()) {
      if (people.length === max) break;
      people.push({ name, account });
    }
    return people;
  }

  /** So many people that who comes and goes is not told one by one. */
  get isCrowd(): boolean {
    return this.#present.size > LARGE_ROOM_PEOPLE;
  }

  get size(): number {
    return this.#present.size;
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  get reach(): number {
    return this.#connections.size;
  }

  has(connection: Connection): boolean {
    return this.#connections.has(connection);
  }

  /** The other connections of a connection's member. */
  othersOf(connection: Connection): Connection[] {
    const { key } = connection.member;
    // Nearly everybody has one: nobody is looked for then.
    if ((this.#present.get(key)?.connections ?? 0) < 2) return [];
    return [...this.#connections].filter((other) =>
      other !== connection && other.member.key === key
    );
  }

  /** True for a member who is here as what it is now, or whose leaving is not told yet. */
  knows({ key, account }: Member): boolean {
    return this.#present.get(key)?.account === account;
  }

  /** True for the folded name of somebody here. */
  isHere(key: string): boolean {
    return this.#present.has(key);
  }

  /** Adds a connection; true if its member was not among the people before. */
  add(connection: Connection): boolean {
    if (this.#connections.has(connection)) return false;
    this.#connections.add(connection);
    if (this.#published !== null) {
      this.#fresh ??= new Map();
      this.#fresh.set(connection, this.#published.length);
    }
    const { key, name, account } = connection.member;
    const present = this.#present.get(key);
    if (present !== undefined) {
      present.connections++;
      // A guest who claimed the name is the same person with an account.
      Object.assign(present, { name, account });
      return false;
    }
    this.#present.set(key, { name, account, connections: 1 });
    return true;
  }

  /** Removes a connection; true if it was its member's last. The member stays until `forget`. */
  remove(connection: Connection): boolean {
    if (!this.#connections.delete(connection)) return false;
    this.#fresh?.delete(connection);
    const present = this.#present.get(connection.member.key);
    return present !== undefined && --present.connections === 0;
  }

  /** Takes a member without connections off the people; false if it came back. */
  forget(key: string): boolean {
    const present = this.#present.get(key);
    if (present === undefined || present.connections > 0) return false;
    return this.#present.delete(key);
  }

  /** Tells everybody here, at the end of the turn; the sender's own connection hears it with `ref`. */
  publish(event: Event, sender: Connection | null = null, ref = ""): void {
    if (this.#connections.size === 0) return;
    const published = {
      json: JSON.stringify(event),
      sender: sender !== null && this.#connections.has(sender) ? sender : null,
      ref,
    };
    if (this.#published === null) this.#scheduler.schedulePublish(this);
    this.#published = withOne(this.#published, published);
  }

  /** Hands this turn's events to every connection. */
  onTick(): void {
    const published = this.#published;
    if (published === null) return;
    const fresh = this.#fresh;
    this.#published = this.#fresh = null;
    if (this.#seenBy !== null) {
      this.#tellEach(published, fresh, this.#seenBy);
      return;
    }
    const body = joined(published, 0, null);
    const batch: Batch = { body, frame: asFrame(body) };
    const senders = sendersOf(published);
    // Who waits for an answer is served first: a thousand frames take their time.
    for (const connection of senders?.keys() ?? []) {
      if (!this.#connections.has(connection)) continue;
      const from = fresh?.get(connection);
      if (from !== undefined) tellApart(connection, published, from);
      else if (senders?.get(connection)) tellApart(connection, published, 0);
      else connection.addBatch(batch);
    }
    for (const connection of this.#connections) {
      if (senders?.has(connection)) continue;
      const from = fresh?.get(connection);
      if (from === undefined) connection.addBatch(batch);
      else tellApart(connection, published, from);
    }
  }

  /** In a room that is not the same to everybody each is told what it is to them. */
  #tellEach(
    published: Published[],
    fresh: ReadonlyMap<Connection, number> | null,
    seenBy: SeenBy,
  ): void {
    for (const connection of this.#connections) {
      const own: Published[] = [];
      for (const event of published.slice(fresh?.get(connection) ?? 0)) {
        const json = seenBy(connection.member, event.json);
        if (json !== null) own.push({ ...event, json });
      }
      if (own.length > 0) connection.addJson(joined(own, 0, connection));
    }
  }
}

/** Those who spoke in a turn, and whether they hear it with a ref; null where nobody did. */
function sendersOf(published: Published[]): Map<Connection, boolean> | null {
  let senders: Map<Connection, boolean> | null = null;
  for (const { sender, ref } of published) {
    if (sender === null) continue;
    senders ??= new Map();
    senders.set(sender, ref !== "" || senders.get(sender) === true);
  }
  return senders;
}

/** One that joined in this turn, or whose own message comes back with its ref. */
function tellApart(connection: Connection, published: Published[], from: number): void {
  if (from < published.length) connection.addJson(joined(published, from, connection));
}

function joined(published: Published[], from: number, connection: Connection | null): string {
  let body = "";
  for (let i = from; i < published.length; i++) {
    const { json, sender, ref } = published[i]!;
    if (i > from) body += ",";
    // The ref is the sender's alone: put in before the closing brace of what everybody hears.
    if (ref !== "" && sender !== null && sender === connection) {
      body += `${json.slice(0, -1)},"ref":${JSON.stringify(ref)}}`;
    } else body += json;
  }
  return body;
}
