import { assertEquals } from "@std/assert";
import { foldName } from "../../../server/people/names.ts";
import { mentions } from "../../../client/text/mention.js";
import { foldName as foldedHere } from "../../../client/text/fold.js";
import { CASES, FAMILY } from "../../helpers/mention_cases.ts";

Deno.test("mentions() calls whom the longest name means, and nobody in code or addresses (report 11, report 12)", () => {
  for (const [text, called, people = FAMILY] of CASES) {
    assertEquals(people.filter((name) => mentions(text, name, people)), called, text);
  }
});

Deno.test("mentions() of a page and the server fold names alike", () => {
  for (const name of [...FAMILY, "ＡＢＣ", "ſtraße", "İ", "ΟΔΟΣ", "ශ්\u200dරී"]) {
    assertEquals(foldedHere(name), foldName(name), name);
  }
});
