// htm asks for preact without depending on it: it must be in the graph before, or Deno finds none.
import "preact";
import { assert, assertEquals } from "@std/assert";
import { isOnlyEmoji, markup } from "../../../client/text/markup.js";
import { hueOf, HUES, initialsOf } from "../../../client/text/person.js";
import { dayName, fullTime } from "../../../client/text/time.js";

interface Node {
  type: string;
  props: Record<string, string>;
}

/** Links as [shown, address], text as itself. */
function shown(text: string): unknown[] {
  return markup(text).map((node) => {
    if (typeof node === "string") return node;
    const { type, props } = node as Node;
    assertEquals([type, props.rel, props.target], ["a", "noopener noreferrer nofollow", "_blank"]);
    return [props.children, props.href];
  });
}

Deno.test("markup() makes links of http and https addresses and nothing else", () => {
  assertEquals(shown("see https://example.org/a?b=c#d now"), [
    "see ",
    ["https://example.org/a?b=c#d", "https://example.org/a?b=c#d"],
    " now",
  ]);
  for (
    const text of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "//x.y",
      "www.",
    ]
  ) {
    assertEquals(shown(text), [text]);
  }
});

Deno.test("markup() leaves the sentence its punctuation", () => {
  const cases: [string, string][] = [
    ["(https://example.org/a).", "https://example.org/a"],
    [
      "https://en.wikipedia.org/wiki/Chat_(software), yes",
      "https://en.wikipedia.org/wiki/Chat_(software)",
    ],
    ["«https://example.org»!", "https://example.org"],
    ["<https://example.org/>", "https://example.org/"],
  ];
  for (const [text, link] of cases) {
    const found = shown(text).find((node) => Array.isArray(node)) as string[];
    assertEquals(found[0], link);
  }
});

Deno.test("isOnlyEmoji() knows a few emoji from words and digits", () => {
  for (const text of ["🎉", "🎉🎂", "👩‍👩‍👧‍👦 🇺🇦", "❤️"]) assert(isOnlyEmoji(text), text);
  for (const text of ["", " ", "7", "a🎉", "🎉".repeat(30)]) assert(!isOnlyEmoji(text), text);
});

Deno.test("hueOf() is stable, the same for every case, and spreads over all hues", () => {
  assertEquals(hueOf("Ada"), hueOf("ADA"));
  const hues = new Set(Array.from({ length: 500 }, (_, i) => hueOf(`Person ${i}`)));
  assertEquals([...hues].sort((a, b) => a - b), Array.from({ length: HUES }, (_, i) => i));
});

Deno.test("initialsOf() takes whole graphemes of any script", () => {
  const cases: [string, string][] = [
    ["Ada Lovelace", "AL"],
    ["ada", "A"],
    ["Борис Ґалаґан", "БҐ"],
    ["สมชาย ใจดี", "สใ"],
    ["กำพล", "กำ"],
    ["Jean-Luc van Picard", "JP"],
    ["2pac", "2"],
  ];
  for (const [name, initials] of cases) assertEquals(initialsOf(name), initials);
});

Deno.test("dayName() says today and yesterday in the reader's language, else the date", () => {
  const now = new Date(2025, 10, 19, 12).getTime();
  const at = (day: number) => new Date(2025, 10, day, 23, 59).toISOString();
  assertEquals(dayName(at(19), now, "en"), "Today");
  assertEquals(dayName(at(18), now, "uk"), "Учора");
  assert(dayName(at(1), now, "th").includes("2568"), "Thai dates are of the Buddhist era");
  assert(fullTime(at(1), "ru").includes("2025"));
});
