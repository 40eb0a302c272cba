/**
 * Under which names things are kept in the browser: what belongs to the device, and what belongs to a
 * person, whose folded name stands before everything that is theirs.
 */

const KEY_PREFIX = "plaintalk ";

/** What an older version kept without saying whose it was. */
const UNOWNED_KEY = /^plaintalk (outbox|marks|emoji|draft .*)$/s;

/** @param {string} kind */
export function deviceKey(kind) {
  return KEY_PREFIX + kind;
}

/**
 * What all keys of one person begin with.
 * @param {string} name folded
 */
export function ownPrefix(name) {
  return `${KEY_PREFIX}of ${encodeURIComponent(name.toWellFormed())} `;
}

/**
 * @param {string} name folded
 * @param {string} kind one word
 * @param {string} [part] a room, or what tells one of its kind from the others
 */
export function ownKey(name, kind, part = "") {
  return `${ownPrefix(name)}${kind} ${part}`;
}

/** @param {string} key */
export function isUnowned(key) {
  return UNOWNED_KEY.test(key);
}
