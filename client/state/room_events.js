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
 * @template {{ id: number }} L
 * @param {L[]} a
 * @param {L[]} b
 */
export function mergeById(a, b) {
  const byId = new Map([...a, ...b].map((line) => [line.id, line]));
  return [...byId.values()].sort((x, y) => x.id - y.id);
}

/**
 * @param {RoomEvent[]} [a]
 * @param {RoomEvent[]} [b]
 */
export function mergeEvents(a = [], b = []) {
  return mergeById(a, b).slice(-MAX_EVENTS);
}

/**
 * What changes when the words of a topic are gone; null where it was none.
 * @param {RoomState} room
 * @param {number} id
 */
export function eraseTopic({ events = [] }, id) {
  const topic = events.find((event) => event.id === id);
  if (topic === undefined) return null;
  const { text: _, ...bare } = topic;
  return { events: mergeEvents(events, [bare]) };
}
