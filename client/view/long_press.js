/** A finger that rests on something, which not every browser tells of. */
import { useRef } from "preact/hooks";

/** Milliseconds after which a finger rests, and pixels by which it may move meanwhile. */
const HOLD_MS = 500;
const MOVE_PX = 10;

/**
 * What to spread on an element where a finger may rest on a part.
 * @param {(target: EventTarget | null) => boolean} onHold true where that opened something: then lifting
 *   the finger presses nothing
 */
export function useLongPress(onHold) {
  const held = useRef({ timer: 0, isOpen: false, x: 0, y: 0 });
  const stop = () => clearTimeout(held.current.timer);
  return {
    onTouchStart(/** @type {TouchEvent} */ { target, touches }) {
      stop();
      const { clientX: x = 0, clientY: y = 0 } = touches[0] ?? {};
      held.current = { timer: 0, isOpen: false, x, y };
      if (touches.length > 1) return;
      held.current.timer = Number(setTimeout(() => held.current.isOpen = onHold(target), HOLD_MS));
    },
    onTouchMove(/** @type {TouchEvent} */ { touches }) {
      const { x, y } = held.current;
      const { clientX = x, clientY = y } = touches[0] ?? {};
      if (Math.hypot(clientX - x, clientY - y) > MOVE_PX) stop();
    },
    onTouchEnd(/** @type {TouchEvent} */ event) {
      stop();
      if (held.current.isOpen) event.preventDefault();
    },
    onTouchCancel: stop,
  };
}
