/**
 * What the system shows of a push message: a notification for each room, the newest in the place of the
 * one before, and where a press on it leads.
 *
 * @import { PushMessage } from "../../server/push_protocol.ts"
 */
import { stripMarkup } from "../text/strip_markup.js";

/**
 * Words in the language of the page, with `{name}` where a name belongs.
 * @typedef {object} PushWords
 * @property {string} said
 * @property {string} mentioned
 * @property {string} file
 * @property {string} private
 */

/**
 * @typedef {object} ShownNotification
 * @property {string} title
 * @property {{ body: string, tag: string, renotify: boolean, data: { hash: string } }} options
 */

/** Characters of a message in a notification. */
const MAX_BODY_CHARACTERS = 140;

/** What is shown where the page left no words. */
export const WORDS = /** @type {PushWords} */ ({
  said: "New message in {name}",
  mentioned: "You were mentioned in {name}",
  file: "{name} sent a file",
  private: "New message from {name}",
});

/**
 * @param {unknown} message what came, whatever it is: something must be shown
 * @param {PushWords} words
 * @returns {ShownNotification}
 */
export function notificationOf(message, words) {
  if (!isMessage(message)) {
    const options = { body: "", tag: "", renotify: false, data: { hash: "" } };
    return { title: "Plaintalk", options };
  }
  const { room, id, also = 0 } = message;
  const isPrivate = room.startsWith("@");
  const more = also > 0 ? ` (+${also})` : "";
  return {
    title: `${titleOf(message, isPrivate)}${more}`,
    options: {
      body: bodyOf(message, words),
      tag: room,
      renotify: true,
      data: { hash: `#/${encodeURIComponent(room)}/${id}` },
    },
  };
}

/**
 * @param {PushMessage} message
 * @param {boolean} isPrivate
 */
function titleOf({ room, title = room, name }, isPrivate) {
  if (isPrivate) return name ?? room.slice(1);
  return name === undefined ? title : `${name} · ${title}`;
}

/**
 * @param {PushMessage} message
 * @param {PushWords} words
 */
function bodyOf({ room, title = room, name, text, file, called }, words) {
  if (name === undefined) {
    if (room.startsWith("@")) return said(words.private, room.slice(1));
    return said(called ? words.mentioned : words.said, title);
  }
  if (text) return stripMarkup(text).slice(0, MAX_BODY_CHARACTERS);
  return file === undefined ? said(words.file, name) : `${said(words.file, name)}: ${file}`;
}

/**
 * @param {string} words
 * @param {string} name
 */
function said(words, name) {
  return words.replace("{name}", () => name);
}

/**
 * @param {any} message
 * @returns {message is PushMessage}
 */
function isMessage(message) {
  return typeof message?.room === "string" && Number.isSafeInteger(message.id);
}
