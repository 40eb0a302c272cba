/**
 * Whom one does not want to hear: what that makes of the rooms and of what stands in them. Pure.
 *
 * @import { Album, MessageItem } from "./albums.js"
 * @import { Item } from "./selectors.js"
 * @import { State } from "./state.js"
 */
import { foldName } from "../text/fold.js";

/** @typedef {{ kind: "blocked", key: string, items: (MessageItem | Album)[] }} FoldedItem messages in a row */

/**
 * @param {Pick<State, "blocked">} state
 * @param {string} name
 */
export function isBlocked({ blocked }, name) {
  return blocked.size > 0 && blocked.has(foldName(name));
}

/**
 * Names by what they are found by.
 * @param {readonly string[]} names
 */
export function blockedNames(names) {
  return new Map(names.map((name) => [foldName(name), name]));
}

/**
 * The private conversation with somebody is not there while they are blocked.
 * @param {State} state
 * @param {{ type: "blocks", names: string[] } | { type: "blocked", name: string, on: boolean }} update
 * @returns {State}
 */
export function reduceBlocks(state, update) {
  if (update.type === "blocks") return { ...state, blocked: blockedNames(update.names) };
  const { name, on } = update;
  const blocked = new Map(state.blocked);
  if (!on) {
    blocked.delete(foldName(name));
    return { ...state, blocked };
  }
  blocked.set(foldName(name), name);
  const rooms = new Map(
    [...state.rooms].filter(([room]) => foldName(room) !== `@${foldName(name)}`),
  );
  const open = state.open !== null && rooms.has(state.open) ? state.open : null;
  return { ...state, blocked, rooms, open };
}

/**
 * What people said who are blocked, folded: a run of it is one row.
 * @param {(Item | Album)[]} items
 * @param {State["blocked"]} blocked
 * @returns {(Item | Album | FoldedItem)[]}
 */
export function foldBlocked(items, blocked) {
  if (blocked.size === 0) return items;
  /** @type {(Item | Album | FoldedItem)[]} */
  const rows = [];
  for (const item of items) {
    const message = item.kind === "message" ? item : item.kind === "album" ? item.items[0] : null;
    if (!message || !isBlocked({ blocked }, message.message.name)) {
      rows.push(item);
      continue;
    }
    const last = rows.at(-1);
    const folded = /** @type {MessageItem | Album} */ (item);
    if (last?.kind === "blocked") last.items.push(folded);
    else rows.push({ kind: "blocked", key: `blocked ${item.key}`, items: [folded] });
  }
  return rows;
}
