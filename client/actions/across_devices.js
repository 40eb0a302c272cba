/**
 * What goes with a person to every browser of theirs: whom they block, and what they want of their list of
 * rooms. The parts that do it are fetched once there is something to do.
 *
 * @import { Event } from "../../server/protocol.ts"
 * @import { RoomPreferencesInfo } from "../../server/protocol_own.ts"
 * @import { OwnStorage } from "../device/own_storage.js"
 * @import { Api } from "../net/api.js"
 * @import { Preferences } from "../state/state.js"
 * @import { Store } from "../state/store.js"
 * @import { AccountPreferences } from "./lazy/account_preferences.js"
 */

/**
 * @typedef {object} AcrossDevicesOptions
 * @property {Store} store
 * @property {OwnStorage} storage
 * @property {Api["request"]} ask
 * @property {(preferences: Preferences) => void} keepPreferences on this device
 */

export class AcrossDevices {
  #options;
  #preferences = /** @type {AccountPreferences | null} */ (null);

  /** @param {AcrossDevicesOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** @param {Event} event taken in already */
  onEvent(event) {
    const isWelcome = event.type === "welcome";
    if (isWelcome || event.type === "blocked") this.#keepBlocks(event);
    const told = isWelcome
      ? event.preferences
      : event.type === "room_preferences"
      ? event
      : undefined;
    if (told === undefined) return;
    const { preferences } = this.#options.store.state;
    if (textOf(told) === textOf(preferences.synced) && isSynced(preferences)) return;
    void this.#load().then((part) => part.take(told), () => {});
  }

  /** The person wants something else. */
  changed() {
    const { me, preferences } = this.#options.store.state;
    if (me?.account && preferences.synced && !isSynced(preferences)) {
      void this.#load().then((part) => part.send(), () => {});
    }
  }

  /** Whoever comes next wants what they want. */
  reset() {
    this.#preferences = null;
  }

  async #load() {
    const { AccountPreferences } = await import("./lazy/account_preferences.js");
    return this.#preferences ??= new AccountPreferences(this.#options);
  }

  /** @param {Extract<Event, { type: "welcome" | "blocked" }>} event */
  #keepBlocks(event) {
    const { store, storage } = this.#options;
    if (event.type === "welcome" && storage.blocked().length + store.state.blocked.size === 0) {
      return;
    }
    void import("./lazy/blocks.js").then(({ keepBlocks }) => keepBlocks(event, this.#options));
  }
}

/** @param {Preferences} preferences */
function isSynced({ order, favourites, notificationLevels: levels, synced }) {
  return textOf({ order, favourites, levels }) === textOf(synced);
}

/** @param {RoomPreferencesInfo | null} [preferences] */
function textOf(preferences) {
  return JSON.stringify([
    preferences?.order ?? "name",
    preferences?.favourites,
    preferences?.levels,
  ]);
}
