/**
 * What a picture of a person may be: a small square WebP or JPEG, told by its own bytes whatever was said
 * about it, and without anything that tells where or with what it was taken. No pixel is decoded here.
 */
import { concat } from "@std/bytes/concat";
import { ChatError } from "../base/errors.ts";
import { type Sides, webpSides } from "../base/webp.ts";

/** A picture that was looked at. */
export interface AvatarImage {
  bytes: Uint8Array<ArrayBuffer>;
  ending: AvatarEnding;
}
export type AvatarEnding = "webp" | "jpg";

export const MAX_AVATAR_BYTES = 64 * 1024;
/** Sides in pixels. */
export const [MIN_AVATAR_SIDE, MAX_AVATAR_SIDE] = [32, 512];

/** What a picture holds: its sides, and its bytes without what is about it. */
interface Found extends Sides {
  bytes: Uint8Array<ArrayBuffer>;
}

/** The picture that these bytes are, or a ChatError `bad_picture` that says what is expected. */
export function readAvatar(bytes: Uint8Array<ArrayBuffer>): AvatarImage {
  const webp = readWebp(bytes);
  const found = webp ?? readJpeg(bytes);
  if (found === null) throw notUsable("neither a WebP nor a JPEG that can be read");
  const { width, height } = found;
  if (width !== height || width < MIN_AVATAR_SIDE || width > MAX_AVATAR_SIDE) {
    throw notUsable(`${width} × ${height} pixels`);
  }
  return { bytes: found.bytes, ending: webp === null ? "jpg" : "webp" };
}

function notUsable(what: string): ChatError {
  return new ChatError(
    "bad_picture",
    `Cannot use a picture of ${what}: expected a square WebP or JPEG of ${MIN_AVATAR_SIDE} to ${MAX_AVATAR_SIDE} pixels that does not move, ${
      MAX_AVATAR_BYTES / 1024
    } KB at most`,
  );
}

/** Parts of a WebP that draw it (RFC 9649); what is about it (EXIF, XMP) stays out. */
const WEBP_CHUNKS = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ICCP"]);
/** Flags of a VP8X chunk. */
const [ANIMATED, EXIF, XMP] = [0x02, 0x08, 0x04];

function readWebp(bytes: Uint8Array<ArrayBuffer>): Found | null {
  if (textAt(bytes, 0, 4) !== "RIFF" || textAt(bytes, 8, 4) !== "WEBP") return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const parts: Uint8Array[] = [bytes.subarray(0, 12)];
  let sides: Sides | null = null;
  let isDrawn = false;
  for (let at = 12; at + 8 <= end;) {
    const [kind, length] = [textAt(bytes, at, 4), view.getUint32(at + 4, true)];
    const next = at + 8 + length + length % 2;
    if (at + 8 + length > end) return null;
    if (WEBP_CHUNKS.has(kind)) {
      const part = bytes.slice(at, Math.min(next, end));
      if (kind === "VP8X") {
        if (length < 10 || ((part[8] ?? 0) & ANIMATED) !== 0) return null;
        part[8] = (part[8] ?? 0) & ~(EXIF | XMP);
      }
      if (kind === "VP8 " || kind === "VP8L") isDrawn = true;
      const told = webpSides(view, at);
      // A small frame around a picture of a gigabyte of pixels is none of ours.
      if (sides !== null && told !== null && !isSame(sides, told)) return null;
      sides ??= told;
      parts.push(part);
    }
    at = next;
  }
  if (sides === null || !isDrawn) return null;
  const whole = concat(parts);
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  return { ...sides, bytes: whole };
}

/** Markers of a JPEG (ITU-T T.81, table B.1). */
const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const COMMENT = 0xfe;
const [FIRST_RESTART, LAST_RESTART] = [0xd0, 0xd7] as const;
/** Segments of applications, and which of them say how the colours are meant: JFIF, ICC, Adobe. */
const [FIRST_APP, LAST_APP] = [0xe0, 0xef] as const;
const COLOUR_APPS = new Set([0xe0, 0xe2, 0xee]);

/** Segments and scans up to its end: of what is about it only how its colours are meant stays. */
function readJpeg(bytes: Uint8Array<ArrayBuffer>): Found | null {
  if (bytes[0] !== 0xff || bytes[1] !== START) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let sides: Sides | null = null;
  let isDrawn = false;
  for (let at = 2; at + 2 <= bytes.length;) {
    const kind = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return null;
    if (kind === END) {
      if (sides === null || !isDrawn) return null;
      return { ...sides, bytes: concat([...parts, bytes.subarray(at, at + 2)]) };
    }
    if (at + 4 > bytes.length) return null;
    const end = at + 2 + view.getUint16(at + 2);
    if (end < at + 4 || end > bytes.length) return null;
    if (isFrame(kind) && end >= at + 10) {
      sides ??= { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    if (kind === SCAN) {
      if (sides === null) return null;
      isDrawn = true;
    }
    // Only a scan has data behind its segment.
    const next = kind === SCAN ? endOfScan(bytes, end) : end;
    if (!isAbout(kind)) parts.push(bytes.subarray(at, next));
    at = next;
  }
  return null;
}

/** Where the data of a scan ends: at a marker that is neither a stuffed byte, a restart nor a fill. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const code = bytes[at + 1] ?? 0;
    const isData = code === 0 || code === 0xff || (code >= FIRST_RESTART && code <= LAST_RESTART);
    if (bytes[at] === 0xff && !isData) return at;
  }
  return bytes.length;
}

function isAbout(kind: number): boolean {
  return kind === COMMENT || (kind >= FIRST_APP && kind <= LAST_APP && !COLOUR_APPS.has(kind));
}

/** A frame's header: SOF0 to SOF15 without DHT, JPG and DAC among them. */
function isFrame(kind: number): boolean {
  return kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function isSame(one: Sides, other: Sides): boolean {
  return one.width === other.width && one.height === other.height;
}
