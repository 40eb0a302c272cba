/** Which pictures move. */
import { assertEquals } from "@std/assert";
import { isAnimated } from "../../../../client/media/lazy/moving.js";
import { joined, sample } from "../../../helpers/metadata.ts";

Deno.test("isAnimated() knows what moves by its bytes, whatever stands behind them", async () => {
  const still = ["plain.jpg", "plain.png", "plain.webp", "bare.webp", "plain.avif", "plain.heic"];
  for (const name of still) assertEquals(await isAnimated(new Blob([sample(name)])), false, name);
  for (const name of ["anim.png", "anim.webp"]) {
    assertEquals(await isAnimated(new Blob([sample(name)])), true, name);
  }
  const moving = ["GIF89a", "GIF87a\0", "\0\0\0\x20ftypavis\0\0\0\0avif"];
  for (const head of moving) assertEquals(await isAnimated(new Blob([joined(head)])), true, head);
  // The word may stand in what is drawn.
  const word = joined("\x89PNG\r\n\x1a\n\0\0\0\x04IDATacTL");
  assertEquals(await isAnimated(new Blob([word])), false);
  assertEquals(await isAnimated(new Blob([])), false);
});
