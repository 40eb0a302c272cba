/**
 * Whether what a browser kept is what we keep there: an older page may have written it, or somebody else.
 *
 * @import { Change, Preferences, Row } from "../state/state.js"
 * @import { RoomPreferencesInfo } from "../../server/protocol_own.ts"
 */

/**
 * The words that a message is being changed to.
 * @typedef {object} Edit
 * @property {number} id
 * @property {string} epoch
 * @property {string} text
 */

/**
 * @param {any} row
 * @returns {row is Row}
 */
export function isRow(row) {
  return ["ref", "room", "text", "time"].every((field) => typeof row?.[field] === "string");
}

/**
 * @param {any} edit
 * @returns {edit is Edit}
 */
export function isEdit(edit) {
  return typeof edit?.id === "number" && typeof edit.epoch === "string" &&
    typeof edit.text === "string";
}

/**
 * @param {any} change
 * @returns {change is Change}
 */
export function isChange(change) {
  if (typeof change?.id !== "number") return false;
  const texts = change.type === "edit" ? ["text"] : change.type === "react" ? ["emoji"] : [];
  return ["edit", "erase", "react"].includes(change.type) &&
    ["ref", "room", "epoch", "time", ...texts].every((one) => typeof change[one] === "string");
}

/**
 * @param {{ time: string }} a
 * @param {{ time: string }} b
 */
export function byTime(a, b) {
  return a.time < b.time ? -1 : Number(a.time > b.time);
}

/**
 * The texts in what was kept as a list of them.
 * @param {unknown} kept
 * @returns {string[]}
 */
export function textsIn(kept) {
  return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
}

/**
 * @param {unknown} kept
 * @returns {Edit[]}
 */
export function editsIn(kept) {
  return Array.isArray(kept) ? kept.filter(isEdit) : [];
}

/**
 * @param {any} kept
 * @returns {Preferences["notificationLevels"]}
 */
export function levelsIn(kept) {
  return Object.fromEntries(
    Object.entries(kept ?? {})
      .filter(([, level]) => ["all", "mentions", "none"].includes(String(level))),
  );
}

/**
 * @param {any} kept
 * @returns {RoomPreferencesInfo | null}
 */
export function syncedIn(kept) {
  if (!Array.isArray(kept?.favourites)) return null;
  return { ...kept, favourites: textsIn(kept.favourites), levels: levelsIn(kept.levels) };
}
