/**
 * The scrolling of the list, apart from what is drawn in it: stays at the end while the reader is there,
 * keeps their place when they are not, and fetches older messages when they come near the top.
 *
 * @import { RoomState } from "../state/state.js"
 */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useActions } from "./hooks.js";
import { ScrollKeeper } from "../device/scroll_anchor.js";
import { isComposing } from "../text/shortcut.js";

/**
 * @param {RoomState | null} room
 * @param {readonly { kind: string }[]} items
 * @param {number | null} sought
 */
export function useScroll(room, items, sought) {
  const actions = useActions();
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const keeper = useRef(/** @type {ScrollKeeper | null} */ (null));
  const shown = useRef(/** @type {number | null} */ (null));
  const [isFar, setFar] = useState(false);
  const waiting = items.filter(({ kind }) => kind === "pending").length;
  const before = useRef(waiting);
  const firstUnread = useRef(room?.separator ?? null);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    keeper.current ??= new ScrollKeeper(element);
    // One's own words are always followed.
    if (waiting > before.current) keeper.current.toEnd();
    before.current = waiting;
    if (sought !== null && sought !== shown.current && keeper.current.toRow(String(sought))) {
      shown.current = sought;
      return;
    }
    if (firstUnread.current !== null && keeper.current.toRow("unread")) firstUnread.current = null;
    keeper.current.restore();
    if (keeper.current.atEnd && isWatched()) actions.seen();
  });

  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    // Images, keyboards and the growing field change heights without any new message.
    const observer = new ResizeObserver(() => {
      keeper.current?.restore();
      // What stands below the list has no scroll bar, and ends where the messages end.
      const bar = element.offsetWidth - element.clientWidth;
      document.documentElement.style.setProperty("--scroll-bar", `${bar}px`);
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    /** @param {KeyboardEvent} event */
    function escape(event) {
      // Inside a composition the key belongs to the input method.
      if (isComposing(event)) return;
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) toEnd();
    }
    addEventListener("keydown", escape);
    return () => {
      observer.disconnect();
      removeEventListener("keydown", escape);
    };
  }, []);

  function onScroll() {
    const element = list.current;
    keeper.current?.remember();
    if (element === null) return;
    setFar(keeper.current?.isFar ?? false);
    if (element.scrollTop < 300 && room?.more && !room.loading) void actions.pages.older();
    if (keeper.current?.atEnd && isWatched()) actions.seen();
  }

  function toEnd() {
    keeper.current?.toEnd();
    void actions.toLatest().then(() => keeper.current?.toEnd());
  }

  return { list, atEnd: () => keeper.current?.atEnd ?? true, isFar, onScroll, toEnd };
}

function isWatched() {
  return document.visibilityState === "visible" && document.hasFocus();
}
