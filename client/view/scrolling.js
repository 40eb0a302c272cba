/**
 * The scrolling of the list, apart from what is drawn in it: stays at the end while the reader is there,
 * keeps their place when they are not, and fetches older messages when they come near the top.
 *
 * @import { RoomState } from "../state/state.js"
 */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useActions } from "./hooks.js";
import { ScrollAnchor } from "../device/scroll_anchor.js";
import { isComposing } from "../text/shortcut.js";

/**
 * @param {RoomState | null} room
 * @param {readonly { kind: string }[]} items
 * @param {number | null} target
 */
export function useScroll(room, items, target) {
  const actions = useActions();
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const anchor = useRef(/** @type {ScrollAnchor | null} */ (null));
  const reached = useRef(/** @type {number | null} */ (null));
  const [isFar, setFar] = useState(false);
  const pending = items.filter(({ kind }) => kind === "pending").length;
  const pendingBefore = useRef(pending);
  const firstUnread = useRef(room?.separator ?? null);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    anchor.current ??= new ScrollAnchor(element);
    // One's own words are always followed.
    if (pending > pendingBefore.current) anchor.current.scrollToEnd();
    pendingBefore.current = pending;
    if (
      target !== null && target !== reached.current && anchor.current.scrollToRow(String(target))
    ) {
      reached.current = target;
      return;
    }
    if (firstUnread.current !== null && anchor.current.scrollToRow("unread")) {
      firstUnread.current = null;
    }
    anchor.current.restore();
    markSeen();
  });

  useResizeRestore(list, anchor);
  useEscape(toEnd);

  function onScroll() {
    const element = list.current;
    anchor.current?.remember();
    if (element === null) return;
    setFar(anchor.current?.isFar ?? false);
    if (element.scrollTop < 300 && room?.more && !room.loading) void actions.pages.loadOlder();
    markSeen();
  }

  /** What stands at the end counts as read, unless one is on the way to another message. */
  function markSeen() {
    const isOnTheWay = target !== null && target !== reached.current;
    if (anchor.current?.atEnd && !isOnTheWay && isFocused()) actions.markSeen();
  }

  function toEnd() {
    anchor.current?.scrollToEnd();
    void actions.goToLatest().then(() => anchor.current?.scrollToEnd());
  }

  return { list, atEnd: () => anchor.current?.atEnd ?? true, isFar, onScroll, toEnd };
}

/**
 * Images, keyboards and the growing field change heights without any new message.
 * @param {{ current: HTMLElement | null }} list
 * @param {{ current: ScrollAnchor | null }} anchor
 */
function useResizeRestore(list, anchor) {
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      anchor.current?.restore();
      // What stands below the list has no scroll bar, and ends where the messages end.
      const bar = element.offsetWidth - element.clientWidth;
      document.documentElement.style.setProperty("--scroll-bar", `${bar}px`);
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
}

/** @param {() => void} onEscape where no dialog takes the key */
function useEscape(onEscape) {
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    function onKeyDown(event) {
      // Inside a composition the key belongs to the input method.
      if (isComposing(event)) return;
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) onEscape();
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}

function isFocused() {
  return document.visibilityState === "visible" && document.hasFocus();
}
