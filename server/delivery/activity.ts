/**
 * Tells connections that something was said in rooms they have not joined: at once after a quiet
 * second, and then once a second for all rooms together, so that two hundred busy rooms cost those
 * who are elsewhere one frame a second each.
 */
import { calledIn } from "../history/mentions.ts";
import type { Connection } from "./connection.ts";
import type { TickScheduler, TickTask } from "./scheduler.ts";
import { foldName } from "../people/names.ts";
import type { Clock, Timer } from "../base/clock.ts";
import type { Message } from "../protocol.ts";

const ACTIVITY_INTERVAL_MS = 1000;
/** Milliseconds more for each room that was busy: two hundred are told of every five seconds. */
const MAX_EXTRA_ROOMS = 20;
/** People called by name that are told of in one tick. */
const MAX_CALLED = 100;

/** A room that something is said in. */
export interface ActiveRoom {
  readonly key: string;
  readonly name: string;
  readonly history: { readonly end: number };
}

/** What was said in a room since it was told last. */
interface Said {
  /** Where the first of these messages starts. */
  from: number;
  messages: number;
  /** Something that was said before is no longer what it was. */
  isAmended: boolean;
  /** Folded names of those who are called. */
  called: Set<string>;
}

/** What happens elsewhere. */
export class Activity implements TickTask {
  readonly #clock: Clock;
  readonly #scheduler: TickScheduler;
  readonly #lobby: { readonly connections: ReadonlySet<Connection> };
  readonly #isName: (folded: string) => boolean;
  readonly #rooms = new Map<ActiveRoom, Said>();
  #last = -Infinity;
  #pause = ACTIVITY_INTERVAL_MS;
  #timer: Timer | null = null;

  constructor(
    clock: Clock,
    scheduler: TickScheduler,
    lobby: { readonly connections: ReadonlySet<Connection> },
    isName: (folded: string) => boolean,
  ) {
    this.#clock = clock;
    this.#scheduler = scheduler;
    this.#lobby = lobby;
    this.#isName = isName;
  }

  /** Something was said in a room. */
  said(room: ActiveRoom, { id, text, to }: Message): void {
    const said = this.#about(room, id);
    said.messages++;
    for (const key of said.called.size < MAX_CALLED ? calledIn(text, this.#isName) : []) {
      said.called.add(key);
    }
    if (to !== undefined) said.called.add(foldName(to.name));
    this.#plan();
  }

  /** Something that was said is erased or changed: who counted it counts anew. */
  amended(room: ActiveRoom): void {
    this.#about(room, room.history.end).isAmended = true;
    this.#plan();
  }

  #about(room: ActiveRoom, from: number): Said {
    const known = this.#rooms.get(room);
    if (known !== undefined) return known;
    const said = { from, messages: 0, isAmended: false, called: new Set<string>() };
    this.#rooms.set(room, said);
    return said;
  }

  #plan(): void {
    if (this.#timer !== null) return;
    const passed = this.#clock.now() - this.#last;
    if (passed >= this.#pause || passed < 0) {
      this.#scheduler.schedulePublish(this, 0);
      return;
    }
    this.#timer = this.#clock.after(this.#pause - passed, () => {
      this.#timer = null;
      this.#scheduler.schedulePublish(this, 0);
    });
  }

  /** The room is gone. */
  forget(room: ActiveRoom): void {
    this.#rooms.delete(room);
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#rooms.clear();
  }

  /** Tells each connection of the rooms that are not its own. */
  onTick(): void {
    if (this.#rooms.size === 0) return;
    this.#last = this.#clock.now();
    this.#pause = ACTIVITY_INTERVAL_MS + MAX_EXTRA_ROOMS * Math.max(0, this.#rooms.size - 10);
    const events: { key: string; json: string; calls: ReadonlySet<string> }[] = [];
    for (const [room, { from, messages, isAmended, called: calls }] of this.#rooms) {
      const { name, history: { end } } = room;
      const json = JSON.stringify({
        type: "activity",
        room: name,
        end,
        from,
        messages,
        ...(isAmended ? { amended: true } : {}),
      });
      events.push({ key: room.key, json, calls });
    }
    this.#rooms.clear();
    const all = events.map(({ json }) => json).join(",");
    const isCalling = events.some(({ calls }) => calls.size > 0);
    /** What those hear who are in the same of these rooms: made once for all of them. */
    const bodies = new Map<string, string>();
    for (const connection of this.#lobby.connections) {
      const { joined, member } = connection;
      const here = events.filter(({ key }) => joined.has(key));
      const called = isCalling
        ? events.filter(({ key, calls }) => !joined.has(key) && calls.has(member.key))
        : [];
      const which = here.map(({ key }) => key).join("\n");
      let body = called.length > 0 ? undefined : here.length === 0 ? all : bodies.get(which);
      if (body === undefined) {
        body = events.filter((event) => !here.includes(event))
          .map((event) => called.includes(event) ? calling(event.json) : event.json).join(",");
        if (called.length === 0) bodies.set(which, body);
      }
      if (body !== "") connection.addJson(body);
    }
  }
}

/** The event for somebody who is called by name in it. */
function calling(json: string): string {
  return `${json.slice(0, -1)},"mentioned":true}`;
}
