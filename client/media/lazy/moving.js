/** Pictures that move: drawn anew they would stand still. */

/** Bytes in which it is told: before the first dots, behind colours at most. */
const HEAD_BYTES = 64 * 1024;
const ANIMATION_FLAG = 0x02;

/**
 * True for a GIF, and for what moves of PNG, WebP and AVIF.
 * @param {Blob} file
 */
export async function isAnimated(file) {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const head = new TextDecoder("latin1").decode(bytes);
  if (head.startsWith("GIF8")) return true;
  if (head.startsWith("PNG", 1)) {
    return /^[^]*?(?:acTL|IDAT)/.exec(head)?.[0].endsWith("acTL") ?? false;
  }
  if (/^RIFF[^]{4}WEBPVP8X/.test(head)) return ((bytes[20] ?? 0) & ANIMATION_FLAG) !== 0;
  return /^[^]{4}ftyp(?:avis|msf1|hevc)/.test(head);
}
