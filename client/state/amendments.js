/**
 * What an edit, an erasure or a reaction changes in the messages of a room. An erased message stays
 * erased. Pure.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { RoomState } from "./state.js"
 */

/**
 * @param {RoomState} room
 * @param {number} id
 * @param {(message: Message) => Message} amend
 */
export function amendMessage(room, id, amend) {
  if (!room.messages.some((message) => message.id === id && !message.erased)) return null;
  return { messages: room.messages.map((m) => m.id === id ? amend(m) : m) };
}

/**
 * The same, and what is told with answers to it.
 * @param {RoomState} room
 * @param {number} id
 * @param {string} text that it has now
 * @param {(message: Message) => Message} amend
 */
export function rewordMessage(room, id, text, amend) {
  const changes = amendMessage(room, id, amend);
  const { messages } = changes ?? room;
  if (!messages.some(({ to }) => to?.id === id)) return changes;
  return {
    messages: messages.map((m) => m.to?.id === id ? { ...m, to: { ...m.to, text } } : m),
  };
}

/**
 * @param {Message} message
 * @param {{ name: string, emoji: string, on: boolean }} event
 * @returns {Message}
 */
export function applyReaction(message, { name, emoji, on }) {
  const others = (message.reactions ?? []).map((reaction) =>
    reaction.emoji === emoji
      ? { emoji, names: reaction.names.filter((n) => n !== name).concat(on ? [name] : []) }
      : reaction
  ).filter(({ names }) => names.length > 0);
  const has = others.some((reaction) => reaction.emoji === emoji);
  const reactions = on && !has ? [...others, { emoji, names: [name] }] : others;
  const { reactions: _, ...bare } = message;
  return reactions.length === 0 ? bare : { ...bare, reactions };
}
