import { assert, assertEquals, assertThrows } from "@std/assert";
import { Chat } from "../../helpers/chat.ts";
import { findFolded } from "../../../client/text/fold.js";
import { pick, random } from "../../helpers/random.ts";
import type { Slices } from "../../../server/base/time_slices.ts";
import type { History } from "../../../server/history/history.ts";
import { type Find, search } from "../../../server/history/search.ts";
import { bytePattern, matcherOf, searchQuery } from "../../../server/history/search_query.ts";

/** Slices of so many looks at the stopwatch each, and how many there were. */
function slicesOf(looks: number): Slices & { count: number } {
  let left = 0;
  return {
    count: 0,
    get isUsed() {
      return left-- <= 0;
    },
    next() {
      left = looks;
      this.count++;
      return Promise.resolve();
    },
  };
}

async function find(
  chat: Chat,
  query: string,
  { author = null, slices = slicesOf(4), history = chat.rooms.get("general").history }: {
    author?: string | null;
    slices?: Slices;
    history?: Pick<History, "end" | "path" | "find" | "current">;
  } = {},
): Promise<Find[]> {
  const file = chat.disk.openToRead(history.path)!;
  const found: Find[] = [];
  const matcher = matcherOf(query, author);
  for await (const one of search(history, file, matcher, { from: history.end, to: 0 }, slices)) {
    found.push(one);
  }
  return found;
}

async function texts(chat: Chat, query: string, author?: string): Promise<string[]> {
  return (await find(chat, query, author === undefined ? {} : { author })).flatMap((one) =>
    "message" in one ? [one.message.text] : []
  );
}

function said(...lines: string[]): Chat {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  for (const text of lines) ada.asks({ type: "message", room: "general", text });
  chat.scheduler.flushNow();
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

Deno.test("search() looks nothing up for what stands before a line's words (security H1)", async () => {
  const chat = said(...Array.from({ length: 2000 }, (_, i) => `word ${i}`));
  const boris = chat.joins("Boris");
  const { history } = chat.rooms.get("general");
  const id = history.last(1).messages[0]!.id;
  for (let i = 0; i < 50; i++) {
    boris.asks({ type: "react", room: "general", id, emoji: "👍", on: i % 2 === 0 });
    chat.scheduler.flushNow();
  }
  const blind = {
    end: history.end,
    path: history.path,
    find: () => assert(false, "a message was looked up"),
    current: () => assert(false, "a message was folded"),
  };
  for (const query of [":", "]", "[", "2025", "Ada", "ada: ", "Boris reacted", "👍", " to "]) {
    const found = await find(chat, query, { history: blind as never });
    assertEquals(found.filter((one) => "message" in one), [], query);
  }
  assertEquals(await texts(chat, ": 1"), []);
});

Deno.test("search() gives way after its slice, and tells how far it is (security H1)", async () => {
  const chat = said(...Array.from({ length: 3000 }, (_, i) => `word ${i} ${"x".repeat(100)}`));
  for (const query of ["word", "nowhere"]) {
    const slices = slicesOf(3);
    const found = await find(chat, query, { slices });
    const told = found.filter((one) => "left" in one);
    const windows = Math.floor(chat.file().length / (16 * 1024));
    assert(slices.count > windows / 4, `${slices.count} slices for ${windows} windows`);
    assert(told.length >= slices.count, "each pause is told of, also where nothing is found");
    assertEquals(found.length - told.length, query === "word" ? 3000 : 0);
  }
});

Deno.test("search() looks for the words of one person where that is asked for", async () => {
  const chat = said("tea at five", "coffee");
  const boris = chat.joins("Boris");
  boris.asks({ type: "message", room: "general", text: "Ada: tea" });
  chat.scheduler.flushNow();
  assertEquals(await texts(chat, "tea"), ["Ada: tea", "tea at five"]);
  assertEquals(await texts(chat, "tea", "ADA"), ["tea at five"]);
  assertEquals(await texts(chat, "tea", "Nobody"), []);
  assertEquals(await texts(chat, "Ada"), ["Ada: tea"]);
});

Deno.test("search() finds what a message says now, once, and nothing that was erased", async () => {
  const chat = said("old words", "secret words");
  const ada = chat.joins("Ada");
  const [old, secret] = chat.rooms.get("general").history.last(2).messages.map(({ id }) => id);
  // One who joined anew is another session: an account's own is what its name said.
  Object.assign(ada.connection.member, { account: true });
  for (const text of ["newer words", "newest words"]) {
    ada.asks({ type: "edit", room: "general", id: old, text });
  }
  ada.asks({ type: "erase", room: "general", id: secret });
  chat.scheduler.flushNow();
  assertEquals(await texts(chat, "words"), ["newest words"]);
  assertEquals(
    [await texts(chat, "old"), await texts(chat, "newer"), await texts(chat, "secret")],
    [[], [], []],
  );
});

Deno.test("search() finds the same as reading every message, across chunks", async () => {
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
  chat.scheduler.flushNow();
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

/** What is looked for, what was said, and whether the one is found in the other. */
const SPELLINGS: [query: string, text: string, isFound: boolean][] = [
  ["Кий", "К\u0438\u0438\u0306", true],
  ["caf\u00e9", "cafe\u0301", true],
  ["cafe\u0301", "CAF\u00c9", true],
  ["full", "ＦＵＬＬ", true],
  ["ＦＵＬＬ", "full", true],
  ["fine", "\ufb01ne", true],
  ["\ufb01ne", "FINE", true],
  ["af", "a\ufb01", true],
  ["น้ำ", "น\u0e49\u0e4d\u0e32", true],
  ["น\u0e49\u0e4d\u0e32", "น้ำ", true],
  ["น\u0e4d\u0e49\u0e32", "น้ำ", true],
  ["ss", "Straße", true],
  ["STRASSE", "straße", true],
  ["straße", "STRASSE", true],
  ["한국", "한국".normalize("NFD"), true],
  ["한국".normalize("NFD"), "한국", true],
  ["ﾊﾝ", "ハン", true],
  ["ガ", "ｶﾞ", true],
  ["soft", "so\u00adft", true],
  ["علیرضا", "علی\u200cرضا", true],
  ["ΟΔΟΣ", "οδος", true],
  ["οδος", "οδοσ", true],
  ["\u1ec7", "e\u0323\u0302", true],
  ["\u1ec7", "e\u0302\u0323", true],
  ["\u1ec7", "\u00ea\u0323", true],
  ["日", "\u2f47", true],
  ["\u00e9", "e", false],
  ["ё", "е", false],
  ["и", "и\u0306", false],
  ["1", "½", true],
  ["kg", "㎏", true],
  ["❤", "❤\ufe0f", true],
  ["❤\ufe0f", "❤", true],
  ["صلى", "\ufdfa", true],
  ["м'ята", "м’ята", true],
  ["м’ята", "мʼята", true],
  ["don’t", "DON'T", true],
  ['"tea"', "“tea”", true],
  ["„чай“", "«чай»", true],
  ["9-5", "9–5", true],
  ["nine−five", "nine‑five", true],
  ["Mr Smith", "Mr\u00a0Smith", true],
  ["10\u202f000", "10 000", true],
  ["9-5", "9 5", false],
];

Deno.test("search() finds one spelling by the other, in width, case and form (report 24)", async () => {
  for (const [query, text, isFound] of SPELLINGS) {
    const chat = said(`vor ${text} nach`);
    assertEquals((await texts(chat, query)).length, Number(isFound), `${query} in ${text}`);
    assertEquals(findFolded(`vor ${text} nach`, query) !== null, isFound, "the page marks it");
  }
});

Deno.test("findFolded() marks whole letters, with the marks on them", () => {
  assertEquals(findFolded("a ca\u0301fe", "cáf"), [2, 6]);
  assertEquals(findFolded("x\ufb01ne", "in"), [1, 3]);
  assertEquals(findFolded("x", ""), null);
});

Deno.test("search() finds files by their names, and by nothing else (report 25)", async () => {
  const chat = said("nothing");
  const stamp = "[2025-11-19 23:46:36]";
  chat.disk.add(
    "data/rooms/general.txt",
    `${stamp} * Ada shared aaaaaaaaaaaaaaaaaaaaaa.pdf application/pdf 12345 "отчёт: май.pdf":\n` +
      `${stamp} * Boris shared bbbbbbbbbbbbbbbbbbbbbb.jpg image/jpeg 777 "\u0438\u0306.jpg": the beach\n` +
      `${stamp} * Boris edited 22: "quoted" words\n`,
  );
  const later = chat.restarts();
  const names = async (query: string) =>
    (await find(later, query)).flatMap((one) => "message" in one ? [one.message.file?.name] : []);
  assertEquals(await names("ОТЧЁТ"), ["отчёт: май.pdf"]);
  assertEquals(await names("май"), ["отчёт: май.pdf"]);
  assertEquals(await names("й.jpg"), ["\u0438\u0306.jpg"]);
  assertEquals(await names("beach"), ["\u0438\u0306.jpg"]);
  for (const query of ["image/jpeg", "777", "12345", "aaaa", "shared", "Boris"]) {
    assertEquals(await names(query), [], query);
  }
});
