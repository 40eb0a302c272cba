/** What accounts want of their lists of rooms, over restarts and other names. */
import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import {
  isPreferenceLine,
  MAX_PREFERENCES,
  preferenceFacts,
  RoomPreferences,
} from "../../../server/people/room_preferences.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const PATH = "data/preferences.txt";
const ADA = { name: "Ada", key: "ada" };
const BORIS = { name: "Boris", key: "boris" };

function start() {
  const disk = new MemoryDisk();
  const open = () =>
    new RoomPreferences({ path: PATH, disk: guardedDisk(disk), clock: new FakeClock() });
  return { disk, open, preferences: open() };
}

Deno.test("RoomPreferences keeps a line for each wish over a restart, the last one counts", async () => {
  const { preferences, open, disk } = start();
  await preferences.change(ADA, {
    order: "activity",
    favourites: { Garden: true, "@Boris": true },
    levels: { Garden: "none", "@Boris": "mentions" },
  });
  await preferences.change(ADA, { levels: { GARDEN: "all" }, favourites: { garden: false } });
  await preferences.change(BORIS, { favourites: { Kitchen: true } });
  const again = open();
  assertEquals(again.of("ada"), {
    order: "activity",
    favourites: ["@Boris"],
    levels: { GARDEN: "all", "@Boris": "mentions" },
  });
  assertEquals(again.of("vera"), { favourites: [], levels: {} });
  assertEquals(
    [again.levelOf("ada", "garden"), again.levelOf("ada", "@boris"), again.levelOf("boris", "a")],
    ["all", "mentions", undefined],
  );
  const lines = disk.text(PATH).trimEnd().split("\n");
  assertEquals(lines.length, 5);
  assertEquals(lines.every(isPreferenceLine), true);
  assertEquals(preferenceFacts(again.of("ada")), [
    "rooms by: activity",
    "favourite: @Boris",
    "notifications of GARDEN: all",
    "notifications of @Boris: mentions",
  ]);
  await again.change(ADA, { levels: { garden: null } });
  assertEquals(open().of("ada").levels, { "@Boris": "mentions" });
});

Deno.test("RoomPreferences follows other names, and forgets who is gone", async () => {
  const { preferences } = start();
  await preferences.change(ADA, { favourites: { Garden: true }, levels: { "@Boris": "none" } });
  await preferences.change(BORIS, { favourites: { Garden: true }, levels: { Garden: "all" } });
  await preferences.renameRoom("garden", "kitchen");
  await preferences.renamed("Boris", "Bo");
  assertEquals(preferences.of("ada"), { favourites: ["kitchen"], levels: { "@Bo": "none" } });
  assertEquals(preferences.of("boris"), { favourites: [], levels: {} });
  assertEquals(preferences.of("bo"), { favourites: ["kitchen"], levels: { kitchen: "all" } });
  await preferences.forget("Bo");
  assertEquals(preferences.of("bo"), { favourites: [], levels: {} });
  assertEquals(preferences.of("ada").favourites, ["kitchen"]);
});

Deno.test("RoomPreferences has so many of one account and no more", async () => {
  const { preferences } = start();
  const rooms = Array.from({ length: MAX_PREFERENCES }, (_, i) => [`room ${i}`, true]);
  await preferences.change(ADA, { favourites: Object.fromEntries(rooms) });
  const more = { levels: { general: "all" as const } };
  const error = await assertRejects(() => preferences.change(ADA, more), ChatError);
  assertEquals(error.code, "too_many");
  await preferences.change(BORIS, more);
  await preferences.change(ADA, { favourites: { "room 0": false } });
  await preferences.change(ADA, more);
  assertEquals(preferences.of("ada").favourites.length, MAX_PREFERENCES - 1);
});

Deno.test("RoomPreferences reads what fits, and keeps what does not where it stands", async () => {
  const { disk, open } = start();
  const odd = [
    "[2026-01-01 00:00:00] Ada\tfavourite",
    "[2026-01-01 00:00:00] Ada\tlevel loud garden",
    "[2026-01-01 00:00:00] Ada\torder size",
    "[2026-01-01 00:00:00] Ada\tfavourite a:b",
    "[2026-99-01 00:00:00] Ada\tfavourite garden",
  ];
  disk.put(PATH, `${odd.join("\n")}\n`);
  const preferences = open();
  assertEquals([preferences.malformed, odd.some(isPreferenceLine)], [5, false]);
  await preferences.change(ADA, { order: "name" });
  assertEquals(disk.text(PATH).startsWith(odd.join("\n")), true);
});
