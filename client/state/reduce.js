/**
 * The state after something happened. Pure: no clock, no storage, no chance, so that a whole
 * conversation can be replayed in a test. What the server tells is folded in `reduce_room.js`.
 *
 * @import { JoinPolicy, Event, Limits, Me, Page } from "../../server/protocol.ts"
 * @import { Snapshot } from "./snapshot.js"
 * @import { Preferences, Row, State, Upload } from "./state.js"
 */
import { initialState, newRoom } from "./state.js";
import { recalled } from "./snapshot.js";
import { replaced } from "./uploads.js";
import { reduceRoom, seen, stirred } from "./reduce_room.js";
import { change, openRoom, page, recall, welcome, withoutRoom, withRoom } from "./room_map.js";
import { latest } from "./selectors.js";

/**
 * What a person or the device did.
 * @typedef {{ type: "session", me: Me | null, limits: Limits, version: string,
 *     door: JoinPolicy }
 *   | { type: "link", link: State["link"], retry?: number }
 *   | { type: "slow" }
 *   | { type: "outage" }
 *   | { type: "recalled", snapshot: Snapshot }
 *   | { type: "open_room", room: string, sought?: number | null }
 *   | { type: "joining", room: string }
 *   | { type: "marks", marks: Map<string, { epoch: string, id: number }> }
 *   | { type: "counted", room: string, after: number, unread: number, mentions: number, end: number }
 *   | { type: "loading", room: string, loading: boolean }
 *   | { type: "page", where: "older" | "newest" | "around", page: Page, sought?: number }
 *   | { type: "seen", room: string }
 *   | { type: "editing", id: number | null }
 *   | { type: "quote", quote: string | null }
 *   | { type: "answering", answering: State["answering"] }
 *   | { type: "erasing", erasing: number[] }
 *   | { type: "writes", room: string, name: string, until: number }
 *   | { type: "queued", row: Row }
 *   | { type: "failed", ref: string, code: string }
 *   | { type: "requeued", ref: string }
 *   | { type: "discarded", ref: string }
 *   | { type: "changes", changes: State["changes"] }
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
        ? { ...state, link: "open", slow: false, outage: false, retry: null, restarting: false }
        : { ...state, link: happening.link, retry: happening.retry ?? null };
    case "slow":
      return state.link === "open" ? state : { ...state, slow: true };
    case "outage":
      return state.link === "open" ? state : { ...state, slow: true, outage: true };
    case "recalled":
      return recalled(state, happening.snapshot);
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
    case "answering":
      return { ...state, answering: happening.answering };
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
    case "changes":
      return { ...state, changes: happening.changes };
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
      return signedOut(state);
    case "room_created": {
      const { room, epoch, end, by } = happening;
      if (state.rooms.has(room)) return state;
      const begun = withRoom(state, {
        ...newRoom(room, epoch),
        end,
        said: latest(state),
        mine: by === state.me?.name,
      });
      return room.startsWith("@") ? begun : change(begun, room, { read: end - 1, counted: end });
    }
    case "room_deleted":
      return withoutRoom(state, happening.room);
    case "activity": {
      const room = state.rooms.get(happening.room);
      if (room === undefined) return state;
      const said = happening.amended ? room.said : latest(state);
      return change(state, room.room, { ...stirred(room, happening), said });
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
 * Of who was here nothing stays: the next one at this page is somebody else.
 * @param {State} state
 * @returns {State}
 */
function signedOut(state) {
  const { preferences, now, zone, limits, version, door, outdated, problem, brand } = state;
  const { levels: _, ...looks } = preferences;
  const fresh = initialState({ ...looks, levels: {} }, now, brand);
  return { ...fresh, phase: "name", zone, limits, version, door, outdated, problem };
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
