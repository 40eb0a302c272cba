/**
 * What was asked for and is not confirmed yet, laid over what is there, so that it is seen at once.
 * Pure.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { Change, RoomState, DisplayedMessage, State } from "./state.js"
 */
import { applyReaction } from "./amendments.js";

/**
 * The messages of a room as they will be.
 * @param {RoomState} room
 * @param {Change[]} changes
 * @param {string} me
 * @returns {DisplayedMessage[]} the very same where nothing waits
 */
export function withChanges({ room, epoch, messages }, changes, me) {
  const inRoom = changes.filter((change) => change.room === room && change.epoch === epoch);
  if (inRoom.length === 0) return messages;
  return messages.map((message) => {
    const own = inRoom.filter(({ id }) => id === message.id);
    return message.erased
      ? message
      : own.reduce((before, one) => applyChange(before, one, me), message);
  });
}

/**
 * One message of the open room as it will be, or null.
 * @param {State} state
 * @param {number | null} id
 */
export function messageWithChanges({ rooms, open, changes, me }, id) {
  const room = rooms.get(open ?? "");
  const message = room?.messages.find((one) => one.id === id);
  if (room === undefined || message === undefined) return null;
  return withChanges({ ...room, messages: [message] }, changes, me?.name ?? "")[0] ?? null;
}

/**
 * Ids of messages in the open room that are about to be erased, in one string so that views can
 * compare it.
 * @param {State} state
 */
export function pendingErasures({ rooms, open, changes, erasing }) {
  const epoch = rooms.get(open ?? "")?.epoch;
  const asked = changes.filter((change) =>
    change.type === "erase" && change.room === open && change.epoch === epoch
  );
  return [...new Set([...erasing, ...asked.map(({ id }) => id)])].join(" ");
}

/**
 * @param {DisplayedMessage} message
 * @param {Change} change
 * @param {string} me
 * @returns {DisplayedMessage}
 */
function applyChange(message, change, me) {
  switch (change.type) {
    case "edit":
      return { ...message, text: change.text, edited: true, pending: true };
    case "react":
      return { ...applyReaction(message, { ...change, name: me }), pending: true };
    case "erase":
      return message;
  }
}
