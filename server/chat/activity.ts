/**
 * Tells connections that something was said in rooms they have not joined: at once after a quiet
 * second, and then once a second for all rooms together, so that two hundred busy rooms cost those
 * who are elsewhere one frame a second each.
 */
import { callsIn, isCalled } from "./mentions.ts";
import type { Listener } from "./listener.ts";
import type { Room } from "./room.ts";
import type { Turn, TurnWork } from "./turn.ts";
import type { Clock, Timer } from "../base/clock.ts";
import type { Message } from "../protocol.ts";

const EVERY = 1000;
/** Milliseconds more for each room that was busy: two hundred are told of every five seconds. */
const MORE_EACH = 20;
/** Calls by name that are told of in one tick; who is called more often is called. */
const MOST_CALLS = 100;

/** What was said in a room since it was told last. */
interface Said {
  /** Where the first of these messages starts. */
  from: number;
  messages: number;
  calls: string[];
}

/** What happens elsewhere. */
export class Activity implements TurnWork {
  readonly #clock: Clock;
  readonly #turn: Turn;
  readonly #listeners: () => ReadonlySet<Listener>;
  readonly #rooms = new Map<Room, Said>();
  #last = -Infinity;
  #pause = EVERY;
  #timer: Timer | null = null;

  constructor(clock: Clock, turn: Turn, listeners: () => ReadonlySet<Listener>) {
    this.#clock = clock;
    this.#turn = turn;
    this.#listeners = listeners;
  }

  /** Something was said in a room. */
  said(room: Room, { id, text }: Message): void {
    const said = this.#rooms.get(room) ?? { from: id, messages: 0, calls: [] };
    said.messages++;
    if (said.calls.length < MOST_CALLS) said.calls.push(...callsIn(text));
    this.#rooms.set(room, said);
    if (this.#timer !== null) return;
    const passed = this.#clock.now() - this.#last;
    if (passed >= this.#pause || passed < 0) {
      this.#turn.speak(this, 0);
      return;
    }
    this.#timer = this.#clock.after(this.#pause - passed, () => {
      this.#timer = null;
      this.#turn.speak(this, 0);
    });
  }

  /** The room is gone. */
  forget(room: Room): void {
    this.#rooms.delete(room);
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#rooms.clear();
  }

  /** Tells each connection of the rooms that are not its own. */
  endTurn(): void {
    if (this.#rooms.size === 0) return;
    this.#last = this.#clock.now();
    this.#pause = EVERY + MORE_EACH * Math.max(0, this.#rooms.size - 10);
    const events: { key: string; json: string; calls: string[] }[] = [];
    for (const [room, { from, messages, calls }] of this.#rooms) {
      const { name, history: { end } } = room;
      const json = JSON.stringify({ type: "activity", room: name, end, from, messages });
      events.push({ key: room.key, json, calls });
    }
    this.#rooms.clear();
    const all = events.map(({ json }) => json).join(",");
    const isCalling = events.some(({ calls }) => calls.length > 0);
    /** What those hear who are in the same of these rooms: made once for all of them. */
    const bodies = new Map<string, string>();
    for (const listener of this.#listeners()) {
      const { joined, member } = listener;
      const here = events.filter(({ key }) => joined.has(key));
      const called = isCalling
        ? events.filter(({ key, calls }) => !joined.has(key) && isCalled(calls, member.key))
        : [];
      const which = here.map(({ key }) => key).join("\n");
      let body = called.length > 0 ? undefined : here.length === 0 ? all : bodies.get(which);
      if (body === undefined) {
        body = events.filter((event) => !here.includes(event))
          .map((event) => called.includes(event) ? calling(event.json) : event.json).join(",");
        if (called.length === 0) bodies.set(which, body);
      }
      if (body !== "") listener.add(body);
    }
  }
}

/** The event for somebody who is called by name in it. */
function calling(json: string): string {
  return `${json.slice(0, -1)},"mentioned":true}`;
}
