/**
 * Fetches the emoji of a language when they are first wanted, and keeps them.
 *
 * @import { Emoji } from "../text/emoji.js"
 */
import { readEmoji, withTone } from "../text/emoji.js";

/** Emoji by language. */
export class EmojiSource {
  /** @type {Map<string, Promise<Emoji[]>>} */
  #loaded = new Map();
  #fetch;

  /** @param {typeof fetch} fetch */
  constructor(fetch) {
    this.#fetch = fetch;
  }

  /**
   * @param {string} language
   * @param {string} [tone] of skin, in which those are that have one
   * @returns {Promise<Emoji[]>} none where the server cannot be reached: another try may
   */
  async load(language, tone = "") {
    const all = await this.#loadUntoned(language);
    return tone === "" ? all : all.map((one) => ({ ...one, emoji: withTone(one.emoji, tone) }));
  }

  /**
   * @param {string} language
   * @returns {Promise<Emoji[]>}
   */
  #loadUntoned(language) {
    const known = this.#loaded.get(language);
    if (known !== undefined) return known;
    const address = new URL(`../emoji/${language}.txt`, import.meta.url);
    const loading = this.#fetch.call(globalThis, address).then((answer) => answer.text())
      .then(readEmoji, () => {
        this.#loaded.delete(language);
        return [];
      });
    this.#loaded.set(language, loading);
    return loading;
  }
}
