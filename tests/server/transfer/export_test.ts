import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  exportRoom,
  exportToFolder,
  type FormatName,
  formatNamed,
} from "../../../server/transfer/export.ts";
import { WallClock } from "../../../server/transfer/formats/wall_clock.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { Chat } from "../../helpers/chat.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { furnish, PAGE, PICTURE } from "./formats/furnished_room.ts";

/** What a command has at hand, over a disk in memory. */
function tools(disk = new MemoryDisk(), format: FormatName = "text") {
  const [clock, wallClock] = [new FakeClock(), new WallClock()];
  return { data: "data", disk: guardedDisk(disk), clock, random: () => {}, format, wallClock };
}

async function told(disk: MemoryDisk, room: string, format: FormatName): Promise<string> {
  let text = "";
  await exportRoom(tools(disk, format), room, (piece) => text += piece);
  return text;
}

/** Exports into the folder `out`; returns what was told and which files were made. */
async function toFolder(
  disk: MemoryDisk,
  room: string | null,
  format: FormatName,
  withFiles = false,
) {
  const before = new Set(disk.files.keys());
  const lines: string[] = [];
  const tell = (line: string) => lines.push(line);
  const options = { ...tools(disk, format), output: "/out", withFiles, tell };
  await exportToFolder(options, room);
  return { lines, made: [...disk.files.keys()].filter((path) => !before.has(path)).sort() };
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
  assertEquals(
    await told(chat.disk, "General", "text"),
    "[2025-11-19 23:46:36] Ada: <b>one</b>\n[2025-11-19 23:46:36] Ada: zwei\n    Zeilen\n  (edited)\n" +
      "[2025-11-19 23:46:36] Ada: \n  (erased)\n",
  );
  const { messages } = JSON.parse(await told(chat.disk, "General", "json"));
  assertEquals(
    messages.map(({ text, edited, erased }: Record<string, unknown>) => [text, edited, erased]),
    [["<b>one</b>", undefined, undefined], ["zwei\nZeilen", true, undefined], [
      "",
      undefined,
      true,
    ]],
  );
  const page = await told(chat.disk, "General", "html");
  assert(page.includes("&#60;b&#62;one") && page.includes("zwei&#10;Zeilen"));
  assert(!page.includes("<b>one") && page.includes("This message was deleted"));
  assertEquals(chat.file(), before, "nothing was changed");
  await assertRejects(() => told(chat.disk, "none", "text"), Error, "Cannot find");
});

Deno.test("exportRoom() leaves no message out, however many there are and what lies between", async () => {
  const disk = new MemoryDisk();
  const lines = Array.from({ length: 950 }, (_, i) => `[2025-11-19 23:46:36] Ada: m${i}`);
  const reaction = `[2025-11-19 23:46:36] * Ada reacted 👍 to 0\n`;
  const noise = `${"x".repeat(9 * 1024 * 1024)}\n`;
  const file = [lines.slice(0, 500).join("\n"), "\n", reaction.repeat(3000), noise];
  disk.put("data/rooms/big.txt", `${file.join("")}${lines.slice(500).join("\n")}\n`);
  const [first = "", ...rest] = lines;
  assertEquals(
    await told(disk, "big", "text"),
    `${[first, "  👍 Ada", ...rest].join("\n")}\n`,
  );
});

Deno.test("exportRoom() finds a private conversation by both names only, in any order", async () => {
  const disk = furnish();
  const text = "# @Ada+Boris, a private conversation\n[2025-11-19 23:46:36] Ada: between us\n";
  assertEquals(await told(disk, "@Ada+Boris", "text"), text);
  assertEquals(await told(disk, "@BORIS+ada", "text"), text);
  assertEquals(JSON.parse(await told(disk, "@boris+ada", "json")).room, "@Ada+Boris");
  for (const wrong of ["@Ada", "@Ada+", "@Ada+Vera", "@Ada+Boris+Vera", "Ada+Boris", "@../x+Ada"]) {
    await assertRejects(() => told(disk, wrong, "text"), Error, "Cannot");
  }
});

Deno.test("exportRoom() of a room in which nothing was said is a whole document", async () => {
  const disk = new MemoryDisk();
  disk.put("data/rooms/empty.txt", "");
  assertEquals(await told(disk, "empty", "text"), "");
  assertEquals(JSON.parse(await told(disk, "empty", "json")).messages, []);
  assert((await told(disk, "empty", "html")).endsWith("</main>\n</html>\n"));
});

Deno.test("exportToFolder() makes a file of a room, and copies and links what was attached", async () => {
  const disk = furnish();
  const before = disk.text("data/rooms/Kitchen.txt");
  const { lines, made } = await toFolder(disk, "kitchen", "html", true);
  assertEquals(made, ["/out/Kitchen.html", `/out/files/${PICTURE}`, `/out/files/${PAGE}.txt`]);
  assertEquals(lines, ["Made /out/Kitchen.html: 15 messages, 2 files beside it"]);
  assertEquals(disk.text(`/out/files/${PAGE}.txt`), "<b>evil</b>");
  const page = disk.text("/out/Kitchen.html");
  assert(page.includes(`<img src="files/${PICTURE}" alt="holi&#39;day [1], a: b.png"`));
  assert(page.includes(`href="files/${PAGE}.txt" download="ev&#39;il.html"`));
  assertEquals(disk.text("data/rooms/Kitchen.txt"), before);
  assertEquals([...disk.files.keys()].filter((path) => path.includes("index/")), []);
});

Deno.test("exportToFolder() copies files only with --with-files, and only those of the chat", async () => {
  const disk = furnish();
  const { made } = await toFolder(disk, "kitchen", "json");
  assertEquals(made, ["/out/Kitchen.json"]);
  const evil = '[2025-11-19 23:46:36] * Ada shared .. image/png 4 "x.png": \n' +
    '[2025-11-19 23:46:36] * Ada shared accounts.txt image/png 4 "y.png": \n';
  disk.put("data/rooms/evil.txt", evil);
  disk.put("data/files/accounts.txt", "secret");
  assertEquals((await toFolder(disk, "evil", "html", true)).made, ["/out/evil.html"]);
});

Deno.test("exportToFolder() makes a file of each room and private chat, and a page of links", async () => {
  const disk = furnish();
  disk.put("data/rooms/Tea & more.txt".replace(" & ", " "), "[2025-11-19 23:46:36] Ada: tea\n");
  const { lines, made } = await toFolder(disk, null, "html", true);
  assertEquals(
    made,
    [
      "/out/direct/Ada+Boris.html",
      "/out/index.html",
      "/out/rooms/Kitchen.html",
      "/out/rooms/Tea more.html",
      `/out/rooms/files/${PICTURE}`,
      `/out/rooms/files/${PAGE}.txt`,
    ].sort(),
  );
  assertEquals(lines.length, 4);
  const index = disk.text("/out/index.html");
  for (const address of ["direct/Ada%2BBoris.html", "rooms/Tea%20more.html"]) {
    assert(index.includes(`href="${address}"`), index);
  }
  const texts = await toFolder(furnish(), null, "text");
  assertEquals(texts.made, ["/out/direct/Ada+Boris.txt", "/out/rooms/Kitchen.txt"]);
});

Deno.test("exportToFolder() overwrites nothing, and leaves no half file on a full disk", async () => {
  const disk = furnish();
  disk.put("/out/Kitchen.html", "mine");
  await assertRejects(() => toFolder(disk, "Kitchen", "html"), Error, "it is there already");
  assertEquals(disk.text("/out/Kitchen.html"), "mine");
  const full = furnish();
  full.onAppend = () => {
    throw new Error("disk full");
  };
  await assertRejects(() => toFolder(full, "Kitchen", "json"), Error);
  assertEquals(full.files.has("/out/Kitchen.json"), false);
  full.onAppend = (_count, length) => length;
  assertEquals((await toFolder(full, "Kitchen", "json")).lines.length, 1, "again it goes well");
});

Deno.test("formatNamed() knows the forms and says which there are", () => {
  assertEquals(["text", "json", "html"].map(formatNamed), ["text", "json", "html"]);
  for (const wrong of ["xml", "", "toString"]) {
    assertThrows(() => formatNamed(wrong), Error, "expected text, json or html");
  }
});
