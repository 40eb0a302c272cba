/** Bytes that a server takes for a picture of somebody: right in their headers, and nothing to be seen. */

/** A chunk of a WebP. */
export function webpChunk(kind: string, content: number[]): number[] {
  const { length } = content;
  const size = [length & 0xff, length >> 8 & 0xff, length >> 16 & 0xff, 0];
  return [...ascii(kind), ...size, ...content, ...(length % 2 === 0 ? [] : [0])];
}

/** A WebP of such chunks. */
export function webp(...chunks: number[][]): Uint8Array<ArrayBuffer> {
  const content = [...ascii("WEBP"), ...chunks.flat()];
  const { length } = content;
  return new Uint8Array([...ascii("RIFF"), length & 0xff, length >> 8, 0, 0, ...content]);
}

/** A picture in its plain form, of these sides. */
export function vp8(width: number, height = width): number[] {
  const sides = [width & 0xff, width >> 8, height & 0xff, height >> 8];
  return webpChunk("VP8 ", [0x30, 0, 0, 0x9d, 0x01, 0x2a, ...sides, 1, 2, 3, 4]);
}

/** What a WebP in parts says first. */
export function vp8x(width: number, flags: number, height = width): number[] {
  const three = (n: number) => [n - 1 & 0xff, n - 1 >> 8, 0];
  return webpChunk("VP8X", [flags, 0, 0, 0, ...three(width), ...three(height)]);
}

/** A segment of a JPEG. */
export function segment(kind: number, content: number[]): number[] {
  return [0xff, kind, content.length + 2 >> 8, content.length + 2 & 0xff, ...content];
}

/** A JPEG of these sides, with segments before its frame. */
export function jpeg(
  width: number,
  height = width,
  before: number[] = [],
): Uint8Array<ArrayBuffer> {
  const sides = [height >> 8, height & 0xff, width >> 8, width & 0xff];
  const frame = segment(0xc0, [8, ...sides, 1, 1, 0x11, 0]);
  const scan = segment(0xda, [1, 1, 0, 0, 63, 0]);
  return new Uint8Array([0xff, 0xd8, ...before, ...frame, ...scan, 1, 2, 3, 0xff, 0xd9]);
}

export function ascii(text: string): number[] {
  return [...text].map((one) => one.charCodeAt(0));
}
