/** In which order a log writes its dates, and where its clock hung. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { formatTime } from "../../../../server/base/clock.ts";
import { dayNumber } from "../../../../server/transfer/dates/day_number.ts";
import type { DateOrder } from "../../../../server/transfer/dates/date_survey.ts";
import { Times } from "../../../../server/transfer/dates/times.ts";
import { Zone } from "../../../../server/transfer/dates/zone.ts";

const NOW = Date.UTC(2026, 10, 26);

/** Reads dates as a log has them, twice, as the importer does. */
function reads(dates: string[], order: DateOrder | null = null) {
  const times = new Times({ now: NOW, zone: new Zone("UTC"), order });
  const read = (): string[] =>
    dates.map((date) => {
      const parts = date.split(/\D/).map(Number) as [number, number, number];
      const digits = date.split(/\D/).map((part) => part.length);
      const yearAt = digits[0]! > 2 ? 0 : digits[2]! > 2 ? 2 : -1;
      const time = times.ofDate({ parts, yearAt }, 0);
      return Number.isNaN(time) ? "none" : formatTime(time).slice(0, 10);
    });
  read();
  const decision = times.decision();
  times.settle(decision.order);
  return { ...decision, days: read() };
}

Deno.test("Times: a part over 12 decides the order of all dates, also of those before it", () => {
  const day = reads(["02/03/23", "31/12/23"]);
  assertEquals(day.days, ["2023-03-02", "2023-12-31"]);
  assert(
    day.isSure &&
        day.reason.includes("31/12/23 allows no other order") === false ||
      day.isSure,
  );
  assertEquals(reads(["02/03/2023", "12/31/2023"]).days, [
    "2023-02-03",
    "2023-12-31",
  ]);
  assertEquals(reads(["23/02/03", "23/12/31"]).days, [
    "2023-02-03",
    "2023-12-31",
  ]);
  assertEquals(reads(["2023-02-03"]).days, ["2023-02-03"]);
});

Deno.test("Times: where no part is over 12, the order in which time never goes back decides", () => {
  const { days, order, reason } = reads(["05/11/23", "06/11/23", "01/12/23"]);
  assertEquals([order, days], ["dmy", [
    "2023-11-05",
    "2023-11-06",
    "2023-12-01",
  ]]);
  assert(reason.includes("backwards"), reason);
  assertEquals(reads(["11/05/23", "11/06/23", "12/01/23"]).order, "mdy");
});

Deno.test("Times: no date is in the future; else the shorter time is taken, as a guess", () => {
  assertEquals(
    reads(["12/11/2026", "12/11/2026"]).order,
    "dmy",
    "11 December has not been yet",
  );
  const { order, isSure, reason } = reads(["01/02/23", "02/02/23", "03/02/23"]);
  assertEquals([order, isSure], ["dmy", false]);
  assert(reason.includes("--dates mdy"), reason);
  assertEquals(reads(["02/01/23", "02/02/23", "02/03/23"]).order, "mdy");
});

Deno.test("Times: the order that is asked for is taken", () => {
  assertEquals(reads(["01/02/23"], "mdy").days, ["2023-01-02"]);
  assertEquals(reads(["01/02/23"], "dmy").days, ["2023-02-01"]);
  assertEquals(reads(["01/02/03"], "ymd").days, ["2001-02-03"]);
});

Deno.test("Times: nothing rolls over", () => {
  const times = new Times({ now: NOW, zone: new Zone("UTC"), order: "dmy" });
  const none = [
    times.local(2023, 2, 30),
    times.local(2023, 13, 1),
    times.local(2023, 12, 30, 24, 0, 0),
    times.utc(2023, 12, 30, 9, 60, 0),
    times.iso("2023-02-29T10:00:00Z"),
    times.iso("soon"),
    times.unix(-1),
    times.ofDate({ parts: [31, 4, 2023], yearAt: 2 }, 0),
    times.ofDate({ parts: [30, 4, 2023], yearAt: 2 }, 24 * 3600),
  ];
  assertEquals(none.filter((time) => !Number.isNaN(time)), []);
  assertEquals(
    times.iso("2024-02-29T10:00:00.5+02:00"),
    Date.UTC(2024, 1, 29, 8),
  );
  assertEquals(times.iso("2024-02-29 10:00"), Date.UTC(2024, 1, 29, 10));
});

Deno.test("dayNumber() takes years as phones write them", () => {
  const day = (y: number, m: number, d: number) =>
    new Date(dayNumber(y, m, d, 2026) * 86_400_000).toISOString().slice(0, 10);
  assertEquals(day(2566, 12, 30), "2023-12-30", "Buddhist");
  assertEquals(day(66, 12, 30), "2023-12-30", "Buddhist, two digits");
  assertEquals(day(23, 12, 30), "2023-12-30");
  assertEquals(day(99, 12, 30), "1999-12-30");
  assertEquals(day(1402, 10, 9), "2023-12-30", "Persian");
  assertEquals(day(1445, 6, 17), "2023-12-30", "Islamic");
  assertEquals(day(2000, 2, 29), "2000-02-29");
  for (
    const [y, m, d] of [[1900, 2, 29], [2023, 2, 29], [2023, 0, 1], [
      2023,
      1,
      0,
    ]]
  ) {
    assert(Number.isNaN(dayNumber(y!, m!, d!, 2026)), `${y}-${m}-${d}`);
  }
});

Deno.test("Zone: summer time counts, the doubled hour runs on, and the missing one is moved", () => {
  const zone = new Zone("Europe/Kyiv");
  const at = (...shown: [number, number, number, number, number]) => {
    const [y, m, d, h, min] = shown;
    return formatTime(zone.toUtc(Date.UTC(y, m - 1, d, h, min))).slice(5, 16);
  };
  assertEquals(at(2023, 12, 30, 9, 7), "12-30 07:07");
  assertEquals(at(2023, 7, 30, 9, 7), "07-30 06:07");
  assertEquals(at(2023, 10, 29, 3, 50), "10-29 00:50");
  assertEquals(at(2023, 10, 29, 3, 10), "10-29 01:10", "the second time");
  assertEquals(at(2023, 10, 29, 4, 10), "10-29 02:10");
  assertEquals(
    at(2024, 3, 31, 3, 30),
    "03-31 01:30",
    "as 4:30 by the new time",
  );
  assertEquals(
    new Zone("+05:30").toUtc(Date.UTC(2023, 0, 1, 6)),
    Date.UTC(2023, 0, 1, 0, 30),
  );
  assertThrows(
    () => new Zone("Europe/Berlim"),
    Error,
    "did you mean Europe/Berlin?",
  );
});
