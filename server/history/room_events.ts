/**
 * What lines tell that happened to a room as a whole, for their places among the messages. They are no
 * messages: nobody counts, searches or pages by them, and of many a page tells the newest alone.
 */
import { isErased } from "./room_facts.ts";
import { type Entry, STAMP_LENGTH } from "./line.ts";
import { formatIso } from "../base/clock.ts";
import type { RoomEvent } from "../protocol.ts";

/** What one page tells at most, so that a thousand pins in a row make nobody's page heavy. */
export const MAX_PAGE_EVENTS = 100;

/** Where a line may go on behind the name of who did it. */
const EVENT =
  / (?:set the topic: |pinned \d|renamed the room to |(?:archived|restored|left) the room$|(?:added|removed) \S)/;

/** False for a line that surely tells nothing of the kind, so that nobody parses it. */
export function mayBeRoomEvent(line: string): boolean {
  return line.startsWith("* ", STAMP_LENGTH) && EVENT.test(line);
}

/** What an entry tells that happened to the room; null where it is nothing that is shown. */
export function roomEventOf(entry: Entry, id: number): RoomEvent | null {
  const about = { id, time: formatIso(entry.time), name: entry.name };
  switch (entry.kind) {
    case "topic":
      return isErased(entry)
        ? { ...about, event: "topic" }
        : { ...about, event: "topic", text: entry.text };
    case "pinned":
      return entry.on && entry.id < id ? { ...about, event: "pinned", target: entry.id } : null;
    case "renamed":
      return { ...about, event: "renamed", to: entry.to };
    case "archived":
      return { ...about, event: entry.on ? "archived" : "restored" };
    case "added":
    case "removed":
      return { ...about, event: entry.kind, who: entry.who };
    case "left":
      return { ...about, event: "left" };
    default:
      return null;
  }
}

/** The same without its words. */
export function withoutWords({ text: _, ...event }: RoomEvent): RoomEvent {
  return event;
}

/** Takes the words of topics that were erased out of a run, in place. */
export function dropErased<R extends { events?: RoomEvent[] }>(
  run: R,
  isErased: (id: number) => boolean,
): R {
  for (const [i, event] of run.events?.entries() ?? []) {
    if (isErased(event.id)) run.events![i] = withoutWords(event);
  }
  return run;
}

/** What of these happened between two places of the file, the end left out. */
export function eventsWithin(
  events: readonly RoomEvent[] | undefined,
  start: number,
  end: number,
): { events?: RoomEvent[] } {
  const within = (events ?? []).filter(({ id }) => id >= start && id < end);
  return within.length === 0 ? {} : { events: within };
}

/** What happened in the lines that somebody reads, in either direction. */
export class EventsFound {
  readonly #events: RoomEvent[] = [];

  /** True where more would not be told. */
  get isFull(): boolean {
    return this.#events.length >= MAX_PAGE_EVENTS;
  }

  take(entry: Entry, id: number): void {
    const event = this.isFull ? null : roomEventOf(entry, id);
    if (event !== null) this.#events.push(event);
  }

  /** What of it is in a run, in the order of the file. */
  within(start: number, end: number): { events?: RoomEvent[] } {
    return eventsWithin(this.#events.toSorted((a, b) => a.id - b.id), start, end);
  }
}
