/**
 * What this browser remembers: preferences, drafts, read marks and what was not sent. A browser that
 * forbids storage, or holds something else under our names, is one that remembers nothing.
 *
 * @import { Preferences, Row } from "../state/state.js"
 */

/** Emoji that are remembered as used lately. */
const MOST_RECENT = 24;

/** What is remembered on this device. */
export class DeviceStorage {
  #storage;

  /** @param {Storage | null} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /**
   * @param {readonly string[]} languages that there are words for
   * @param {readonly string[]} wished by the browser, best first
   * @returns {Preferences}
   */
  preferences(languages, wished) {
    const kept = this.#read("preferences");
    const theme = kept?.theme === "light" || kept?.theme === "dark" ? kept.theme : "auto";
    const wishes = [kept?.language, ...wished.map((tag) => tag.split("-")[0])];
    const language = wishes.find((wish) => languages.includes(String(wish)));
    const size = kept?.size === "large" || kept?.size === "larger" ? kept.size : "normal";
    const levels = Object.entries(kept?.levels ?? {})
      .filter(([, level]) => ["all", "mentions", "none"].includes(String(level)));
    return {
      theme,
      language: typeof language === "string" ? language : "en",
      size,
      sound: kept?.sound === true,
      notify: kept?.notify === true,
      levels: Object.fromEntries(levels),
    };
  }

  /** @param {Preferences} preferences */
  keepPreferences(preferences) {
    this.#write("preferences", preferences);
  }

  /** @returns {Row[]} */
  outbox() {
    const kept = this.#read("outbox");
    if (!Array.isArray(kept)) return [];
    return kept.filter((row) =>
      ["ref", "room", "text", "time"].every((field) => typeof row?.[field] === "string")
    );
  }

  /** @param {Row[]} rows */
  keepOutbox(rows) {
    this.#write("outbox", rows.length === 0 ? null : rows);
  }

  /** @returns {Map<string, { epoch: string, id: number, end?: number }>} */
  marks() {
    const marks = new Map();
    for (const [room, mark] of Object.entries(this.#read("marks") ?? {})) {
      if (typeof mark?.epoch === "string" && typeof mark?.id === "number") marks.set(room, mark);
    }
    return marks;
  }

  /** @param {Map<string, { epoch: string, id: number, end?: number }>} marks */
  keepMarks(marks) {
    this.#write("marks", Object.fromEntries(marks));
  }

  /** @returns {string[]} used last first */
  recentEmoji() {
    const kept = this.#read("emoji");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  }

  /** @param {string} emoji */
  keepRecentEmoji(emoji) {
    const others = this.recentEmoji().filter((one) => one !== emoji);
    this.#write("emoji", [emoji, ...others].slice(0, MOST_RECENT));
  }

  /** @param {string} room */
  draft(room) {
    const kept = this.#read(`draft ${room}`);
    return typeof kept === "string" ? kept : "";
  }

  /**
   * @param {string} room
   * @param {string} text
   */
  keepDraft(room, text) {
    this.#write(`draft ${room}`, text === "" ? null : text);
  }

  /**
   * @param {string} name
   * @returns {any} whatever somebody put there: the caller looks at it closely
   */
  #read(name) {
    try {
      return JSON.parse(this.#storage?.getItem(`plaintalk ${name}`) ?? "null");
    } catch {
      return null;
    }
  }

  /**
   * @param {string} name
   * @param {unknown} value null forgets
   */
  #write(name, value) {
    try {
      if (value === null) this.#storage?.removeItem(`plaintalk ${name}`);
      else this.#storage?.setItem(`plaintalk ${name}`, JSON.stringify(value));
    } catch {
      // Full or forbidden: the page works, it only remembers less.
    }
  }
}
