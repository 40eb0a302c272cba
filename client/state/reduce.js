/**
 * The state after something happened. Pure: no clock, no storage, no chance, so that a whole
 * conversation can be replayed in a test. What the server tells is folded in `reduce_room.js`.
 *
 * @import { Event, Limits, Me, Page } from "../../server/protocol.ts"
 * @import { JoinPolicy } from "../../server/protocol_http.ts"
 * @import { Snapshot } from "./snapshot.js"
 * @import { Preferences, Row, State, Upload } from "./state.js"
 */
import { reduceBlocks } from "./blocks.js";
import { initialState } from "./state.js";
import { restoreState } from "./snapshot.js";
import { replaceUpload } from "./uploads.js";
import { reduceRoom } from "./reduce_room.js";
import { reduceRooms } from "./reduce_rooms.js";
import { applyWelcome, updateRoom } from "./room_map.js";

/**
 * What a person or the device did.
 * @typedef {{ type: "session", me: Me | null, limits: Limits, version: string,
 *     door: JoinPolicy }
 *   | { type: "connection", connection: State["connection"], retry?: number }
 *   | { type: "slow" }
 *   | { type: "outage" }
 *   | { type: "restored", snapshot: Snapshot }
 *   | { type: "open_room", room: string, target?: number | null }
 *   | { type: "joining", room: string }
 *   | { type: "read_marks", marks: Map<string, { epoch: string, id: number }> }
 *   | { type: "counted", room: string, after: number, unread: number, mentions: number, end: number }
 *   | { type: "loading", room: string, loading: boolean }
 *   | { type: "page", where: "older" | "newest" | "around", page: Page, target?: number }
 *   | { type: "seen", room: string, id?: number }
 *   | { type: "editing", id: number | null }
 *   | { type: "insertion", insertion: string | null }
 *   | { type: "reply_to", replyTo: State["replyTo"] }
 *   | { type: "erasing", erasing: number[] }
 *   | { type: "somebody_typing", room: string, name: string, until: number }
 *   | { type: "queued", row: Row }
 *   | { type: "failed", ref: string, code: string }
 *   | { type: "requeued", ref: string }
 *   | { type: "discarded", ref: string }
 *   | { type: "changes", changes: State["changes"] }
 *   | { type: "upload", id: number, upload: Upload | null }
 *   | { type: "problem", problem: State["problem"] }
 *   | { type: "toasts", toasts: State["toasts"] }
 *   | { type: "dialog", dialog: State["dialog"], person?: string, anchor?: State["anchor"] }
 *   | { type: "panel", panel: State["panel"] }
 *   | { type: "preferences", preferences: Preferences }
 *   | { type: "now", now: number, zone?: string }
 *   | { type: "blocks", names: string[] }
 *   | { type: "signed_out" }} Intent
 */

/** @typedef {Event | Intent} Update */

/**
 * @param {State} state
 * @param {Update} update
 * @returns {State}
 */
export function reduce(state, update) {
  switch (update.type) {
    case "session":
    case "welcome":
    case "profile":
    case "connection":
    case "slow":
    case "outage":
    case "restored":
    case "restarting":
    case "signed_out":
      return reduceConnection(state, update);
    case "open_room":
    case "joining":
    case "read_marks":
    case "loading":
    case "page":
    case "seen":
    case "somebody_typing":
    case "room_created":
    case "room_deleted":
    case "room_renamed":
    case "members":
    case "activity":
    case "counted":
      return reduceRooms(state, update);
    case "queued":
    case "failed":
    case "requeued":
    case "discarded":
    case "changes":
    case "upload":
    case "message":
      return reduceUnsent(state, update);
    case "editing":
    case "insertion":
    case "reply_to":
    case "erasing":
    case "problem":
    case "error":
    case "toasts":
    case "dialog":
    case "panel":
    case "preferences":
    case "now":
      return reduceScreen(state, update);
    case "blocks":
    case "blocked":
      return reduceBlocks(state, update);
    case "room_preferences":
    case "pong":
      return state;
    default:
      return reduceRoom(state, update);
  }
}

/**
 * Who one is, and the connection.
 * @param {State} state
 * @param {Extract<Update, { type: "session" | "welcome" | "profile" | "connection" | "slow" | "outage" |
 *   "restored" | "restarting" | "signed_out" }>} update
 * @returns {State}
 */
function reduceConnection(state, update) {
  switch (update.type) {
    case "session": {
      const { me, limits, version, door } = update;
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
      return applyWelcome(state, update);
    case "profile":
      return { ...state, profiles: new Map(state.profiles).set(update.name, update) };
    case "connection":
      return update.connection === "open"
        ? {
          ...state,
          connection: "open",
          slow: false,
          outage: false,
          retry: null,
          restarting: false,
        }
        : { ...state, connection: update.connection, retry: update.retry ?? null };
    case "slow":
      return state.connection === "open" ? state : { ...state, slow: true };
    case "outage":
      return state.connection === "open" ? state : { ...state, slow: true, outage: true };
    case "restored":
      return restoreState(state, update.snapshot);
    case "restarting":
      return { ...state, restarting: true };
    case "signed_out":
      return signedOut(state);
  }
}

/**
 * What one has written and the server has not confirmed.
 * @param {State} state
 * @param {Extract<Update, { type: "queued" | "failed" | "requeued" | "discarded" | "changes" | "upload" |
 *   "message" }>} update
 * @returns {State}
 */
function reduceUnsent(state, update) {
  switch (update.type) {
    case "queued":
      return {
        ...updateRoom(state, update.row.room, { separator: null }),
        outbox: [...state.outbox, update.row],
      };
    case "failed":
      return updateRows(state, update.ref, (row) => ({ ...row, failed: update.code }));
    case "requeued":
      return updateRows(state, update.ref, ({ failed: _, ...row }) => row);
    case "discarded":
      return updateRows(state, update.ref, () => null);
    case "changes":
      return { ...state, changes: update.changes };
    case "upload":
      return { ...state, uploads: replaceUpload(state.uploads, update.id, update.upload) };
    case "message":
      return reduceRoom(updateRows(state, update.ref, () => null), update);
  }
}

/**
 * What stands on the screen.
 * @param {State} state
 * @param {Extract<Update, { type: "editing" | "insertion" | "reply_to" | "erasing" | "problem" | "error" |
 *   "toasts" | "dialog" | "panel" | "preferences" | "now" }>} update
 * @returns {State}
 */
function reduceScreen(state, update) {
  switch (update.type) {
    case "editing":
      return { ...state, editing: update.id };
    case "insertion":
      return { ...state, insertion: update.insertion };
    case "reply_to":
      return { ...state, replyTo: update.replyTo };
    case "erasing":
      return { ...state, erasing: update.erasing };
    case "problem":
      return { ...state, problem: update.problem };
    case "error":
      // One with a ref belongs to its row; the outbox decides whether that is the end of it.
      return update.ref === undefined ? { ...state, problem: problemOf(update) } : state;
    case "toasts":
      return { ...state, toasts: update.toasts };
    case "dialog":
      return {
        ...state,
        dialog: update.dialog,
        person: update.person ?? null,
        anchor: update.anchor,
        problem: null,
      };
    case "panel":
      return { ...state, panel: update.panel };
    case "preferences":
      return { ...state, preferences: update.preferences };
    case "now":
      return { ...state, now: update.now, zone: update.zone ?? state.zone };
  }
}

/**
 * Of who was here nothing stays: the next one at this page is somebody else.
 * @param {State} state
 * @returns {State}
 */
function signedOut(state) {
  const { preferences, now, zone, limits, version, door, outdated, problem, brand } = state;
  const fresh = initialState(
    { ...preferences, notificationLevels: {}, favourites: [], synced: null },
    now,
    brand,
  );
  return { ...fresh, phase: "name", zone, limits, version, door, outdated, problem };
}

/**
 * @param {State} state
 * @param {string | undefined} ref
 * @param {(row: Row) => Row | null} replace
 * @returns {State}
 */
function updateRows(state, ref, replace) {
  if (ref === undefined || !state.outbox.some((row) => row.ref === ref)) return state;
  const outbox = state.outbox.map((row) => row.ref === ref ? replace(row) : row)
    .filter((row) => row !== null);
  return { ...state, outbox };
}

/** @param {{ code: string, suggestion?: string }} error */
function problemOf({ code, suggestion }) {
  return suggestion === undefined ? { code } : { code, suggestion };
}
