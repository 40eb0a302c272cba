import { assert, assertEquals } from "@std/assert";
import { commandKinds } from "../../../../server/cli/talk/slash_commands.ts";
import { TalkBench } from "../../../helpers/talk_bench.ts";

Deno.test("/help lists every command in columns that fit, and tells of one", async () => {
  const heights: number[] = [];
  for (const columns of [60, 80, 200]) {
    const bench = new TalkBench({ columns, rows: 50 });
    await bench.welcomes();
    const before = bench.seen.split("\n").length - 1;
    await bench.types("/help\r");
    const lines = bench.seen.split("\n").slice(before, -1);
    heights.push(lines.length);
    // What is too wide goes on at the first column.
    const broken = lines.filter((line) => !/^(?:-- | {4})/.test(line));
    if (columns >= 80) assertEquals(broken, []);
    for (const name of ["pin", "create", "leave", "block", "date", "quit"]) {
      assert(lines.some((line) => line.includes(`/${name}`)), name);
    }
  }
  const [narrow = 0, usual = 0, wide = 0] = heights;
  assert(narrow > usual && usual > wide && usual <= 24, `${heights}`);
  const bench = new TalkBench();
  await bench.welcomes();
  await bench.types("/help leav\r/help /leave\r/help\tx\x15/h\t\x15/pin\r");
  assert(bench.seen.includes("-- There is no /leav: did you mean /leave?"), bench.seen);
  assert(bench.seen.includes("-- /leave: leave a private room for good"), bench.seen);
  assert(bench.seen.includes("(also /part)"), bench.seen);
  assert(bench.seen.includes("-- /pin N: pin message N to the room"), bench.seen);
});

Deno.test("no two commands have the same name", async () => {
  const bench = new TalkBench({ columns: 200 });
  await bench.welcomes();
  await bench.types("/help\r");
  const rows = bench.seen.split("\n").filter((line) => line.startsWith("      /")).join("\n");
  const listed = [...rows.matchAll(/\/([a-z]+)/g)].map(([, name]) => name);
  assertEquals(listed.length, new Set(listed).size);
  assert(listed.length > 30 && listed.every((name) => commandKinds().has(name!)), `${listed}`);
});
