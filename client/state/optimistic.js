/**
 * What was asked for and is not confirmed yet, laid over what is there, so that it is seen at once.
 * Pure.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { Change, RoomState, Shown, State } from "./state.js"
 */
import { reacted } from "./reduce_room.js";

/**
 * The messages of a room as they will be.
 * @param {RoomState} room
 * @param {Change[]} changes
 * @param {string} me
 * @returns {Shown[]} the very same where nothing waits
 */
export function wished({ room, epoch, messages }, changes, me) {
  const here = changes.filter((change) => change.room === room && change.epoch === epoch);
  if (here.length === 0) return messages;
  return messages.map((message) => {
    const own = here.filter(({ id }) => id === message.id);
    return message.erased ? message : own.reduce((before, one) => laid(before, one, me), message);
  });
}

/**
 * One message of the open room as it will be, or null.
 * @param {State} state
 * @param {number | null} id
 */
export function wishedMessage({ rooms, open, changes, me }, id) {
  const room = rooms.get(open ?? "");
  const message = room?.messages.find((one) => one.id === id);
  if (room === undefined || message === undefined) return null;
  return wished({ ...room, messages: [message] }, changes, me?.name ?? "")[0] ?? null;
}

/**
 * Ids of messages in the open room that are about to be erased, in one string so that views can
 * compare it.
 * @param {State} state
 */
export function goingIn({ rooms, open, changes, erasing }) {
  const epoch = rooms.get(open ?? "")?.epoch;
  const asked = changes.filter((change) =>
    change.type === "erase" && change.room === open && change.epoch === epoch
  );
  return [...new Set([...erasing, ...asked.map(({ id }) => id)])].join(" ");
}

/**
 * @param {Shown} message
 * @param {Change} change
 * @param {string} me
 * @returns {Shown}
 */
function laid(message, change, me) {
  switch (change.type) {
    case "edit":
      return { ...message, text: change.text, edited: true, waiting: true };
    case "react":
      return { ...reacted(message, { ...change, name: me }), waiting: true };
    case "erase":
      return message;
  }
}
