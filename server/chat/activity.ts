/**
 * Tells connections that something was said in rooms they have not joined: at once after a quiet
 * second, and then once a second for all rooms together, so that two hundred busy rooms cost those
 * who are elsewhere one frame a second each.
 */
import type { Listener, Turn, TurnWork } from "./listener.ts";
import type { Room } from "./room.ts";
import type { Clock, Timer } from "../base/clock.ts";

const EVERY = 1000;

/** What happens elsewhere. */
export class Activity implements TurnWork {
  readonly #clock: Clock;
  readonly #turn: Turn;
  readonly #listeners: () => ReadonlySet<Listener>;
  readonly #rooms = new Set<Room>();
  #last = -Infinity;
  #timer: Timer | null = null;

  constructor(clock: Clock, turn: Turn, listeners: () => ReadonlySet<Listener>) {
    this.#clock = clock;
    this.#turn = turn;
    this.#listeners = listeners;
  }

  /** Something was said in a room. */
  said(room: Room): void {
    this.#rooms.add(room);
    if (this.#timer !== null) return;
    const passed = this.#clock.now() - this.#last;
    if (passed >= EVERY || passed < 0) {
      this.#turn.speak(this);
      return;
    }
    this.#timer = this.#clock.after(EVERY - passed, () => {
      this.#timer = null;
      this.#turn.speak(this);
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
    const events: { key: string; json: string }[] = [];
    for (const room of this.#rooms) {
      const json = JSON.stringify({
        type: "activity",
        room: room.name,
        end: room.history.end,
      });
      events.push({ key: room.key, json });
    }
    this.#rooms.clear();
    const all = events.map(({ json }) => json).join(",");
    for (const listener of this.#listeners()) {
      let body = all;
      if (events.some(({ key }) => listener.joined.has(key))) {
        body = events.filter(({ key }) => !listener.joined.has(key)).map((e) => e.json).join(",");
      }
      if (body !== "") listener.add(body);
    }
  }
}
