/**
 * The page after a room got another name: all that is known of it goes along. Pure.
 *
 * @import { State } from "./state.js"
 */

/**
 * @param {State} state
 * @param {{ room: string, to: string, name?: string }} rename
 * @returns {State}
 */
export function renameRoom(state, { room: from, to, name }) {
  const room = state.rooms.get(from);
  if (room === undefined) return state;
  if (name) return { ...state, rooms: new Map(state.rooms).set(from, { ...room, title: name }) };
  // What was said there meanwhile, to whoever did not hear it, is counted anew.
  const renamed = { ...room, room: to, counted: room.joined ? room.counted : null };
  /** @type {<T extends { room: string }>(one: T) => T} */
  const follow = (one) => one.room === from ? { ...one, room: to } : one;
  const { notificationLevels, favourites } = state.preferences;
  const { [from]: level, ...levels } = notificationLevels;
  return {
    ...state,
    rooms: new Map(
      [...state.rooms].filter(([name]) => name !== to)
        .map(([name, one]) => name === from ? [to, renamed] : [name, one]),
    ),
    open: state.open === from ? to : state.open,
    outbox: state.outbox.map(follow),
    changes: state.changes.map(follow),
    uploads: state.uploads.map(follow),
    replyTo: state.replyTo && follow(state.replyTo),
    preferences: {
      ...state.preferences,
      notificationLevels: level === undefined ? levels : { ...levels, [to]: level },
      favourites: favourites.map((one) => one === from ? to : one),
    },
  };
}
