/** What happened to a room, as lines of an export say it. */
import type { LeavingEvent } from "./format.ts";

/**
 * What stands behind the name, as in a room's own file; a pinned message is called by `pinned`. A topic whose
 * words were erased is a dash there too.
 */
export function eventLine({ event, text = "-", to, who }: LeavingEvent, pinned: string): string {
  switch (event) {
    case "topic":
      return `set the topic: ${text}`;
    case "renamed":
      return `renamed the room to ${to}`;
    case "pinned":
    case "unpinned":
      return `${event} ${pinned}`;
    case "archived":
    case "restored":
      return `${event} the room`;
    case "added":
    case "removed":
      return `${event} ${who}`;
    case "left":
      return "left the room";
  }
}

/** The same for whoever reads a page. */
export function eventSentence(event: LeavingEvent): string {
  if (event.event !== "topic") return eventLine(event, "a message");
  if (event.text === undefined) return "changed the topic";
  return event.text === "" ? "removed the topic" : `changed the topic to “${event.text}”`;
}
