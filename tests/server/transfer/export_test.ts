import { assert, assertEquals, assertRejects } from "@std/assert";
import { exportRoom } from "../../../server/transfer/export.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { Chat } from "../../helpers/chat.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

/** What a command has at hand, over a disk in memory. */
function tools(disk = new MemoryDisk()) {
  return {
    data: "data",
    disk: guardedDisk(disk),
    clock: new FakeClock(),
    random: () => {},
  };
}

Deno.test("exportRoom() tells a room as it is now, in three forms", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  for (const text of ["<b>one</b>", "two", "three"]) {
    ada.asks({ type: "message", room: "general", text });
  }
  chat.scheduler.flushNow();
  const [, two, three] = ada.hearsOf("message").map(({ id }) => id);
  ada.asks({ type: "edit", room: "general", id: two, text: "zwei\nZeilen" });
  ada.asks({ type: "erase", room: "general", id: three });
  chat.scheduler.flushNow();
  const before = chat.file();
  const told = async (form: "text" | "json" | "html") => {
    const lines: string[] = [];
    await exportRoom(
      tools(chat.disk),
      "General",
      form,
      (line) => lines.push(line),
    );
    return lines;
  };
  assertEquals(await told("text"), [
    "[2025-11-19 23:46:36] Ada: <b>one</b>",
    "[2025-11-19 23:46:36] Ada: zwei\n    Zeilen",
  ]);
  assertEquals((await told("json")).map((line) => JSON.parse(line).text), [
    "<b>one</b>",
    "zwei\nZeilen",
  ]);
  const page = (await told("html")).join("\n");
  assert(
    page.includes("&#60;b&#62;one") && page.includes("zwei<br>Zeilen") &&
      !page.includes("<b>one"),
  );
  assertEquals(chat.file(), before, "nothing was changed");
  await assertRejects(
    () => exportRoom(tools(chat.disk), "none", "text", () => {}),
    Error,
    "Cannot find",
  );
});

Deno.test("exportRoom() leaves no message out, however many there are", async () => {
  const disk = new MemoryDisk();
  const lines = Array.from(
    { length: 950 },
    (_, i) => `[2025-11-19 23:46:36] Ada: m${i}`,
  );
  disk.put("data/rooms/big.txt", `${lines.join("\n")}\n`);
  const told: string[] = [];
  await exportRoom(tools(disk), "big", "text", (line) => told.push(line));
  assertEquals(told, lines);
});
