/** The sides of a WebP, as a chunk of it tells them in each of its three forms (RFC 9649). Decodes nothing. */

/** Width and height in pixels. */
export interface Sides {
  width: number;
  height: number;
}

/** The sides that the chunk at an offset tells; null for one that tells none, or is too short to. */
export function webpSides(view: DataView, at: number): Sides | null {
  if (view.byteLength < at + 18) return null;
  switch (String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)))) {
    case "VP8X":
      return { width: three(view, at + 12) + 1, height: three(view, at + 15) + 1 };
    case "VP8L": {
      const bits = view.getUint32(at + 9, true);
      return { width: (bits & 0x3fff) + 1, height: (bits >> 14 & 0x3fff) + 1 };
    }
    case "VP8 ":
      return {
        width: view.getUint16(at + 14, true) & 0x3fff,
        height: view.getUint16(at + 16, true) & 0x3fff,
      };
    default:
      return null;
  }
}

function three(view: DataView, at: number): number {
  return view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
}
