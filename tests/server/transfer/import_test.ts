import { assert, assertEquals, assertRejects } from "@std/assert";
import { checkData } from "../../../server/transfer/check.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { type Moved, moves } from "../../helpers/imports.ts";
import type { ImportOptions } from "../../../server/transfer/import/import_options.ts";

/** Imports one log of these lines. */
function log(
  text: string,
  options: Partial<ImportOptions> = {},
): Promise<Moved> {
  return moves({ "old.txt": text }, options);
}

/** The lines of its room, without the one that says that it was imported. */
async function lines(
  text: string,
  options: Partial<ImportOptions> = {},
): Promise<string[]> {
  return (await log(text, options)).lines().slice(1);
}

Deno.test("importLogs() joins lines that go on, takes other forms of a day, and odd names", async () => {
  assertEquals(
    await lines(
      "[19.11.2025, 23:46:36] Ada 🌷: one\ntwo\n\u200e[20.11.2025, 00:01:02] +49 170: x\r\n[20.11.2025, 00:02:00] 🌷: y",
    ),
    [
      "[2025-11-19 23:46:36] Ada: one\u2028two",
      "[2025-11-20 00:01:02] 49 170: x",
      "[2025-11-20 00:02:00] emoji 1F337: y",
    ],
  );
  assertEquals(await lines("11/19/25, 11:46 PM - Ada: Hi"), [
    "[2025-11-19 23:46:00] Ada: Hi",
  ]);
});

Deno.test("importLogs() keeps two people apart whose names tidy to the same", async () => {
  const names = [
    "Ada 🌷",
    "Ada",
    "Ada ☀",
    "ada",
    "🌷",
    "🌸",
    "x".repeat(40) + "1",
    "x".repeat(40) + "2",
  ];
  const all = names.map((name, i) => `19.11.25, 10:0${i} - ${name}: m`).join(
    "\n",
  );
  const { messages, result } = await log(all);
  const found = (await messages()).map(({ name }) => name);
  assertEquals(found.slice(0, 6), [
    "Ada 2",
    "Ada",
    "Ada 3",
    "ada",
    "emoji 1F337",
    "emoji 1F338",
  ]);
  assertEquals(new Set(found).size, names.length);
  assert(
    result.notes.some((note) => note.includes('"Ada 🌷" is Ada 2')),
    result.notes.join("\n"),
  );
});

Deno.test("importLogs() splits long texts and loses no sign of them", async () => {
  for (const sign of ["w", "ї", "ก", "🙂", "a\u0301", "x\n"]) {
    const text = `start ${sign.repeat(9000)} end`;
    const { messages } = await log(`19.11.25, 10:00 - Ada: ${text}`);
    const found = await messages();
    assert(found.length > 1, `${found.length}`);
    assertEquals(found.map((one) => one.text).join(""), text);
    for (const one of found) {
      assert(
        [...one.text].length <= 4000 &&
          new TextEncoder().encode(one.text).length <= 16_384,
      );
    }
  }
});

Deno.test("importLogs() tells of every line that is not in the result, by number and reason", async () => {
  const { result } = await log(
    [
      "[2025-11-19 23:46:36] Ada: Hello",
      "what?",
      "",
      "[2025-13-19 23:46:36] Ada: x",
      "[2025-02-30 23:46:36] Ada: x",
      "[2025-11-19 23:46:36] * Boris edited 4711: x",
      "[2025-11-19 23:46:37] Boris: y",
    ].join("\n"),
  );
  assertEquals([result.messages, result.malformed], [2, 4]);
  assertEquals(result.malformedAt.map(({ number, reason }) => [number, reason]), [
    [2, "does not begin with a time"],
    [4, "has a day or a time that there is not"],
    [5, "has a day or a time that there is not"],
    [6, "speaks of a message that is not in this log"],
  ]);
});

Deno.test("importLogs() changes nothing in a dry run, and shows the first and last messages", async () => {
  const many = Array.from(
    { length: 9 },
    (_, i) => `19.11.25, 10:0${i} - Ada: m${i}`,
  ).join("\n");
  const { result, disk } = await log(many, { isDry: true });
  assertEquals([...disk.files.keys()], ["in/old.txt"]);
  assertEquals(
    result.first,
    [0, 1, 2].map((i) => `2025-11-19T10:0${i}:00Z Ada: m${i}`),
  );
  assertEquals(
    result.last,
    [6, 7, 8].map((i) => `2025-11-19T10:0${i}:00Z Ada: m${i}`),
  );
  const few = await log("19.11.25, 10:00 - Ada: m", { isDry: true });
  assertEquals([few.result.first.length, few.result.last.length], [1, 0]);
});

Deno.test("importLogs() changes no room that is there, and takes no name that is none", async () => {
  const disk = new MemoryDisk();
  const one = { "a.txt": "[2025-11-19 23:46:36] Ada: Hello" };
  await moves(one, {}, disk);
  const before = disk.text("data/rooms/old.txt");
  await assertRejects(
    () => moves(one, { room: "OLD" }, disk),
    Error,
    "already",
  );
  await assertRejects(
    () => moves(one, { room: "../x" }, disk),
    Error,
    "Cannot use",
  );
  await assertRejects(
    () => moves({ "b.txt": "nothing\nhere" }, {}, disk),
    Error,
    "Cannot read b.txt",
  );
  assertEquals(disk.text("data/rooms/old.txt"), before);
});

Deno.test("importLogs() says when it was and whose words they are, and no word is later", async () => {
  const first = async (text: string, asAccounts: boolean): Promise<string> =>
    (await log(text, { asAccounts })).lines()[0]!;
  const said = "[2025-11-18 10:00:00] Ada: Hello";
  assertEquals(
    await first(said, false),
    "[2025-11-19 23:46:36] * Plaintalk imported this room",
  );
  assertEquals(
    await first(said, true),
    "[2025-11-19 23:46:36] * Plaintalk imported this room as accounts",
  );
  assertEquals(
    await first("[2025-12-24 10:00:00] Ada: from a clock that is ahead", false),
    "[2025-12-24 10:00:00] * Plaintalk imported this room",
  );
});

Deno.test("importLogs() leaves no half room wherever it breaks off, and succeeds next time", async () => {
  const text = Array.from(
    { length: 3000 },
    (_, i) => `[2025-11-19 23:46:36] Ada: ${i} `.padEnd(90, "x"),
  )
    .join("\n");
  const whole = (await log(text)).lines();
  let broken = 0;
  for (let stop = 0; stop < 40; stop++) {
    const disk = new MemoryDisk();
    disk.onCall = (_call, count) => {
      if (count === stop) throw new Error("killed");
    };
    const done = await moves({ "old.txt": text }, {}, disk).catch(() => null);
    disk.onCall = () => {};
    if (done !== null) break;
    broken++;
    const there = disk.files.has("data/rooms/old.txt");
    if (there) {
      assertEquals(
        disk.text("data/rooms/old.txt").trimEnd().split("\n"),
        whole,
      );
    } else {assertEquals(
        (await moves({ "old.txt": text }, {}, disk)).lines(),
        whole,
      );}
  }
  assert(broken > 3, `${broken}`);
});

Deno.test("importLogs() takes back a room of ours with everything, wherever its lines lie", async () => {
  const id = `${"0123456789abcdef".repeat(2)}-4x3.png`;
  const room = [
    "[2025-11-19 10:00:00] * Ada created the room",
    "[2025-11-19 10:00:01] Ada: helo",
    "[2025-11-19 10:00:02] * Ada edited 45: Hello",
    "[2025-11-19 10:00:03] * Boris reacted 👍 to 45",
    "[2025-11-19 10:00:04] * Eve reacted 👍 to 45",
    "[2025-11-19 10:00:05] * Eve unreacted 👍 to 45",
    "[2025-11-19 10:00:06] * Boris answered 45: Hi\u2028there",
    `[2025-11-19 10:00:07] * Ada shared ${id} image/png 12 "sea.png": look`,
  ].join("\n");
  for (const shift of ["", "not a line\n"]) {
    const moved = await moves({
      "rooms/general.txt": shift +
        room.replaceAll(" 45", ` ${45 + shift.length}`),
      [`files/${id}`]: "\x89PNG\r\n\x1a\n1234",
    });
    const [first, second, third] = await moved.messages("general");
    assertEquals([first!.text, first!.edited, first!.reactions], [
      "Hello",
      true,
      [{ emoji: "👍", names: ["Boris"] }],
    ]);
    assertEquals([second!.text, second!.to?.id, second!.to?.text], [
      "Hi\nthere",
      first!.id,
      "Hello",
    ]);
    assertEquals([third!.text, third!.file?.name, third!.file?.size], [
      "look",
      "sea.png",
      13,
    ]);
    assertEquals(moved.result.malformed, shift === "" ? 0 : 1);
    const finds: string[] = [];
    checkData(moved.disk, "data", (find) => finds.push(find));
    assertEquals(finds, []);
  }
});

Deno.test("importLogs() makes one room of several files, in the order of their times", async () => {
  const parts = {
    "b.txt": "02/12/2023, 10:00 - Ada: three\n03/12/2023, 10:00 - Ada: four",
    "a.txt": "30/11/2023, 10:00 - Ada: one\n01/12/2023, 10:00 - Ada: two",
  };
  const { messages, result } = await moves(parts);
  assertEquals((await messages()).map(({ text }) => text), [
    "one",
    "two",
    "three",
    "four",
  ]);
  assertEquals(result.rooms, ["old"]);
  // Two phones of one chat: their logs overlap.
  const both = await moves({
    "a.txt": "30/11/2023, 10:00 - Ada: one\n30/11/2023, 10:02 - Ada: three",
    "b.txt": "30/11/2023, 10:01 - Ada: two\n30/11/2023, 10:03 - Ada: four",
  });
  assertEquals((await both.messages()).map(({ text }) => text), [
    "one",
    "two",
    "three",
    "four",
  ]);
  assertEquals(
    [...both.disk.files.keys()].filter((path) => path.includes("index")),
    [],
  );
});

Deno.test("importLogs() reads times in the named zone, with summer time, and says which", async () => {
  const { messages, result } = await log(
    "30.12.23, 09:07 - Ada: winter\n30.07.24, 09:07 - Ada: summer",
    { zone: "Europe/Kyiv" },
  );
  assertEquals((await messages()).map(({ time }) => time), [
    "2023-12-30T07:07:00Z",
    "2024-07-30T06:07:00Z",
  ]);
  assert(result.notes.some((note) => note.includes("Europe/Kyiv")));
  const own = await log("[2025-11-19 23:46:36] Ada: x", {
    zone: "Europe/Kyiv",
  });
  assertEquals(own.result.notes, []);
});

Deno.test("importLogs() says how dates are read, and takes the order that is asked for", async () => {
  const text = "01/02/23, 09:07 - Ada: x\n02/02/23, 09:07 - Ada: y";
  const guessed = await log(text);
  assert(
    guessed.result.notes[0]?.includes("--dates mdy"),
    guessed.result.notes[0],
  );
  const asked = await log(text, { dates: "mdy" });
  assertEquals((await asked.messages()).map(({ time }) => time.slice(0, 10)), [
    "2023-01-02",
    "2023-02-02",
  ]);
});
