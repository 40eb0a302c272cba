import { assertEquals } from "@std/assert";
import { isSureEmoji, isSureName, namesFor, tokenAt } from "../../../client/text/completion.js";
import { findEmoji, readEmoji } from "../../../client/text/emoji.js";

const EMOJI = readEmoji(Deno.readTextFileSync("client/emoji/en.txt"));

/** What Enter takes behind these words, or null where it sends. */
function taken(text: string, people: string[] = []): string | null {
  const token = tokenAt(text);
  if (token === null) return null;
  if (token.kind === "person") {
    const names = namesFor(people, token.query, 8);
    return isSureName(names, token.query) ? names[0]! : null;
  }
  const found = findEmoji(EMOJI, token.query, 8);
  return isSureEmoji(found[0], token.query) ? found[0]!.emoji : null;
}

Deno.test("tokenAt() knows a name or a shortcode behind any opening sign (report 13)", () => {
  for (
    const before of [
      "",
      "hi ",
      "(",
      "[",
      "{",
      '"',
      "'",
      "/",
      "«",
      "„",
      "…",
      "—",
      ",",
      "你好",
      "ครับ",
      "\n",
    ]
  ) {
    assertEquals(tokenAt(`${before}@ann`), { kind: "person", query: "ann", start: before.length });
  }
  for (const before of ["", "hi ", "(", "[", '"', "«"]) {
    assertEquals(tokenAt(`${before}:smi`), { kind: "emoji", query: "smi", start: before.length });
  }
  for (const text of ["mail@ann", "x:smi", "https://a", "@", "@ ann", "12:30", "a @ann\nb"]) {
    assertEquals(tokenAt(text), null, text);
  }
});

Deno.test("namesFor() goes on over spaces for as long as a name fits (report 14)", () => {
  const people = ["Boris Ann", "Ann Smith", "Anna", "Žofie"];
  assertEquals(namesFor(people, "ann", 8), ["Ann Smith", "Anna", "Boris Ann"]);
  assertEquals(namesFor(people, "ann ", 8), ["Ann Smith"]);
  assertEquals(namesFor(people, "Ann smi", 8), ["Ann Smith"]);
  assertEquals(namesFor(people, "ann will come", 8), []);
  assertEquals(namesFor(people, "z\u030cof", 8), ["Žofie"]);
});

Deno.test("Enter takes a name that goes on, and sends behind a whole one", () => {
  assertEquals(taken("@ann", ["Ann Smith"]), "Ann Smith");
  assertEquals(taken("@ann s", ["Ann", "Ann Smith"]), "Ann Smith");
  assertEquals(taken("@Ann", ["Ann", "Ann Smith"]), null);
  assertEquals(taken("@ann ", ["Ann Smith"]), null);
  assertEquals(taken("@smith", ["Ann Smith"]), null);
});

Deno.test("Enter leaves smileys alone, and takes shortcodes of three letters (report 16)", () => {
  for (
    const text of ["haha :DD", "ok :pp", "score :33", "ratio 3 :10", "hm :no", ":XD", ":ile", ":oo"]
  ) {
    assertEquals(taken(text), null, text);
  }
  assertEquals(taken(":tad"), "🎉");
  assertEquals(taken("(:smile"), findEmoji(EMOJI, "smile", 1)[0]!.emoji);
});

Deno.test("namesFor() and isSureName() take either apostrophe for the other", () => {
  assertEquals(taken("@o’n", ["O'Neil"]), "O'Neil");
  assertEquals(taken("@дем'", ["Дем’ян"]), "Дем’ян");
  assertEquals(taken("@O’Neil", ["O'Neil", "O'Neill"]), null, "it is a whole name");
});
