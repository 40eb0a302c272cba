/** The emoji that are nearest at hand. */
import { assertEquals } from "@std/assert";
import { quickEmoji } from "../../../client/text/emoji.js";

Deno.test("quickEmoji() is six, those used last among them, each where the hand found it before", () => {
  const common = ["👍", "❤️", "😂", "🎉", "😮", "😢"];
  assertEquals(quickEmoji([]), common);
  assertEquals(quickEmoji(["😢", "🎉"]), common);
  assertEquals(quickEmoji(["🦊"]), ["👍", "❤️", "😂", "🎉", "😮", "🦊"]);
  assertEquals(new Set(quickEmoji(["🦊", "🐻", "🦊"])).size, 6);
  const [many, again] = [["🦊", "🐻", "🐸"], ["🐸", "🦊", "🐻"]];
  assertEquals(quickEmoji(many), quickEmoji(again), "the order of use moves nothing");
});
