/**
 * What the server tells of one room, folded onto what the page has of it. Messages stay in the order
 * of their ids and none stands twice, however often it is told.
 *
 * @import { Event, Message, Page } from "../../server/protocol.ts"
 * @import { RoomState, State } from "./state.js"
 */
import { isBlocked } from "./blocks.js";
import { amendMessage, applyReaction, rewordMessage } from "./amendments.js";
import { eraseTopic, mergeById, mergeEvents } from "./room_events.js";
import { nextActivityTime } from "./selectors.js";
import { MAX_MESSAGES_PER_ROOM } from "./state.js";
import { namesIn, recountUnread, unreadAfter } from "./unread.js";
import { isAddressedTo } from "../text/mention.js";

/** Rows that are let go at once where there are too many. */
const TRIMMED_ROWS = 20;

/** @typedef {Extract<Event, { room: string }>} RoomEvent */

/**
 * @param {State} state
 * @param {RoomEvent} event
 * @returns {State}
 */
export function reduceRoom(state, event) {
  const room = state.rooms.get(event.room);
  if (room === undefined) return state;
  const changes = changesOf(state, room, event);
  if (changes === null) return state;
  return { ...state, rooms: new Map(state.rooms).set(room.room, { ...room, ...changes }) };
}

/**
 * @param {State} state
 * @param {RoomState} room
 * @param {RoomEvent} event
 * @returns {Partial<RoomState> | null}
 */
function changesOf(state, room, event) {
  switch (event.type) {
    case "message":
      return applyMessage(state, room, event);
    case "history":
      return applyHistory(state, room, event);
    case "read":
      return applyReadMark(state, room, event.id);
    case "read_by":
      return { readBy: new Map(room.readBy).set(event.name, event.id) };
    case "users":
      return { users: event.users, people: event.total ?? event.users.length };
    case "joined":
      return addUser(room, event);
    case "left":
      return {
        users: room.users.filter(({ name }) => name !== event.name),
        people: Math.max(0, room.people - 1),
        notices: addNotice(room, "left", event.name),
      };
    case "topic":
      return { topic: event.text };
    case "room_archived":
    case "room_restored":
      return { archived: event.type === "room_archived" };
    case "room_event":
      return room.newer ? null : { events: mergeEvents(room.events, [event]) };
    case "pinned":
      return { pins: event.pins ?? [], pinned: event.pinned };
    case "edited": {
      const { id, text } = event;
      const changes = rewordMessage(room, id, text, (m) => ({ ...m, text, edited: true }));
      return recountUnread(state, room, changes);
    }
    case "erased":
      return eraseTopic(room, event.id) ?? recountUnread(
        state,
        room,
        rewordMessage(room, event.id, "", ({ id, time, name }) => {
          return { id, time, name, text: "", erased: true };
        }),
      );
    case "reacted":
      return amendMessage(room, event.id, (message) => applyReaction(message, event));
    default:
      return null;
  }
}

/**
 * @param {State} state
 * @param {RoomState} room
 * @param {Extract<Event, { type: "message" }>} event
 * @returns {Partial<RoomState> | null}
 */
function applyMessage(state, room, event) {
  const { type: _type, room: _room, ref: _ref, ...message } = event;
  const isMine = message.name === state.me?.name;
  // Who answers has read what stands above, on whatever device they did.
  const isHeard = !isMine && !isBlocked(state, message.name);
  const unread = isMine ? 0 : room.unread + Number(isHeard);
  const separator = isMine ? null : room.separator ??
    (isHeard && room.unread === 0 && state.open !== room.room ? message.id : null);
  const isMentioned = isHeard && isAddressedTo(message, state.me?.name ?? "", namesIn(room));
  const newest = Math.max(nextActivityTime(state), Date.parse(message.time) || 0);
  const counts = {
    unread,
    said: newest,
    mentions: isMine ? 0 : room.mentions + Number(isMentioned),
  };
  // While an older part is on the screen the newest is fetched when it is wanted.
  if (room.newer) return isMine ? { said: newest } : counts;
  const messages = mergeMessages(room.messages, [message]);
  if (messages === room.messages) return null;
  const read = isMine ? Math.max(room.read, message.id) : room.read;
  const typing = withoutKey(room.typing, message.name);
  return { ...trimStart(room, messages), ...counts, separator, read, typing };
}

/**
 * Who has said it is not writing it any more.
 * @param {ReadonlyMap<string, number>} typing
 * @param {string} name
 */
function withoutKey(typing, name) {
  if (!typing.has(name)) return typing;
  return new Map([...typing].filter(([other]) => other !== name));
}

/**
 * @param {State} state
 * @param {RoomState} room
 * @param {Extract<Event, { type: "history" }>} event
 * @returns {Partial<RoomState>}
 */
function applyHistory(state, room, event) {
  const { epoch, messages: page, start, more, reset } = event;
  // What stands around a message that is looked at stays: the newest would leave a hole between.
  const isElsewhere = room.newer && !reset && room.epoch === epoch;
  const isFresh = !isElsewhere && (reset || !room.loaded || room.epoch !== epoch);
  const messages = isElsewhere
    ? room.messages
    : isFresh
    ? page
    : mergeMessages(room.messages, page);
  const read = room.epoch === epoch ? room.read : 0;
  const unread = unreadAfter(state, room, messages, read);
  // In a private conversation everything is for me, from the first word on.
  const isFirstVisit = read === 0 && !room.room.startsWith("@");
  const kept = isFresh ? { start, more, messages } : trimStart(room, messages);
  return {
    ...kept,
    events: mergeEvents(isFresh ? [] : room.events, isElsewhere ? [] : event.events),
    epoch,
    joined: true,
    loaded: true,
    loading: false,
    stirred: false,
    newer: isFresh ? false : room.newer,
    notices: isFresh ? [] : room.notices,
    // Whoever is told of it hears it right behind this.
    readBy: new Map(),
    unread: isFirstVisit ? 0 : unread.unread,
    mentions: isFirstVisit ? 0 : unread.mentions,
    end: event.end,
    counted: event.end,
    pins: event.pins ?? [],
    pinned: event.pinned,
    separator: isFirstVisit ? null : room.separator ?? unread.first,
    read: isFirstVisit ? messages.at(-1)?.id ?? 0 : read,
  };
}

/**
 * What changes when the person has seen the end of a room, or says so.
 * @param {RoomState} room
 * @param {number} [id] of its last message, or the last byte before what is to come
 * @returns {Partial<RoomState>}
 */
export function markSeen(room, id = room.messages.at(-1)?.id ?? 0) {
  const read = Math.max(room.read, id);
  const counted = room.joined ? room.counted : room.end;
  return { unread: 0, mentions: 0, stirred: false, read, counted };
}

/**
 * What changes when something was said in a room that this page does not hear.
 * @param {RoomState} room
 * @param {Extract<Event, { type: "activity" }>} event
 * @returns {Partial<RoomState>}
 */
export function applyActivity(room, { end, from, messages = 0, mentioned, amended }) {
  if (room.joined) return {};
  // Part of it may have been counted already, be gone or some of it missed: then it is counted anew.
  const isNext = !amended && room.counted !== null && from !== undefined && from >= room.counted;
  return {
    stirred: room.stirred || messages > 0 || (from === undefined && !amended),
    end,
    counted: isNext ? end : null,
    unread: room.unread + (isNext ? messages : 0),
    mentions: room.mentions + Number(mentioned ?? false),
  };
}

/**
 * What changes when the same person has read on at another place.
 * @param {State} state
 * @param {RoomState} room
 * @param {number} id
 * @returns {Partial<RoomState> | null}
 */
function applyReadMark(state, room, id) {
  if (id <= room.read) return null;
  if (!room.joined) return { read: id, counted: null };
  const { unread, mentions } = unreadAfter(state, room, room.messages, id);
  return { read: id, unread, mentions };
}

/**
 * What changes when an older page came.
 * @param {RoomState} room
 * @param {Page} page
 * @returns {Partial<RoomState>}
 */
export function prependPage(room, page) {
  const all = mergeMessages(page.messages, room.messages);
  const messages = all.slice(0, MAX_MESSAGES_PER_ROOM);
  const { start, more } = page;
  return {
    messages,
    events: mergeEvents(page.events, room.events),
    start,
    more,
    loading: false,
    newer: room.newer || messages.length < all.length,
  };
}

/**
 * Two runs in order of id; the later one wins where both have a message.
 * @param {Message[]} a
 * @param {Message[]} b
 * @returns {Message[]}
 */
export function mergeMessages(a, b) {
  const last = a.at(-1)?.id ?? -1;
  const first = b[0]?.id ?? Infinity;
  if (b.length === 0) return a;
  if (first > last) return [...a, ...b];
  const known = new Set(a.map(({ id }) => id));
  if (b.every(({ id }) => known.has(id))) return a;
  return mergeById(a, b);
}

/**
 * @param {RoomState} room
 * @param {Message[]} messages
 */
function trimStart(room, messages) {
  if (messages.length <= MAX_MESSAGES_PER_ROOM) {
    return { messages, start: room.start, more: room.more };
  }
  // In runs, so that one new message does not move every row.
  const kept = messages.slice(messages.length - MAX_MESSAGES_PER_ROOM + TRIMMED_ROWS);
  const start = kept[0]?.id ?? room.start;
  const notices = room.notices.filter(({ after }) => after >= start);
  return { messages: kept, start, more: true, notices };
}

/**
 * @param {RoomState} room
 * @param {{ name: string, account: boolean }} person
 * @returns {Partial<RoomState> | null}
 */
function addUser(room, { name, account }) {
  const known = room.users.find((user) => user.name === name);
  if (known !== undefined) {
    // Who claimed a name meanwhile did not come in again.
    if (known.account === account) return null;
    return { users: room.users.map((user) => user === known ? { name, account } : user) };
  }
  return {
    users: [...room.users, { name, account }],
    people: room.people + 1,
    notices: addNotice(room, "joined", name),
  };
}

/**
 * @param {RoomState} room
 * @param {"joined" | "left"} kind
 * @param {string} name
 */
function addNotice(room, kind, name) {
  // Two people in private need no doorman.
  if (room.room.startsWith("@")) return room.notices;
  const after = Math.max(room.messages.at(-1)?.id ?? -1, room.events?.at(-1)?.id ?? -1);
  return [...room.notices.slice(-49), { after, kind, name }];
}
