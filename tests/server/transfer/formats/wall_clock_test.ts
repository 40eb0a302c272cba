import { assertEquals, assertThrows } from "@std/assert";
import { WallClock } from "../../../../server/transfer/formats/wall_clock.ts";

const TIME = Date.UTC(2025, 10, 19, 23, 46, 36);

Deno.test("WallClock tells UTC times as in the files, and elsewhere how far ahead that is", () => {
  const utc = new WallClock();
  assertEquals([utc.stamp(TIME), utc.iso(TIME)], ["2025-11-19 23:46:36", "2025-11-19T23:46:36Z"]);
  const kyiv = new WallClock("Europe/Kyiv");
  assertEquals(kyiv.stamp(TIME), "2025-11-20 01:46:36 +02:00");
  assertEquals([kyiv.minute(TIME), kyiv.dayName(TIME), kyiv.zone], [
    "01:46",
    "Thursday, 20 November 2025",
    "Europe/Kyiv",
  ]);
  const west = new WallClock("America/St_Johns");
  assertEquals(west.iso(TIME), "2025-11-19T20:16:36-03:30");
});

Deno.test("WallClock is right wherever it is asked next, on both sides of a year's changes", () => {
  for (
    const zone of ["Europe/Kyiv", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo"]
  ) {
    const clock = new WallClock(zone);
    const parts = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      dateStyle: "short",
      timeStyle: "medium",
    });
    const times = Array.from({ length: 5000 }, (_, i) => TIME + i * 7_919_000);
    for (const time of [...times, ...times.slice(0, 50).reverse()]) {
      assertEquals(clock.stamp(time).slice(0, 19), parts.format(time));
    }
  }
});

Deno.test("WallClock refuses what is no zone, with one that may have been meant", () => {
  assertThrows(() => new WallClock("Europe/Kiiv"), Error, "did you mean Europe/Ki");
  assertThrows(() => new WallClock("home"), Error, "such as Europe/Kyiv");
  assertEquals(new WallClock("utc").zone, "UTC");
});
