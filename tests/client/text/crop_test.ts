/** The square that is cut out of a picture. */
import { assertEquals } from "@std/assert";
import { MAX_ZOOM, moveCrop, squareOf, wholeCrop, zoomCrop } from "../../../client/text/crop.js";

const WIDE = { width: 600, height: 300 };

Deno.test("a crop begins as the largest square, in the middle", () => {
  assertEquals(squareOf(WIDE, wholeCrop(WIDE)), { left: 150, top: 0, side: 300 });
  assertEquals(squareOf({ width: 1, height: 9 }, wholeCrop({ width: 1, height: 9 })), {
    left: 0,
    top: 4,
    side: 1,
  });
});

Deno.test("a crop never leaves the picture, however far it is moved or enlarged", () => {
  const whole = wholeCrop(WIDE);
  assertEquals(squareOf(WIDE, moveCrop(WIDE, whole, { x: 0.25, y: 0.5 })).left, 75);
  assertEquals(squareOf(WIDE, moveCrop(WIDE, whole, { x: 99, y: 99 })).left, 0);
  assertEquals(squareOf(WIDE, moveCrop(WIDE, whole, { x: -99, y: 0 })).left, 300);
  const corner = moveCrop(WIDE, zoomCrop(WIDE, whole, 3), { x: -99, y: -99 });
  assertEquals(squareOf(WIDE, corner), { left: 500, top: 200, side: 100 });
  assertEquals(squareOf(WIDE, zoomCrop(WIDE, corner, 1)), { left: 300, top: 0, side: 300 });
  assertEquals([zoomCrop(WIDE, whole, 0).zoom, zoomCrop(WIDE, whole, 99).zoom], [1, MAX_ZOOM]);
});
