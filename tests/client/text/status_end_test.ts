/** When a status ends, and whether it still holds. */
import { assertEquals } from "@std/assert";
import { statusEnd, statusNow } from "../../../client/text/status_end.js";

Deno.test("statusEnd() ends a day at its last second, where the reader is", () => {
  const now = new Date(2026, 9, 24, 15, 30).getTime();
  assertEquals(statusEnd("never", now), null);
  assertEquals(statusEnd("hour", now), now + 3_600_000);
  assertEquals(statusEnd("today", now), new Date(2026, 9, 24, 23, 59, 59).getTime());
  assertEquals(statusEnd("week", now), new Date(2026, 9, 30, 23, 59, 59).getTime());
});

Deno.test("statusNow() is nothing from its time on", () => {
  const until = "2026-11-26T10:00:00Z";
  const profile = { status: "☕", until };
  assertEquals(statusNow(profile, Date.parse(until) - 1), "☕");
  assertEquals(statusNow(profile, Date.parse(until)), "");
  assertEquals([statusNow({ status: "☕" }, 0), statusNow(undefined, 0)], ["☕", ""]);
});
