/**
 * What views need to know, derived from the state: sorted rooms, and the rows of a conversation with
 * their days, groups and separators. Pure.
 *
 * @import { Notice, Preferences, RoomState, Row, Shown, State } from "./state.js"
 */
import { dayKey } from "../text/time.js";

/**
 * One thing in the list of messages.
 * @typedef {{ kind: "message", key: string, message: Shown, first: boolean, mine: boolean }
 *   | { kind: "pending", key: string, row: Row, first: boolean }
 *   | { kind: "day", key: string, time: string }
 *   | { kind: "unread", key: string }
 *   | { kind: "notice", key: string, notice: Notice }} Item
 */

/** Messages of one person within this time stand together. */
const GROUP = 5 * 60 * 1000;
/** Room 2 before room 10. */
const BY_NAME = new Intl.Collator(undefined, { numeric: true });

/**
 * Rooms of everybody first, then private conversations, each by name or, if that is wished, with the
 * newest talk first.
 * @param {Pick<State, "rooms"> & { preferences: Pick<Preferences, "order"> }} state
 */
export function roomList({ rooms, preferences: { order } }) {
  return [...rooms.values()].sort((a, b) =>
    Number(isPrivate(a.room)) - Number(isPrivate(b.room)) ||
    (order === "activity" ? b.said - a.said : 0) || BY_NAME.compare(a.room, b.room)
  );
}

/**
 * A time after that of every room: something is happening now, whatever clock anybody has.
 * @param {Pick<State, "rooms">} state
 */
export function latest({ rooms }) {
  let last = 0;
  for (const { said } of rooms.values()) last = Math.max(last, said);
  return last + 1;
}

/**
 * Who is writing in the open room just now, in one string so that views can compare it.
 * @param {State} state
 */
export function writersIn(state) {
  const writing = openRoom(state)?.writing ?? new Map();
  return [...writing].filter(([, until]) => until > state.now).map(([name]) => name).join("\n");
}

/**
 * True for somebody who makes rooms.
 * @param {State} state
 */
export function managesRooms({ door, me }) {
  return door.rooms === "everyone" || (me?.admin ?? false);
}

/**
 * True for somebody who may delete the open room.
 * @param {State} state
 */
export function canDelete({ me, open, rooms }) {
  if (open === null || isPrivate(open)) return false;
  return (me?.admin ?? false) || (rooms.get(open)?.mine ?? false);
}

/** @param {string} room */
export function isPrivate(room) {
  return room.startsWith("@");
}

/**
 * What a room is called on the screen.
 * @param {string} room
 */
export function labelOf(room) {
  return isPrivate(room) ? room.slice(1) : room;
}

/**
 * @param {State} state
 * @returns {RoomState | null}
 */
export function openRoom(state) {
  return state.open === null ? null : state.rooms.get(state.open) ?? null;
}

/**
 * Messages that wait, in the rooms that one wants to hear of.
 * @param {State} state
 */
export function unreadInAll({ rooms, preferences }) {
  let count = 0;
  for (const { room, unread, mentions } of rooms.values()) {
    if (levelOf(room, preferences) !== "none") count += unread;
    else count += mentions;
  }
  return count;
}

/**
 * What the page is called: by the room one is called in elsewhere, else by the open one.
 * @param {Pick<State, "open" | "rooms" | "brand">} state
 */
export function titleOf({ open, rooms, brand: { title } }) {
  const called = [...rooms.values()].find(({ room, mentions }) => mentions > 0 && room !== open);
  const place = called === undefined ? open : `@ ${labelOf(called.room)}`;
  return place === null ? title : `${place} · ${title}`;
}

/**
 * What one wants to be called for in a room: everything in private, one's name elsewhere.
 * @param {string} room
 * @param {Pick<Preferences, "levels">} preferences
 */
export function levelOf(room, { levels }) {
  return (Object.hasOwn(levels, room) && levels[room]) || (isPrivate(room) ? "all" : "mentions");
}

/**
 * The rows of a conversation, from the oldest to what is still on its way.
 * @param {RoomState} room
 * @param {Row[]} outbox
 * @param {string} me
 * @returns {Item[]}
 */
export function itemsOf(room, outbox, me) {
  /** @type {Item[]} */
  const items = [];
  let notice = 0;
  /** @type {{ name: string, time: string } | null} */
  let last = null;
  /** @param {{ name: string, time: string }} said */
  const isFirst = (said) => {
    const previous = last;
    last = said;
    return previous === null ||
      items.at(-1)?.kind !== "message" && items.at(-1)?.kind !== "pending" ||
      previous.name !== said.name || Date.parse(said.time) - Date.parse(previous.time) > GROUP;
  };
  /** @param {string} time */
  const day = (time) => {
    if (last !== null && dayKey(last.time) === dayKey(time)) return;
    items.push({ kind: "day", key: `day ${dayKey(time)} ${items.length}`, time });
  };
  /** @param {number} before */
  const notices = (before) => {
    for (let next = room.notices[notice]; next !== undefined && next.after < before;) {
      items.push({ kind: "notice", key: `notice ${next.after} ${notice}`, notice: next });
      next = room.notices[++notice];
    }
  };
  for (const message of room.messages) {
    day(message.time);
    notices(message.id);
    if (message.id === room.separator) items.push({ kind: "unread", key: "unread" });
    const first = isFirst(message);
    const mine = message.name === me;
    items.push({ kind: "message", key: String(message.id), message, first, mine });
  }
  notices(Infinity);
  if (room.newer) return items;
  for (const row of outbox) {
    if (row.room !== room.room) continue;
    day(row.time);
    const first = isFirst({ name: me, time: row.time });
    items.push({ kind: "pending", key: row.ref, row, first });
  }
  return items;
}
