/** The words under each picture of an album. */
import { assertEquals } from "@std/assert";
import { albumHead } from "../../../../client/view/lazy/album_words.js";
import type { Message } from "../../../../server/protocol.ts";

function picture(id: number, text = "", more: Partial<Message> = {}): Message {
  const file = { id: `${id}.png`, name: "x.png", size: 1, type: "image/png" };
  return { id, time: "2026-11-25T10:00:00Z", name: "Ada", text, file, ...more };
}

const { file: _, ...WORDS } = picture(15, "hm", { name: "Boris" });
const LATER = { time: "2026-11-25T10:01:01Z" };
const ANSWER = { to: { id: 1, name: "Boris", text: "x" } };

Deno.test("albumHead() finds the words of each picture's own album, and no others", () => {
  for (
    const [what, pictures, messages, heads] of [
      ["of an album", [picture(10, "hill"), picture(20), picture(30)], [], [10, 10, 10]],
      ["without words", [picture(10), picture(20)], [], [10, 20]],
      ["of two", [picture(10, "a"), picture(20), picture(30, "b"), picture(40)], [], [
        ...[10, 10, 30, 30],
      ]],
      ["of another person", [picture(10, "a"), picture(20, "", { name: "Boris" })], [], [10, 20]],
      ["of a minute before", [picture(10, "a"), picture(20, "", LATER)], [], [10, 20]],
      ["before an answer", [picture(10, "a"), picture(20, "", ANSWER), picture(30)], [], [
        ...[10, 20, 30],
      ]],
      ["before other words", [picture(10, "a"), picture(20)], [WORDS], [10, 20]],
      ["before what is erased", [picture(10, "a"), picture(20)], [{ ...WORDS, erased: true }], [
        ...[10, 10],
      ]],
    ] as [string, Message[], Message[], number[]][]
  ) {
    assertEquals(pictures.map((one) => albumHead(one, pictures, messages).id), heads, what);
  }
  const many = Array.from({ length: 12 }, (_, i) => picture(10 + i, i === 0 ? "a" : ""));
  assertEquals(many.filter((one) => albumHead(one, many, []).text === "a").length, 10);
});
