/**
 * What a page remembers of its rooms for a reload without a connection: who one is, the rooms, and the
 * last messages of a few. Bounded, and of one person. Pure.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { RoomState, State } from "./state.js"
 */
import { newRoom } from "./state.js";

/** @typedef {Pick<RoomState, typeof KEPT[number]>} KeptRoom */
/**
 * @typedef {Pick<State, "limits" | "door" | "version" | "open"> &
 *   { me: NonNullable<State["me"]>, time: number, rooms: KeptRoom[] }} Snapshot
 */

/** Fields of a room that are kept. */
const KEPT = /** @type {const} */ ([
  "room",
  "epoch",
  "messages",
  "end",
  "read",
  "unread",
  "mentions",
  "stirred",
  "people",
  "mine",
  "said",
]);

/** Rooms that are remembered, those with messages, and how many messages of each. */
const MOST_ROOMS = 200;
const MOST_TALKS = 8;
const MOST_MESSAGES = 30;
/** Characters of all messages together. */
const MOST_CHARACTERS = 150_000;
/** Milliseconds after which a page remembers nothing of it. */
const KEPT_FOR = 24 * 60 * 60 * 1000;

/**
 * @param {State} state
 * @param {number} time
 * @returns {Snapshot | null} null where there is nothing to remember
 */
export function snapshotOf({ me, limits, door, version, open, rooms, phase }, time) {
  if (me === null || phase !== "chat" || rooms.size === 0) return null;
  const first = [...rooms.values()].sort((a, b) => weightOf(b, open) - weightOf(a, open));
  let characters = 0;
  const kept = first.slice(0, MOST_ROOMS).map((room, i) => {
    const last = i < MOST_TALKS && !room.newer ? room.messages.slice(-MOST_MESSAGES) : [];
    const length = last.reduce((sum, { text }) => sum + text.length, 0);
    const fits = characters + length <= MOST_CHARACTERS;
    if (fits) characters += length;
    return { ...picked(room), messages: fits ? last : [] };
  });
  return { me, limits, door, version, open, time, rooms: kept };
}

/**
 * The page as it was, without a connection.
 * @param {State} state
 * @param {Snapshot} snapshot
 * @returns {State}
 */
export function recalled(state, { me, limits, door, version, rooms }) {
  const all = rooms.map((kept) => {
    const isLoaded = kept.messages.length > 0;
    const start = kept.messages[0]?.id ?? 0;
    const known = { ...newRoom(kept.room, kept.epoch), ...picked(kept), start, more: isLoaded };
    // Heard once more, from where it was left, as soon as there is a connection.
    return { ...known, loaded: isLoaded, joined: isLoaded };
  });
  const byName = new Map(all.map((room) => [room.room, room]));
  return { ...state, phase: "chat", me, limits, door, version, rooms: byName };
}

/**
 * @param {any} value whatever somebody put there
 * @param {number} now
 * @returns {value is Snapshot}
 */
export function isSnapshot(value, now) {
  return typeof value?.me?.name === "string" && typeof value.limits?.text === "number" &&
    typeof value.door?.rooms === "string" && typeof value.version === "string" &&
    Math.abs(now - value.time) < KEPT_FOR && Array.isArray(value.rooms) &&
    value.rooms.every(isRoom);
}

/** @param {any} room */
function isRoom(room) {
  const { messages } = room ?? {};
  return typeof room?.room === "string" && typeof room.epoch === "string" &&
    ["end", "read", "unread", "mentions", "people", "said"].every((one) =>
      typeof room[one] === "number"
    ) &&
    Array.isArray(messages) && messages.every(isMessage);
}

/**
 * @param {any} message
 * @returns {message is Message}
 */
function isMessage(message) {
  return typeof message?.id === "number" &&
    ["time", "name", "text"].every((field) => typeof message[field] === "string");
}

/**
 * @param {KeptRoom} room
 * @returns {KeptRoom}
 */
function picked(room) {
  return /** @type {KeptRoom} */ (Object.fromEntries(KEPT.map((field) => [field, room[field]])));
}

/**
 * The open one first, then what was said last.
 * @param {RoomState} room
 * @param {string | null} open
 */
function weightOf({ room, messages }, open) {
  return room === open ? Infinity : Date.parse(messages.at(-1)?.time ?? "") || 0;
}
