/**
 * What happened to a room, as the page keeps it beside the messages. Pure.
 *
 * @import { RoomEvent } from "../../server/protocol.ts"
 * @import { RoomState } from "./state.js"
 */

/** What is kept of one room: the newest. */
const MAX_EVENTS = 300;

/**
 * Two runs in the order of the file; the later one wins where both have a line.
 * @param {RoomEvent[]} [a]
 * @param {RoomEvent[]} [b]
 */
export function mergeEvents(a = [], b = []) {
  const byId = new Map([...a, ...b].map((event) => [event.id, event]));
  return [...byId.values()].sort((x, y) => x.id - y.id).slice(-MAX_EVENTS);
}

/**
 * What changes when the words of a topic are gone; null where it was none.
 * @param {RoomState} room
 * @param {number} id
 */
export function eraseTopic({ events = [] }, id) {
  if (!events.some((event) => event.id === id)) return null;
  return {
    events: events.map((event) => {
      const { text: _, ...bare } = event;
      return event.id === id ? bare : event;
    }),
  };
}
