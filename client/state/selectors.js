/**
 * What views need to know, derived from the state: sorted rooms, and the rows of a conversation with
 * their days, groups and separators. Pure.
 *
 * @import { RoomEvent } from "../../server/protocol.ts"
 * @import { Notice, Preferences, RoomState, Row, DisplayedMessage, State } from "./state.js"
 */
import { dayKey } from "../text/time.js";

/**
 * One thing in the list of messages.
 * @typedef {{ kind: "message", key: string, message: DisplayedMessage, first: boolean, mine: boolean }
 *   | { kind: "pending", key: string, row: Row, first: boolean }
 *   | { kind: "day", key: string, time: string }
 *   | { kind: "unread", key: string }
 *   | { kind: "notice", key: string, notice: Notice }
 *   | { kind: "event", key: string, event: RoomEvent }} Item
 */

/** Messages of one person within this time stand together. */
const GROUP_WINDOW_MS = 5 * 60 * 1000;
/** Room 2 before room 10. */
const NAME_ORDER = new Intl.Collator(undefined, { numeric: true });

/**
 * Rooms of everybody first, then private conversations, each with one's favourites on top, by name or,
 * if that is wished, with the newest talk first.
 * @param {Pick<State, "rooms"> & { preferences: Pick<Preferences, "order" | "favourites"> }} state
 * @param {boolean} [withArchived]
 */
export function roomList({ rooms, preferences: { order, favourites } }, withArchived = false) {
  const first = new Set(favourites);
  return [...rooms.values()].filter(({ archived }) => withArchived || !archived).sort((a, b) =>
    Number(isPrivate(a.room)) - Number(isPrivate(b.room)) ||
    Number(first.has(b.room)) - Number(first.has(a.room)) ||
    (order === "activity" ? b.said - a.said : 0) ||
    NAME_ORDER.compare(roomLabel(a), roomLabel(b))
  );
}

/**
 * A time after that of every room: something is happening now, whatever clock anybody has.
 * @param {Pick<State, "rooms">} state
 */
export function nextActivityTime({ rooms }) {
  let last = 0;
  for (const { said } of rooms.values()) last = Math.max(last, said);
  return last + 1;
}

/**
 * Who is writing in the open room just now, in one string so that views can compare it.
 * @param {State} state
 */
export function typingNames(state) {
  const writing = openRoom(state)?.typing ?? new Map();
  return [...writing].filter(([, until]) => until > state.now).map(([name]) => name).join("\n");
}

/**
 * True for somebody who makes rooms.
 * @param {State} state
 */
export function canManageRooms({ door, me }) {
  return me?.room === undefined && (door.rooms === "everyone" || (me?.admin ?? false));
}

/**
 * True for somebody who may delete the open room.
 * @param {State} state
 */
export function canDeleteRoom({ me, open, rooms }) {
  if (open === null || isPrivate(open)) return false;
  return rooms.get(open)?.mine || (!hasMembers(open) && me?.admin) || false;
}

/**
 * True for somebody who opens a room again that is archived: the maker of a private one, admins any other.
 * @param {Pick<State, "me" | "rooms">} state
 * @param {string} room
 */
export function canRestoreRoom({ me, rooms }, room) {
  return (hasMembers(room) ? rooms.get(room)?.mine : me?.admin) ?? false;
}

/**
 * True for somebody who says what the open room is about.
 * @param {State} state
 */
export function canSetTopic(state) {
  const { me, open } = state;
  if (open === null || isPrivate(open)) return false;
  return (me?.account ?? false) || canDeleteRoom(state);
}

/**
 * True where something stands between the head of the open room and what is said.
 * @param {State} state
 */
export function hasRoomBar(state) {
  const room = openRoom(state);
  return Boolean(room?.topic || room?.pinned);
}

/**
 * True for somebody who calls everybody in the open room with `@all` and `@here`: its maker, and every admin
 * who is in it.
 * @param {Pick<State, "me" | "open" | "rooms">} state
 */
export function canCallAll({ me, open, rooms }) {
  if (open === null || isPrivate(open) || !me?.account) return false;
  return me.admin || rooms.get(open)?.mine || false;
}

/** @param {string} room */
export function isPrivate(room) {
  return room.startsWith("@");
}

/**
 * True for a room with chosen members.
 * @param {string} room
 */
export function hasMembers(room) {
  return room.startsWith("+");
}

/**
 * What a room is called on the screen.
 * @param {Pick<RoomState, "room" | "title">} room
 */
export function roomLabel({ room, title }) {
  return title || (isPrivate(room) ? room.slice(1) : room);
}

/**
 * The same by its name on the wire; "" for none.
 * @param {Pick<State, "rooms">} state
 * @param {string | null} room
 */
export function labelOf({ rooms }, room) {
  return room === null ? "" : roomLabel(rooms.get(room) ?? { room, title: "" });
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
export function totalUnread({ rooms, preferences }) {
  let count = 0;
  for (const { room, unread, mentions, archived } of rooms.values()) {
    if (archived) continue;
    if (notificationLevelOf(room, preferences) !== "none") count += unread;
    else count += mentions;
  }
  return count;
}

/**
 * What the page is called: by the room one is called in elsewhere, else by the open one.
 * @param {Pick<State, "open" | "rooms" | "brand">} state
 */
export function pageTitle({ open, rooms, brand: { title } }) {
  const mentioned = [...rooms.values()].find(({ room, mentions }) => mentions > 0 && room !== open);
  // "@Boris" is somebody, "@ Kitchen" where one is called.
  const own = open !== null && isPrivate(open) ? open : labelOf({ rooms }, open);
  const place = mentioned === undefined ? own : `@ ${roomLabel(mentioned)}`;
  return place === "" ? title : `${place} · ${title}`;
}

/**
 * What one wants to be called for in a room: everything in private, one's name elsewhere.
 * @param {string} room
 * @param {Pick<Preferences, "notificationLevels">} preferences
 */
export function notificationLevelOf(room, { notificationLevels }) {
  return (Object.hasOwn(notificationLevels, room) && notificationLevels[room]) ||
    (isPrivate(room) ? "all" : "mentions");
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
  const startsGroup = (said) => {
    const previous = last;
    last = said;
    return previous === null ||
      items.at(-1)?.kind !== "message" && items.at(-1)?.kind !== "pending" ||
      previous.name !== said.name ||
      Date.parse(said.time) - Date.parse(previous.time) > GROUP_WINDOW_MS;
  };
  /** @param {string} time */
  const addDay = (time) => {
    if (last !== null && dayKey(last.time) === dayKey(time)) return;
    items.push({ kind: "day", key: `day ${dayKey(time)} ${items.length}`, time });
  };
  /** @param {number} before */
  const addNotices = (before) => {
    for (let next = room.notices[notice]; next !== undefined && next.after < before;) {
      items.push({ kind: "notice", key: `notice ${next.after} ${notice}`, notice: next });
      next = room.notices[++notice];
    }
  };
  // What is above the oldest message comes with the page above.
  const events = (room.events ?? []).filter(({ id }) => !room.more || id >= room.start);
  /** @param {number} before */
  const addEvents = (before) => {
    while (events[0] !== undefined && events[0].id < before) {
      const event = /** @type {RoomEvent} */ (events.shift());
      addDay(event.time);
      addNotices(event.id);
      items.push({ kind: "event", key: `event ${event.id}`, event });
      last = event;
    }
  };
  for (const message of room.messages) {
    addEvents(message.id);
    addDay(message.time);
    addNotices(message.id);
    if (message.id === room.separator) items.push({ kind: "unread", key: "unread" });
    const first = startsGroup(message);
    const mine = message.name === me;
    items.push({ kind: "message", key: String(message.id), message, first, mine });
  }
  if (!room.newer) addEvents(Infinity);
  addNotices(Infinity);
  if (room.newer) return items;
  for (const row of outbox) {
    if (row.room !== room.room) continue;
    addDay(row.time);
    const first = startsGroup({ name: me, time: row.time });
    items.push({ kind: "pending", key: row.ref, row, first });
  }
  return items;
}

/**
 * Who has read so far and no further, a name a line, by the id of a message: in a room of at most so many
 * people. Whoever spoke last has read what stands above.
 * @param {Pick<RoomState, "messages" | "readBy" | "people">} room
 * @param {number} maxPeople
 * @returns {Map<number, string>}
 */
export function seenNames({ messages, readBy, people }, maxPeople) {
  const names = new Map();
  for (const [name, id] of people > maxPeople ? [] : readBy) {
    const last = messages.findLast((message) => message.id <= id || message.name === name);
    if (id === 0 || last === undefined || last.name === name) continue;
    names.set(last.id, names.has(last.id) ? `${names.get(last.id)}\n${name}` : name);
  }
  return names;
}
