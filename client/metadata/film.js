/**
 * What tells of place and device in MP4, QuickTime and 3GP (ISO/IEC 14496-12; QuickTime File Format): the
 * boxes that are about a film or a track, the tracks that nobody sees or hears with all that they recorded,
 * and the names of what wrote it. All of it becomes free space or zeros where it lies, so that nothing moves
 * that a table of samples points at. Heads and tables alone are read: a film of any size costs no memory.
 *
 * @import { ByteReader } from "./byte_reader.js"
 * @import { Box } from "./boxes.js"
 * @import { Stretches } from "./stretches.js"
 * @import { Track } from "./film_tracks.js"
 */
import { boxesIn } from "./boxes.js";
import { defaultSizes, takeOutOfFragment } from "./film_fragments.js";
import { takeOutGpsBlocks, takeOutTrailer } from "./film_leftovers.js";
import { chunksOf, isSeenOrHeard, readTrack } from "./film_tracks.js";

/** Boxes with boxes in them, of a whole film and of a part of it. */
const CONTAINERS = /^(?:moov|trak|mdia|minf|moof|traf)$/;
/** `udta` holds `©xyz` and `loci`, `meta` Apple's ISO 6709, `uuid` XMP and what cameras add. */
const ABOUT = /^(?:udta|meta|uuid|free|skip)$/;
/** How deep containers lie in each other: a film, a track, its media, their information. */
const MAX_DEPTH = 4;
/** Where the name of what handles a track begins, and of what packed its pictures. */
const HANDLER_NAME_AT = 24;
const PACKER_NAME_AT = 42;
const PACKER_NAME_BYTES = 32;

export class Film {
  #reader;
  #stretches;
  /**
   * Tracks that go, and the bytes of a sample of theirs where nothing else is said.
   * @type {Map<number, number>}
   */
  #gone = new Map();
  /** @type {Track[]} */
  #kept = [];
  #isFragmented = false;

  /**
   * @param {ByteReader} reader
   * @param {Stretches} stretches takes what is to go
   */
  constructor(reader, stretches) {
    this.#reader = reader;
    this.#stretches = stretches;
  }

  /**
   * Looks into a box that stands at the top of the file.
   * @param {Box} box
   */
  async pass(box) {
    if (box.type === "mdat") this.#stretches.addMedia(box);
    if (box.type === "moov") await this.#tracks(box);
    if (box.type === "moof") {
      this.#isFragmented = true;
      await takeOutOfFragment(this.#reader, box, this.#gone, this.#stretches);
    }
    await this.#about(box);
  }

  /**
   * What stands behind the last box, once all were passed.
   * @param {number} end of that box
   */
  async finish(end) {
    // Without a table of all samples nobody knows whether some lie there.
    if (this.#kept.length === 0 || this.#isFragmented) return;
    await takeOutTrailer(this.#reader, end, this.#kept, this.#stretches);
  }

  /** @param {Box} moov */
  async #tracks(moov) {
    const read = this.#reader.bytes.bind(this.#reader);
    const sizes = await defaultSizes(this.#reader, moov);
    if (sizes.size > 0) this.#isFragmented = true;
    for await (const trak of boxesIn(read, moov.body, moov.end)) {
      if (trak.type === "gps ") await takeOutGpsBlocks(this.#reader, trak, this.#stretches);
      if (trak.type !== "trak") continue;
      const track = await readTrack(this.#reader, trak);
      if (await isSeenOrHeard(this.#reader, track)) {
        this.#kept.push(track);
        await this.#names(track);
      } else {
        this.#gone.set(track.id, sizes.get(track.id) ?? 0);
        for await (const { at, end } of chunksOf(this.#reader, track)) {
          this.#stretches.addSamples(at, end);
          if (this.#stretches.isFull) break;
        }
        this.#stretches.free(trak);
      }
    }
  }

  /**
   * What wrote a track that stays.
   * @param {Track} track
   */
  async #names({ kind, boxes }) {
    const [handler, packed] = [boxes.get("hdlr"), boxes.get("stsd")];
    if (handler !== undefined) this.#stretches.blank(handler.body + HANDLER_NAME_AT, handler.end);
    if (packed === undefined || kind !== "vide") return;
    const read = this.#reader.bytes.bind(this.#reader);
    for await (const { body, end } of boxesIn(read, packed.body + 8, packed.end)) {
      const name = body + PACKER_NAME_AT;
      if (name + PACKER_NAME_BYTES <= end) {
        this.#stretches.blank(name, name + PACKER_NAME_BYTES);
      }
    }
  }

  /**
   * What is about the film, a track or a part of it.
   * @param {Box} box
   */
  async #about(box, depth = 0) {
    if (!CONTAINERS.test(box.type) || depth >= MAX_DEPTH) return;
    const read = this.#reader.bytes.bind(this.#reader);
    for await (const inner of boxesIn(read, box.body, box.end)) {
      if (ABOUT.test(inner.type)) this.#stretches.free(inner);
      else await this.#about(inner, depth + 1);
    }
  }
}
