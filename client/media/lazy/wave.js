/** How loud a sound is from beginning to end, in bars, and how long it lasts. */

export const BARS = 48;
/** What is decoded is heard by eyes alone: few dots of it are enough. */
const SAMPLE_RATE = 8000;

/**
 * @typedef {object} Wave
 * @property {number[]} bars from 0 to 1
 * @property {number} duration in seconds
 */

/**
 * @param {ArrayBuffer} bytes of a sound
 * @returns {Promise<Wave>}
 */
export async function waveOf(bytes) {
  const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
  const sound = await context.decodeAudioData(bytes);
  return { bars: barsOf(sound.getChannelData(0)), duration: sound.duration };
}

/**
 * The loudest of each stretch, measured by the loudest of all.
 * @param {Float32Array} samples
 * @param {number} [bars]
 */
export function barsOf(samples, bars = BARS) {
  const step = Math.max(1, samples.length / bars);
  const peaks = Array.from({ length: bars }, (_, i) => {
    let peak = 0;
    for (let at = Math.floor(i * step); at < Math.min(samples.length, (i + 1) * step); at++) {
      peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    }
    return peak;
  });
  const loudest = Math.max(...peaks);
  return peaks.map((peak) => loudest > 0 ? peak / loudest : 0);
}
