/** Whether anybody could see a text; the server refuses what nobody could, by `people/names.ts`. */

const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{1d159}]/u;

/** @param {string} text */
export function isVisible(text) {
  return VISIBLE.test(text);
}
