/** What the two people of a private conversation are told who are elsewhere. */
import type { Listener } from "../delivery/outbox.ts";
import type { Room } from "./room.ts";
import type { Event } from "../protocol.ts";

/** Tells those of the two who are not in the room, each by the other's name. */
export function tellPair(
  listeners: Iterable<Listener>,
  room: Room,
  event: (name: string) => Event,
): void {
  for (const listener of listeners) {
    if (room.isFor(listener.member) && !listener.joined.has(room.key)) {
      listener.tell(event(room.nameFor(listener.member)));
    }
  }
}

/** Tells that something was said, or that words which were there are others. */
export function stirPair(
  listeners: Iterable<Listener>,
  room: Room,
  how: { amended?: true } = {},
): void {
  const { end } = room.history;
  tellPair(listeners, room, (name) => ({ type: "activity", room: name, end, ...how }));
}
