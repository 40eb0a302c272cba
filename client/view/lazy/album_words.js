/**
 * The words that came with an album, for each of its pictures: they stand in its first one alone.
 *
 * @import { Message } from "../../../server/protocol.ts"
 */
import { MAX_ALBUM_PAUSE_MS, MAX_ALBUM_PICTURES } from "../../state/albums.js";

/**
 * The first picture of the album that one belongs to, which is itself where it has words or stands alone.
 * @param {Message} picture
 * @param {Message[]} pictures of the room, in order
 * @param {Message[]} messages that are known of what was said around them
 */
export function albumHead(picture, pictures, messages) {
  let at = pictures.indexOf(picture);
  let head = picture;
  for (let i = 1; i < MAX_ALBUM_PICTURES && head.text === "" && !head.to; i++) {
    const before = pictures[--at];
    if (before === undefined || !follows(head, before, messages)) return picture;
    head = before;
  }
  return head.text === "" ? picture : head;
}

/**
 * @param {Message} picture
 * @param {Message} before
 * @param {Message[]} messages
 */
function follows(picture, before, messages) {
  return picture.name === before.name &&
    Date.parse(picture.time) - Date.parse(before.time) <= MAX_ALBUM_PAUSE_MS &&
    !messages.some(({ id, erased }) => id > before.id && id < picture.id && !erased);
}
