/**
 * What tells of place and device in a WAV (RIFF; EBU Tech 3285, 3306): every chunk that is not needed to
 * play it becomes empty space where it lies.
 *
 * @import { ByteReader } from "./byte_reader.js"
 */
import { latin, viewOf } from "./byte_reader.js";
import { Edits } from "./edits.js";

const HEAD_BYTES = 12;
const MAX_CHUNKS = 10_000;
const NEEDED = /^(?:fmt |fact|data|cue |smpl|inst|PEAK|ds64|JUNK)$/;
const NAME = /^[\x20-\x7e]{4}$/;

/** @param {ByteReader} reader */
export async function waveEdits(reader) {
  const edits = new Edits();
  let at = HEAD_BYTES;
  for (let i = 0; i < MAX_CHUNKS && !edits.isFull; i++) {
    const head = await reader.bytes(at, 8);
    if (head === null) break;
    const type = latin(head.subarray(0, 4));
    const length = viewOf(head).getUint32(4, true);
    const end = Math.min(at + 8 + length, reader.size);
    if (!NAME.test(type)) break;
    if (!NEEDED.test(type)) edits.replace(at, 4, new TextEncoder().encode("JUNK"));
    if (!NEEDED.test(type) || type === "JUNK") {
      edits.replace(at + 8, end - at - 8, undefined, end - at - 8);
    }
    at = end + length % 2;
  }
  return edits.list;
}
