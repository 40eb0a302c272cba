/**
 * What tells of place and device in a GIF (GIF89a, 23 to 27): comments, XMP and other blocks of programs,
 * and all that stands behind its end. How often it is shown again and its colours stay.
 *
 * @import { ByteReader } from "./byte_reader.js"
 */
import { latin } from "./byte_reader.js";
import { Edits } from "./edits.js";

const HEAD_BYTES = 13;
const MAX_BLOCKS = 100_000;
const EXTENSION = 0x21;
const PICTURE = 0x2c;
const END = 0x3b;
const COMMENT = 0xfe;
const PROGRAM = 0xff;
/** How often it is shown, and which colours are meant. */
const NEEDED = /^(?:NETSCAPE2\.0|ANIMEXTS1\.0|ICCRGBG1012)/;

/** @param {ByteReader} reader */
export async function gifEdits(reader) {
  const edits = new Edits();
  const head = await reader.bytes(0, HEAD_BYTES);
  if (head === null) return [];
  let at = HEAD_BYTES + tableBytes(head[10] ?? 0);
  for (let i = 0; i < MAX_BLOCKS && !edits.isFull; i++) {
    const block = (await reader.some(at))[0];
    if (block === END) {
      edits.replace(at + 1, reader.size - at - 1);
      break;
    }
    if (block === PICTURE) {
      const about = await reader.bytes(at, 10);
      if (about === null) break;
      const next = await endOfData(reader, at + 11 + tableBytes(about[9] ?? 0));
      if (next === null) break;
      at = next;
    } else if (block === EXTENSION) {
      const label = await reader.bytes(at, 3);
      const next = label === null ? null : await endOfData(reader, at + 2);
      if (label === null || next === null) break;
      const name = label[1] === PROGRAM ? await reader.bytes(at + 3, 11) : null;
      const isProgram = label[1] === PROGRAM && !NEEDED.test(latin(name ?? new Uint8Array(0)));
      if (label[1] === COMMENT || isProgram) edits.replace(at, next - at);
      at = next;
    } else break;
  }
  return edits.list;
}

/**
 * Bytes of the table of colours that flags promise.
 * @param {number} flags
 */
function tableBytes(flags) {
  return flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
}

/**
 * Where a row of blocks is over, each of which says first how long it is; null where the file ends before.
 * @param {ByteReader} reader
 * @param {number} at
 */
async function endOfData(reader, at) {
  for (;;) {
    const some = await reader.some(at);
    if (some.length === 0) return null;
    let from = 0;
    while (from < some.length) {
      const length = some[from] ?? 0;
      if (length === 0) return at + from + 1;
      from += length + 1;
    }
    at += from;
  }
}
