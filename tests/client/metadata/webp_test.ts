/** WebP: chunks that do not draw go, with the flags that promise them and the length that counts them. */
import { assert, assertEquals } from "@std/assert";
import { orientationOf } from "../../../client/metadata/orientation.js";
import { cleaned, holds, joined, number, sample } from "../../helpers/metadata.ts";

const little = (value: number) => number(value, 4).reverse();

function chunk(type: string, body: string): Uint8Array {
  return joined(type, little(body.length), body, body.length % 2 ? "\0" : "");
}

function webp(...chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const inside = joined("WEBP", ...chunks);
  return joined("RIFF", little(inside.length), inside);
}

const PIXELS = chunk("VP8 ", "pixels");
const flags = (value: number) => chunk("VP8X", String.fromCharCode(value) + "\0".repeat(9));

Deno.test("WebP: chunks that lie or end too early leave a file that is safe", async () => {
  const cut = webp(PIXELS, chunk("XMP ", "Secret".repeat(9))).slice(0, -20);
  const cases: [string, Uint8Array, Uint8Array | null][] = [
    ["nothing in it", webp(), null],
    ["XMP beyond the file", cut, webp(PIXELS)],
    [
      "a head that is too short",
      webp(joined("VP8X", little(0)), joined("\x0c\0\0\0", little(9))),
      null,
    ],
    ["a head that is not the first", webp(PIXELS, flags(12)), null],
    ["a chunk without a name", webp(PIXELS, joined("\0\0\0\0", little(4), "body")), null],
    ["an odd length", webp(flags(4), chunk("XMP ", "Secret!"), PIXELS), webp(flags(0), PIXELS)],
    ["what stands behind the end", joined(webp(PIXELS), "Secret"), webp(PIXELS)],
    ["flags that promise what is not there", webp(flags(0x1c), PIXELS), webp(flags(0x10), PIXELS)],
    ["a chunk nobody knows", webp(PIXELS, chunk("MAKR", "Secret")), webp(PIXELS)],
  ];
  for (const [what, bytes, wanted] of cases) {
    assertEquals(await cleaned(bytes), joined(wanted ?? bytes), what);
  }
});

Deno.test("WebP: Exif keeps which side is up, the first alone, with or without a head of its own", async () => {
  const tiff = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0Secret";
  for (const exif of [tiff, `Exif\0\0${tiff}`]) {
    const left = await cleaned(webp(flags(0x0c), PIXELS, chunk("EXIF", exif), chunk("EXIF", tiff)));
    assert(!holds(left));
    assertEquals(left[20], 8, "Exif is promised, XMP is not");
    const at = new TextDecoder("latin1").decode(left).indexOf("EXIF");
    assertEquals(orientationOf(left.subarray(at + 8)), 8);
    assertEquals(left.length, at + 8 + 26, "the second is gone");
  }
});

Deno.test("WebP: samples of another program keep their pixels and frames", async () => {
  for (const name of ["plain.webp", "lossless.webp", "anim.webp"]) {
    const bytes = sample(name);
    assert(holds(bytes), name);
    const left = await cleaned(bytes);
    assert(!holds(left), `${name} still tells`);
    assertEquals(new DataView(left.buffer).getUint32(4, true), left.length - 8, name);
    assertEquals(drawn(left), drawn(bytes), `${name} is drawn the same`);
    assertEquals(await cleaned(left), left, `${name} has nothing more to lose`);
  }
  assertEquals(await cleaned(sample("bare.webp")), sample("bare.webp"));
});

/** The chunks that draw, in order. */
function drawn(bytes: Uint8Array): string[] {
  const chunks = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 12; at < bytes.length;) {
    const length = view.getUint32(at + 4, true);
    const type = new TextDecoder().decode(bytes.subarray(at, at + 4));
    if (!/^(?:EXIF|XMP |VP8X)$/.test(type)) {
      chunks.push(type + bytes.slice(at + 8, at + 8 + length).toHex());
    }
    at += 8 + length + length % 2;
  }
  return chunks;
}
