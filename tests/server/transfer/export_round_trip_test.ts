/** What was exported is imported again, in each form: what is seen of the room is the same, line for line. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { checkData } from "../../../server/transfer/check.ts";
import { exportRoom, exportToFolder, type FormatName } from "../../../server/transfer/export.ts";
import { WallClock } from "../../../server/transfer/formats/wall_clock.ts";
import { History } from "../../../server/history/history.ts";
import { linesIn } from "../../../server/transfer/leaving_messages.ts";
import type { LeavingLine } from "../../../server/transfer/formats/format.ts";
import { Chat } from "../../helpers/chat.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { moves, toolsOn } from "../../helpers/imports.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { random } from "../../helpers/random.ts";
import { furnish } from "./formats/furnished_room.ts";

const FORMATS: [FormatName, string][] = [["text", "txt"], ["json", "json"], ["html", "html"]];

/** What anybody sees of a room: everything but where lines stand and how files are called on the disk. */
async function seen(disk: MemoryDisk, path: string): Promise<unknown[]> {
  const all: LeavingLine[] = [];
  for await (const line of linesIn(toolsOn(disk), path)) all.push(line);
  const place = (id: number) => all.findIndex((line) => line.id === id);
  return all.map((line) => {
    if ("event" in line) {
      const { id: _, target, ...rest } = line;
      return { ...rest, ...target === undefined ? {} : { target: place(target) } };
    }
    const { id: _, to, file, ...rest } = line;
    return {
      ...rest,
      ...to === undefined ? {} : { to: { ...to, id: place(to.id) } },
      ...file === undefined ? {} : {
        file: {
          ...file,
          id: file.id.replace(/^[0-9a-f]{32}/, ""),
          bytes: disk.text(`data/files/${file.id}`),
        },
      },
    };
  });
}

/** How a chat that opens a room finds it: what it is about, and the words that are pinned in it. */
function standing(disk: MemoryDisk, path: string): unknown {
  const options = { disk, clock: new FakeClock(), sync: "never", recent: 10, index: "i" } as const;
  const history = new History(path, options);
  history.catchUpNow();
  const { facts } = history;
  const pinned = facts.pins.flatMap((id) => history.find(id)?.text ?? []);
  return [facts.topic?.text, pinned, facts.isArchived];
}

/** Exports a room, and imports that into a data folder where nothing is yet. */
async function goesRound(
  disk: MemoryDisk,
  room: string,
  [format, ending]: [FormatName, string],
  zone?: string,
  target = new MemoryDisk(),
) {
  await exportToFolder({
    ...toolsOn(disk),
    format,
    wallClock: new WallClock(zone),
    output: "/out",
    withFiles: true,
    tell: () => {},
  }, room);
  const file = room.replace("@", "");
  const files = Object.fromEntries(
    [...disk.files].filter(([path]) => path.startsWith("/out/"))
      .map(([path, { bytes }]) => [path.slice("/out/".length), bytes]),
  );
  assert(Object.hasOwn(files, `${file}.${ending}`));
  // A clock of another zone hangs where it is imported.
  return await moves(files, { zone: "Asia/Tokyo", title: "Kitchen" }, target);
}

for (const form of FORMATS) {
  for (const zone of [undefined, "Europe/Kyiv"]) {
    Deno.test(`a room with everything in it survives going out as ${form[0]}, times in ${zone ?? "UTC"}, and in again`, async () => {
      const disk = furnish();
      const file = disk.text("data/rooms/Kitchen.txt");
      // A name that the chat itself gives nobody becomes one that it could, as long as it was.
      disk.put(
        "data/rooms/Kitchen.txt",
        file.replace('9 odd (name), "x" 👍 <i>', "9 odd name".padEnd(26, "e")),
      );
      const before = await seen(disk, "data/rooms/Kitchen.txt");
      const { result, disk: after } = await goesRound(disk, "Kitchen", form, zone);
      assertEquals(await seen(after, "data/rooms/Kitchen.txt"), before);
      for (const one of [disk, after]) {
        const pins = ["half past three", "typo\nmended"];
        const expected = ["What we cook: 10 things", pins, false];
        assertEquals(standing(one, "data/rooms/Kitchen.txt"), expected);
      }
      assertEquals([result.rooms, result.malformed, result.missing], [["Kitchen"], 0, 0]);
      const finds: string[] = [];
      checkData(after, "data", (find) => finds.push(find));
      assertEquals(finds, []);
    });
  }

  Deno.test(`a chat of whatever anybody may say and do survives going out as ${form[0]} and in again`, async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const disk = somebodysChat(seed);
      const before = await seen(disk, "data/rooms/general.txt");
      const { disk: after, result } = await goesRound(disk, "general", form);
      const [room = ""] = result.rooms;
      assertEquals(await seen(after, `data/rooms/${room}.txt`), before);
    }
  });

  Deno.test(`a private conversation that went out as ${form[0]} comes in for its two alone`, async () => {
    const target = new MemoryDisk();
    await assertRejects(
      () => goesRound(furnish(), "@Ada+Boris", form, undefined, target),
      Error,
      "has no account here",
    );
    assertEquals([...target.files.keys()].filter((path) => path.startsWith("data/")), []);
    const both = ["Ada", "Boris"].map((name) => `[2025-01-01 00:00:00] ${name}: \n`).join("");
    target.put("data/accounts.txt", both);
    const { result } = await goesRound(furnish(), "@Ada+Boris", form, undefined, target);
    assertEquals(result.rooms, ["@Ada+Boris"]);
    assert(target.text("data/direct/Ada+Boris.txt").includes("Ada: between us"));
    assertEquals([...target.files.keys()].filter((path) => path.startsWith("data/rooms/")), []);
    await assertRejects(
      () => goesRound(furnish(), "@Ada+Boris", form, undefined, target),
      Error,
      "already",
    );
  });
}

const PLANS = `Plans+${"abcdefghijklmnopqrstuvwx"}27`;

/** A private room: Ada made it, Boris reads everything, Vera what was said since she came, Eve has no account. */
function withPlans(): MemoryDisk {
  const disk = new MemoryDisk();
  const first =
    "[2025-11-19 23:40:00] * Ada created the room\n[2025-11-19 23:41:00] Ada: before\n" +
    "[2025-11-19 23:41:05] * Ada set the topic: The party\n";
  disk.put(
    `data/private/${PLANS}.txt`,
    `${first}[2025-11-19 23:42:00] * Ada added Vera\n[2025-11-19 23:43:00] Vera: after\n`,
  );
  disk.put(
    `data/private/${PLANS}.members`,
    `# history: joined\nAda (maker)\nBoris\nVera (from ${first.length})\nEve\n`,
  );
  disk.put("data/rooms/general.txt", "[2025-11-19 23:40:00] * Ada created the room\n");
  return disk;
}

async function exportAll(disk: MemoryDisk, format: FormatName): Promise<Record<string, string>> {
  const options = { format, wallClock: new WallClock(), output: "/all", withFiles: true };
  await exportToFolder({ ...toolsOn(disk), ...options, tell: () => {} }, null);
  const made = [...disk.files.keys()].filter((path) => path.startsWith("/all/"));
  return Object.fromEntries(made.map((path) => [path.slice("/all/".length), disk.text(path)]));
}

for (const [format, ending] of FORMATS) {
  Deno.test(`a private room that went out as ${format} comes in for its members alone`, async () => {
    const disk = withPlans();
    const files = await exportAll(disk, format);
    const path = `private/${PLANS}.${ending}`;
    assert(Object.hasOwn(files, path), Object.keys(files).join());
    const target = new MemoryDisk();
    await assertRejects(() => moves({ [path]: files[path]! }, {}, target), Error, "has an account");
    assertEquals([...target.files.keys()].filter((one) => one.startsWith("data/")), []);
    const people = ["Ada", "Boris", "Vera"].map((name) => `[2025-01-01 00:00:00] ${name}: \n`);
    target.put("data/accounts.txt", people.join(""));
    const { result } = await moves({ [path]: files[path]! }, {}, target);
    assertEquals([result.rooms, result.malformed], [["Plans"], 0]);
    assert(result.notes.some((note) => note.includes("Eve")), result.notes.join());
    assertEquals([...target.files.keys()].filter((one) => one.startsWith("data/rooms/")), []);
    const file = target.text(`data/private/${PLANS}.txt`);
    const since = file.indexOf("[2025-11-19 23:43:00] Vera: after");
    assertEquals(
      target.text(`data/private/${PLANS}.members`),
      `# history: joined\nAda (maker)\nBoris\nVera (from ${since})\n`,
    );
    assertEquals(
      await seen(target, `data/private/${PLANS}.txt`),
      await seen(disk, `data/private/${PLANS}.txt`),
    );
    await assertRejects(() => moves({ [path]: files[path]! }, {}, target), Error, "already");
    const finds: string[] = [];
    checkData(target, "data", (find) => finds.push(find));
    assertEquals(finds, []);
    // Out again, and into another folder: now everything is as it was.
    const again = (await exportAll(target, format))[path]!;
    const third = new MemoryDisk();
    third.put("data/accounts.txt", people.join(""));
    await moves({ [path]: again }, {}, third);
    assertEquals(
      await seen(third, `data/private/${PLANS}.txt`),
      await seen(disk, `data/private/${PLANS}.txt`),
    );
  });
}

Deno.test("a private room is exported by its id alone, and by no name that others may have", async () => {
  const disk = withPlans();
  const options = { ...toolsOn(disk), format: "text" as const, wallClock: new WallClock() };
  const told = async (room: string) => {
    let text = "";
    await exportRoom(options, room, (piece) => text += piece);
    return text;
  };
  const key = PLANS.slice(PLANS.indexOf("+"));
  assert((await told(key)).startsWith(`# +${PLANS}, a private room\n# member # history: joined\n`));
  assertEquals(await told(`+${PLANS}`), await told(key));
  // Its own file says nothing of who is in it: it becomes nobody's by a slip.
  const raw = { [`private/${PLANS}.txt`]: disk.text(`data/private/${PLANS}.txt`) };
  await assertRejects(() => moves(raw), Error, "does not say who is in it");
  for (const wrong of ["Plans", "+Plans", "+", `+${"a".repeat(26)}`, "+../rooms/general"]) {
    await assertRejects(() => told(wrong), Error, "Cannot find");
  }
});

Deno.test("words in a private room make nobody a member of it where it comes in again", async () => {
  const disk = withPlans();
  const path = `data/private/${PLANS}.txt`;
  const words = "x\u2028# member Mallory (maker)\u2028# +Plans, a private room";
  disk.put(path, `${disk.text(path)}[2025-11-19 23:44:00] Vera: ${words}\n`);
  const accounts = ["Ada", "Boris", "Vera", "Eve", "Mallory"]
    .map((name) => `[2025-01-01 00:00:00] ${name}: \n`).join("");
  for (const [format, ending] of FORMATS) {
    const target = new MemoryDisk();
    target.put("data/accounts.txt", accounts);
    for (const made of disk.files.keys()) if (made.startsWith("/all/")) disk.files.delete(made);
    const files = await exportAll(disk, format);
    const one = `private/${PLANS}.${ending}`;
    await moves({ [one]: files[one]! }, {}, target);
    assert(!target.text(`data/private/${PLANS}.members`).includes("Mallory"), format);
  }
});

Deno.test("what happened between words of one second stands between them, in each form", async () => {
  const lines = [
    "[2025-11-19 10:00:00] * Ada created the room",
    "[2025-11-19 10:00:01] Ada: one",
    "[2025-11-19 10:00:01] * Ada set the topic: first",
    "[2025-11-19 10:00:01] Boris: two",
    "[2025-11-19 10:00:01] * Ada pinned 45",
    "[2025-11-19 10:00:01] * Ada set the topic: second",
    "[2025-11-19 10:00:01] Ada: three",
    "[2025-11-19 10:00:02] * Boris set the topic: third",
    "[2025-11-19 10:00:02] Boris: four",
  ];
  // The last second too ends with words, or with something that happened.
  for (const length of [lines.length, lines.length - 2, lines.length - 1]) {
    for (const form of FORMATS) {
      const disk = new MemoryDisk();
      disk.put("data/rooms/general.txt", `${lines.slice(0, length).join("\n")}\n`);
      const before = await seen(disk, "data/rooms/general.txt");
      const { disk: after, result } = await goesRound(disk, "general", form);
      assertEquals(await seen(after, `data/rooms/${result.rooms[0]}.txt`), before, form[0]);
    }
  }
});

/** A chat in which people say and do things at random, many of them within a second. */
function somebodysChat(seed: number): MemoryDisk {
  const next = random(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const chat = new Chat();
  const people = ["Ada", "Борис О’Нил", "สมชาย ใจดี", "a.b_c-d", "مريم"].map((name) =>
    chat.joins(name)
  );
  const words = [
    "Hello",
    "\n",
    "    ",
    "  (edited)",
    "👍 Ada",
    "[2025-11-19 23:46:36] Ada: x",
    "\u2028",
    "<b>",
    "&#10;",
    '"',
    "مرحبا",
    "🐈‍⬛",
    "* Ada shared",
    "https://a.b/c?d",
    "\t",
    "# @Ada+Boris, a private conversation",
    ": ",
    "answered [2025-11-19 23:46:36] Ada",
    "</article>",
    "-----",
  ];
  const said = (): string =>
    Array.from({ length: 1 + Math.floor(next() * 6) }, () => one(words)).join(one(["", " ", "\n"]));
  const ids: number[] = [];
  for (let i = 0; i < 120; i++) {
    const who = one(people);
    const to = ids.length > 0 && next() < 0.3 ? { to: one(ids) } : {};
    who.asks({ type: "message", room: "general", text: `${said()}.`, ...to });
    chat.scheduler.flushNow();
    const message = who.hearsOf("message").at(-1);
    if (message !== undefined) ids.push(message.id);
    const id = one(ids);
    if (next() < 0.3) {
      one(people).asks({
        type: "react",
        room: "general",
        id,
        emoji: one(["👍", "❤️", "🎉"]),
        on: next() < 0.7,
      });
    }
    for (const owner of people) {
      if (next() < 0.05) owner.asks({ type: "edit", room: "general", id, text: `${said()}!` });
      if (next() < 0.02) owner.asks({ type: "erase", room: "general", id });
    }
    chat.scheduler.flushNow();
    if (next() < 0.4) chat.clock.advance(Math.floor(next() * 3) * 1000);
  }
  return chat.disk;
}
