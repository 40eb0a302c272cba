/**
 * Keys that work wherever the focus is. Each is one that other chats have for the same, and none that
 * a browser keeps for itself.
 */
import { useLayoutEffect } from "preact/hooks";
import { useActions, useSelect } from "./hooks.js";
import { roomList } from "../state/selectors.js";
import { shortcutOf, typedCharacter } from "../text/shortcut.js";

const DIALOGS = /** @type {const} */ (["switch", "help", "search"]);

export function isApple() {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

export function useShortcuts() {
  const actions = useActions();
  const rooms = useSelect((state) => state.rooms);
  const open = useSelect((state) => state.open);
  const preferences = useSelect((state) => state.preferences);
  // With the drawing itself: a key pressed at what is on the screen means what is on the screen.
  useLayoutEffect(() => {
    /** @param {KeyboardEvent} event */
    function onKey(event) {
      if (event.defaultPrevented) return;
      if (runShortcut(event)) event.preventDefault();
      else if (isForComposer(event)) document.getElementById("composer")?.focus();
    }

    /** @param {KeyboardEvent} event */
    function runShortcut(event) {
      const shortcut = shortcutOf(event, isApple());
      if (shortcut === null) return false;
      const dialog = DIALOGS.find((one) => one === shortcut);
      if (dialog !== undefined) actions.show({ dialog });
      else if (isDialogOpen()) return false;
      else if (shortcut === "mention") void actions.roomTools().then((tools) => tools.nextCall());
      else if (shortcut === "all_read") {
        void actions.roomTools().then((tools) => tools.markAllRead());
      } else if (needsArrows(event)) return false;
      else if (shortcut === "attach") document.getElementById("attach")?.click();
      else goToRoom(shortcut.endsWith("below") ? 1 : -1, shortcut.startsWith("unread"));
      return true;
    }

    /**
     * To the next room, or the next one with something new.
     * @param {number} by
     * @param {boolean} onlyNew
     */
    function goToRoom(by, onlyNew) {
      const list = roomList({ rooms, preferences });
      const at = list.findIndex(({ room }) => room === open);
      for (let i = 1; i <= list.length; i++) {
        const next = list[(at + by * i + list.length * i) % list.length];
        if (next === undefined || next.room === open) continue;
        if (onlyNew && next.unread === 0 && !next.stirred) continue;
        actions.openRoom(next.room);
        return;
      }
    }

    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}

/** True where a dialog stands in front of the page. */
function isDialogOpen() {
  return document.querySelector("dialog[open]") !== null;
}

/**
 * A Mac moves through what is written with Option and an arrow, and Alt and an arrow open a list.
 * @param {KeyboardEvent} event
 */
function needsArrows({ key, target }) {
  if (!key.startsWith("Arrow")) return false;
  if (target instanceof HTMLSelectElement) return true;
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isApple() && isField && target.value !== "";
}

/**
 * A letter typed where nothing takes it: it is meant for the message.
 * @param {KeyboardEvent} event
 */
function isForComposer(event) {
  const typed = typedCharacter(event, isApple());
  if (typed === null || typed === " " || isDialogOpen()) return false;
  const { target } = event;
  return !(target instanceof Element) ||
    target.closest("input, textarea, select, video") === null;
}
