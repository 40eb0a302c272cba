/**
 * Pictures that one person sent one after the other, without words, as one album. Pure.
 *
 * @import { FoldedItem } from "./blocks.js"
 * @import { Item } from "./selectors.js"
 */

/** @typedef {Extract<Item, { kind: "message" }>} MessageItem */
/** @typedef {{ kind: "album", key: string, items: MessageItem[], first: boolean, mine: boolean }} Album */

const MAX_PICTURES = 10;

/**
 * @param {Item[]} items
 * @returns {(Item | Album)[]}
 */
export function groupAlbums(items) {
  /** @type {(Item | Album)[]} */
  const rows = [];
  for (const item of items) {
    const last = rows.at(-1);
    if (!isPicture(item) || item.first || last === undefined) rows.push(item);
    else if (last.kind === "album" && last.items.length < MAX_PICTURES) last.items.push(item);
    else if (isPicture(last)) rows.splice(-1, 1, albumOf(last, item));
    else rows.push(item);
  }
  return rows;
}

/**
 * @param {MessageItem} first
 * @param {MessageItem} second
 * @returns {Album}
 */
function albumOf(first, second) {
  const { key, mine } = first;
  return { kind: "album", key: `album ${key}`, items: [first, second], first: first.first, mine };
}

/**
 * @param {Item | Album} item
 * @returns {item is MessageItem}
 */
function isPicture(item) {
  if (item.kind !== "message") return false;
  const { text, file, to, erased } = item.message;
  return text === "" && to === undefined && !erased && file !== undefined &&
    file.type.startsWith("image/");
}

/**
 * The ids of what stands in a row.
 * @param {Item | Album | FoldedItem} item
 * @returns {number[]}
 */
export function messageIds(item) {
  if (item.kind === "blocked") return item.items.flatMap(messageIds);
  if (item.kind === "message") return [item.message.id];
  if (item.kind === "event") return [item.event.id];
  return item.kind === "album" ? item.items.map(({ message }) => message.id) : [];
}
