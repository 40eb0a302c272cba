/**
 * What a hand does to the list beyond scrolling: a finger that rests on a message or swipes it, and
 * messages that are selected and copied. The code of both is fetched where it is of use: on a screen that
 * can be touched, and with the first selection.
 *
 * @import { Message } from "../../server/protocol.ts"
 * @import { TouchGestures, TouchGestureOptions } from "./lazy/touch_gestures.js"
 */
import { useEffect, useRef } from "preact/hooks";

/**
 * @param {{ current: HTMLElement | null }} list
 * @param {TouchGestureOptions} options
 */
export function useTouchGestures(list, options) {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const element = list.current;
    if (element === null || navigator.maxTouchPoints === 0) return;
    /** @type {TouchGestures | null} */
    let touch = null;
    /** A finger that was put down before the code came, and rests. @type {TouchEvent | null} */
    let resting = null;
    const waiting = new AbortController();
    const passive = { passive: true, signal: waiting.signal };
    const load = () => {
      import("./lazy/touch_gestures.js").then(({ TouchGestures }) => {
        if (waiting.signal.aborted) return;
        waiting.abort();
        touch = new TouchGestures(element, {
          onLongPress: (id) => latest.current.onLongPress(id),
          onSwipe: (id) => latest.current.onSwipe(id),
        }, resting);
      }, () => {
        // There was no connection just then: with the next touch it is asked for again.
      });
    };
    element.addEventListener("touchstart", (event) => {
      resting = event;
      load();
    }, passive);
    for (const type of ["touchmove", "touchend", "touchcancel"]) {
      element.addEventListener(type, () => resting = null, passive);
    }
    load();
    return () => {
      waiting.abort();
      touch?.stop();
    };
  }, []);
}

/**
 * @param {{ current: HTMLElement | null }} list
 * @param {readonly Message[]} messages
 * @param {string} language
 */
export function useCopySelection(list, messages, language) {
  const latest = useRef({ messages, language });
  latest.current = { messages, language };
  useEffect(() => {
    /** @type {typeof import("./lazy/copy_selection.js") | null} */
    let copying = null;
    let isGone = false;
    function load() {
      if (getSelection()?.isCollapsed !== false) return;
      document.removeEventListener("selectionchange", load);
      import("./lazy/copy_selection.js").then((module) => copying = module, () => {
        // There was no connection just then: with the next selection it is asked for again.
        if (!isGone) document.addEventListener("selectionchange", load);
      });
    }
    /** @param {ClipboardEvent} event */
    function copy(event) {
      const { messages, language } = latest.current;
      if (list.current !== null) copying?.copySelected(event, list.current, messages, language);
    }
    document.addEventListener("selectionchange", load);
    document.addEventListener("copy", copy);
    return () => {
      isGone = true;
      document.removeEventListener("selectionchange", load);
      document.removeEventListener("copy", copy);
    };
  }, []);
}
