import { assert, assertEquals, assertThrows } from "@std/assert";
import { isVisible } from "../../../client/text/is_visible.js";
import { ChatError } from "../../../server/base/errors.ts";
import {
  foldName,
  freeName,
  messageText,
  personName,
  roomName,
} from "../../../server/people/names.ts";

Deno.test("personName() takes letters, digits and a few signs of any script", () => {
  const names = [
    "Ada",
    "Борис",
    "Ґалаґан-2",
    "สมชาย ใจดี",
    "名前",
    "O’Neil",
    "O'Neil",
    "a.b_c-d",
    "7up",
  ];
  for (const name of names) assertEquals(personName(name), name);
});

Deno.test("personName() tidies what surrounds a name and how it is composed", () => {
  assertEquals(personName("  Ada \t  Lovelace "), "Ada Lovelace");
  assertEquals(personName("Zoe\u0308"), "Zo\u00eb");
});

Deno.test("personName() refuses what could be mistaken for something else", () => {
  const refused: unknown[] = [
    "",
    " ",
    "-Ada",
    ".hidden",
    "../etc",
    "a/b",
    "a\\b",
    "a:b",
    "* Ada",
    "@Ada",
    "<b>",
    "Ada\u202e",
    "Ada\u200b",
    "\u3164",
    "Ada\u0000",
    "😀",
    "x".repeat(33),
    null,
    7,
    {},
    "\ud800",
  ];
  for (const name of refused) {
    const error = assertThrows(() => personName(name), ChatError);
    assertEquals(error.code, "bad_name", String(name));
    assert(error.message.includes("are allowed"), "the sentence says what is allowed");
  }
});

Deno.test("roomName() refuses names that open a device on some systems", () => {
  for (const name of ["con", "CON", "nul", "Lpt1", "com9", "aux.txt"]) {
    assertThrows(() => roomName(name), ChatError);
  }
  assertEquals(roomName("console"), "console");
});

Deno.test("roomName() never makes a file name longer than 200 bytes", () => {
  const longest = roomName("𠮷".repeat(32));
  assert(new TextEncoder().encode(`${longest}.txt`).length <= 200);
});

Deno.test("foldName() makes names equal that differ by case, width or composition alone", () => {
  const same = [["ADA", "ada"], ["Ａｄａ", "ada"], ["Straße", "STRASSE"], [
    "ΟΔΟΣ",
    "οδος",
  ], ["ﬁn", "fin"]];
  for (const [a, b] of same) assertEquals(foldName(a!), foldName(b!));
  assert(foldName("Ада") !== foldName("Aдa"), "scripts are not mixed up");
});

Deno.test("freeName() suggests a name that fits and that nobody uses", () => {
  assertEquals(freeName("Ada", () => false), "Ada 2");
  assertEquals(freeName("Ada", (key) => key === "ada 2"), "Ada 3");
  const long = freeName("x".repeat(32), () => false);
  assertEquals(personName(long), long);
});

Deno.test("messageText() makes every kind of line end the same and drops other controls", () => {
  assertEquals(messageText("a\r\nb\rc\u2028d\u2029e\u0085f"), "a\nb\nc\nd\ne\nf");
  assertEquals(messageText("\x1b[31mred\x07\x00\x7f\x9b!"), "[31mred!");
  assertEquals(messageText("tab\tstays"), "tab\tstays");
});

Deno.test("messageText() replaces lone surrogates and keeps everything else", () => {
  assertEquals(messageText("a\ud800b"), "a\ufffdb");
  for (const text of ["👩‍👩‍👧‍👦", "e\u0301", "שלום\u202e", "\\n", "\ufeffx", " edge "]) {
    assertEquals(messageText(text), text);
  }
});

Deno.test("messageText() refuses what is empty or too long, with the numbers", () => {
  for (const text of ["", " \n\t ", "\u0000"]) {
    assertEquals(assertThrows(() => messageText(text), ChatError).code, "empty");
  }
  for (const text of ["x".repeat(4001), "😀".repeat(4001), "x".repeat(1e6)]) {
    const error = assertThrows(() => messageText(text), ChatError);
    assertEquals(error.code, "too_long");
    assert(error.message.includes("4000"));
  }
  assertEquals([...messageText("😀".repeat(4000))].length, 4000);
});

Deno.test("messageText() takes a message that nobody can see for an empty one", () => {
  for (
    const text of [
      "\u200b",
      "\u200d\ufe0f",
      "\u3164",
      "\u2800 \u2800",
      "\u00ad\u2060",
      "\ufeff",
      "\u202e",
      "\u{e0041}",
      "\u115f\u1160",
      "\u00a0\u3000",
    ]
  ) {
    assertEquals(assertThrows(() => messageText(text), ChatError).code, "empty", escape(text));
    assertEquals(messageText(text, true), "", "beside a file it is nothing");
    assertEquals(isVisible(text), false, escape(text));
  }
  for (const text of [".", "👍", "\u0301", "\u200fא", "कि", "\u0e33"]) {
    assertEquals([messageText(text), isVisible(text)], [text, true]);
  }
});

Deno.test("personName() takes joiners where they join, and folds them away (report 27)", () => {
  for (
    const name of [
      "علی\u200cرضا",
      "ශ\u0dca\u200dරී",
      "नेपाल\u094d\u200d",
      "ক\u09cd\u200dষ",
      "മലയാള\u0d4d\u200d",
    ]
  ) {
    assertEquals(personName(name), name);
    assertEquals(foldName(name), foldName(name.replace(/[\u200c\u200d]/g, "")));
  }
  for (const name of ["گفت\u200cوگو", "ශ\u0dca\u200dරී ලංකා"]) assertEquals(roomName(name), name);
  // Where nothing is joined they are only there to make one name look like another.
  for (
    const name of ["Ad\u200da", "Ada\u200c", "\u200dAda", "علی\u200c", "Ада\u200dА", "a\u200b"]
  ) {
    assertEquals(assertThrows(() => personName(name), ChatError).code, "bad_name", escape(name));
  }
});
