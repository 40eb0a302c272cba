/** The list of those whose words are still to go. */
import { assertEquals } from "@std/assert";
import { isRemovalLine, Removals } from "../../../server/people/removals.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const PATH = "data/removals.txt";

Deno.test("Removals keeps who is to go over a restart, until all of it is gone", async () => {
  const disk = new MemoryDisk();
  const open = () => new Removals({ path: PATH, disk: guardedDisk(disk), clock: new FakeClock() });
  const removals = open();
  const since = Date.UTC(2025, 0, 1);
  const boris = { name: "Борис 2", keys: ["борис 2", "bo"], since, by: "Борис 2" };
  await removals.begin(boris);
  await removals.begin({ name: "Ada", keys: ["ada"], since, by: "Vera" });
  assertEquals(open().list().map(({ name, keys, by }) => ({ name, keys, by })), [
    { name: "Борис 2", keys: ["борис 2", "bo"], by: "Борис 2" },
    { name: "Ada", keys: ["ada"], by: "Vera" },
  ]);
  assertEquals(open().list()[0]?.since, since);
  await open().end({ ...boris, name: "БОРИС 2" });
  assertEquals(open().list().map(({ name }) => name), ["Ada"]);
});

Deno.test("a line of removals.txt is whole or it is none", () => {
  const good = "[2026-01-01 00:00:00] since 2025-01-01 00:00:00, by Ada\tBoris";
  assertEquals(isRemovalLine(good), true);
  for (
    const bad of [
      "",
      good.slice(1),
      good.replace("Boris", ""),
      good.replace("Boris", "a:b"),
      good.replace("2025-01-01", "2025-13-01"),
      `${good}\t`,
      good.replace(", by Ada", ""),
    ]
  ) assertEquals(isRemovalLine(bad), false, bad);
});
