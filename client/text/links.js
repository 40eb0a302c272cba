/**
 * Addresses in a text: of the web, with or without `https://` where `www.` says it, and of mail. What
 * belongs to the sentence around one stays outside, in any script's punctuation. A link is only what
 * `URL` takes; everything else stays the text it is.
 */

/** What no address goes on behind: blanks, quotes, brackets and stops of scripts that write no blank there. */
const STOP = '\\s<>"`“”„«»‹›（）「」『』【】《》〈〉、。，！？；：…،؛؟।॥۔';
const CANDIDATE = new RegExp(
  [
    `(?<web>(?<![A-Za-z0-9])https?:\\/\\/[^${STOP}]+)`,
    `(?<www>(?<![\\p{L}\\p{N}.@/_-])www\\.[^${STOP}]+)`,
    // As much of RFC 5321 as people have: no quotes, no comments, a dot in the host.
    "(?<mail>(?<![\\p{L}\\p{N}.@/_%+-])[\\p{L}\\p{N}_%+][\\p{L}\\p{N}._%+-]{0,63}@" +
    "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62}\\.)?(?:[\\p{L}\\p{N}-]{1,63}\\.){0,5}\\p{L}{2,63}(?![\\p{L}\\p{N}@]))",
  ].join("|"),
  "giu",
);
/** What ends a sentence or a quotation; in the middle of an address it is part of it. */
const ENDS = /[.,:;!?'’*]/;
/** @type {Record<string, string>} */
const CLOSED_BY = { "(": ")", "[": "]", "{": "}" };

/**
 * @typedef {object} Link
 * @property {number} index where it begins
 * @property {string} text as it was written
 * @property {string} href
 */

/**
 * @param {string} text
 * @returns {Link[]}
 */
export function linksIn(text) {
  if (!/:\/\/|www\.|@/i.test(text)) return [];
  const links = [];
  for (const { 0: found, index, groups } of text.matchAll(CANDIDATE)) {
    const isMail = groups?.mail !== undefined;
    const shown = isMail ? found : trimPunctuation(found);
    const href = hrefOf(isMail ? `mailto:${shown}` : groups?.www ? `https://${shown}` : shown);
    if (href !== null) links.push({ index, text: shown, href });
  }
  return links;
}

/**
 * Without the punctuation that belongs to the sentence around it. A bracket that closes what was opened
 * within stays.
 * @param {string} link
 */
function trimPunctuation(link) {
  /** How many more of a bracket close than open. @type {Record<string, number>} */
  const unmatched = {};
  for (const [bracket] of link.matchAll(/[()[\]{}]/g)) {
    const close = CLOSED_BY[bracket];
    if (close === undefined) unmatched[bracket] = (unmatched[bracket] ?? 0) + 1;
    else unmatched[close] = (unmatched[close] ?? 0) - 1;
  }
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? "";
    if ((unmatched[last] ?? 0) > 0) unmatched[last] = (unmatched[last] ?? 0) - 1;
    else if (!ENDS.test(last)) break;
  }
  return link.slice(0, end);
}

/**
 * @param {string} address
 * @returns {string | null}
 */
function hrefOf(address) {
  try {
    const url = new URL(address);
    if (url.protocol === "mailto:") return url.href;
    const isWhole = !address.startsWith("https://www.") || /\.[^.]+\./.test(url.hostname);
    return /^https?:$/.test(url.protocol) && url.host !== "" && isWhole ? url.href : null;
  } catch {
    return null;
  }
}
