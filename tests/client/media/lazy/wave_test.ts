/** Bars of a sound. */
import { assertEquals } from "@std/assert";
import { barsOf } from "../../../../client/media/lazy/wave.js";

Deno.test("barsOf() has as many bars of silence, of nothing, and of fewer samples than bars", () => {
  assertEquals(barsOf(new Float32Array(0), 3), [0, 0, 0]);
  assertEquals(barsOf(new Float32Array(900), 3), [0, 0, 0]);
  assertEquals(barsOf(new Float32Array([0.5]), 3), [1, 0, 0]);
});

Deno.test("barsOf() measures each stretch by the loudest of all, whichever way it swings", () => {
  assertEquals(barsOf(new Float32Array([0.25, -0.5, 0, 0.125]), 2), [1, 0.25]);
  assertEquals(
    barsOf(new Float32Array([0, 0, 0, 0, 0, 0, 1]), 3),
    [0, 0, 1],
    "the last one counts",
  );
});
