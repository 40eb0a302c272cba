/**
 * What the server tells of one room, folded onto what the page has of it. Messages stay in the order
 * of their ids and none stands twice, however often it is told.
 *
 * @import { Event, Message, Page } from "../../server/protocol.ts"
 * @import { RoomState, State } from "./state.js"
 */
import { latest } from "./selectors.js";
import { MOST_ROWS } from "./state.js";
import { namesIn, recounted, unseenAfter } from "./unread.js";
import { calls } from "../text/mention.js";

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
      return said(state, room, event);
    case "history":
      return history(state, room, event);
    case "read":
      return readElsewhere(state, room, event.id);
    case "users":
      return { users: event.users, people: event.total ?? event.users.length };
    case "joined":
      return came(room, event);
    case "left":
      return {
        users: room.users.filter(({ name }) => name !== event.name),
        people: Math.max(0, room.people - 1),
        notices: noticed(room, "left", event.name),
      };
    case "edited":
      return recounted(
        state,
        room,
        reworded(room, event.id, event.text, (m) => ({ ...m, text: event.text, edited: true })),
      );
    case "erased":
      return recounted(
        state,
        room,
        reworded(room, event.id, "", ({ id, time, name }) => {
          return { id, time, name, text: "", erased: true };
        }),
      );
    case "reacted":
      return amended(room, event.id, (message) => reacted(message, event));
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
function said(state, room, event) {
  const { type: _type, room: _room, ref: _ref, ...message } = event;
  const isMine = message.name === state.me?.name;
  // Who answers has read what stands above, on whatever device they did.
  const unread = isMine ? 0 : room.unread + 1;
  const separator = isMine
    ? null
    : room.separator ?? (room.unread === 0 && state.open !== room.room ? message.id : null);
  const called = !isMine && calls(message, state.me?.name ?? "", namesIn(room));
  const newest = Math.max(latest(state), Date.parse(message.time) || 0);
  const counts = { unread, said: newest, mentions: isMine ? 0 : room.mentions + Number(called) };
  // While an older part is on the screen the newest is fetched when it is wanted.
  if (room.newer) return isMine ? { said: newest } : counts;
  const messages = merged(room.messages, [message]);
  if (messages === room.messages) return null;
  const read = isMine ? Math.max(room.read, message.id) : room.read;
  const writing = without(room.writing, message.name);
  return { ...trimmedAtStart(room, messages), ...counts, separator, read, writing };
}

/**
 * Who has said it is not writing it any more.
 * @param {ReadonlyMap<string, number>} writing
 * @param {string} name
 */
function without(writing, name) {
  if (!writing.has(name)) return writing;
  return new Map([...writing].filter(([other]) => other !== name));
}

/**
 * @param {State} state
 * @param {RoomState} room
 * @param {Extract<Event, { type: "history" }>} event
 * @returns {Partial<RoomState>}
 */
function history(state, room, event) {
  const { epoch, messages: came, start, more, reset } = event;
  // What stands around a message that is looked at stays: the newest would leave a hole between.
  const isElsewhere = room.newer && !reset && room.epoch === epoch;
  const isFresh = !isElsewhere && (reset || !room.loaded || room.epoch !== epoch);
  const messages = isElsewhere ? room.messages : isFresh ? came : merged(room.messages, came);
  const read = room.epoch === epoch ? room.read : 0;
  const unseen = unseenAfter(state, room, messages, read);
  // In a private conversation everything is for me, from the first word on.
  const isFirstVisit = read === 0 && !room.room.startsWith("@");
  const kept = isFresh ? { start, more, messages } : trimmedAtStart(room, messages);
  return {
    ...kept,
    epoch,
    joined: true,
    loaded: true,
    loading: false,
    stirred: false,
    newer: isFresh ? false : room.newer,
    notices: isFresh ? [] : room.notices,
    unread: isFirstVisit ? 0 : unseen.unread,
    mentions: isFirstVisit ? 0 : unseen.mentions,
    end: event.end,
    counted: event.end,
    separator: isFirstVisit ? null : room.separator ?? unseen.first,
    read: isFirstVisit ? messages.at(-1)?.id ?? 0 : read,
  };
}

/**
 * What changes when the person has seen the end of a room.
 * @param {RoomState} room
 * @returns {Partial<RoomState>}
 */
export function seen(room) {
  const last = room.messages.at(-1)?.id ?? 0;
  return { unread: 0, mentions: 0, stirred: false, read: Math.max(room.read, last) };
}

/**
 * What changes when something was said in a room that this page does not hear.
 * @param {RoomState} room
 * @param {Extract<Event, { type: "activity" }>} event
 * @returns {Partial<RoomState>}
 */
export function stirred(room, { end, from, messages = 0, mentioned, amended }) {
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
function readElsewhere(state, room, id) {
  if (id <= room.read) return null;
  if (!room.joined) return { read: id, counted: null };
  const { unread, mentions } = unseenAfter(state, room, room.messages, id);
  return { read: id, unread, mentions };
}

/**
 * What changes when an older page came.
 * @param {RoomState} room
 * @param {Page} page
 * @returns {Partial<RoomState>}
 */
export function older(room, page) {
  const all = merged(page.messages, room.messages);
  const messages = all.slice(0, MOST_ROWS);
  const { start, more } = page;
  return {
    messages,
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
export function merged(a, b) {
  const last = a.at(-1)?.id ?? -1;
  const first = b[0]?.id ?? Infinity;
  if (b.length === 0) return a;
  if (first > last) return [...a, ...b];
  const known = new Set(a.map(({ id }) => id));
  if (b.every(({ id }) => known.has(id))) return a;
  const byId = new Map([...a, ...b].map((message) => [message.id, message]));
  return [...byId.values()].sort((x, y) => x.id - y.id);
}

/**
 * @param {RoomState} room
 * @param {Message[]} messages
 */
function trimmedAtStart(room, messages) {
  if (messages.length <= MOST_ROWS) return { messages, start: room.start, more: room.more };
  // In runs, so that one new message does not move every row.
  const kept = messages.slice(messages.length - MOST_ROWS + TRIMMED_ROWS);
  const start = kept[0]?.id ?? room.start;
  const notices = room.notices.filter(({ after }) => after >= start);
  return { messages: kept, start, more: true, notices };
}

/**
 * @param {RoomState} room
 * @param {{ name: string, account: boolean }} person
 * @returns {Partial<RoomState> | null}
 */
function came(room, { name, account }) {
  const known = room.users.find((user) => user.name === name);
  if (known !== undefined) {
    // Who claimed a name meanwhile did not come in again.
    if (known.account === account) return null;
    return { users: room.users.map((user) => user === known ? { name, account } : user) };
  }
  return {
    users: [...room.users, { name, account }],
    people: room.people + 1,
    notices: noticed(room, "joined", name),
  };
}

/**
 * @param {RoomState} room
 * @param {"joined" | "left"} kind
 * @param {string} name
 */
function noticed(room, kind, name) {
  // Two people in private need no doorman.
  if (room.room.startsWith("@")) return room.notices;
  const after = room.messages.at(-1)?.id ?? -1;
  return [...room.notices.slice(-49), { after, kind, name }];
}

/**
 * @param {RoomState} room
 * @param {number} id
 * @param {(message: Message) => Message} amend
 */
function amended(room, id, amend) {
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
function reworded(room, id, text, amend) {
  const changes = amended(room, id, amend);
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
export function reacted(message, { name, emoji, on }) {
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
