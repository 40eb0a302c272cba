/** Words without the signs that made them bold or code, where one line has no room for what they do. */

const SIGNS = /```\w*\s?|(?<![\p{L}\p{N}])[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?![\p{L}\p{N}])|^> ?/gmu;

/** @param {string} text */
export function stripMarkup(text) {
  return text.replace(SIGNS, "");
}
