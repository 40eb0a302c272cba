import { assertEquals, assertThrows } from "@std/assert";
import { RecordScanner } from "../../../../server/transfer/input/record_scanner.ts";
import type { JsonValue } from "../../../../server/transfer/sources/source.ts";

/** What a scanner tells of a text that comes in pieces of a length. */
function scans(text: string, records: string[], length: number) {
  const told: { head: [string, JsonValue][]; records: JsonValue[] } = { head: [], records: [] };
  const scanner = new RecordScanner(records, "a.json", {
    head: (path, value) => told.head.push([path, value]),
    record: (value) => told.records.push(value),
  });
  for (let at = 0; at < text.length; at += length) scanner.push(text.slice(at, at + length));
  return { ...told, isWhole: scanner.end() };
}

const DOCUMENT = {
  name: 'Cl"ub\\',
  empty: {},
  numbers: [1, -2.5e3, true, null],
  messages: [{ a: "} ] , \\" }, { b: [[1], { c: '"' }] }, 5, "x", []],
  after: "z",
};

Deno.test("RecordScanner finds the same records wherever a document is cut into pieces", () => {
  for (
    const text of [JSON.stringify(DOCUMENT), `\n ${JSON.stringify(DOCUMENT, null, "\t")} \r\n`]
  ) {
    for (const length of [1, 2, 3, 7, 64, 1000]) {
      const { head, records, isWhole } = scans(text, ["messages"], length);
      assertEquals(records, DOCUMENT.messages, `${length}`);
      assertEquals(Object.fromEntries(head), {
        name: DOCUMENT.name,
        empty: {},
        numbers: DOCUMENT.numbers,
        after: "z",
      });
      assertEquals(isWhole, true);
    }
  }
});

Deno.test("RecordScanner finds arrays at the top and in lists, and tells what precedes them", () => {
  assertEquals(scans('[{"a":1},{"a":2}]', [""], 3).records, [{ a: 1 }, { a: 2 }]);
  const all = JSON.stringify({
    chats: { list: [{ name: "A", messages: [1] }, { name: "B", id: 7, messages: [2, 3] }] },
  });
  const { head, records } = scans(all, ["messages", "chats.list.messages"], 5);
  assertEquals(records, [1, 2, 3]);
  assertEquals(head, [["chats.list.name", "A"], ["chats.list.name", "B"], ["chats.list.id", 7]]);
});

Deno.test("RecordScanner hands on what precedes a broken end, and refuses what is no JSON", () => {
  const cut = JSON.stringify(DOCUMENT).slice(0, 130);
  const { records, isWhole } = scans(cut, ["messages"], 10);
  assertEquals([records[0], isWhole], [DOCUMENT.messages[0]!, false]);
  assertThrows(() => scans('{"messages":[{"a":]}', ["messages"], 100), Error, "no JSON");
  assertThrows(() => scans("{messages:[]}", ["messages"], 100), Error, "a name is missing");
});
