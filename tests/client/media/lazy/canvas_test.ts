/** How large a picture is drawn anew. */
import { assertEquals } from "@std/assert";
import { fitted } from "../../../../client/media/lazy/canvas.js";

Deno.test("fitted() keeps the shape, makes nothing larger and leaves no side without a dot", () => {
  const cases: [number, number, number, number][] = [
    [4000, 3000, 2048, 1536],
    [3000, 4000, 1536, 2048],
    [2048, 10, 2048, 10],
    [1, 1, 1, 1],
    [20_000, 3, 2048, 1],
  ];
  for (const [w, h, width, height] of cases) {
    assertEquals(fitted({ width: w, height: h }, 2048), { width, height });
  }
});
