import { assertEquals } from "@std/assert";
import { isRelation } from "../../../server/history/relations.ts";
import { parse } from "../../../server/history/line.ts";
import { scan } from "../../../server/history/scan.ts";
import { pick, random, randomText } from "../../helpers/random.ts";

Deno.test("scan() judges every line as parse() does", () => {
  const next = random(7);
  const starts = [
    "[2025-11-19 23:46:36] Ada: ",
    "[2025-02-30 23:46:36] Ada: ",
    "[2025-01-31 23:46:36] Ada: ",
    "[0025-11-19 23:46:36] Ada: ",
    "[2025-11-19 24:46:36] Ada: ",
    "[2025-11-19 23:46:36] Борис: ",
    "[2025-11-19 23:46:36] Ada:",
    "[2025-11-19 23:46:36] A\tb: ",
    "[2025-11-19 23:46:36] * Ada erased 45",
    "[2025-11-19 23:46:36] * Ada reacted 👍 to 45",
    "[2025-11-19 23:46:36] ",
    "",
  ];
  const lines = Array.from(
    { length: 4000 },
    () =>
      (pick(next, starts) + (next() < 0.5 ? "" : randomText(next))).replaceAll(
        "\n",
        " ",
      ),
  );
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
  const found = scan(bytes, 100);
  const text = new TextDecoder().decode(bytes).split("\n").slice(0, -1);
  const entries = text.map((line) => parse(line));
  assertEquals(found.malformed, entries.filter((entry) => entry === null).length);
  assertEquals(
    found.relations.map(({ relation }) => relation),
    entries.filter((entry) => entry !== null).filter(isRelation),
  );
  assertEquals(found.length, bytes.length);
});
