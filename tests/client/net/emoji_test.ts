import { assert, assertEquals } from "@std/assert";
import { findEmoji, readEmoji } from "../../../client/text/emoji.js";
import { LANGUAGES } from "../../../client/words/words.js";

const files = await Promise.all(LANGUAGES.map(async (language) => {
  const address = new URL(`../../../client/emoji/${language}.txt`, import.meta.url);
  return { language, all: readEmoji(await Deno.readTextFile(address)) };
}));
const en = files[0]!.all;

function shown(query: string, all = en): string[] {
  return findEmoji(all, query, 8).map(({ emoji }) => emoji);
}

Deno.test("readEmoji() reads the same in every language, and the server takes all of them", () => {
  assert(en.length > 1800);
  for (const { language, all } of files) {
    assertEquals(all.map(({ emoji }) => emoji), en.map(({ emoji }) => emoji), language);
    assertEquals(all.map(({ group }) => group), en.map(({ group }) => group), language);
    for (const { emoji, words } of all) {
      assert(/^\p{RGI_Emoji}$/v.test(emoji) && emoji.length <= 32, emoji);
      assert(words.length > 0 && words === words.toLowerCase(), `${language} ${emoji}`);
    }
  }
});

Deno.test("findEmoji() goes by shortcode, then the beginning of a word, then anywhere", () => {
  assertEquals(shown("+1")[0], "👍");
  assertEquals(shown("tada")[0], "🎉");
  assert(shown("cat").includes("🐱"));
  assertEquals(shown("🎂")[0], "🎂");
  assertEquals(shown("nothing like this"), []);
  assertEquals(shown("").length, 8);
});

Deno.test("findEmoji() finds in the reader's language", () => {
  const words: Record<string, string> = { uk: "кіт", ru: "кот", th: "แมว" };
  for (const { language, all } of files) {
    const word = words[language];
    if (word !== undefined) {
      assert(findEmoji(all, word, 40).some(({ emoji }) => /🐈|🐱/u.test(emoji)), word);
    }
  }
});
