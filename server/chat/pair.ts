/** What the two people of a private conversation are told who are elsewhere. */
import type { Connection } from "../delivery/connection.ts";
import type { Room } from "./room.ts";
import type { Event } from "../protocol.ts";

/** Tells those of the two who are not in the room, each by the other's name. */
export function tellPair(
  connections: Iterable<Connection>,
  room: Room,
  event: (name: string) => Event,
): void {
  for (const connection of connections) {
    if (room.isFor(connection.member) && !connection.joined.has(room.key)) {
      connection.tell(event(room.nameFor(connection.member)));
    }
  }
}

/** Tells that something was said, or that words which were there are others. */
export function stirPair(
  connections: Iterable<Connection>,
  room: Room,
  how: { amended?: true } = {},
): void {
  const { end } = room.history;
  tellPair(connections, room, (name) => ({ type: "activity", room: name, end, ...how }));
}
