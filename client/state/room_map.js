/**
 * The rooms of the page as a whole: which there are, which is open, what of each is on the page. Pure.
 *
 * @import { Event } from "../../server/protocol.ts"
 * @import { Intent } from "./reduce.js"
 * @import { State } from "./state.js"
 */
import { renameRoom } from "./room_rename.js";
import { blockedNames } from "./blocks.js";
import { newRoom } from "./state.js";
import { prependPage } from "./reduce_room.js";

/**
 * @param {State} before
 * @param {Extract<Event, { type: "welcome" }>} event
 * @returns {State}
 */
export function applyWelcome(before, event) {
  const { me, limits, version, rooms: infos, profiles: told = [], renamed = [], blocked = [] } =
    event;
  const state = renamed.reduce(renameRoom, before);
  /** @type {Map<string, import("./state.js").RoomState>} */
  const rooms = new Map();
  for (const info of infos) {
    const { room, epoch, end, read, mine = false, said = "", name = "", topic, archived } = info;
    const known = state.rooms.get(room);
    // What a room held under another epoch stays until its new history replaces it.
    rooms.set(room, {
      ...known ?? newRoom(room, epoch),
      end,
      // What was said while there was no connection is counted anew.
      counted: known?.counted === end ? end : null,
      mine,
      topic,
      archived,
      title: name,
      said: Date.parse(said) || (known?.said ?? 0),
      ...(read > (known?.read ?? 0) && (known?.epoch ?? epoch) === epoch ? { read } : {}),
      stirred: known !== undefined && !known.joined && (known.stirred || end > known.end),
    });
  }
  const open = state.open !== null && rooms.has(state.open) ? state.open : null;
  const outdated = state.version !== "" && state.version !== version;
  const profiles = new Map(told.map((profile) => [profile.name, profile]));
  return {
    ...state,
    phase: "chat",
    me,
    limits,
    rooms,
    profiles,
    // What a guest's browser keeps the server is about to be told.
    blocked: new Map([...me.account ? [] : before.blocked, ...blockedNames(blocked)]),
    open,
    outdated,
    restarting: false,
  };
}

/**
 * @param {State} state
 * @param {string} name
 * @param {number | null} target
 * @returns {State}
 */
export function openRoom(state, name, target) {
  const room = state.rooms.get(name);
  if (room === undefined) return state;
  if (state.open === name) return { ...state, panel: "room", target };
  // The line between read and unread stays where it is for as long as the room is open.
  const first = room.messages.find(({ id, name: by }) => id > room.read && by !== state.me?.name);
  const separator = room.unread > 0 ? first?.id ?? null : null;
  const left = state.open === null ? state : updateRoom(state, state.open, { separator: null });
  return {
    ...updateRoom(left, name, { separator, stirred: false }),
    open: name,
    editing: null,
    erasing: [],
    panel: "room",
    problem: null,
    target,
  };
}

/**
 * @param {State} state
 * @param {Map<string, { epoch: string, id: number }>} marks
 * @returns {State}
 */
export function applyReadMarks(state, marks) {
  let next = state;
  for (const { room, epoch, end, read } of state.rooms.values()) {
    if (read > 0) continue;
    const mark = marks.get(room);
    if (mark?.epoch === epoch) next = updateRoom(next, room, { read: mark.id });
    // A room one has never seen is new from now on; in private everything is meant for one.
    else if (!room.startsWith("@")) next = updateRoom(next, room, { read: end - 1, counted: end });
  }
  return next;
}

/**
 * @param {State} state
 * @param {Extract<Intent, { type: "page" }>} intent
 * @returns {State}
 */
export function applyPage(state, { where, page, target }) {
  const room = state.rooms.get(page.room);
  if (room === undefined || room.epoch !== page.epoch) return state;
  if (where === "older") return updateRoom(state, room.room, prependPage(room, page));
  const replaced = {
    messages: page.messages,
    events: page.events,
    start: page.start,
    more: page.more,
    newer: page.newer ?? false,
    loading: false,
    notices: [],
  };
  return { ...updateRoom(state, room.room, replaced), target: target ?? null };
}

/**
 * @param {State} state
 * @param {string} name
 * @returns {State}
 */
export function withoutRoom(state, name) {
  if (!state.rooms.has(name)) return state;
  const rooms = new Map(state.rooms);
  rooms.delete(name);
  const outbox = state.outbox.map((row) =>
    row.room === name ? { ...row, failed: "not_found" } : row
  );
  if (state.open !== name) return { ...state, rooms, outbox };
  return { ...state, rooms, outbox, open: null, dialog: null, problem: { code: "room_deleted" } };
}

/**
 * @param {State} state
 * @param {import("./state.js").RoomState} room
 * @returns {State}
 */
export function withRoom(state, room) {
  return { ...state, rooms: new Map(state.rooms).set(room.room, room) };
}

/**
 * @param {State} state
 * @param {string} name
 * @param {Partial<import("./state.js").RoomState>} changes
 * @returns {State}
 */
export function updateRoom(state, name, changes) {
  const room = state.rooms.get(name);
  return room === undefined ? state : withRoom(state, { ...room, ...changes });
}
