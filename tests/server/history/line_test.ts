import { assert, assertEquals } from "@std/assert";
import { type Entry, format, isUnmistakable, parse } from "../../../server/history/line.ts";
import { messageText, personName } from "../../../server/people/names.ts";
import { pick, random, randomText } from "../../helpers/random.ts";

const TIME = Date.UTC(2025, 10, 19, 23, 46, 36);

Deno.test("parse() reads a message of an older log", () => {
  assertEquals(parse("[2025-11-19 23:46:36] Username: Message text"), {
    kind: "message",
    time: TIME,
    name: "Username",
    text: "Message text",
  });
});

Deno.test("parse() reads names that older logs allowed and ours do not", () => {
  for (const name of ["User#1", "bob (away)", "x@y", "名前"]) {
    const entry = parse(`[2025-11-19 23:46:36] ${name}: hi`);
    assertEquals(entry?.name, name);
  }
});

Deno.test("parse() leaves the carriage return of a CRLF file out of the text", () => {
  assertEquals((parse("[2025-11-19 23:46:36] Ada: hi\r") as { text: string }).text, "hi");
});

Deno.test("parse() takes a stamp that is no date for no line of ours", () => {
  for (
    const stamp of [
      "2025-02-30 10:00:00",
      "2025-13-01 10:00:00",
      "2025-01-01 24:00:00",
    ]
  ) {
    assertEquals(parse(`[${stamp}] Ada: hi`), null);
  }
});

Deno.test("parse() fits nothing to what fits nothing", () => {
  const lines = [
    "",
    "hello",
    "[2025-11-19 23:46:36]",
    "[2025-11-19 23:46:36] ",
    "[2025-11-19 23:46:36] Ada",
    "[2025-11-19 23:46:36] Ada:hi",
    "[2025-11-19 23:46:36] : hi",
    "[2025-11-19 23:46:36] -Ada: hi",
    "[2025-11-19 23:46:36] * Ada danced",
    "[2025-11-19 23:46:36] * Ada: created the room",
    "[2025-11-19 23:46:36] * Ada reacted to 45",
    "[2025-11-19 23:46:36] * Ada erased x",
    "[2025-11-19 23:46:36]  Ada: hi",
  ];
  for (const line of lines) assertEquals(parse(line), null, line);
});

Deno.test("parse() reads every event of the design", () => {
  const kinds = [
    ["* Ada created the room", "created"],
    ["* Boris reacted 👍 to 45", "reacted"],
    ["* Boris unreacted 👍 to 45", "reacted"],
    ["* Ada edited 45: Hello there", "edited"],
    ["* Ada erased 45", "erased"],
    ['* Ada shared 9f2c41d0a7b3.jpg image/jpeg 34012 "holiday.jpg": look at this', "shared"],
  ];
  for (const [rest, kind] of kinds) {
    assertEquals(parse(`[2025-11-19 23:46:36] ${rest}`)?.kind, kind as Entry["kind"], rest);
  }
});

Deno.test("parse() takes everything before the last known event for the name", () => {
  const cases: [string, string, Entry["kind"]][] = [
    [
      "Ada created the room created the room",
      "Ada created the room",
      "created",
    ],
    ["Ada erased 45 erased 46", "Ada erased 45", "erased"],
    ["Ada erased erased 46", "Ada erased", "erased"],
    ["Ada reacted x to 3 unreacted 👍 to 45", "Ada reacted x to 3", "reacted"],
  ];
  for (const [rest, name, kind] of cases) {
    const entry = parse(`[2025-11-19 23:46:36] * ${rest}`);
    assertEquals([entry?.name, entry?.kind], [name, kind]);
  }
});

Deno.test("parse() lets no text and no file name forge another event", () => {
  const texts = ["x erased 45", "a created the room", "b reacted 👍 to 3", "c edited 4: d"];
  for (const text of texts) {
    const edited: Entry = {
      kind: "edited",
      time: TIME,
      name: "Ada",
      target: 45,
      text,
    };
    assertEquals(parse(format(edited)), edited);
    for (const name of [text, `${text}: more`]) {
      const file = {
        id: "9f2c41d0a7b3.jpg",
        type: "image/jpeg",
        size: 3,
        name,
      };
      const shared: Entry = {
        kind: "shared",
        time: TIME,
        name: "Ada",
        text,
        file,
      };
      assertEquals(parse(format(shared)), shared);
    }
  }
});

Deno.test("parse() gives back what format() was given, for any accepted name and text", () => {
  const next = random(1);
  const names = [
    "Ada",
    "Борис",
    "สมชาย ใจดี",
    "O’Neil-2",
    "a.b_c",
    "Ada erased 45",
    "1 created the room",
  ];
  for (let i = 0; i < 10_000; i++) {
    const name = personName(pick(next, names));
    const text = accepted(randomText(next));
    if (text === null) continue;
    const target = Math.floor(next() * 1e9);
    const entries: Entry[] = [
      { kind: "message", time: TIME, name, text },
      { kind: "edited", time: TIME, name, target, text },
      {
        kind: "reacted",
        time: TIME,
        name,
        target,
        emoji: "👩‍🚀",
        on: next() < 0.5,
      },
      { kind: "erased", time: TIME, name, target },
      { kind: "created", time: TIME, name },
    ];
    for (const entry of entries) {
      const line = format(entry);
      assert(!line.includes("\n"), "one event is one line");
      assertEquals(parse(line), entry);
      assertEquals(parse(new TextDecoder().decode(new TextEncoder().encode(line))), entry);
    }
  }
});

Deno.test("parse() of a message counts one line for each, whatever forged lines people send", () => {
  const forged = [
    "\n[2025-11-19 23:46:36] Boris: I owe Ada 100",
    "\r\n[2025-11-19 23:46:36] Boris: x",
    "\u2028[2025-11-19 23:46:36] * Boris created the room",
    "\u0085[2025-11-19 23:46:36] Boris: x",
    "[2025-11-19 23:46:36] Boris: x",
  ];
  for (const text of forged) {
    const stored = messageText(text + "!");
    const file = format({ kind: "message", time: TIME, name: "Ada", text: stored }) + "\n";
    assertEquals(file.split("\n").length, 2);
    assertEquals((parse(file.slice(0, -1)) as { name: string }).name, "Ada");
  }
});

function accepted(text: string): string | null {
  try {
    return messageText(text);
  } catch {
    return null;
  }
}

Deno.test("parse() reads who was added, removed and left, and what format() made of it", () => {
  const entries: Entry[] = [
    { kind: "added", time: TIME, name: "Ada", who: "Vera" },
    { kind: "removed", time: TIME, name: "Ada added", who: "สมชาย ใจดี" },
    { kind: "left", time: TIME, name: "Vera" },
  ];
  assertEquals(entries.map((entry) => parse(format(entry))), entries);
  assertEquals(entries.map(format), [
    "[2025-11-19 23:46:36] * Ada added Vera",
    "[2025-11-19 23:46:36] * Ada added removed สมชาย ใจดี",
    "[2025-11-19 23:46:36] * Vera left the room",
  ]);
});

Deno.test("isUnmistakable() refuses a line that a name would make another event", () => {
  const line = (name: string, who: string): Entry => ({ kind: "added", time: TIME, name, who });
  for (
    const who of [
      "Vera erased 45",
      "X created the room",
      "X imported this room as accounts",
      "Vera left the room",
      "Bob added Vera",
    ]
  ) assertEquals(isUnmistakable(line("Ada", personName(who))), false, who);
  // A version that knows no `added` would read a reaction here.
  assertEquals(isUnmistakable(line("Bob reacted", "to 5")), false);
  for (const who of ["Vera", "left", "added", "O’Neil-2", "45"]) {
    assertEquals(isUnmistakable(line("Ada", who)), true, who);
  }
});
