import { assert, assertEquals } from "@std/assert";
import { joinHalves } from "../../../server/chat/private/private_moves.ts";
import { checkData } from "../../../server/transfer/check.ts";
import { Chat } from "../../helpers/chat.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

function check(disk: MemoryDisk) {
  const finds: string[] = [];
  const { files, lines } = checkData(disk, "data", (find) => finds.push(find));
  return { files, lines, finds };
}

Deno.test("checkData() finds nothing in what a chat wrote", () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  for (
    const text of [
      "one",
      "two\nlines",
      "* Ada erased 0",
      "[2025-11-19 23:46:36] ",
    ]
  ) {
    ada.asks({ type: "message", room: "general", text });
  }
  chat.scheduler.flushNow();
  const id = ada.hearsOf("message")[0]!.id;
  ada.asks({ type: "react", room: "general", id, emoji: "👍", on: true });
  ada.asks({ type: "create_room", room: "Клуб" });
  chat.scheduler.flushNow();
  assertEquals(check(chat.disk), { files: 2, lines: 7, finds: [] });
});

Deno.test("checkData() tells of every line that does not fit, with file and offset", () => {
  const disk = new MemoryDisk();
  const lines = [
    "[2025-11-19 23:46:36] Ada: hi",
    "what is this?",
    "[2025-11-19 23:46:36] * Ada erased 1",
    "",
    "[2025-11-19 23:46:36] * Ada reacted 👍 to 0",
    "x".repeat(70_000),
    "[2025-11-19 23:46:36] * Ada erased 30",
    "[2025-11-19 23:46:37] Ada: half",
  ];
  disk.put("data/rooms/a.txt", lines.join("\n"));
  const at = (n: number): number =>
    new TextEncoder().encode(lines.slice(0, n).join("\n")).length + 1;
  assertEquals(check(disk).finds, [
    `rooms/a.txt, offset ${at(1)}: this line fits nothing`,
    `rooms/a.txt, offset ${at(2)}: there is no message at 1`,
    `rooms/a.txt, offset ${at(3)}: this line fits nothing`,
    `rooms/a.txt, offset ${at(5)}: this line is too long to be one`,
    `rooms/a.txt, offset ${at(6)}: there is no message at 30`,
    `rooms/a.txt, offset ${at(7)}: the last line has no end`,
  ]);
});

Deno.test("checkData() tells of names that are none, of twins and of other files' lines", () => {
  const disk = new MemoryDisk();
  const line = "[2025-11-19 23:46:36] Ada: hi\n";
  for (const name of ["Club", "CLUB", " x", "a:b"]) {
    disk.put(`data/rooms/${name}.txt`, line);
  }
  disk.put("data/rooms/notes.md", "not ours");
  disk.put("data/deleted/old.20250101T000000.txt", "broken\n");
  disk.put("data/sessions.txt", "nothing\n");
  assertEquals(check(disk).finds, [
    "rooms/ x.txt: a room's name is not written like this",
    "rooms/Club.txt: the same room as rooms/CLUB.txt",
    "rooms/a:b.txt: this is no name for a room",
    "deleted/old.20250101T000000.txt, offset 0: this line fits nothing",
    "sessions.txt, offset 0: this line fits nothing",
  ]);
});

Deno.test("checkData() tells of a file that a message names and that is not there", () => {
  const disk = new MemoryDisk();
  const [gone, cut] = ["1", "2"].map((digit) => `${digit.repeat(32)}.png`);
  const shared = (id?: string) =>
    `[2025-11-19 23:46:36] * Ada shared ${id} image/png 5 "a.png": \n`;
  disk.put(
    "data/rooms/a.txt",
    `${shared(gone)}${shared(cut)}${shared("old.png")}`,
  );
  disk.put(`data/files/${cut}`, "abc");
  assertEquals(check(disk).finds, [
    `rooms/a.txt, offset 0: the file ${gone} is not there`,
    `rooms/a.txt, offset ${shared(gone).length}: the file ${cut} has 3 bytes`,
  ]);
});

Deno.test("checkData() tells of a private room whose renaming a crash stopped", () => {
  const disk = new MemoryDisk();
  const key = `+${"a".repeat(26)}`;
  disk.put(`d/private/Party${key}.txt`, "[2025-11-19 23:46:36] * Ada created the room\n");
  disk.put(`d/private/Plans${key}.members`, "Ada (maker)\n");
  const finds: string[] = [];
  checkData(disk, "d", (find) => finds.push(find));
  assertEquals(finds, [
    `private/Party${key}.txt: its members are in private/Plans${key}.members, the next start gives that file this name`,
  ]);
});

Deno.test("checkData() tells of a private room that a crash stopped at deleted/", () => {
  const key = `+${"a".repeat(26)}`;
  for (const moved of [`Plans${key}.20260101T000000`, `Plans${key}.20260101T000000-2`]) {
    const disk = new MemoryDisk();
    const line = "[2025-11-19 23:46:36] * Ada created the room\n";
    disk.put(`d/deleted/Plans${key}.20250101T000000.txt`, line);
    disk.put(`d/deleted/Plans${key}.20250101T000000.members`, "Ada (maker)\n");
    disk.put(`d/deleted/${moved}.txt`, line);
    disk.put(`d/private/Plans${key}.members`, "Ada (maker)\n");
    const finds = () => {
      const told: string[] = [];
      checkData(disk, "d", (find) => told.push(find));
      return told;
    };
    assertEquals(finds(), [
      `private/Plans${key}.members: the history of this room is in deleted/${moved}.txt, ` +
      "the next start puts this file beside it",
    ]);
    joinHalves(disk, "d");
    assertEquals(finds(), []);
    assert(disk.exists(`d/deleted/${moved}.members`));
  }
  const alone = new MemoryDisk();
  alone.put(`d/private/Plans${key}.members`, "Ada (maker)\n");
  const told: string[] = [];
  checkData(alone, "d", (find) => told.push(find));
  assertEquals(told, [`private/Plans${key}.members: there is no history of this room`]);
});

Deno.test("checkData() tells of private rooms without members and of lines that name nobody", () => {
  const disk = new MemoryDisk();
  const [one, two] = [`+${"a".repeat(26)}`, `+${"b".repeat(26)}`];
  const line = "[2025-11-19 23:46:36] * Ada created the room\n";
  disk.put(`d/private/Plans${one}.txt`, line);
  disk.put(`d/private/Plans${one}.members`, "# history: joined\nAda (maker)\nBoris (from 45)\n");
  disk.put(`d/private/Plans${two}.txt`, line);
  disk.put("d/private/Plans.txt", line);
  disk.put("d/private/Plans.members", "Ada (maker)\nBoris (king)\n");
  const finds: string[] = [];
  checkData(disk, "d", (find) => finds.push(find));
  assertEquals(
    finds,
    [
      `private/Plans${two}.txt: it has no .members beside it, nobody can read it`,
      "private/Plans.members, offset 12: this line fits nothing",
      "private/Plans.txt: this is no name for a room",
    ].sort(),
  );
});
