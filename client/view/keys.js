/**
 * Keys that work wherever the focus is. Each is one that other chats have for the same, and none that
 * a browser keeps for itself.
 */
import { useLayoutEffect } from "preact/hooks";
import { useActions, useSelect } from "./hooks.js";
import { roomList } from "../state/select.js";

export function useKeys() {
  const actions = useActions();
  const rooms = useSelect((state) => state.rooms);
  const open = useSelect((state) => state.open);
  // With the drawing itself: a key pressed at what is on the screen means what is on the screen.
  useLayoutEffect(() => {
    /** @param {KeyboardEvent} event */
    function onKey(event) {
      if (event.isComposing || event.defaultPrevented) return;
      if (runs(event)) event.preventDefault();
      else if (isText(event)) document.getElementById("composer")?.focus();
    }

    /** @param {KeyboardEvent} event */
    function runs({ key, code, altKey, ctrlKey, metaKey, shiftKey }) {
      const isArrow = key === "ArrowUp" || key === "ArrowDown";
      if (altKey && isArrow && !ctrlKey && !metaKey) {
        step(key === "ArrowDown" ? 1 : -1, shiftKey);
        return true;
      }
      if (!(ctrlKey || metaKey) || altKey) return false;
      // By place on the keyboard, so that the same key works under Ukrainian, Russian and Thai.
      if (code === "KeyK" && !shiftKey) actions.show({ dialog: "switch" });
      else if (code === "Slash" && !shiftKey) actions.show({ dialog: "help" });
      else if (code === "KeyF" && shiftKey) actions.show({ dialog: "search" });
      else if (code === "KeyU" && shiftKey) document.getElementById("attach")?.click();
      else return false;
      return true;
    }

    /**
     * To the next room, or the next one with something new.
     * @param {number} by
     * @param {boolean} onlyNew
     */
    function step(by, onlyNew) {
      const list = roomList({ rooms });
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

/**
 * A letter typed where nothing takes it: it is meant for the message.
 * @param {KeyboardEvent} event
 */
function isText({ key, altKey, ctrlKey, metaKey, target }) {
  if ([...key].length !== 1 || key === " " || altKey || ctrlKey || metaKey) return false;
  if (document.querySelector("dialog[open]") !== null) return false;
  const place = target instanceof Element ? target.closest("input, textarea, select, video") : null;
  return place === null;
}
