/**
 * What this browser remembers of nobody in particular: how the page looks and sounds, and whether
 * somebody who left has still to be signed out. What belongs to a person is in `own_storage.js`.
 *
 * @import { Preferences } from "../state/state.js"
 * @import { StorageArea } from "./storage_area.js"
 */
import { deviceKey, isUnowned } from "./storage_keys.js";

/** What is remembered on this device. */
export class DeviceStorage {
  #area;

  /** @param {StorageArea} area */
  constructor(area) {
    this.#area = area;
    // Nobody knows who wrote it: it must not become the words of whoever comes next.
    for (const key of area.keys(deviceKey("")).filter(isUnowned)) area.write(key, null);
  }

  /**
   * @param {readonly string[]} languages that there are words for
   * @param {readonly string[]} browserLanguages by the browser, best first
   * @returns {Preferences}
   */
  preferences(languages, browserLanguages) {
    const kept = this.#area.read(deviceKey("preferences"));
    const theme = kept?.theme === "light" || kept?.theme === "dark" ? kept.theme : "auto";
    const candidates = [kept?.language, ...browserLanguages.map((tag) => tag.split("-")[0])];
    const language = candidates.find((candidate) => languages.includes(String(candidate)));
    const size = kept?.size === "large" || kept?.size === "larger" ? kept.size : "normal";
    return {
      theme,
      language: typeof language === "string" ? language : "en",
      size,
      order: kept?.order === "activity" ? "activity" : "name",
      sound: kept?.sound === true,
      speed: Number(kept?.speed),
      notify: kept?.notify === true,
      installHint: typeof kept?.installHint === "string" ? kept.installHint : "",
      notificationLevels: {},
      favourites: [],
    };
  }

  /** @param {Preferences} preferences the rooms among them are the person's own */
  savePreferences({ notificationLevels: _, favourites: __, synced: ___, ...preferences }) {
    this.#area.write(deviceKey("preferences"), preferences);
  }

  /** True where somebody left while the server could not be told. */
  get isLeaving() {
    return this.#area.read(deviceKey("leaving")) === true;
  }

  set isLeaving(isLeaving) {
    this.#area.write(deviceKey("leaving"), isLeaving ? true : null);
  }
}
