/** `@name` in what people say. The server counts by the same rule, in `chat/mentions.ts`. */

/**
 * True where a text calls somebody by name, whatever the case, and not somebody whose name goes on.
 * @param {string} text
 * @param {string} name
 */
export function mentions(text, name) {
  if (name === "" || !text.includes("@")) return false;
  const call = `@${fold(name)}`;
  const all = fold(text);
  for (let at = all.indexOf(call); at >= 0; at = all.indexOf(call, at + 1)) {
    const before = all.slice(Math.max(0, at - 1), at);
    const behind = all.slice(at + call.length, at + call.length + 2);
    if (!/[\p{L}\p{N}]/u.test(before) && !/^[\p{L}\p{M}\p{N}]/u.test(behind)) return true;
  }
  return false;
}

/** @param {string} text */
function fold(text) {
  return text.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}
