/**
 * Who has read how far, told among the accounts of a small room: a private conversation, or a room of at most
 * twenty people, who are those who are there and the accounts that ever read in it. Whoever tells nobody is
 * told of nobody. However fast people read, a room is told at most once a second.
 */
import type { Room } from "../room.ts";
import type { Clock } from "../../base/clock.ts";
import type { Connection } from "../../delivery/connection.ts";
import type { ReadMarks } from "../../people/read_marks.ts";

/** What it needs from outside. */
export interface SeenByOptions {
  marks: ReadMarks;
  clock: Clock;
  /** The name of an account that tells how far it has read; null for any other folded name. */
  readerName: (key: string) => string | null;
}

/** People of the largest room in which it is told. */
export const MAX_SEEN_BY_PEOPLE = 20;
const INTERVAL_MS = 1000;
/** People who are told at once that a room has grown too large; pages show nothing in one that has. */
const MAX_TAKEN_BACK_FROM = 5 * MAX_SEEN_BY_PEOPLE;

/** What tells people who has seen what. */
export class SeenBy {
  readonly #options: SeenByOptions;
  /** Rooms that were told less than a second ago, and who has read on there since. */
  readonly #waiting = new Map<Room, Set<string>>();
  /** Rooms in which something was told: once one is too large, that is taken back. */
  readonly #told = new WeakSet<Room>();

  constructor(options: SeenByOptions) {
    this.#options = options;
  }

  /** Somebody has come into a room, and is told how far the others have read. */
  joined(connection: Connection, room: Room): void {
    if (this.#hears(connection) && this.#isSmall(room)) this.#tellAll(connection, room);
  }

  /** An account has read on. */
  moved(room: Room, account: string): void {
    const { clock, readerName } = this.#options;
    if (readerName(account) === null) return;
    if (!this.#isSmall(room)) return this.#takeBack(room);
    const waiting = this.#waiting.get(room);
    if (waiting !== undefined) {
      waiting.add(account);
      return;
    }
    this.#waiting.set(room, new Set());
    this.#tell(room, [account]);
    clock.after(INTERVAL_MS, () => this.#tellWaiting(room));
  }

  /** An account tells from now on how far it has read, or does no more; `rooms`: those it has read in. */
  changed({ key, name }: { key: string; name: string }, rooms: Iterable<Room>): void {
    const isOn = this.#options.readerName(key) !== null;
    for (const room of rooms) {
      if (!this.#isSmall(room)) continue;
      if (isOn) this.#tell(room, [key]);
      else this.#forget(room, key, name);
      for (const connection of room.audience.connections) {
        if (connection.member.key !== key || !connection.member.account) continue;
        if (isOn) this.#tellAll(connection, room);
        else for (const reader of this.#readers(room)) forget(connection, room, reader.name);
      }
    }
  }

  #tellWaiting(room: Room): void {
    const waiting = this.#waiting.get(room);
    this.#waiting.delete(room);
    if (waiting === undefined || waiting.size === 0 || !this.#isSmall(room)) return;
    this.#waiting.set(room, new Set());
    this.#tell(room, [...waiting]);
    this.#options.clock.after(INTERVAL_MS, () => this.#tellWaiting(room));
  }

  /** Tells those who are in a room how far some have read. */
  #tell(room: Room, accounts: string[]): void {
    const readers = this.#readers(room).filter(({ key }) => accounts.includes(key));
    for (const connection of room.audience.connections) {
      if (this.#hears(connection)) this.#tellOf(connection, room, readers);
    }
  }

  #tellAll(connection: Connection, room: Room): void {
    this.#tellOf(connection, room, this.#readers(room));
  }

  #tellOf(connection: Connection, room: Room, readers: Reader[]): void {
    const { member } = connection;
    this.#told.add(room);
    for (const { key, name, id } of readers) {
      if (key === member.key) continue;
      connection.tell({ type: "read_by", room: room.nameFor(member), name, id });
    }
  }

  /** The room has grown: what was told there is old from now on. In a crowd that waits until it is over. */
  #takeBack(room: Room): void {
    if (room.audience.size > MAX_TAKEN_BACK_FROM || !this.#told.delete(room)) return;
    for (const { key, name } of this.#readers(room)) this.#forget(room, key, name);
  }

  #forget(room: Room, account: string, name: string): void {
    for (const connection of room.audience.connections) {
      if (this.#hears(connection) && connection.member.key !== account) {
        forget(connection, room, name);
      }
    }
  }

  /** Those who have read in a room, may be there and tell it. */
  #readers(room: Room): Reader[] {
    const { marks, readerName } = this.#options;
    return marks.in(room.key, room.history.epoch)
      .filter(({ account }) => room.isFor({ key: account, account: true }))
      .map(({ account, id }) => ({ key: account, name: readerName(account) ?? "", id }))
      .filter(({ name }) => name !== "");
  }

  #hears({ member }: Connection): boolean {
    return member.account && this.#options.readerName(member.key) !== null;
  }

  #isSmall(room: Room): boolean {
    const { marks } = this.#options;
    const { audience } = room;
    if (audience.size > MAX_SEEN_BY_PEOPLE) return false;
    // Looked at one by one only where there are few.
    if (marks.readers(room.key) > 2 * MAX_SEEN_BY_PEOPLE) return false;
    const away = marks.in(room.key, room.history.epoch)
      .filter(({ account }) => !audience.isHere(account)).length;
    return audience.size + away <= MAX_SEEN_BY_PEOPLE;
  }
}

/** Somebody who has read up to a message. */
interface Reader {
  key: string;
  name: string;
  id: number;
}

function forget(connection: Connection, room: Room, name: string): void {
  connection.tell({ type: "read_by", room: room.nameFor(connection.member), name, id: 0 });
}
