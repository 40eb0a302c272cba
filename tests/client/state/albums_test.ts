/** Pictures that were sent together. */
import { assertEquals } from "@std/assert";
import { groupAlbums, messageIds } from "../../../client/state/albums.js";
import type { Item } from "../../../client/state/selectors.js";

function row(id: number, what: { text?: string; type?: string; first?: boolean } = {}): Item {
  const { text = "", type = "image/png", first = false } = what;
  const file = { id: `${id}.png`, name: "x.png", size: 1, type };
  const message = { id, time: "2026-11-25T10:00:00Z", name: "Ada", text, file };
  return { kind: "message", key: String(id), message, first, mine: false };
}

Deno.test("gathered() makes one row of pictures without words, and of nothing else (ux 14)", () => {
  const rows = groupAlbums([
    row(1, { text: "words", first: true }),
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

Deno.test("gathered() puts ten pictures into one row at most, and loses none", () => {
  const rows = groupAlbums(Array.from({ length: 25 }, (_, i) => row(i, { first: i === 0 })));
  assertEquals(rows.map((item) => messageIds(item).length), [10, 10, 5]);
  assertEquals(new Set(rows.map(({ key }) => key)).size, 3);
});
