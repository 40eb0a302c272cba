/** The emoji that are nearest at hand. */
import { assertEquals } from "@std/assert";
import { quickEmoji, readEmoji, toned, TONES, withoutTone } from "../../../client/text/emoji.js";

Deno.test("quickEmoji() is six, those used last among them, each where the hand found it before", () => {
  const common = ["👍", "❤️", "😂", "🎉", "😮", "😢"];
  assertEquals(quickEmoji([]), common);
  assertEquals(quickEmoji(["😢", "🎉"]), common);
  assertEquals(quickEmoji(["🦊"]), ["👍", "❤️", "😂", "🎉", "😮", "🦊"]);
  assertEquals(new Set(quickEmoji(["🦊", "🐻", "🦊"])).size, 6);
  const [many, again] = [["🦊", "🐻", "🐸"], ["🐸", "🦊", "🐻"]];
  assertEquals(quickEmoji(many), quickEmoji(again), "the order of use moves nothing");
});

Deno.test("toned() gives an emoji a tone of skin where it has one, and leaves others alone (ux 20)", () => {
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
    assertEquals(toned(emoji, "🏽"), wanted);
    assertEquals(toned(emoji, ""), emoji);
    assertEquals(withoutTone(toned(emoji, "🏽")), withoutTone(emoji));
  }
});

Deno.test("toned() makes nothing that no font draws, of any emoji there is (ux 20)", async () => {
  const text = await Deno.readTextFile(new URL("../../../client/emoji/en.txt", import.meta.url));
  const all = readEmoji(text);
  let inTone = 0;
  for (const { emoji } of all) {
    for (const tone of TONES.slice(1)) {
      if (toned(emoji, tone) === emoji) continue;
      inTone++;
      assertEquals(/^\p{RGI_Emoji}$/v.test(toned(emoji, tone)), true, emoji);
    }
  }
  assertEquals(inTone > 1000, true, String(inTone));
});

Deno.test("quickEmoji() has a common one in the tone in which it was used last (ux 20)", () => {
  assertEquals(quickEmoji(["👍🏽"]), ["👍🏽", "❤️", "😂", "🎉", "😮", "😢"]);
});
