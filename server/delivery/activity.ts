/**
 * Tells connections that something was said in rooms they have not joined: at once after a quiet
 * second, and then in rounds. A round tells everybody of all rooms together, a slice of the connections
 * at a time. Its invariant: whatever the number of rooms and people, rounds send no more than
 * `MAX_BYTES_PER_SECOND`, and the next begins when everybody was told of the last; only whoever is called
 * by name is never kept waiting.
 */
import { calledIn } from "../history/mentions.ts";
import type { Connection, Member } from "./connection.ts";
import type { Publication, TickScheduler } from "./scheduler.ts";
import { foldName } from "../people/names.ts";
import type { Clock, Timer } from "../base/clock.ts";
import type { Message } from "../protocol.ts";

/** The shortest time from the beginning of one round to that of the next. */
const ROUND_INTERVAL_MS = 1000;
/** What rounds may send a second, in UTF-16 units: a thousand people and two hundred rooms take 90 s. */
const MAX_BYTES_PER_SECOND = 200 * 1024;
/** Time between two slices of a round. */
const SLICE_INTERVAL_MS = 50;
/** What a round sends at once: that of a family, or a class, is over with it. */
const FIRST_SLICE_BYTES = 32 * 1024;
/** People called by name in one room that are told so at once. */
const MAX_CALLED = 100;

/** A room that something is said in. */
export interface ActiveRoom {
  readonly key: string;
  readonly name: string;
  readonly history: { readonly end: number };
  isFor(member: Member): boolean;
}

/** What was said in a room since it was told last. */
interface Said {
  /** Where the first of these messages starts. */
  from: number;
  messages: number;
  /** Something that was said before is no longer what it was. */
  isAmended: boolean;
  /** How many of them each said, by folded name; of more than a hundred the first. */
  by: Map<string, number>;
  /** Folded names of those who are called and were not told yet, and who calls them. */
  called: Map<string, Set<string>>;
  /** Folded names of those who called everybody: the others are. */
  callers: Set<string>;
}

/** One room in a round. */
interface RoomEvent {
  room: ActiveRoom;
  said: Said;
  json: string;
}

/** What is being told, and who still has to hear it. */
interface Round {
  events: RoomEvent[];
  all: string;
  waiting: Connection[];
  /** Rooms, by key, that somebody was told of when they were called. */
  called: ReadonlyMap<Connection, ReadonlySet<string>>;
  ignoredBy: IgnoredBy;
}

/** Folded names of those whom somebody does not want to hear. */
type IgnoredBy = (member: Member) => ReadonlySet<string>;

/** What happens elsewhere. */
export class Activity implements Publication {
  /** Few at a time, and never held up by a crowd. */
  readonly reach = 0;
  readonly #clock: Clock;
  readonly #scheduler: TickScheduler;
  readonly #lobby: { readonly connections: ReadonlySet<Connection> };
  readonly #isName: (folded: string) => boolean;
  readonly #ignoredBy: IgnoredBy;
  readonly #rooms = new Map<ActiveRoom, Said>();
  #round: Round | null = null;
  #last = -Infinity;
  #timer: Timer | null = null;
  #isPlanned = false;
  #slicing: Timer | null = null;

  constructor(
    clock: Clock,
    scheduler: TickScheduler,
    lobby: { readonly connections: ReadonlySet<Connection> },
    isName: (folded: string) => boolean,
    ignoredBy?: IgnoredBy,
  ) {
    this.#clock = clock;
    this.#scheduler = scheduler;
    this.#lobby = lobby;
    this.#isName = isName;
    const nobody = new Set<string>();
    this.#ignoredBy = ignoredBy ?? (() => nobody);
  }

  /** Something was said in a room. */
  said(room: ActiveRoom, { id, name, text, to, calls }: Message): void {
    const said = this.#about(room, id);
    const by = foldName(name);
    said.messages++;
    if (said.by.has(by) || said.by.size < MAX_CALLED) said.by.set(by, (said.by.get(by) ?? 0) + 1);
    // Most call nobody, and nothing is made for them.
    if (said.called.size < MAX_CALLED && text.includes("@")) {
      for (const key of calledIn(text, this.#isName)) call(said, key, by);
    }
    if (to !== undefined) call(said, foldName(to.name), by);
    if (calls !== undefined) said.callers.add(by);
    this.#plan();
  }

  /** Something that was said is erased or changed: who counted it counts anew. */
  amended(room: ActiveRoom): void {
    this.#about(room, room.history.end).isAmended = true;
    this.#plan();
  }

  /** The room goes on as another. */
  renamed(room: ActiveRoom, now: ActiveRoom): void {
    const said = this.#rooms.get(room);
    if (said !== undefined) this.#rooms.set(now, said);
    this.#rooms.delete(room);
  }

  /** The room is gone. */
  forget(room: ActiveRoom): void {
    this.#rooms.delete(room);
  }

  close(): void {
    this.#timer?.cancel();
    this.#slicing?.cancel();
    this.#timer = this.#slicing = this.#round = null;
    this.#rooms.clear();
  }

  /** Tells whoever is called, and begins a round where none goes on. */
  onTick(): void {
    this.#isPlanned = false;
    if (this.#rooms.size === 0) return;
    this.#last = this.#clock.now();
    const called = this.#tellCalled();
    if (this.#round !== null) return;
    const events = [...this.#rooms].map(([room, said]) => ({
      room,
      said,
      json: JSON.stringify(eventOf(room, said)),
    }));
    this.#rooms.clear();
    const all = events.map(({ json }) => json).join(",");
    const waiting = [...this.#lobby.connections];
    this.#round = { events, all, waiting, called, ignoredBy: this.#ignoredBy };
    this.#tellSlice(FIRST_SLICE_BYTES);
  }

  #about(room: ActiveRoom, from: number): Said {
    const known = this.#rooms.get(room);
    if (known !== undefined) return known;
    const said = {
      from,
      messages: 0,
      isAmended: false,
      by: new Map<string, number>(),
      called: new Map<string, Set<string>>(),
      callers: new Set<string>(),
    };
    this.#rooms.set(room, said);
    return said;
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    const passed = this.#clock.now() - this.#last;
    if (passed >= ROUND_INTERVAL_MS || passed < 0) {
      this.#scheduler.schedulePublish(this);
      return;
    }
    this.#timer = this.#clock.after(ROUND_INTERVAL_MS - passed, () => {
      this.#scheduler.schedulePublish(this);
    });
  }

  /** Called by name, one is told that and how far the room is; the round tells the others. */
  #tellCalled(): Map<Connection, Set<string>> {
    const told = new Map<Connection, Set<string>>();
    const calling = [...this.#rooms].filter(([, { called, callers }]) =>
      called.size + callers.size > 0
    );
    if (calling.length === 0) return told;
    for (const connection of this.#lobby.connections) {
      const { joined, member } = connection;
      const ignored = this.#ignoredBy(member);
      for (const [room, said] of calling) {
        if (!isCalled(member.key, said, ignored)) continue;
        if (joined.has(room.key) || !room.isFor(member)) continue;
        connection.tell({ ...eventOf(room, said, ignored), mentioned: true });
        const keys = told.get(connection) ?? new Set();
        told.set(connection, keys.add(room.key));
      }
    }
    for (const [, { called, callers }] of calling) {
      called.clear();
      callers.clear();
    }
    return told;
  }

  #tellSlice(budget: number): void {
    const round = this.#round;
    if (round === null) return;
    for (let left = budget; left > 0 && round.waiting.length > 0;) {
      const connection = round.waiting.pop()!;
      // Who has gone meanwhile has nobody to tell.
      if (!this.#lobby.connections.has(connection)) continue;
      const body = bodyFor(connection, round);
      if (body === "") continue;
      connection.addJson(body);
      left -= body.length;
    }
    if (round.waiting.length === 0) {
      this.#round = null;
      if (this.#rooms.size > 0) this.#plan();
      return;
    }
    this.#slicing = this.#clock.after(SLICE_INTERVAL_MS, () => {
      this.#tellSlice(MAX_BYTES_PER_SECOND * SLICE_INTERVAL_MS / 1000);
    });
  }
}

/** Somebody is called, and by whom. */
function call({ called }: Said, key: string, by: string): void {
  called.set(key, (called.get(key) ?? new Set()).add(by));
}

/** True for somebody who is called by name, or with everybody by somebody else. */
function isCalled(key: string, { called, callers }: Said, ignored: ReadonlySet<string>): boolean {
  const isMeant = (by: string): boolean => by !== key && !ignored.has(by);
  const own = [...called.get(key) ?? []];
  return own.some((by) => !ignored.has(by)) || [...callers].some(isMeant);
}

/** What is told of a room, to somebody who does not want to hear these. */
function eventOf(
  { name, history: { end } }: ActiveRoom,
  { from, messages, by, isAmended }: Said,
  ignored: Iterable<string> = [],
) {
  const amended = isAmended ? { amended: true as const } : {};
  let heard = messages;
  for (const key of ignored) heard -= by.get(key) ?? 0;
  return { type: "activity" as const, room: name, end, from, messages: heard, ...amended };
}

/** The events of rooms for it that a connection has not joined and was not told of, as JSON joined by commas. */
function bodyFor(connection: Connection, round: Round): string {
  const { events, all, called, ignoredBy } = round;
  const { joined, member } = connection;
  const ignored = ignoredBy(member);
  const told = called.get(connection);
  const heard = events.filter(({ room }) =>
    !joined.has(room.key) && !told?.has(room.key) && room.isFor(member)
  );
  const isIgnored = ({ by }: Said): boolean => [...ignored].some((key) => by.has(key));
  if (ignored.size > 0 && events.some(({ said }) => isIgnored(said))) {
    // Somebody who does not want to hear one of those who spoke: told of what others said alone.
    return heard.map(({ room, said }) => eventOf(room, said, ignored))
      .filter(({ messages, amended }) => messages > 0 || amended)
      .map((event) => JSON.stringify(event)).join(",");
  }
  return heard.length === events.length ? all : heard.map(({ json }) => json).join(",");
}
