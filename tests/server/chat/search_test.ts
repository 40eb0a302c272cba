import { assert, assertEquals, assertThrows } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";
import { pick, random } from "../../helpers/random.ts";
import { bytePattern, type Find, search, searchQuery } from "../../../server/chat/search.ts";

async function find(chat: Chat, query: string, from?: number): Promise<Find[]> {
  const { history } = chat.rooms.get("general");
  const file = chat.disk.openToRead(history.path)!;
  const found: Find[] = [];
  for await (
    const one of search(history, file, query, from ?? history.end, () => Promise.resolve())
  ) {
    found.push(one);
  }
  return found;
}

async function texts(chat: Chat, query: string): Promise<string[]> {
  return (await find(chat, query)).flatMap((one) => "message" in one ? [one.message.text] : []);
}

function said(...lines: string[]): Chat {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  for (const text of lines) ada.asks({ type: "message", room: "general", text });
  chat.turn.end();
  return chat;
}

Deno.test("search() finds words in any case and script, the newest first", async () => {
  const chat = said(
    "The Picnic",
    "picnics",
    "Пікнік у СУБОТУ",
    "nothing",
    "ปิกนิกวันเสาร์",
    "ß STRASSE",
    "a.c",
    "abc",
  );
  assertEquals(await texts(chat, "PICNIC"), ["picnics", "The Picnic"]);
  assertEquals(await texts(chat, "суботу"), ["Пікнік у СУБОТУ"]);
  assertEquals(await texts(chat, "วันเสาร์"), ["ปิกนิกวันเสาร์"]);
  assertEquals(await texts(chat, "a.c"), ["a.c"], "nothing in it is a pattern");
  assertEquals(await texts(chat, "created the room"), []);
  assertEquals(await texts(chat, "Ada"), [], "names and times are not what was said");
  assertEquals(await texts(chat, "2025"), []);
});

Deno.test("search() finds what a message says now, once, and nothing that was erased", async () => {
  const chat = said("old words", "secret words");
  const ada = chat.joins("Ada");
  const [old, secret] = chat.rooms.get("general").history.last(2).messages.map(({ id }) => id);
  // One who joined anew is another session: an account's own is what its name said.
  Object.assign(ada.listener.member, { account: true });
  for (const text of ["newer words", "newest words"]) {
    ada.asks({ type: "edit", room: "general", id: old, text });
  }
  ada.asks({ type: "erase", room: "general", id: secret });
  chat.turn.end();
  assertEquals(await texts(chat, "words"), ["newest words"]);
  assertEquals(
    [await texts(chat, "old"), await texts(chat, "newer"), await texts(chat, "secret")],
    [[], [], []],
  );
});

Deno.test("search() finds the same as reading every message, across chunks, whatever the lines hold", async () => {
  const next = random(9);
  const words = [
    "apple",
    "APPLE pie",
    "яблуко",
    "ЯБЛУКО",
    "ผลไม้",
    "x".repeat(900),
    "two\nlines",
    "👍",
  ];
  const lines = Array.from(
    { length: 6000 },
    () => Array.from({ length: 1 + Math.floor(next() * 4) }, () => pick(next, words)).join(" "),
  );
  const chat = said(...lines.slice(0, 3000));
  const ada = chat.joins("Ada");
  for (const text of lines.slice(3000)) ada.asks({ type: "message", room: "general", text });
  chat.turn.end();
  chat.disk.add("data/rooms/general.txt", `${"y".repeat(70_000)} apple\n`);
  assert(chat.disk.files.get("data/rooms/general.txt")!.bytes.length > 1_200_000);
  for (const query of ["apple pie", "яблуко", "ผลไม้ 👍", "nowhere"]) {
    const wanted = lines.filter((text) => text.toLowerCase().includes(query)).reverse();
    assertEquals((await texts(chat, query)).length, wanted.length, query);
    assertEquals(await texts(chat, query), wanted, query);
  }
  const found = await find(chat, "nowhere");
  assert(found.length >= 2 && found.every((one) => "left" in one), "it says how far it is");
  assertEquals(found.at(-1), { left: 0 });
});

Deno.test("searchQuery() takes one line of up to a hundred characters and says so otherwise", () => {
  assertEquals(searchQuery("  a b  "), "a b");
  for (const bad of [null, "", "   ", "a\nb", "x".repeat(101)]) {
    assertThrows(() => searchQuery(bad));
  }
  assert(bytePattern("a+b (c)[d]\\").test("A+B (C)[D]\\"));
});
