/**
 * The order, favourites and levels of an account, kept alike on the server and in this browser. What was
 * changed here, without a network too, is what differs from what the server said last: it is told, and whoever
 * tells last is right. What a guest had is added once they have an account.
 *
 * @import { RoomPreferencesChange, RoomPreferencesInfo } from "../../../server/protocol_own.ts"
 * @import { Preferences } from "../../state/state.js"
 * @import { AcrossDevicesOptions } from "../across_devices.js"
 */

/** @typedef {Required<RoomPreferencesChange>["levels"]} Levels */

export class AccountPreferences {
  #options;
  /** What is being told, until it is answered. */
  #sending = /** @type {RoomPreferencesChange | null} */ (null);

  /** @param {AcrossDevicesOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * The server says what the account wants.
   * @param {RoomPreferencesInfo} told
   */
  take({ order, favourites, levels }) {
    const server = { ...(order && { order }), favourites, levels };
    const change = this.#takeIn(server, this.#sending);
    if (change !== null) void this.send();
  }

  /** Tells what is other here than the server said last. */
  async send() {
    const { store, storage, ask } = this.#options;
    const { preferences } = store.state;
    const { synced } = preferences;
    if (this.#sending !== null || !synced) return;
    const change = changeOf(preferences, synced, synced);
    if (change === null) return;
    const { owner } = storage;
    this.#sending = change;
    const server = await ask("api/preferences", { body: change }).catch(() => null);
    this.#sending = null;
    // What could not be told is told when the line is there again.
    if (server === null || owner !== storage.owner) return;
    const next = this.#takeIn(server, null, change);
    // What the server does not take as it was told is not told again and again.
    if (next !== null && JSON.stringify(next) !== JSON.stringify(change)) void this.send();
  }

  /**
   * @param {RoomPreferencesInfo} server
   * @param {RoomPreferencesChange | null} onItsWay what the server may not have heard yet
   * @param {RoomPreferencesChange | null} [heard] what it has heard since it said something
   * @returns {RoomPreferencesChange | null} what it has still to hear
   */
  #takeIn(server, onItsWay, heard = onItsWay) {
    const { store, keepPreferences } = this.#options;
    const { preferences } = store.state;
    const base = preferences.synced ? changed(preferences.synced, heard) : null;
    const coming = changed(server, onItsWay);
    const change = changeOf(preferences, base, coming);
    const { order = preferences.order, favourites, levels } = changed(coming, change);
    const merged = { order, favourites, notificationLevels: levels };
    keepPreferences({ ...preferences, ...merged, synced: server });
    return change;
  }
}

/**
 * How something is wanted after a change.
 * @param {RoomPreferencesInfo} before
 * @param {RoomPreferencesChange | null} change
 * @returns {RoomPreferencesInfo}
 */
export function changed(before, change) {
  const { order = before.order, favourites = {}, levels = {} } = change ?? {};
  const stay = before.favourites.filter((room) => favourites[room] !== false);
  const come = Object.keys(favourites).filter((room) => favourites[room] && !stay.includes(room));
  const rows = Object.entries({ ...before.levels, ...levels }).filter(([, level]) =>
    level !== null
  );
  return {
    ...(order && { order }),
    favourites: [...stay, ...come],
    levels: /** @type {RoomPreferencesInfo["levels"]} */ (Object.fromEntries(rows)),
  };
}

/**
 * What the person wants otherwise than it was known, and the server does not know; null for nothing.
 * @param {Pick<Preferences, "order" | "favourites" | "notificationLevels">} local
 * @param {RoomPreferencesInfo | null} base what both had; null where this browser told nothing yet
 * @param {RoomPreferencesInfo} server
 * @returns {RoomPreferencesChange | null}
 */
export function changeOf({ order, favourites, notificationLevels }, base, server) {
  const before = base ?? { order: "name", favourites: [], levels: {} };
  /** @type {Record<string, boolean>} */
  const stars = {};
  for (const room of favourites) {
    if (!before.favourites.includes(room) && !server.favourites.includes(room)) stars[room] = true;
  }
  for (const room of before.favourites) {
    if (!favourites.includes(room) && server.favourites.includes(room)) stars[room] = false;
  }
  /** @type {Levels} */
  const levels = {};
  for (const room of new Set([...Object.keys(notificationLevels), ...Object.keys(before.levels)])) {
    const level = notificationLevels[room] ?? null;
    const isNew = level !== (before.levels[room] ?? null) &&
      level !== (server.levels[room] ?? null);
    // What a browser brings along for the first time gives way to what is known already.
    if (isNew && (base !== null || server.levels[room] === undefined)) levels[room] = level;
  }
  const isOther = order !== (before.order ?? "name") && order !== (server.order ?? "name") &&
    (base !== null || server.order === undefined);
  const change = {
    ...(isOther && { order }),
    ...(Object.keys(stars).length > 0 && { favourites: stars }),
    ...(Object.keys(levels).length > 0 && { levels }),
  };
  return Object.keys(change).length === 0 ? null : change;
}
