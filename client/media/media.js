/**
 * Pictures, films and sounds as this browser reads, makes and hears them. The code is fetched on use.
 *
 * @import { Recorder } from "./lazy/recorder.js"
 * @import { Prepared } from "./lazy/prepare.js"
 * @import { Wave } from "./lazy/wave.js"
 */

/**
 * @typedef {object} Media
 * @property {(file: File, how: { isOriginal: boolean, previewBytes: number }) => Promise<Prepared>} prepare
 * @property {(address: string) => Promise<Wave>} waveOf how loud a sound is
 * @property {() => Promise<Recorder>} record asks for the microphone and begins
 */

/**
 * @param {typeof fetch} fetch
 * @returns {Media}
 */
export function makeMedia(fetch) {
  return {
    async prepare(file, how) {
      const { prepare } = await import("./lazy/prepare.js");
      // What this browser cannot draw goes as it is; the server takes out what it tells.
      return await prepare(file, how).catch(() => ({ file, extent: null, preview: null }));
    },
    async waveOf(address) {
      const { waveOf } = await import("./lazy/wave.js");
      return await waveOf(await (await fetch.call(globalThis, address)).arrayBuffer());
    },
    async record() {
      const { Recorder } = await import("./lazy/recorder.js");
      return await Recorder.start(() => Date.now());
    },
  };
}
