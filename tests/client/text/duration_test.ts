/** How long something lasts, as players show it. */
import { assertEquals } from "@std/assert";
import { formatDuration } from "../../../client/text/duration.js";

Deno.test("formatDuration() shows minutes and seconds, hours where there are any", () => {
  const cases: [number, string][] = [
    [-1, "0:00"],
    [0, "0:00"],
    [9.99, "0:09"],
    [63, "1:03"],
    [3599, "59:59"],
    [3723, "1:02:03"],
  ];
  for (const [seconds, shown] of cases) assertEquals(formatDuration(seconds), shown);
});
