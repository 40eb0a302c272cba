/** What a picture of a person may be, by its own bytes. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { readAvatar } from "../../../server/people/avatar_image.ts";
import { ascii, jpeg, segment, vp8, vp8x, webp, webpChunk } from "../../helpers/avatar_bytes.ts";

function refused(bytes: Uint8Array<ArrayBuffer>): string {
  const error = assertThrows(() => readAvatar(bytes), ChatError);
  assertEquals(error.code, "bad_picture");
  return error.message;
}

Deno.test("readAvatar() takes a small square WebP or JPEG as it is", () => {
  const plain = webp(vp8(256));
  assertEquals(readAvatar(plain), { bytes: plain, ending: "webp" });
  const parts = webp(vp8x(128, 0x10), webpChunk("ALPH", [1, 2, 3]), vp8(128));
  assertEquals(readAvatar(parts), { bytes: parts, ending: "webp" });
  const photo = jpeg(512, 512, segment(0xe0, ascii("JFIF\0")));
  assertEquals(readAvatar(photo), { bytes: photo, ending: "jpg" });
});

Deno.test("readAvatar() refuses other sides, what moves, and a small frame of a huge picture", () => {
  assertStringIncludes(refused(webp(vp8(256, 255))), "256 × 255 pixels");
  for (const side of [16, 31, 513, 16383]) refused(webp(vp8(side)));
  refused(jpeg(300, 200));
  refused(webp(vp8x(128, 0x02), webpChunk("ANMF", [1, 2]), vp8(128)));
  refused(webp(vp8x(128, 0), vp8(16000)));
  refused(webp(vp8x(128, 0)));
});

Deno.test("readAvatar() refuses everything that is no picture, and every cut of one", () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
  for (const text of [svg, "", "GIF89a", "\x89PNG\r\n\x1a\n", "RIFF", "<html>", "\xff\xd8\xff"]) {
    refused(new Uint8Array(ascii(text)));
  }
  for (const whole of [webp(vp8(256)), jpeg(256)]) {
    for (let length = 0; length < whole.length - 24; length++) refused(whole.slice(0, length));
  }
});

Deno.test("readAvatar() leaves out where and with what a picture was taken", () => {
  const place = ascii("Exif\0\0 49.8397 N 24.0297 E");
  const about = [...segment(0xe1, place), ...segment(0xed, place), ...segment(0xfe, place)];
  const colours = segment(0xe2, ascii("ICC_PROFILE\0"));
  const photo = readAvatar(jpeg(64, 64, [...about, ...colours]));
  assertEquals(photo.bytes, jpeg(64, 64, colours));
  const exif = [webpChunk("EXIF", place), webpChunk("XMP ", place), webpChunk("????", place)];
  const picture = readAvatar(webp(vp8x(64, 0x0c), vp8(64), ...exif));
  assertEquals(picture.bytes, webp(vp8x(64, 0), vp8(64)));
});

Deno.test("readAvatar() keeps nothing behind a JPEG's end or between its scans", () => {
  const place = ascii("49.8397 N 24.0297 E");
  const photo = jpeg(64);
  for (const behind of [place, [0xff, 0xd8, ...place, 0xff, 0xd9], [0]]) {
    assertEquals(readAvatar(new Uint8Array([...photo, ...behind])).bytes, photo);
  }
  const drawn = photo.subarray(0, -2);
  // A stuffed byte, a restart and fill bytes are of the picture; a table and a scan may follow.
  const scans = [0xff, 0, 7, 0xff, 0xd0, 8, 0xff, 0xff, 0xd1, 9];
  const next = [...segment(0xc4, [0, 1]), ...segment(0xda, [1, 1, 0, 0, 63, 0]), 4, 5, 0xff, 0xd9];
  const about = [...segment(0xe1, place), ...segment(0xfe, place)];
  assertEquals(
    readAvatar(new Uint8Array([...drawn, ...scans, ...about, ...next, ...place])).bytes,
    new Uint8Array([...drawn, ...scans, ...next]),
  );
});

Deno.test("readAvatar() refuses a JPEG that ends before its end marker", () => {
  const photo = jpeg(64);
  for (const cut of [1, 2, 3]) refused(photo.slice(0, -cut));
});
