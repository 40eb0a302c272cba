/**
 * What nobody at this page has seen of a room that it hears: counted from the messages it has.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { RoomState, State } from "./state.js"
 */
import { isBlocked } from "./blocks.js";
import { foldCall, isAddressedTo } from "../text/mention.js";

/**
 * Names that could be meant in a room.
 * @param {RoomState} room
 */
export function namesIn(room) {
  return room.users.map(({ name }) => name);
}

/**
 * Names in a room that begin as one's own does and go on, a line each: who writes one calls somebody else.
 * @param {RoomState} room
 * @param {string} me
 */
export function longerNamesIn(room, me) {
  const key = foldCall(me);
  return namesIn(room).filter((name) => name !== me && foldCall(name).startsWith(key)).join("\n");
}

/**
 * What others said after a message: how much of it, how much of that calls me, and where it begins.
 * @param {State} state
 * @param {RoomState} room
 * @param {Message[]} messages
 * @param {number} read
 */
export function unreadAfter(state, room, messages, read) {
  const me = state.me?.name ?? "";
  const unread = messages.filter(({ id, name, erased }) =>
    id > read && name !== me && !erased && !isBlocked(state, name)
  );
  const others = namesIn(room);
  const mentioned = unread.filter((message) => isAddressedTo(message, me, others));
  return { unread: unread.length, mentions: mentioned.length, first: unread[0]?.id ?? null };
}

/**
 * Other words stand in a message, or none: what was unread of it may be so no longer.
 * @param {State} state
 * @param {RoomState} room
 * @param {{ messages: Message[] } | null} changes
 * @returns {Partial<RoomState> | null}
 */
export function recountUnread(state, room, changes) {
  if (changes === null || room.unread === 0) return changes;
  const before = unreadAfter(state, room, room.messages, room.read);
  const after = unreadAfter(state, room, changes.messages, room.read);
  return {
    ...changes,
    unread: Math.max(0, room.unread + after.unread - before.unread),
    mentions: Math.max(0, room.mentions + after.mentions - before.mentions),
    separator: room.separator === before.first ? after.first : room.separator,
  };
}
