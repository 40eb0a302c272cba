/**
 * The state after something happened. Pure: no clock, no storage, no chance, so that a whole
 * conversation can be replayed in a test. What the server tells is folded in `reduce_room.js`.
 *
 * @import { Door, Event, Limits, Me, Page } from "../../server/protocol.ts"
 * @import { Preferences, Row, State, Upload } from "./state.js"
 */
import { newRoom } from "./state.js";
import { replaced } from "./uploads.js";
import { older, reduceRoom, seen, stirred } from "./reduce_room.js";

/**
 * What a person or the device did.
 * @typedef {{ type: "session", me: Me | null, limits: Limits, version: string,
 *     door: Door }
 *   | { type: "link", link: State["link"] }
 *   | { type: "slow" }
 *   | { type: "open_room", room: string, sought?: number | null }
 *   | { type: "joining", room: string }
 *   | { type: "marks", marks: Map<string, { epoch: string, id: number }> }
 *   | { type: "counted", room: string, after: number, unread: number, mentions: number, end: number }
 *   | { type: "loading", room: string, loading: boolean }
 *   | { type: "page", where: "older" | "newest" | "around", page: Page, sought?: number }
 *   | { type: "seen", room: string }
 *   | { type: "editing", id: number | null }
 *   | { type: "quote", quote: string | null }
 *   | { type: "erasing", erasing: number[] }
 *   | { type: "writes", room: string, name: string, until: number }
 *   | { type: "queued", row: Row }
 *   | { type: "failed", ref: string, code: string }
 *   | { type: "requeued", ref: string }
 *   | { type: "discarded", ref: string }
 *   | { type: "upload", id: number, upload: Upload | null }
 *   | { type: "problem", problem: State["problem"] }
 *   | { type: "toasts", toasts: State["toasts"] }
 *   | { type: "dialog", dialog: State["dialog"], person?: string }
 *   | { type: "panel", panel: State["panel"] }
 *   | { type: "preferences", preferences: Preferences }
 *   | { type: "now", now: number, zone?: string }
 *   | { type: "signed_out" }} Intent
 */

/** @typedef {Event | Intent} Happening */

/**
 * @param {State} state
 * @param {Happening} happening
 * @returns {State}
 */
export function reduce(state, happening) {
  switch (happening.type) {
    case "session": {
      const { me, limits, version, door } = happening;
      return {
        ...state,
        me,
        limits,
        version,
        door,
        phase: me === null ? "name" : "chat",
        problem: null,
      };
    }
    case "welcome":
      return welcome(state, happening);
    case "link":
      return happening.link === "open"
        ? { ...state, link: "open", slow: false, restarting: false }
        : { ...state, link: happening.link };
    case "slow":
      return state.link === "open" ? state : { ...state, slow: true };
    case "restarting":
      return { ...state, restarting: true };
    case "open_room":
      return openRoom(state, happening.room, happening.sought ?? null);
    case "joining":
      return change(state, happening.room, { joined: true });
    case "marks":
      return recall(state, happening.marks);
    case "loading":
      return change(state, happening.room, { loading: happening.loading });
    case "page":
      return page(state, happening);
    case "seen": {
      const room = state.rooms.get(happening.room);
      return room === undefined ? state : change(state, room.room, seen(room));
    }
    case "writes": {
      const room = state.rooms.get(happening.room);
      if (room === undefined || happening.name === state.me?.name) return state;
      // Who stopped without a word is forgotten when somebody else begins.
      const still = [...room.writing].filter(([, until]) => until > state.now);
      const writing = new Map(still).set(happening.name, happening.until);
      return change(state, room.room, { writing });
    }
    case "editing":
      return { ...state, editing: happening.id };
    case "quote":
      return { ...state, quote: happening.quote };
    case "erasing":
      return { ...state, erasing: happening.erasing };
    case "queued":
      return {
        ...change(state, happening.row.room, { separator: null }),
        outbox: [...state.outbox, happening.row],
      };
    case "failed":
      return rows(state, happening.ref, (row) => ({ ...row, failed: happening.code }));
    case "requeued":
      return rows(state, happening.ref, ({ failed: _, ...row }) => row);
    case "discarded":
      return rows(state, happening.ref, () => null);
    case "upload":
      return { ...state, uploads: replaced(state.uploads, happening.id, happening.upload) };
    case "problem":
      return { ...state, problem: happening.problem };
    case "error":
      // One with a ref belongs to its row; the outbox decides whether that is the end of it.
      return happening.ref === undefined ? { ...state, problem: problemOf(happening) } : state;
    case "toasts":
      return { ...state, toasts: happening.toasts };
    case "dialog":
      return {
        ...state,
        dialog: happening.dialog,
        person: happening.person ?? null,
        problem: null,
      };
    case "panel":
      return { ...state, panel: happening.panel };
    case "preferences":
      return { ...state, preferences: happening.preferences };
    case "now":
      return { ...state, now: happening.now, zone: happening.zone ?? state.zone };
    case "signed_out":
      return { ...state, phase: "name", me: null, rooms: new Map(), open: null, dialog: null };
    case "room_created": {
      const { room, epoch, end, by } = happening;
      if (state.rooms.has(room)) return state;
      const begun = withRoom(state, { ...newRoom(room, epoch), end, mine: by === state.me?.name });
      return room.startsWith("@") ? begun : change(begun, room, { read: end - 1, counted: end });
    }
    case "room_deleted":
      return withoutRoom(state, happening.room);
    case "activity": {
      const room = state.rooms.get(happening.room);
      return room === undefined ? state : change(state, room.room, stirred(room, happening));
    }
    case "counted": {
      const room = state.rooms.get(happening.room);
      // What was read meanwhile was counted too.
      if (room === undefined || room.read !== happening.after) return state;
      const { unread, mentions, end } = happening;
      return change(state, room.room, { unread, mentions, counted: end, stirred: unread > 0 });
    }
    case "pong":
    case "typing":
      return state;
    case "message":
      return reduceRoom(rows(state, happening.ref, () => null), happening);
    case "history":
    case "read":
    case "edited":
    case "erased":
    case "reacted":
    case "users":
    case "joined":
    case "left":
      return reduceRoom(state, happening);
  }
}

/**
 * @param {State} state
 * @param {Extract<Event, { type: "welcome" }>} event
 * @returns {State}
 */
function welcome(state, { me, limits, version, rooms: infos }) {
  /** @type {Map<string, import("./state.js").RoomState>} */
  const rooms = new Map();
  for (const { room, epoch, end, read, mine = false } of infos) {
    const known = state.rooms.get(room);
    // What a room held under another epoch stays until its new history replaces it.
    rooms.set(room, {
      ...known ?? newRoom(room, epoch),
      end,
      // What was said while there was no connection is counted anew.
      counted: known?.counted === end ? end : null,
      mine,
      ...(read > (known?.read ?? 0) && (known?.epoch ?? epoch) === epoch ? { read } : {}),
      stirred: known !== undefined && !known.joined && (known.stirred || end > known.end),
    });
  }
  const open = state.open !== null && rooms.has(state.open) ? state.open : null;
  const outdated = state.version !== "" && state.version !== version;
  return { ...state, phase: "chat", me, limits, rooms, open, outdated, restarting: false };
}

/**
 * @param {State} state
 * @param {string} name
 * @param {number | null} sought
 * @returns {State}
 */
function openRoom(state, name, sought) {
  const room = state.rooms.get(name);
  if (room === undefined) return state;
  if (state.open === name) return { ...state, panel: "room", sought };
  // The line between read and unread stays where it is for as long as the room is open.
  const first = room.messages.find(({ id, name: by }) => id > room.read && by !== state.me?.name);
  const separator = room.unread > 0 ? first?.id ?? null : null;
  const left = state.open === null ? state : change(state, state.open, { separator: null });
  return {
    ...change(left, name, { separator, stirred: false }),
    open: name,
    editing: null,
    erasing: [],
    panel: "room",
    problem: null,
    sought,
  };
}

/**
 * @param {State} state
 * @param {Map<string, { epoch: string, id: number }>} marks
 * @returns {State}
 */
function recall(state, marks) {
  let next = state;
  for (const { room, epoch, end, read } of state.rooms.values()) {
    if (read > 0) continue;
    const mark = marks.get(room);
    if (mark?.epoch === epoch) next = change(next, room, { read: mark.id });
    // A room one has never seen is new from now on; in private everything is meant for one.
    else if (!room.startsWith("@")) next = change(next, room, { read: end - 1, counted: end });
  }
  return next;
}

/**
 * @param {State} state
 * @param {Extract<Intent, { type: "page" }>} intent
 * @returns {State}
 */
function page(state, { where, page: got, sought }) {
  const room = state.rooms.get(got.room);
  if (room === undefined || room.epoch !== got.epoch) return state;
  if (where === "older") return change(state, room.room, older(room, got));
  const replaced = {
    messages: got.messages,
    start: got.start,
    more: got.more,
    newer: got.newer ?? false,
    loading: false,
    notices: [],
  };
  return { ...change(state, room.room, replaced), sought: sought ?? null };
}

/**
 * @param {State} state
 * @param {string | undefined} ref
 * @param {(row: Row) => Row | null} replace
 * @returns {State}
 */
function rows(state, ref, replace) {
  if (ref === undefined || !state.outbox.some((row) => row.ref === ref)) return state;
  const outbox = state.outbox.map((row) => row.ref === ref ? replace(row) : row)
    .filter((row) => row !== null);
  return { ...state, outbox };
}

/** @param {{ code: string, suggestion?: string }} error */
function problemOf({ code, suggestion }) {
  return suggestion === undefined ? { code } : { code, suggestion };
}

/**
 * @param {State} state
 * @param {string} name
 * @param {Partial<import("./state.js").RoomState>} changes
 * @returns {State}
 */
export function change(state, name, changes) {
  const room = state.rooms.get(name);
  return room === undefined ? state : withRoom(state, { ...room, ...changes });
}

/**
 * @param {State} state
 * @param {import("./state.js").RoomState} room
 * @returns {State}
 */
function withRoom(state, room) {
  return { ...state, rooms: new Map(state.rooms).set(room.room, room) };
}

/**
 * @param {State} state
 * @param {string} name
 * @returns {State}
 */
function withoutRoom(state, name) {
  if (!state.rooms.has(name)) return state;
  const rooms = new Map(state.rooms);
  rooms.delete(name);
  const outbox = state.outbox.map((row) =>
    row.room === name ? { ...row, failed: "not_found" } : row
  );
  if (state.open !== name) return { ...state, rooms, outbox };
  return { ...state, rooms, outbox, open: null, dialog: null, problem: { code: "room_deleted" } };
}
