/**
 * One picture under hands: two fingers, a double tap, the wheel and keys zoom it, a drag moves it while it
 * is zoomed, and a swipe asks for another while it is whole. Its small picture stands in its place until
 * it is there.
 *
 * @import { SharedFile } from "../../../server/protocol.ts"
 * @import { Frame, Point, Zoom } from "../../text/zoom.js"
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { fileUrl, previewUrl } from "../../text/file.js";
import { displaySize } from "../../text/size.js";
import { moveZoom, pinchZoom, toggleZoom, WHOLE, zoomAt } from "../../text/zoom.js";

/** Pixels of a swipe that goes to another picture. */
const SWIPE_PX = 60;
/** Pixels that a press may stray, and that the second tap may miss the first. */
const SLOP_PX = 10;
const TAP_PX = 30;
const DOUBLE_TAP_MS = 300;
/** How much a turn of the wheel and a press of a key zoom, and pixels that an arrow key moves. */
const WHEEL_STEP = 0.01;
const KEY_ZOOM = 1.5;
const ARROW_PX = 80;
/** As large as it is. */
const OWN_SIZE = { width: Infinity, height: Infinity };

/** @type {Record<string, Point>} */
const ARROWS = Object.freeze({
  ArrowLeft: { x: ARROW_PX, y: 0 },
  ArrowRight: { x: -ARROW_PX, y: 0 },
  ArrowUp: { x: 0, y: ARROW_PX },
  ArrowDown: { x: 0, y: -ARROW_PX },
});

/** @typedef {(change: (zoom: Zoom, frame: Frame) => Zoom) => void} ChangeZoom */

/**
 * @param {{ file: SharedFile, onStep: (step: number) => void, onClose: () => void,
 *   onLoaded: () => void }} props
 */
export function Stage({ file, onStep, onClose, onLoaded }) {
  const stage = useRef(/** @type {HTMLElement | null} */ (null));
  const [isLoaded, setLoaded] = useState(false);
  const [zoom, setZoom] = useState(WHOLE);
  /** @type {ChangeZoom} */
  const change = (to) => {
    const frame = frameOf(stage.current);
    if (frame !== null) setZoom((now) => to(now, frame));
  };
  useZoomKeys(stage, zoom, change);
  const hands = useHands(stage, zoom, change, { onStep, onClose });
  const { scale, x, y } = zoom;
  useLayoutEffect(() => {
    for (const image of stage.current?.querySelectorAll("img") ?? []) {
      image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    }
  }, [zoom]);
  const size = isLoaded ? null : displaySize(file.id, OWN_SIZE);
  useLayoutEffect(() => {
    stage.current?.style.setProperty("--picture-width", String(size?.width ?? 1));
    stage.current?.style.setProperty("--picture-height", String(size?.height ?? 1));
  }, []);
  function onEnd() {
    setLoaded(true);
    onLoaded();
  }
  return html`
    <div
      ref=${stage}
      class=${`lightbox__stage ${scale > 1 ? "lightbox__stage--large" : ""}`}
      data-test="picture-stage"
      data-scale=${scale.toFixed(2)}
      ...${hands}
    >
      ${size !== null && html`
        <img
          class="lightbox__preview"
          src=${previewUrl(file)}
          alt=""
          draggable=${false}
          data-test="picture-preview"
        />
      `}
      <img
        key="whole"
        class=${`lightbox__image ${isLoaded ? "" : "lightbox__image--loading"}`}
        src=${fileUrl(file)}
        alt=${file.name}
        draggable=${false}
        onLoad=${onEnd}
        onError=${onEnd}
      />
    </div>
  `;
}

/**
 * Keys are heard in the whole dialog, and before it: an arrow moves a zoomed picture and leaves it where
 * it would go to another.
 * @param {import("preact").RefObject<HTMLElement | null>} stage
 * @param {Zoom} zoom
 * @param {ChangeZoom} change
 */
function useZoomKeys(stage, { scale }, change) {
  useLayoutEffect(() => {
    /** @param {KeyboardEvent} event */
    function onKeyDown(event) {
      const { key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const arrow = scale > 1 ? ARROWS[key] : undefined;
      const ratio = key === "+" || key === "=" ? KEY_ZOOM : key === "-" ? 1 / KEY_ZOOM : 0;
      if (arrow !== undefined) {
        change((now, frame) => moveZoom(frame, now, arrow));
      } else if (ratio > 0) {
        change((now, frame) => zoomAt(frame, now, now.scale * ratio));
      } else if (key === "0") change(() => WHOLE);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
    const dialog = stage.current?.closest("dialog");
    dialog?.addEventListener("keydown", onKeyDown, true);
    return () => dialog?.removeEventListener("keydown", onKeyDown, true);
  }, [scale]);
}

/**
 * Mouse, fingers and wheel on the stage.
 * @param {import("preact").RefObject<HTMLElement | null>} stage
 * @param {Zoom} zoom
 * @param {ChangeZoom} change
 * @param {{ onStep: (step: number) => void, onClose: () => void }} told
 */
function useHands(stage, zoom, change, { onStep, onClose }) {
  const down = useRef(/** @type {Map<number, Point>} */ (new Map()));
  /** Where the first finger came down; `isPress` until it strays or another joins it. */
  const press = useRef({ x: 0, y: 0, isPress: false, isAlone: false });
  const lastTap = useRef({ x: 0, y: 0, time: -DOUBLE_TAP_MS });
  const swipe = useRef(0);
  /** @param {MouseEvent} event */
  const pointOf = (event) => fromMiddle(stage.current, event);

  /** @param {PointerEvent} event */
  function onPointerUp(event) {
    const isMine = down.current.delete(event.pointerId);
    const { isPress, isAlone } = press.current;
    if (!isMine || !isAlone) return;
    const point = pointOf(event);
    if (isPress) {
      if (isSecondTap(lastTap, { ...point, time: event.timeStamp })) {
        change((now, frame) => toggleZoom(frame, now, point));
      }
    } else if (event.pointerType !== "mouse" && zoom.scale === 1) {
      swipe.current = stepOf(press.current, point);
    }
  }

  return {
    onPointerUp,
    onTouchMove: holdScroll,
    onTouchEnd() {
      // Not before: a picture that goes while the finger is on it takes the next tap with it.
      if (swipe.current !== 0) onStep(swipe.current);
      swipe.current = 0;
    },
    onPointerDown(/** @type {PointerEvent} */ event) {
      if (event.button !== 0) return;
      // What is pressed keeps the pointer, so that the click stays its own.
      if (event.target instanceof Element) {
        event.target.setPointerCapture(event.pointerId);
      }
      const isAlone = down.current.size === 0;
      const point = pointOf(event);
      down.current.set(event.pointerId, point);
      press.current = { ...point, isPress: isAlone, isAlone };
    },
    onPointerMove(/** @type {PointerEvent} */ event) {
      if (!down.current.has(event.pointerId)) return;
      const point = pointOf(event);
      const [before, after] = moveFinger(down.current, event.pointerId, point);
      if (!isNear(point, press.current, SLOP_PX)) press.current.isPress = false;
      if (!press.current.isPress) {
        change((now, frame) => pinchZoom(frame, now, before, after));
      }
    },
    onPointerCancel: (/** @type {PointerEvent} */ { pointerId }) =>
      void down.current.delete(pointerId),
    onClick(/** @type {MouseEvent} */ { target, currentTarget }) {
      if (target === currentTarget && press.current.isPress) onClose();
    },
    onWheel: (/** @type {WheelEvent} */ event) => turn(event, pointOf(event), change),
  };
}

/**
 * @param {Map<number, Point>} down
 * @param {number} id
 * @param {Point} point
 * @returns {[Point[], Point[]]} where all were, and where they are
 */
function moveFinger(down, id, point) {
  const before = [...down.values()];
  down.set(id, point);
  return [before, [...down.values()]];
}

/**
 * @param {{ current: Point & { time: number } }} last the tap before, told of this one
 * @param {Point & { time: number }} tap
 */
function isSecondTap(last, tap) {
  const { current } = last;
  const isSecond = tap.time - current.time < DOUBLE_TAP_MS && isNear(tap, current, TAP_PX);
  last.current = isSecond ? { ...tap, time: -DOUBLE_TAP_MS } : tap;
  return isSecond;
}

/**
 * Else the browser takes a swipe for a scroll that coasts on, and the next tap for its end.
 * @param {TouchEvent} event
 */
function holdScroll(event) {
  if (event.cancelable) event.preventDefault();
}

/**
 * @param {Point} from
 * @param {Point} to
 * @returns {number} the step that a swipe asks for; 0 where it was none
 */
function stepOf(from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return Math.abs(dx) > SWIPE_PX && Math.abs(dx) > Math.abs(dy) ? -Math.sign(dx) : 0;
}

/**
 * The wheel moves a zoomed picture; a pinch of the trackpad, which the browser calls a turned wheel with
 * Ctrl, zooms it.
 * @param {WheelEvent} event
 * @param {Point} point
 * @param {ChangeZoom} change
 */
function turn(event, point, change) {
  event.preventDefault();
  const { ctrlKey, deltaX, deltaY } = event;
  const ratio = Math.exp(-deltaY * WHEEL_STEP);
  change((now, frame) =>
    ctrlKey
      ? zoomAt(frame, now, now.scale * ratio, point)
      : moveZoom(frame, now, { x: -deltaX, y: -deltaY })
  );
}

/**
 * @param {Point} one
 * @param {Point} other
 * @param {number} px
 */
function isNear(one, other, px) {
  return Math.hypot(one.x - other.x, one.y - other.y) <= px;
}

/**
 * @param {HTMLElement | null} stage
 * @param {MouseEvent} event
 * @returns {Point}
 */
function fromMiddle(stage, { clientX, clientY }) {
  const { left, top, width, height } = stage?.getBoundingClientRect() ??
    new DOMRect();
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
}

/**
 * @param {HTMLElement | null} stage
 * @returns {Frame | null}
 */
function frameOf(stage) {
  // What stands in the picture's place comes first, and is as large.
  const image = stage?.querySelector("img");
  if (!stage || !image) return null;
  return {
    stage: { width: stage.clientWidth, height: stage.clientHeight },
    picture: { width: image.offsetWidth, height: image.offsetHeight },
    own: { width: image.naturalWidth, height: image.naturalHeight },
  };
}
