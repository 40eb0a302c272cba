/** Pictures that were sent together. */
import { assertEquals } from "@std/assert";
import { groupAlbums, messageIds } from "../../../client/state/albums.js";
import type { Item } from "../../../client/state/selectors.js";

interface Said {
  text?: string;
  type?: string;
  first?: boolean;
  time?: string;
  to?: { id: number; name: string; text: string };
  erased?: true;
}

function row(id: number, what: Said = {}): Item {
  const { text = "", type = "image/png", first = false, time = "10:00:00", ...rest } = what;
  const file = { id: `${id}.png`, name: "x.png", size: 1, type };
  const message = { id, time: `2026-11-25T${time}Z`, name: "Ada", text, file, ...rest };
  return { kind: "message", key: String(id), message, first, mine: false };
}

const idsOf = (items: Item[]) => groupAlbums(items).map(messageIds);

Deno.test("pictures that were said together are one row, and nothing else is (ux 14)", () => {
  const rows = groupAlbums([
    row(1, { type: "application/pdf", first: true }),
    row(2),
    row(3),
    row(4),
    { kind: "unread", key: "unread" },
    row(5, { first: true }),
    row(6, { type: "application/pdf" }),
    row(7),
    row(8, { first: true }),
  ]);
  assertEquals(rows.map(({ kind }) => kind), [
    "message",
    "album",
    "unread",
    "message",
    "message",
    "message",
    "message",
  ]);
  assertEquals(messageIds(rows[1]!), [2, 3, 4]);
});

Deno.test("words and an answer are those of the first picture of a row, never of a later one", () => {
  const to = { id: 1, name: "Boris", text: "Show me" };
  assertEquals(idsOf([row(2, { text: "My cat" }), row(3), row(4)]), [[2, 3, 4]]);
  assertEquals(idsOf([row(2), row(3, { text: "My cat" }), row(4)]), [[2], [3, 4]]);
  assertEquals(idsOf([row(2, { to }), row(3), row(4, { to }), row(5)]), [[2, 3], [4, 5]]);
  assertEquals(idsOf([row(2, { text: "My cat" }), row(3, { text: "And hers" })]), [[2], [3]]);
  assertEquals(idsOf([row(2, { erased: true }), row(3), row(4)]), [[2], [3, 4]]);
});

Deno.test("a picture said a while after one with words stands for itself", () => {
  const cat = row(2, { text: "My cat" });
  const soon = row(3, { time: "10:01:00" });
  assertEquals(idsOf([cat, soon, row(4, { time: "10:02:00" })]), [[2, 3, 4]]);
  assertEquals(idsOf([cat, row(3, { time: "10:01:01" })]), [[2], [3]]);
  assertEquals(idsOf([row(2), row(3, { time: "10:04:00" })]), [[2, 3]], "without words it may");
});

Deno.test("ten pictures at most are one row, and none is lost", () => {
  const rows = groupAlbums(Array.from({ length: 25 }, (_, i) => row(i, { first: i === 0 })));
  assertEquals(rows.map((item) => messageIds(item).length), [10, 10, 5]);
  assertEquals(new Set(rows.map(({ key }) => key)).size, 3);
});
