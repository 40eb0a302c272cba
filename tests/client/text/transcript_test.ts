/** What was said, as text that one would send on. */
import { assertEquals } from "@std/assert";
import { transcript } from "../../../client/text/transcript.js";

const time = "2026-11-25T10:00:00Z";
const clock = /\d+:\d+(?:\s?[AP]M)?/gu;

Deno.test("transcript() names everybody once a run, and keeps lines", () => {
  const text = transcript([
    { name: "Ada", time, text: "one" },
    { name: "Ada", time, text: "two\u2028three" },
    { name: "Boris", time, text: "four" },
  ], "en");
  assertEquals(text.replaceAll(clock, "TIME"), "Ada, TIME\none\ntwo\nthree\n\nBoris, TIME\nfour");
  assertEquals(transcript([], "en"), "");
});
