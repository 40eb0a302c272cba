/**
 * A finger on a message: a long press opens what can be done with it, a swipe to the left answers it. A
 * finger that moves up or down scrolls, and one on a link, a player or selected words means those.
 */

/** Android's own long press takes 400 ms, iOS's 500. */
const LONG_PRESS_MS = 450;
/** Pixels that a resting finger may stray. */
const SLOP_PX = 10;
/** Pixels of a swipe that answers, and how far the message goes with it. */
const SWIPE_PX = 56;
const MAX_SWIPE_PX = 72;
/** Pixels at the edge of the screen, where a swipe is the browser's own. */
const EDGE_PX = 24;

/**
 * @typedef {object} TouchGestureOptions
 * @property {(id: number) => void} onLongPress told the id of the message
 * @property {(id: number) => void} onSwipe
 */

/** One finger on one message of a list at a time. */
export class TouchGestures {
  #list;
  #options;
  #listeners = new AbortController();
  /** @type {{ row: HTMLElement, x: number, y: number, timer: ReturnType<typeof setTimeout> } | null} */
  #press = null;
  /** How far the message went with the finger; null while the finger rests. */
  #swipe = /** @type {number | null} */ (null);
  /** The finger that made a long press is still down: what it does next is no tap. */
  #isHandled = false;

  /**
   * @param {HTMLElement} list
   * @param {TouchGestureOptions} options
   * @param {TouchEvent | null} resting how a finger that already rests on the list was put down
   */
  constructor(list, options, resting) {
    this.#list = list;
    this.#options = options;
    const { signal } = this.#listeners;
    const passive = { passive: true, signal };
    list.addEventListener("touchstart", (event) => this.#onTouchStart(event), passive);
    list.addEventListener("touchmove", (event) => this.#onTouchMove(event), passive);
    list.addEventListener("touchend", (event) => this.#onTouchEnd(event), { signal });
    list.addEventListener("touchcancel", () => this.#end(), { signal });
    list.addEventListener("contextmenu", (event) => this.#onContextMenu(event), { signal });
    if (resting !== null) this.#onTouchStart(resting);
  }

  stop() {
    this.#end();
    this.#listeners.abort();
  }

  #end() {
    if (this.#press !== null) {
      clearTimeout(this.#press.timer);
      this.#press.row.classList.remove("message--swiped");
      this.#press.row.style.removeProperty("--swipe");
    }
    this.#press = null;
    this.#swipe = null;
    this.#list.classList.remove("log--pressed");
  }

  /** @param {TouchEvent} event */
  #onTouchStart({ target, touches }) {
    this.#end();
    this.#isHandled = false;
    const row = messageAt(target);
    const [touch] = touches;
    if (touches.length !== 1 || touch === undefined || row === null) return;
    // Without this the browser would select the word under the finger meanwhile.
    this.#list.classList.add("log--pressed");
    const timer = setTimeout(() => this.#longPress(), LONG_PRESS_MS);
    this.#press = { row, x: touch.clientX, y: touch.clientY, timer };
  }

  /** @param {TouchEvent} event */
  #onTouchMove({ target, touches: [touch] }) {
    if (this.#press === null || touch === undefined) return;
    const { row, x, y, timer } = this.#press;
    const [dx, dy] = [touch.clientX - x, touch.clientY - y];
    if (this.#swipe === null) {
      if (Math.hypot(dx, dy) <= SLOP_PX) return;
      clearTimeout(timer);
      const isSwipe = -dx > 2 * Math.abs(dy) && x < innerWidth - EDGE_PX && !isScrollable(target);
      if (!isSwipe) return this.#end();
      row.classList.add("message--swiped");
    }
    this.#swipe = Math.max(-MAX_SWIPE_PX, Math.min(0, dx));
    row.style.setProperty("--swipe", `${this.#swipe}px`);
  }

  /** @param {TouchEvent} event */
  #onTouchEnd(event) {
    const swiped = this.#swipe !== null && this.#swipe <= -SWIPE_PX ? this.#press : null;
    const isTap = !this.#isHandled && this.#swipe === null;
    this.#end();
    if (!isTap && event.cancelable) event.preventDefault();
    this.#isHandled = false;
    if (swiped !== null) this.#options.onSwipe(idOf(swiped.row));
  }

  /** @param {Event} event */
  #onContextMenu(event) {
    if (this.#press === null && !this.#isHandled) return;
    event.preventDefault();
    if (this.#press !== null && this.#swipe === null) this.#longPress();
  }

  #longPress() {
    const row = this.#press?.row;
    this.#end();
    this.#isHandled = true;
    if (row !== undefined) this.#options.onLongPress(idOf(row));
  }
}

/**
 * True in a block of code that is scrolled sideways.
 * @param {EventTarget | null} target
 */
function isScrollable(target) {
  const block = target instanceof Element ? target.closest("pre") : null;
  return block !== null && block.scrollWidth > block.clientWidth;
}

/** @param {HTMLElement} row */
function idOf(row) {
  return Number(row.dataset.id);
}

/**
 * The message that a finger there means; null where it means something else.
 * @param {EventTarget | null} target
 */
function messageAt(target) {
  if (!(target instanceof Element) || target.closest(".message__text a, video, .player") !== null) {
    return null;
  }
  const row = target.closest("article[data-state=sent]");
  if (!(row instanceof HTMLElement) || row.querySelector(".message__text--erased") !== null) {
    return null;
  }
  const selection = getSelection();
  const isSelected = selection !== null && !selection.isCollapsed &&
    selection.containsNode(row, true);
  return isSelected ? null : row;
}
