import { assertEquals } from "@std/assert";
import { calledIn } from "../../../server/history/mentions.ts";
import { foldName } from "../../../server/people/names.ts";
import { CASES, FAMILY } from "../../helpers/mention_cases.ts";

Deno.test("calledIn() takes the longest name, and none in code (report 11, report 12)", () => {
  for (const [text, called, people = FAMILY] of CASES) {
    const keys = new Set(people.map(foldName));
    assertEquals(
      [...calledIn(text, (key) => keys.has(key))].sort(),
      called.map(foldName).sort(),
      text,
    );
  }
});
