import { assertEquals } from "@std/assert";
import { foldName } from "../../../server/people/names.ts";
import { isMentioned } from "../../../client/text/mention.js";
import { foldName as foldedHere } from "../../../client/text/fold.js";
import { longerNamesIn } from "../../../client/state/unread.js";
import type { RoomState } from "../../../client/state/state.js";
import { CASES, FAMILY } from "../../helpers/mention_cases.ts";

Deno.test("isMentioned() takes the longest name, and none in code (report 11, report 12)", () => {
  for (const [text, called, people = FAMILY] of CASES) {
    assertEquals(people.filter((name) => isMentioned(text, name, people)), called, text);
  }
});

Deno.test("mentions() of a page and the server fold names alike", () => {
  for (const name of [...FAMILY, "ＡＢＣ", "ſtraße", "İ", "ΟΔΟΣ", "ශ්\u200dරී"]) {
    assertEquals(foldedHere(name), foldName(name), name);
  }
});

Deno.test("longerNamesIn() takes either apostrophe for the other", () => {
  const users = ["O'Neil", "O’Neil Smith", "Ann"].map((name) => ({ name, account: false }));
  assertEquals(longerNamesIn({ users } as unknown as RoomState, "O'Neil"), "O’Neil Smith");
});
