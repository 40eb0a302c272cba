import { assert, assertEquals } from "@std/assert";
import { type Entry, format, isUnmistakable, parse } from "../../../server/history/line.ts";
import { messageText } from "../../../server/people/names.ts";
import { random, randomText } from "../../helpers/random.ts";

const TIME = Date.UTC(2025, 10, 19, 23, 46, 36);
const STAMP = "[2025-11-19 23:46:36] ";

Deno.test("parse() reads the lines about a room as the design has them", () => {
  const lines: Record<string, Entry> = {
    "* Ada pinned 45": { kind: "pinned", time: TIME, name: "Ada", id: 45, on: true },
    "* Ada unpinned 45": { kind: "pinned", time: TIME, name: "Ada", id: 45, on: false },
    "* Ada set the topic: What we cook: this week": {
      kind: "topic",
      time: TIME,
      name: "Ada",
      text: "What we cook: this week",
    },
    "* Ada set the topic: ": { kind: "topic", time: TIME, name: "Ada", text: "" },
    "* Ada renamed the room to Kitchen": {
      kind: "renamed",
      time: TIME,
      name: "Ada",
      to: "Kitchen",
    },
    "* Ada archived the room": { kind: "archived", time: TIME, name: "Ada", on: true },
    "* Ada restored the room": { kind: "archived", time: TIME, name: "Ada", on: false },
  };
  for (const [line, entry] of Object.entries(lines)) {
    assertEquals(parse(STAMP + line), entry, line);
    assertEquals(format(entry), STAMP + line);
  }
});

Deno.test("parse() fits no line about a room to what is nearly one", () => {
  for (
    const line of [
      "* Ada pinned",
      "* Ada pinned x",
      "* Ada pinned 45 now",
      "* Ada set the topic",
      "* Ada set the topic:x",
      "* Ada renamed the room to ",
      "* Ada renamed the room to -x",
      "* Ada renamed the room to a/b",
      "* Ada archived the house",
    ]
  ) assertEquals(parse(STAMP + line), null, line);
});

Deno.test("a topic passes for no other line, whatever is written into it", () => {
  const next = random(7);
  for (let i = 0; i < 2000; i++) {
    let text: string;
    try {
      text = messageText(randomText(next)).replaceAll("\n", " ");
    } catch {
      continue;
    }
    const entry: Entry = { kind: "topic", time: TIME, name: "Ada erased 45", text };
    assertEquals(parse(format(entry)), entry);
  }
  const entry: Entry = { kind: "topic", time: TIME, name: "Ada", text: "x * Ada erased 45" };
  assertEquals(parse(format(entry)), entry);
});

Deno.test("isUnmistakable() tells of a name that would pass for another line", () => {
  const renamed = (to: string): Entry => ({ kind: "renamed", time: TIME, name: "Ada", to });
  assert(isUnmistakable(renamed("Kitchen")));
  assert(isUnmistakable(renamed("pinned notes")));
  for (const to of ["x erased 45", "x created the room", "x pinned 45", "y archived the room"]) {
    assert(!isUnmistakable(renamed(to)), to);
  }
});
