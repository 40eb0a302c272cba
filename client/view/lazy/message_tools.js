/**
 * What one can do with a message beside reacting: answer it, copy its words or its address, edit, erase.
 * Erasing can be taken back for a few seconds, and so nobody is asked first.
 *
 * @import { Message, Reaction } from "../../../server/protocol.ts"
 */
import { useState } from "preact/hooks";
import { useActions, useSelect, useWords } from "../hooks.js";
import { openRoom } from "../../state/selectors.js";

/**
 * @typedef {object} MessageTool
 * @property {string} test
 * @property {"reply" | "copy" | "link" | "pin" | "pen" | "trash" | "check"} icon
 * @property {string} word
 * @property {() => void} run
 */

/**
 * @param {{ message: Message, canEdit: boolean, canErase: boolean }} props
 * @returns {MessageTool[]}
 */
export function useMessageTools({ message, canEdit, canErase }) {
  const t = useWords();
  const { messages, rooms } = useActions();
  const room = useSelect(openRoom);
  const isPinned = room?.pins?.includes(message.id) ?? false;
  const [copied, setCopied] = useState("");
  const { id, text } = message;
  /**
   * @param {"copy" | "link"} test
   * @param {import("../../words/words.js").Key} key
   * @param {() => Promise<boolean>} copy
   * @returns {MessageTool}
   */
  const copying = (test, key, copy) => ({
    test,
    icon: copied === test ? "check" : test,
    word: t(copied === test ? "message.copied" : key),
    run: () => void copy().then((isDone) => setCopied(isDone ? test : "")),
  });
  /** @type {(MessageTool | false)[]} */
  const tools = [
    !room?.archived && {
      test: "reply",
      icon: "reply",
      word: t("message.reply"),
      run: () => messages.startReply(message),
    },
    text !== "" && copying("copy", "message.copy", () => messages.copyText(text)),
    copying("link", "message.link", () => messages.copyLink(id)),
    !room?.archived && {
      test: "pin",
      icon: "pin",
      word: t(isPinned ? "pins.unpin" : "pins.pin"),
      run: () => room !== null && rooms.pin(room.room, id, !isPinned),
    },
    canEdit && !room?.archived &&
    { test: "edit", icon: "pen", word: t("message.edit"), run: () => messages.edit(id) },
    canErase && {
      test: "erase",
      icon: "trash",
      word: t("message.erase"),
      run: () => messages.erase(id),
    },
  ];
  return tools.filter((tool) => tool !== false);
}

/**
 * The emoji that one has put on a message.
 * @param {Reaction[] | undefined} reactions
 * @param {string} me
 */
export function chosenFor(reactions = [], me) {
  return reactions.filter(({ names }) => names.includes(me)).map(({ emoji }) => emoji);
}
