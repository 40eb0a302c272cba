/** Bars of a sound, the part that was played in another colour. */
import { html } from "htm/preact";

/** Units of the drawing: a bar and the gap behind it, and the height. */
const STEP = 4;
const HEIGHT = 32;
const MIN_BAR = 2;

/** @param {{ bars: number[], part?: number }} props `part`: how much of it was played, 0 to 1 */
export function Wave({ bars, part = 0 }) {
  const width = bars.length * STEP;
  const path = bars.map((bar, i) => {
    const length = Math.max(MIN_BAR, bar * (HEIGHT - 4));
    return `M${i * STEP + STEP / 2} ${(HEIGHT - length) / 2}v${length}`;
  }).join("");
  const box = `0 0 ${width} ${HEIGHT}`;
  return html`
    <svg class="wave" viewBox=${box} preserveAspectRatio="none" aria-hidden="true">
      <path class="wave__bars" d=${path} />
      <svg width=${width * part} height=${HEIGHT}>
        <path class="wave__bars wave__bars--played" d=${path} />
      </svg>
    </svg>
  `;
}
