/**
 * Pictures that one person sent one after the other as one album, with the words that came with the first.
 * Pure.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { FoldedItem } from "./blocks.js"
 * @import { Item } from "./selectors.js"
 */

/** @typedef {Extract<Item, { kind: "message" }>} MessageItem */
/** @typedef {{ kind: "album", key: string, items: MessageItem[], first: boolean, mine: boolean }} Album */

export const MAX_ALBUM_PICTURES = 10;
/** A picture that comes this much later is not what the words of the first are about. */
export const MAX_ALBUM_PAUSE_MS = 60_000;

/**
 * @param {Item[]} items
 * @returns {(Item | Album)[]}
 */
export function groupAlbums(items) {
  /** @type {(Item | Album)[]} */
  const rows = [];
  for (const item of items) {
    const last = rows.at(-1);
    const before = last?.kind === "album" ? last.items : last && isPicture(last) ? [last] : [];
    const [head] = before;
    if (head && isPicture(item) && follows(item, before)) {
      const { key, first, mine } = head;
      rows.splice(-1, 1, {
        kind: "album",
        key: `album ${key}`,
        items: [...before, item],
        first,
        mine,
      });
    } else rows.push(item);
  }
  return rows;
}

/**
 * True for a picture that belongs to those before it: one with words, or an answer, begins anew.
 * @param {MessageItem} picture
 * @param {MessageItem[]} before
 */
function follows({ first, message: { text, to, time } }, before) {
  const { length, 0: head, [length - 1]: last } = before;
  return !first && text === "" && !to && length < MAX_ALBUM_PICTURES &&
    (head?.message.text === "" ||
      Date.parse(time) - Date.parse(last?.message.time ?? time) <= MAX_ALBUM_PAUSE_MS);
}

/**
 * @param {Item | Album} item
 * @returns {item is MessageItem}
 */
function isPicture(item) {
  return item.kind === "message" && hasPicture(item.message);
}

/** @param {Message} message */
export function hasPicture({ file, erased }) {
  return !erased && file !== undefined && file.type.startsWith("image/");
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
