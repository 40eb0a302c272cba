/** What is wrong with a name for a person or a room, while it is typed; the server has the last word. */

const START = /^[\p{L}\p{Nd}]/u;
/** What may not stand in a name; joiners may, where they join, and the server knows where. */
const OTHER = /[^\p{L}\p{M}\p{Nd} _\-.'\u2019\u200c\u200d]/u;

/**
 * The rule that a name breaks, or null.
 * @param {string} typed
 * @param {number} maxLength longest name in code points
 * @returns {{ rule: "start" | "long" } | { rule: "character", character: string } | null}
 */
export function brokenNameRule(typed, maxLength) {
  const name = normalizeName(typed);
  const [character] = OTHER.exec(name) ?? [];
  if (character !== undefined) return { rule: "character", character };
  if (name !== "" && !START.test(name)) return { rule: "start" };
  return [...name].length > maxLength ? { rule: "long" } : null;
}

/**
 * A name as the server will have it.
 * @param {string} typed
 */
export function normalizeName(typed) {
  return typed.normalize("NFC").trim().replace(/\s+/gu, " ");
}
