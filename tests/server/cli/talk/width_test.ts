import { assertEquals } from "@std/assert";
import { Characters } from "../../../../server/cli/talk/width.ts";

const characters = new Characters();

Deno.test("Characters.width() counts columns as terminals do", () => {
  const cases: [text: string, columns: number][] = [
    ["", 0],
    ["hello", 5],
    ["Привіт", 6],
    ["e\u0301", 1],
    ["กำลัง", 4],
    ["ที่", 1],
    ["日本語", 6],
    ["ｱｲｳ", 3],
    ["ＡＢ", 4],
    ["한국", 4],
    ["\u1112\u1161\u11ab", 2],
    ["🙂", 2],
    ["👍🏽", 2],
    ["👨‍👩‍👧", 2],
    ["🇺🇦", 2],
    ["❤️", 2],
    ["❤", 1],
    ["1️⃣", 2],
    ["a\u200bb", 2],
    ["नमस्ते", 4],
    ["→…–", 3],
  ];
  assertEquals(cases.map(([text]) => [text, characters.width(text)]), cases);
});

Deno.test("Characters.cut() ends before the character that does not fit", () => {
  assertEquals(characters.cut("日本語", 5), "日本");
  assertEquals(characters.cut("e\u0301e\u0301", 1), "e\u0301");
  assertEquals(characters.cut("👨‍👩‍👧x", 1), "");
});

Deno.test("Characters.before() and after() step over a whole character", () => {
  const text = "a👨‍👩‍👧กำb";
  const stops = [0];
  while (stops.at(-1)! < text.length) {
    stops.push(characters.after(text, stops.at(-1)!));
  }
  assertEquals(stops.map((at, i) => text.slice(stops[i - 1] ?? 0, at)), [
    "",
    "a",
    "👨‍👩‍👧",
    "กำ",
    "b",
  ]);
  const back = [text.length];
  while (back.at(-1)! > 0) back.push(characters.before(text, back.at(-1)!));
  assertEquals(back.reverse(), stops);
  assertEquals([characters.before(text, 0), characters.after(text, text.length)], [0, text.length]);
});

Deno.test("Characters.words() finds words where no spaces are", () => {
  const text = "สวัสดีชาวโลก, hi";
  assertEquals(characters.words(text).map(({ start, end }) => text.slice(start, end)).at(-1), "hi");
  assertEquals(characters.words(text).length > 2, true);
});
