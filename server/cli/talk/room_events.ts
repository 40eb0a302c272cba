/** What happened to a room, as a sentence. Pure. */
import type { RoomEvent } from "../../protocol.ts";

/** The sentence; `target` is what the pinned message is called. */
export function eventText(event: RoomEvent, target: string): string {
  const { name, who = "", to = "" } = event;
  switch (event.event) {
    case "topic":
      return topicText(event);
    case "renamed":
      return `${name} renamed the room to ${to}`;
    case "pinned":
      return `${name} pinned ${target}`;
    case "archived":
      return `${name} archived the room: it is read, and no longer written`;
    case "restored":
      return `${name} opened the room again`;
    case "added":
      return `${name} added ${who}`;
    case "removed":
      return `${name} removed ${who}`;
    case "left":
      return `${name} left the room for good`;
    default:
      // A newer server knows more.
      return `${name} changed the room`;
  }
}

function topicText({ name, text }: RoomEvent): string {
  if (text === undefined) return `${name} set the topic (erased)`;
  return text === "" ? `${name} took the topic away` : `${name} set the topic: ${text}`;
}
