/**
 * What a page remembers of its rooms for a reload without a connection: who one is, the rooms, and the
 * last messages of a few. Bounded, and of one person. Pure.
 *
 * @import { RoomState, State } from "./state.js"
 */
import { newRoom } from "./state.js";

/** @typedef {Pick<RoomState, typeof KEPT_FIELDS[number]>} KeptRoom */
/**
 * @typedef {Pick<State, "limits" | "door" | "version" | "open"> &
 *   { me: NonNullable<State["me"]>, time: number, rooms: KeptRoom[] }} Snapshot
 */

/** Fields of a room that are kept. */
const KEPT_FIELDS = /** @type {const} */ ([
  "room",
  "title",
  "epoch",
  "messages",
  "events",
  "end",
  "read",
  "unread",
  "mentions",
  "stirred",
  "people",
  "mine",
  "said",
  "topic",
  "archived",
]);

/** Rooms that are remembered, those with messages, and how many messages of each. */
const MAX_ROOMS = 200;
const MAX_ROOMS_WITH_MESSAGES = 8;
const MAX_MESSAGES_PER_ROOM = 30;
/** Characters of all messages together. */
const MAX_CHARACTERS = 150_000;
/** Milliseconds after which a page remembers nothing of it. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * @param {State} state
 * @param {number} time
 * @returns {Snapshot | null} null where there is nothing to remember
 */
export function snapshotOf({ me, limits, door, version, open, rooms, phase }, time) {
  if (me === null || phase !== "chat" || rooms.size === 0) return null;
  const first = [...rooms.values()].sort((a, b) => recencyOf(b, open) - recencyOf(a, open));
  let characters = 0;
  const kept = first.slice(0, MAX_ROOMS).map((room, i) => {
    const last = i < MAX_ROOMS_WITH_MESSAGES && !room.newer
      ? room.messages.slice(-MAX_MESSAGES_PER_ROOM)
      : [];
    const length = last.reduce((sum, { text }) => sum + text.length, 0);
    const fits = characters + length <= MAX_CHARACTERS;
    if (fits) characters += length;
    const events = fits ? room.events?.slice(-MAX_MESSAGES_PER_ROOM) : [];
    return { ...pickKept(room), messages: fits ? last : [], events };
  });
  return { me, limits, door, version, open, time, rooms: kept };
}

/**
 * The page as it was, without a connection.
 * @param {State} state
 * @param {Snapshot} snapshot
 * @returns {State}
 */
export function restoreState(state, { me, limits, door, version, rooms }) {
  const all = rooms.map((kept) => {
    const isLoaded = kept.messages.length > 0;
    const start = kept.messages[0]?.id ?? 0;
    const known = {
      ...newRoom(kept.room, kept.epoch),
      ...pickKept({ ...kept, title: kept.title ?? "" }),
      start,
      more: isLoaded,
    };
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
    Math.abs(now - value.time) < MAX_AGE_MS && Array.isArray(value.rooms) &&
    value.rooms.every(isRoom);
}

/** @param {any} room */
function isRoom(room) {
  const { messages, events = [] } = room ?? {};
  return typeof room?.room === "string" && typeof room.epoch === "string" &&
    ["end", "read", "unread", "mentions", "people", "said"].every((one) =>
      typeof room[one] === "number"
    ) &&
    Array.isArray(messages) && messages.every(isLine("text")) &&
    Array.isArray(events) && events.every(isLine("event"));
}

/**
 * @param {string} words the field that tells what it is
 * @returns {(line: any) => boolean} true for a message, or for what happened to a room
 */
function isLine(words) {
  return (line) =>
    typeof line?.id === "number" &&
    ["time", "name", words].every((field) => typeof line[field] === "string");
}

/**
 * @param {KeptRoom} room
 * @returns {KeptRoom}
 */
function pickKept(room) {
  return /** @type {KeptRoom} */ (Object.fromEntries(
    KEPT_FIELDS.map((field) => [field, room[field]]),
  ));
}

/**
 * The open one first, then what was said last.
 * @param {RoomState} room
 * @param {string | null} open
 */
function recencyOf({ room, messages }, open) {
  return room === open ? Infinity : Date.parse(messages.at(-1)?.time ?? "") || 0;
}
