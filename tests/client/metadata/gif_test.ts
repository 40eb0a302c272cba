/** GIF: comments and blocks of programs go, what draws and how often it is shown stays. */
import { assertEquals } from "@std/assert";
import { cleaned, joined, tryDamaged } from "../../helpers/metadata.ts";
import { random } from "../../helpers/random.ts";

const HEAD = joined("GIF89a", [1, 0, 1, 0, 0x80, 0, 0], "rgbRGB");
const LOOP = joined([0x21, 0xff, 11], "NETSCAPE2.0", [3, 1, 0, 0, 0]);
const DELAY = joined([0x21, 0xf9, 4, 0, 9, 0, 0, 0]);
const PICTURE = joined([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80], "rgbRGB", [2, 2, 0x44, 1, 0]);
const END = [0x3b];
const COMMENT = joined([0x21, 0xfe, 6], "Secret", [3], "two", [0]);
const XMP = joined([0x21, 0xff, 11], "XMP DataXMP", [0x53], "ecret place".padEnd(0x53), [0]);
const GIF = joined(HEAD, COMMENT, LOOP, XMP, DELAY, PICTURE, COMMENT, PICTURE, END, "Secret film");

Deno.test("GIF: comments, XMP and what stands behind the end go, pictures stay", async () => {
  assertEquals(await cleaned(GIF), joined(HEAD, LOOP, DELAY, PICTURE, PICTURE, END));
});

Deno.test("GIF: one that holds nothing else, or is none from some byte on, stays", async () => {
  for (const bytes of [joined(HEAD, LOOP, PICTURE, END), joined(HEAD, PICTURE, "?", COMMENT)]) {
    assertEquals(await cleaned(bytes), bytes);
  }
  const long = joined([0x21, 0xfe], ...Array(2000).fill(joined([255], "S".repeat(255))), [0]);
  assertEquals(await cleaned(joined(HEAD, long, PICTURE, END)), joined(HEAD, PICTURE, END));
});

Deno.test("GIF: of damaged ones none throws, grows or changes twice", async () => {
  await tryDamaged(GIF, random(31));
});
