/** Lines of `people.txt`: what each says, and that none can be forged or lost. */
import { assertEquals } from "@std/assert";
import {
  isPeopleLine,
  keyOf,
  openPeopleTable,
  type PersonEntry,
} from "../../../server/people/people_table.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const PATH = "data/people.txt";
const ADA: PersonEntry = {
  kind: "profile",
  name: "Ada",
  seen: Date.UTC(2025, 10, 25, 14, 3),
  seenBy: true,
  picture: "",
  status: "",
  until: Infinity,
};

function opened(text = "") {
  const disk = new MemoryDisk();
  const file = disk.open(PATH);
  file.append(new TextEncoder().encode(text));
  file.close();
  return { disk, table: openPeopleTable({ path: PATH, disk }) };
}

Deno.test("people.txt: every kind of line reads back as what it was written from", async () => {
  const entries: PersonEntry[] = [
    ADA,
    { ...ADA, name: "Борис", seenBy: false },
    { ...ADA, name: "Vera", picture: "0123456789ab.webp" },
    { ...ADA, name: "Di", status: "status until 2025-11-26 00:00:00: 🌴 (seen-by off)" },
    {
      ...ADA,
      name: "Ed",
      seenBy: false,
      picture: "0123456789ab.jpg",
      status: "🌴",
      until: Date.UTC(2025, 10, 26),
    },
    { kind: "reserved", name: "Ada", to: null, time: "2025-11-25 14:03:00" },
    { kind: "reserved", name: "Old", to: "Ada", time: "2025-11-25 14:03:00" },
  ];
  const { disk, table } = opened();
  await table.update({ put: entries });
  const again = openPeopleTable({ path: PATH, disk });
  assertEquals([...again.values()], entries);
  assertEquals(again.malformed, 0);
  assertEquals(
    disk.text(PATH).split("\n")[4],
    "[2025-11-25 14:03:00] seen Ed\tseen-by off\tpicture 0123456789ab.jpg\tstatus until 2025-11-26 00:00:00: 🌴",
  );
});

Deno.test("people.txt: what fits no kind is kept, counted, and shown to nobody", async () => {
  const odd = [
    "[2025-11-25 14:03:00] seen Ada\tpicture ../../etc/passwd",
    "[2025-11-25 14:03:00] seen Ada\tpicture 0123456789ab.svg",
    "[2025-13-45 99:03:00] seen Ada",
    "[2025-11-25 14:03:00] seen <b>\tstatus: x",
    "[2025-11-25 14:03:00] seen Ada\tstatus: one\tstatus: two",
    "[2025-11-25 14:03:00] seen Ada\tsomething of a later version",
  ];
  for (const line of odd) assertEquals(isPeopleLine(line), false, line);
  const { disk, table } = opened(odd.join("\n") + "\n");
  assertEquals([table.malformed, [...table.values()].length], [odd.length, 0]);
  await table.put(ADA);
  assertEquals(disk.text(PATH).split("\n").slice(0, -2), odd);
});

Deno.test("people.txt: a reserved name and a profile of the same name are two entries", async () => {
  const { table } = opened("[2025-11-25 14:03:00] removed Ada\n");
  await table.put(ADA);
  assertEquals([...table.values()].map(({ kind }) => kind), ["reserved", "profile"]);
  assertEquals(table.get(keyOf({ kind: "profile", name: "ADA" }))?.name, "Ada");
});
