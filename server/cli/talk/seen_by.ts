/** Who has read how far, where people tell it: in private conversations and small rooms. */
import { BoundedMap } from "../../base/bounded_map.ts";
import type { Event } from "../../protocol.ts";

/** Rooms of which it is kept, and readers of one. */
const MAX_ROOMS = 50;
const MAX_READERS = 100;

/** What was told of readers. */
export class SeenBy {
  readonly #rooms = new BoundedMap<string, readonly [name: string, id: number][]>(MAX_ROOMS);

  hear({ room, name, id }: Extract<Event, { type: "read_by" }>): void {
    const others = this.of(room).filter(([other]) => other !== name);
    const all: [string, number][] = id === 0 ? others : [...others, [name, id]];
    this.#rooms.set(room, all.slice(-MAX_READERS));
  }

  /** Names and how far each has read. */
  of(room: string): [name: string, id: number][] {
    return [...this.#rooms.get(room) ?? []];
  }
}
