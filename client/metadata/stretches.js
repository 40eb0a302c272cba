/**
 * Stretches of a file of boxes that are to go where they lie, so that nothing moves that another box
 * points at: boxes become free space, samples of a track zeros.
 *
 * @import { Box } from "./boxes.js"
 * @typedef {{ at: number, end: number }} Stretch
 */
import { Edits } from "./edits.js";
import { emptyTiff } from "./orientation.js";

/** Boxes that go, and stretches of samples: hours of a camera that writes its place ten times a second. */
const MAX_STRETCHES = 100_000;

export class Stretches {
  /** @type {{ at: number, end: number, kind: "box" | "exif" | "zeros" }[]} */
  #boxes = [];
  /** @type {Stretch[]} */
  #samples = [];
  /** @type {Stretch[]} */
  #media = [];

  /** True once no more samples can be held. */
  get isFull() {
    return this.#samples.length >= MAX_STRETCHES;
  }

  /**
   * A box becomes free space, with nothing in it.
   * @param {Box} box
   */
  free({ at, body, end }) {
    this.#add(at + 4, at + 8, "box");
    this.blank(body, end);
  }

  /**
   * @param {number} at
   * @param {number} end
   * @param {boolean} [isExif] it stays Exif, with nothing in it
   */
  blank(at, end, isExif = false) {
    this.#add(at, end, isExif ? "exif" : "zeros");
  }

  /**
   * Where samples may lie.
   * @param {Box} box
   */
  addMedia({ body, end }) {
    this.#media.push({ at: body, end });
  }

  /**
   * Samples of a track that goes; they are zeros afterwards where they lie in media.
   * @param {number} at
   * @param {number} end
   */
  addSamples(at, end) {
    const last = this.#samples.at(-1);
    if (at >= end) return;
    if (last?.end === at) last.end = end;
    else if (!this.isFull) this.#samples.push({ at, end });
  }

  /** What is to be changed, in order. */
  edits() {
    let media = 0;
    const samples = this.#samples.sort((a, b) => a.at - b.at).filter(({ at, end }) => {
      while (at >= (this.#media[media]?.end ?? Infinity)) media++;
      const around = this.#media[media];
      return around !== undefined && at >= around.at && end <= around.end;
    });
    const all = [...this.#boxes, ...samples.map((one) => ({ ...one, kind: "zeros" }))];
    const edits = new Edits(all.length);
    for (const { at, end, kind } of all.sort((a, b) => a.at - b.at)) {
      if (kind === "box") edits.replace(at, end - at, new TextEncoder().encode("free"));
      else {
        // Before Exif stands how far away it begins.
        const empty = new Uint8Array([0, 0, 0, 0, ...emptyTiff(0)]);
        const kept = kind === "exif" && empty.length <= end - at ? empty : new Uint8Array(0);
        edits.replace(at, end - at, kept, end - at - kept.length);
      }
    }
    return edits.list;
  }

  /**
   * @param {number} at
   * @param {number} end
   * @param {"box" | "exif" | "zeros"} kind
   */
  #add(at, end, kind) {
    if (at < end && this.#boxes.length < 2 * MAX_STRETCHES) this.#boxes.push({ at, end, kind });
  }
}
