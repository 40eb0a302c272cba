/**
 * A picture on its way to be one's own: moved under a round window by mouse, finger or arrow keys, enlarged by
 * wheel, two fingers or a slider, and written anew, so that nothing in it tells where it was taken.
 *
 * @import { Crop } from "../../text/crop.js"
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useWords } from "../hooks.js";
import { MAX_ZOOM, moveCrop, squareOf, wholeCrop, zoomCrop } from "../../text/crop.js";

/** Pixels of each side of what is kept. */
const SIDE = 256;
/** How much a press of a key moves, in parts of the window, and a turn of the wheel enlarges. */
const STEP = 1 / 24;
const WHEEL_STEP = 0.0015;
const KEY_ZOOM = 1.1;
/** How well it is kept: as well as it fits. */
const QUALITIES = [0.86, 0.7, 0.5];

/** @type {Record<string, { x: number, y: number }>} */
const ARROWS = Object.freeze({
  ArrowLeft: { x: STEP, y: 0 },
  ArrowRight: { x: -STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
});

/**
 * @param {{ picture: ImageBitmap, maxBytes: number, onDone: (picture: Blob | null) => void }} props
 *   `onDone`: told of what was cut, null where nothing was
 */
export function AvatarCrop({ picture, maxBytes, onDone }) {
  const t = useWords();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [crop, setCrop] = useState(() => wholeCrop(picture));
  useEffect(() => draw(canvas.current, picture, crop), [picture, crop]);
  async function finish() {
    if (canvas.current !== null) onDone(await encode(canvas.current, maxBytes));
  }
  return html`
    <div class="crop" data-test="crop">
      <${CropWindow} picture=${picture} canvas=${canvas} setCrop=${setCrop} />
      <label class="crop__zoom">
        <span class="field__label">${t("profile.zoom")}</span>
        <input
          type="range"
          name="zoom"
          min="1"
          max=${MAX_ZOOM}
          step="0.05"
          value=${crop.zoom}
          autofocus
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) => {
            const zoom = Number(event.currentTarget.value);
            setCrop((now) => zoomCrop(picture, now, zoom));
          }}
        />
      </label>
      <div class="dialog__buttons">
        <button class="button" type="button" onClick=${() => onDone(null)}>
          ${t("action.cancel")}
        </button>
        <button
          class="button button--main"
          type="button"
          data-test="crop-done"
          onClick=${() => void finish()}
        >
          ${t("profile.use")}
        </button>
      </div>
    </div>
  `;
}

/**
 * @param {{ picture: ImageBitmap, canvas: import("preact").RefObject<HTMLCanvasElement>,
 *   setCrop: (change: (crop: Crop) => Crop) => void }} props
 */
function CropWindow({ picture, canvas, setCrop }) {
  const t = useWords();
  const hand = useDrag(picture, setCrop);
  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const ratio = event.key === "+" ? KEY_ZOOM : event.key === "-" ? 1 / KEY_ZOOM : 0;
    const by = ARROWS[event.key];
    if (ratio === 0 && by === undefined) return;
    event.preventDefault();
    setCrop((now) =>
      by === undefined ? zoomCrop(picture, now, now.zoom * ratio) : moveCrop(picture, now, by)
    );
  }
  return html`
    <div
      class="crop__window"
      role="application"
      tabindex="0"
      aria-label=${t("profile.move")}
      data-test="crop-window"
      ...${hand}
      onKeyDown=${onKeyDown}
    >
      <canvas ref=${canvas} width=${SIDE} height=${SIDE}></canvas>
    </div>
  `;
}

/**
 * What moves it: one pointer drags, two enlarge, and so does the wheel.
 * @param {ImageBitmap} picture
 * @param {(change: (crop: Crop) => Crop) => void} setCrop
 */
function useDrag(picture, setCrop) {
  const down = useRef(/** @type {Map<number, { x: number, y: number }>} */ (new Map()));
  const spread = () => {
    const [one, other] = [...down.current.values()];
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
  };
  /** @param {PointerEvent} event */
  const release = ({ pointerId }) => void down.current.delete(pointerId);
  return {
    onPointerDown(/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      down.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove(/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) {
      const before = down.current.get(event.pointerId);
      if (before === undefined) return;
      const wide = event.currentTarget.clientWidth || 1;
      const spreadBefore = spread();
      down.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const ratio = spreadBefore > 0 ? spread() / spreadBefore : 1;
      const fingers = down.current.size;
      const by = {
        x: (event.clientX - before.x) / wide / fingers,
        y: (event.clientY - before.y) / wide / fingers,
      };
      setCrop((now) => zoomCrop(picture, moveCrop(picture, now, by), now.zoom * ratio));
    },
    onPointerUp: release,
    onPointerCancel: release,
    onWheel(/** @type {WheelEvent} */ event) {
      event.preventDefault();
      const ratio = Math.exp(-event.deltaY * WHEEL_STEP);
      setCrop((now) => zoomCrop(picture, now, now.zoom * ratio));
    },
  };
}

/**
 * @param {HTMLCanvasElement | null} canvas
 * @param {ImageBitmap} picture
 * @param {Crop} crop
 */
function draw(canvas, picture, crop) {
  const context = canvas?.getContext("2d");
  if (!context) return;
  const { left, top, side } = squareOf(picture, crop);
  // What shines through would show the initials below it.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
}

/**
 * As WebP, or as JPEG where the browser writes no WebP.
 * @param {HTMLCanvasElement} canvas
 * @param {number} maxBytes
 * @returns {Promise<Blob | null>}
 */
async function encode(canvas, maxBytes) {
  for (const type of ["image/webp", "image/jpeg"]) {
    for (const quality of QUALITIES) {
      const blob = await /** @type {Promise<Blob | null>} */ (new Promise((resolve) =>
        canvas.toBlob(resolve, type, quality)
      ));
      if (blob?.type === type && blob.size <= maxBytes) {
        return blob;
      }
    }
  }
  return null;
}
