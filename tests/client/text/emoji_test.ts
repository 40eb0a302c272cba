/** The emoji that are nearest at hand. */
import { assertEquals } from "@std/assert";
import { quickEmoji, readEmoji, TONES, withoutTone, withTone } from "../../../client/text/emoji.js";

Deno.test("quickEmoji() is six, the last used among them, each in its old place", () => {
  const common = ["👍", "❤️", "😂", "🎉", "😮", "😢"];
  assertEquals(quickEmoji([]), common);
  assertEquals(quickEmoji(["😢", "🎉"]), common);
  assertEquals(quickEmoji(["🦊"]), ["👍", "❤️", "😂", "🎉", "😮", "🦊"]);
  assertEquals(new Set(quickEmoji(["🦊", "🐻", "🦊"])).size, 6);
  const [many, again] = [["🦊", "🐻", "🐸"], ["🐸", "🦊", "🐻"]];
  assertEquals(quickEmoji(many), quickEmoji(again), "the order of use moves nothing");
});

Deno.test("withTone() gives a tone of skin to emoji that have one (ux 20)", () => {
  const cases: [string, string][] = [
    ["👍", "👍🏽"],
    ["✌️", "✌🏽"],
    ["🧑‍🚀", "🧑🏽‍🚀"],
    ["🤝", "🤝🏽"],
    ["🧑‍🤝‍🧑", "🧑🏽‍🤝‍🧑🏽"],
    ["👨‍👩‍👧", "👨‍👩‍👧"],
    ["😀", "😀"],
    ["❤️", "❤️"],
    ["🇺🇦", "🇺🇦"],
  ];
  for (const [emoji, wanted] of cases) {
    assertEquals(withTone(emoji, "🏽"), wanted);
    assertEquals(withTone(emoji, ""), emoji);
    assertEquals(withoutTone(withTone(emoji, "🏽")), withoutTone(emoji));
  }
});

Deno.test("toned() makes nothing that no font draws, of any emoji there is (ux 20)", async () => {
  const text = await Deno.readTextFile(new URL("../../../client/emoji/en.txt", import.meta.url));
  const all = readEmoji(text);
  let inTone = 0;
  for (const { emoji } of all) {
    for (const tone of TONES.slice(1)) {
      if (withTone(emoji, tone) === emoji) continue;
      inTone++;
      assertEquals(/^\p{RGI_Emoji}$/v.test(withTone(emoji, tone)), true, emoji);
    }
  }
  assertEquals(inTone > 1000, true, String(inTone));
});

Deno.test("quickEmoji() has a common one in the tone in which it was used last (ux 20)", () => {
  assertEquals(quickEmoji(["👍🏽"]), ["👍🏽", "❤️", "😂", "🎉", "😮", "😢"]);
});
