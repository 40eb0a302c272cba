/**
 * A long press of a finger on a message. A finger that moves scrolls, and one that rests on a link or on
 * selected words means those.
 */
import { useEffect, useRef } from "preact/hooks";

/** Android's own long press takes 400 ms, iOS's 500. */
const LONG_PRESS_MS = 450;
/** Pixels that a resting finger may stray. */
const SLOP_PX = 10;

/**
 * @param {{ current: HTMLElement | null }} list
 * @param {(id: number) => void} onLongPress told the id of the message
 */
export function useLongPress(list, onLongPress) {
  const latest = useRef(onLongPress);
  latest.current = onLongPress;
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    return listen(element, (id) => latest.current(id));
  }, []);
}

/**
 * @param {HTMLElement} element
 * @param {(id: number) => void} tell
 */
function listen(element, tell) {
  /** @type {{ id: number, x: number, y: number, timer: ReturnType<typeof setTimeout> } | null} */
  let press = null;
  /** The finger that made a long press is still down: what it does next is no tap. */
  let isSpent = false;

  function end() {
    if (press !== null) clearTimeout(press.timer);
    press = null;
    element.classList.remove("log--pressed");
  }

  function take() {
    const id = press?.id;
    end();
    isSpent = true;
    if (id !== undefined) tell(id);
  }

  /** @param {TouchEvent} event */
  function start(event) {
    end();
    isSpent = false;
    const id = messageAt(event.target);
    const [touch] = event.touches;
    if (event.touches.length !== 1 || touch === undefined || id === null) return;
    // Without this the browser would select the word under the finger meanwhile.
    element.classList.add("log--pressed");
    press = { id, x: touch.clientX, y: touch.clientY, timer: setTimeout(take, LONG_PRESS_MS) };
  }

  /** @param {TouchEvent} event */
  function move({ touches: [touch] }) {
    if (press === null || touch === undefined) return;
    if (Math.hypot(touch.clientX - press.x, touch.clientY - press.y) > SLOP_PX) end();
  }

  /** @param {TouchEvent} event */
  function lift(event) {
    end();
    if (isSpent && event.cancelable) event.preventDefault();
    isSpent = false;
  }

  /** @param {Event} event */
  function menu(event) {
    if (press === null && !isSpent) return;
    event.preventDefault();
    if (press !== null) take();
  }

  const passive = { passive: true };
  element.addEventListener("touchstart", start, passive);
  element.addEventListener("touchmove", move, passive);
  element.addEventListener("touchend", lift);
  element.addEventListener("touchcancel", end);
  element.addEventListener("contextmenu", menu);
  return () => {
    end();
    element.removeEventListener("touchstart", start);
    element.removeEventListener("touchmove", move);
    element.removeEventListener("touchend", lift);
    element.removeEventListener("touchcancel", end);
    element.removeEventListener("contextmenu", menu);
  };
}

/**
 * The id of the message that a press there means; null where it means something else.
 * @param {EventTarget | null} target
 */
function messageAt(target) {
  if (!(target instanceof Element) || target.closest(".message__text a, video, audio") !== null) {
    return null;
  }
  const row = target.closest("article[data-state=sent]");
  if (!(row instanceof HTMLElement) || row.querySelector(".message__text--erased") !== null) {
    return null;
  }
  const selection = getSelection();
  if (selection !== null && !selection.isCollapsed && selection.containsNode(row, true)) {
    return null;
  }
  return Number(row.dataset.id);
}
