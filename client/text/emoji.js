/**
 * Emoji and the words that find them, read from a file of lines: the emoji, its shortcode, its name
 * and tags in the reader's language. A line of one word begins a group. Pure.
 */

/**
 * @typedef {object} Emoji
 * @property {string} emoji
 * @property {string} code shortcode, "" for none
 * @property {string} words name and tags, in lower case
 * @property {string} group
 */

/**
 * @param {string} text
 * @returns {Emoji[]}
 */
export function readEmoji(text) {
  const all = [];
  let group = "";
  for (const line of text.split("\n")) {
    const [emoji = "", code, words = ""] = line.split("\t");
    if (code === undefined) group = emoji;
    else all.push({ emoji, code, words, group });
  }
  return all;
}

/**
 * The emoji that fit best: by the beginning of the shortcode, of a word, then anywhere.
 * @param {readonly Emoji[]} all
 * @param {string} query
 * @param {number} max
 */
export function findEmoji(all, query, max) {
  const needle = query.trim().toLowerCase();
  if (needle === "") return all.slice(0, max);
  /** @param {Emoji} one */
  const rank = ({ emoji, code, words }) => {
    if (code === needle || emoji === query.trim()) return 0;
    if (code.startsWith(needle)) return 1;
    if (` ${words}`.includes(` ${needle}`)) return 2;
    return code.includes(needle) || words.includes(needle) ? 3 : 4;
  };
  return all.map((one, order) => ({ one, order, rank: rank(one) })).filter(({ rank }) => rank < 4)
    .sort((a, b) => a.rank - b.rank || a.order - b.order).slice(0, max).map(({ one }) => one);
}

/** Tones of skin from light to dark; the first is none: the yellow one. */
export const TONES = Object.freeze(["", "🏻", "🏼", "🏽", "🏾", "🏿"]);
const HANDSHAKE = "🤝";
const SKIN = /\p{Emoji_Modifier_Base}\ufe0f?/gu;

/**
 * In that tone of skin, where it has one.
 * @param {string} emoji
 * @param {string} tone one of TONES
 */
export function withTone(emoji, tone) {
  if (tone === "") return emoji;
  const inTone = emoji.replace(SKIN, (one) =>
    // Between two people it is their hands, which have the tone of them.
    one === HANDSHAKE && emoji !== HANDSHAKE ? one : one.replace("\ufe0f", "") + tone);
  return /^\p{RGI_Emoji}$/v.test(inTone) ? inTone : emoji;
}

/**
 * The same for every tone of one emoji.
 * @param {string} emoji
 */
export function withoutTone(emoji) {
  return emoji.replace(/\p{Emoji_Modifier}|\ufe0f/gu, "");
}

/** What people react with most. */
const COMMON = Object.freeze(["👍", "❤️", "😂", "🎉", "😮", "😢"]);

/**
 * As many as there are common ones: those used last, filled up with common ones. Each stays where it
 * is for as long as it is among them, so that a hand finds it again.
 * @param {readonly string[]} recent used last first
 */
export function quickEmoji(recent) {
  // Whoever has chosen a tone of skin does not choose it again.
  const common = COMMON.map((one) =>
    recent.find((used) => withoutTone(used) === withoutTone(one)) ?? one
  );
  const near = new Set(
    [...recent, ...common].filter((one, i, all) => all.indexOf(one) === i)
      .slice(0, COMMON.length),
  );
  return [...common.filter((one) => near.has(one)), ...[...near].sort()]
    .filter((one, i, all) => all.indexOf(one) === i);
}
