/**
 * What tells of place and device in MP4, QuickTime and 3GP (ISO/IEC 14496-12, 8.10; QuickTime File Format):
 * the boxes that are about a film or a track. They become free space where they lie, so that nothing moves
 * that a table of samples points at. Heads alone are read, so a film of any size costs no memory.
 *
 * @import { Box } from "./boxes.js"
 */
import { boxesIn } from "./boxes.js";

/** Boxes with boxes in them, of a whole film and of a part of it. */
const CONTAINERS = /^(?:moov|trak|mdia|minf|moof|traf)$/;
/** `udta` holds `©xyz` and `loci`, `meta` Apple's ISO 6709, `uuid` XMP and what cameras add. */
const ABOUT = /^(?:udta|meta|uuid)$/;
/** How deep containers lie in each other: a film, a track, its media, their information. */
const MAX_DEPTH = 4;

/**
 * The boxes in one of a film that are about it, in order; none in a box of another kind.
 * @param {(at: number, length: number) => Promise<Uint8Array | null>} read
 * @param {Box} box
 * @returns {AsyncGenerator<Box>}
 */
export async function* boxesAbout(read, box, depth = 0) {
  if (!CONTAINERS.test(box.type) || depth >= MAX_DEPTH) return;
  for await (const inner of boxesIn(read, box.body, box.end)) {
    if (ABOUT.test(inner.type)) yield inner;
    else yield* boxesAbout(read, inner, depth + 1);
  }
}
