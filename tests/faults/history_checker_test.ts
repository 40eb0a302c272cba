/** The checker of histories finds what it is there to find. */
import { assertEquals } from "@std/assert";
import type { ClientHistory } from "../helpers/cluster_client.ts";
import { judge } from "../helpers/history_checker.ts";

const LINES = ["one", "two", "three"].map((text) => `[2025-11-19 23:46:36] Ada: ${text}\n`);
const [AT_ONE, AT_TWO, AT_THREE] = [0, LINES[0]!.length, LINES[0]!.length + LINES[1]!.length];

function history(more: Partial<ClientHistory> = {}): ClientHistory {
  return {
    name: "Ada",
    said: ["one", "two", "three"],
    acknowledged: new Map([[AT_ONE, "one"], [AT_TWO!, "two"]]),
    heard: new Map([[AT_ONE, "one"], [AT_THREE!, "three"]]),
    erasing: new Set(),
    erased: new Set(),
    refused: new Set(),
    latencies: [],
    wrong: [],
    ...more,
  };
}

function found(history: ClientHistory, ...lines: string[]): string[] {
  const verdict = judge([history], new TextEncoder().encode(lines.join("")));
  return Object.entries(verdict).filter(([, value]) => Array.isArray(value) && value.length > 0)
    .map(([what]) => what);
}

Deno.test("judge() finds nothing where everything that was acknowledged or heard stands in the file, once, in order", () => {
  assertEquals(found(history(), ...LINES), []);
});

Deno.test("judge() finds what was lost, what stands twice, what was told and is not there, and what changed places", () => {
  assertEquals(found(history(), LINES[0]!), ["lost", "notInFile"]);
  assertEquals(found(history(), ...LINES, LINES[0]!), ["twice", "outOfOrder"]);
  assertEquals(found(history({ heard: new Map([[AT_TWO!, "never said"]]) }), ...LINES), [
    "notInFile",
  ]);
  const swapped = [LINES[0]!, LINES[2]!, LINES[1]!];
  const heard = new Map<number, string>();
  assertEquals(found(history({ acknowledged: heard, heard }), ...swapped), ["outOfOrder"]);
  const refused = new Set(["two"]);
  assertEquals(found(history({ acknowledged: heard, heard, refused }), ...swapped), []);
});

Deno.test("judge() finds words that were erased and stand there all the same, and takes the place of gone ones for theirs", () => {
  const [erasing, erased] = [new Set([AT_TWO!]), new Set([AT_TWO!])];
  assertEquals(found(history({ erasing, erased }), ...LINES), ["notErased"]);
  const blank = LINES[1]!.replace("two", "---");
  assertEquals(found(history({ erasing, erased }), LINES[0]!, blank, LINES[2]!), []);
});
