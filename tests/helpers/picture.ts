/** Pictures that nobody owns: an evening over hills, drawn here, as PNG. */
import { crc32, deflateSync } from "node:zlib";

/** A picture of that size. */
export function evening(width: number, height: number): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const hill = 0.62 + 0.1 * Math.sin(u * 5 + 1) + 0.04 * Math.sin(u * 17);
      const near = 0.78 + 0.08 * Math.sin(u * 4 + 4);
      const sun = Math.hypot((u - 0.68) * width, (v - 0.5) * height) < height * 0.11;
      const colour = v > near
        ? [36, 54, 58]
        : v > hill
        ? [74, 86, 104]
        : sun
        ? [255, 226, 170]
        : [250 - 60 * (1 - v), 176 - 70 * (1 - v * 1.3), 120 + 70 * (1 - v)];
      rows.set(
        colour.map((part) => Math.max(0, Math.min(255, part))),
        y * (width * 3 + 1) + 1 + x * 3,
      );
    }
  }
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND")];
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function chunk(type: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
