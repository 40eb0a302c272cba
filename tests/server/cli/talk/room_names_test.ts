import { assertEquals } from "@std/assert";
import { labelsOf, roomsMeant } from "../../../../server/cli/talk/room_names.ts";

const [ONE, TWO, THREE] = ["abcd2", "abcd3", "xyzz2"].map((begin) => `+${begin.padEnd(26, "a")}`);
const ROOMS = [
  { room: "kitchen" },
  { room: "@Vera" },
  { room: ONE!, name: "Kitchen" },
  { room: TWO!, name: "kitchen" },
  { room: THREE!, name: "Family" },
];

Deno.test("labelsOf gives private rooms their name and tells apart those that share one", () => {
  assertEquals([...labelsOf(ROOMS).values()].sort(), [
    "+Family",
    "+Kitchen (abcd2)",
    "+kitchen (abcd3)",
    "@Vera",
    "kitchen",
  ]);
  // A room of which no name is told yet is what the wire calls it.
  assertEquals(labelsOf([{ room: ONE! }]).get(ONE!), ONE);
});

Deno.test("roomsMeant takes a name in any spelling, and everybody's room before private ones", () => {
  const labels = labelsOf(ROOMS);
  const cases: [typed: string, rooms: string[]][] = [
    ["KITCHEN", ["kitchen"]],
    ["+kitchen", [ONE!, TWO!]],
    ["+kitchen (abcd3)", [TWO!]],
    ["family", [THREE!]],
    ["+Family", [THREE!]],
    [ONE!, [ONE!]],
    ["@vera", ["@Vera"]],
    ["attic", []],
    ["", []],
  ];
  for (const [typed, rooms] of cases) assertEquals(roomsMeant(typed, labels), rooms, typed);
});
