/**
 * How long a recording is, told in the file: browsers write a WebM while it is recorded and never go back
 * to say so, and players then show no end and do not seek (RFC 9559, RFC 8794).
 */
import { elementHead, MAX_HEAD_BYTES, numberOf } from "../../metadata/ebml.js";

/** Bytes in which the head of a recording ends. */
const HEAD_BYTES = 4096;
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const DURATION = 0x4489;
/** Nanoseconds of a tick where nothing else is said. */
const DEFAULT_SCALE_NS = 1_000_000;

/**
 * The file with its duration, or as it is where that is there already or cannot be put in.
 * @param {Blob} file
 * @param {number} ms
 */
export async function withDuration(file, ms) {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const ebml = elementAt(head, 0);
  const segment = ebml?.id === EBML ? elementAt(head, ebml.end) : null;
  // One whose size is told would be longer than that afterwards.
  if (segment?.id !== SEGMENT || segment.end !== Infinity) return file;
  for (let at = segment.body; at < head.length;) {
    const element = elementAt(head, at);
    if (element === null || element.end > head.length) return file;
    if (element.id === INFO) return inserted(file, head, { at, ...element }, ms);
    at = element.end;
  }
  return file;
}

/**
 * @param {Blob} file
 * @param {Uint8Array} head
 * @param {{ at: number, body: number, end: number }} info
 * @param {number} ms
 */
function inserted(file, head, info, ms) {
  let scale = DEFAULT_SCALE_NS;
  for (let at = info.body; at < info.end;) {
    const element = elementAt(head, at);
    if (element === null || element.end > info.end || element.id === DURATION) return file;
    if (element.id === TIMESTAMP_SCALE) {
      scale = numberOf(head.subarray(element.body, element.end));
    }
    at = element.end;
  }
  if (scale <= 0) return file;
  const added = new Uint8Array(11);
  added.set([DURATION >> 8, DURATION & 255, 0x88]);
  new DataView(added.buffer).setFloat64(3, ms * 1e6 / scale);
  const size = info.end - info.body + added.length;
  // The id, and a size of eight bytes.
  const begin = new Uint8Array(12);
  new DataView(begin.buffer).setUint32(0, INFO);
  new DataView(begin.buffer).setBigUint64(4, BigInt(size) | (1n << 56n));
  return new Blob(
    [file.slice(0, info.at), begin, head.slice(info.body, info.end), added, file.slice(info.end)],
    { type: file.type },
  );
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {{ id: number, body: number, end: number } | null}
 */
function elementAt(bytes, at) {
  const head = elementHead(bytes.subarray(at, at + MAX_HEAD_BYTES));
  if (head === null) return null;
  const body = at + head.headBytes;
  return { id: head.id, body, end: body + head.size };
}
