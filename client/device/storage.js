/**
 * What this browser remembers of nobody in particular: how the page looks and sounds, and whether
 * somebody who left has still to be signed out. What belongs to a person is in `own_storage.js`.
 *
 * @import { Preferences } from "../state/state.js"
 * @import { Shelf } from "./storage_area.js"
 */
import { deviceKey, isNameless } from "./storage_keys.js";

/** What is remembered on this device. */
export class DeviceStorage {
  #shelf;

  /** @param {Shelf} shelf */
  constructor(shelf) {
    this.#shelf = shelf;
    // Nobody knows who wrote it: it must not become the words of whoever comes next.
    for (const key of shelf.keys(deviceKey("")).filter(isNameless)) shelf.write(key, null);
  }

  /**
   * @param {readonly string[]} languages that there are words for
   * @param {readonly string[]} wished by the browser, best first
   * @returns {Preferences}
   */
  preferences(languages, wished) {
    const kept = this.#shelf.read(deviceKey("preferences"));
    const theme = kept?.theme === "light" || kept?.theme === "dark" ? kept.theme : "auto";
    const wishes = [kept?.language, ...wished.map((tag) => tag.split("-")[0])];
    const language = wishes.find((wish) => languages.includes(String(wish)));
    const size = kept?.size === "large" || kept?.size === "larger" ? kept.size : "normal";
    return {
      theme,
      language: typeof language === "string" ? language : "en",
      size,
      order: kept?.order === "activity" ? "activity" : "name",
      sound: kept?.sound === true,
      notify: kept?.notify === true,
      levels: {},
    };
  }

  /** @param {Preferences} preferences the rooms among them are the person's own */
  keepPreferences({ levels: _, ...preferences }) {
    this.#shelf.write(deviceKey("preferences"), preferences);
  }

  /** True where somebody left while the server could not be told. */
  get isLeaving() {
    return this.#shelf.read(deviceKey("leaving")) === true;
  }

  set isLeaving(isLeaving) {
    this.#shelf.write(deviceKey("leaving"), isLeaving ? true : null);
  }
}
