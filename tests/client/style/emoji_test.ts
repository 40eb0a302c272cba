/** Which characters are drawn with a font of coloured emoji, in front of every text font. */
import { assert, assertEquals } from "@std/assert";

const CSS = await Deno.readTextFile(new URL("../../../client/style/tokens.css", import.meta.url));
const RANGES = /unicode-range:([^;]+);/.exec(CSS)![1]!.split(",").map((range) =>
  range.trim().slice(2).split("-").map((code) => parseInt(code, 16)) as [number, number?]
);

function isInFace(character: string): boolean {
  const code = character.codePointAt(0)!;
  return RANGES.some(([from, to = from]) => code >= from && code <= to);
}

Deno.test("every emoji that is one by itself is drawn with the coloured font (ux 19)", () => {
  const left: string[] = [];
  for (let code = 0; code <= 0x1ffff; code++) {
    const character = String.fromCodePoint(code);
    if (/^\p{Emoji_Presentation}$/u.test(character) && !isInFace(character)) left.push(character);
  }
  assertEquals(left, []);
});

Deno.test("digits, # and *, letters and what is text by default stay text (ux 19)", () => {
  for (const character of "0123456789#*aZжשกあ字©®™↔♥☀✔\u200c\ufe0e") {
    assert(!isInFace(character), character);
  }
});

Deno.test("every stack of fonts begins with coloured emoji (ux 19)", async () => {
  const stacks = [...CSS.matchAll(/--(?:type|code|emoji): ([^;]+);/g)].map(([, stack]) => stack!);
  assertEquals(stacks.length, 3);
  for (const stack of stacks) assert(/^"(?:Emoji in text|Noto Color Emoji)"/.test(stack), stack);
  const folder = new URL("../../../client/style/", import.meta.url);
  for await (const { name } of Deno.readDir(folder)) {
    const text = await Deno.readTextFile(new URL(name, folder));
    const own = text.replace(/@font-face \{[^}]*\}/g, "")
      .match(/(?:font|font-family): (?!inherit|[^;]*var\(--)[^;]+;/g) ?? [];
    assertEquals(own, [], `${name} names fonts itself`);
  }
});
