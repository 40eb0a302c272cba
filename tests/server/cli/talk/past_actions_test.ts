import { assert, assertEquals } from "@std/assert";
import { TalkBench } from "../../../helpers/talk_bench.ts";

const said = (id: number, text: string) => ({
  ...{ id, time: "2025-11-19T12:00:00Z", name: "Vera", text },
});

Deno.test("talk goes to a day, where the reader is, and back from there", async () => {
  const bench = new TalkBench({
    answers({ url }) {
      const query = new URL(url).searchParams;
      const time = query.get("time");
      if (time !== null) {
        const isLate = Date.parse(time) > Date.parse("2026-01-01");
        const page = isLate
          ? { messages: [] }
          : { messages: [said(5, "a"), said(9, "b")], target: 9 };
        return Response.json({ room: "general", epoch: "e", start: 5, end: 20, ...page });
      }
      if (query.get("before") !== "9") return undefined;
      return Response.json({ messages: [said(5, "a")], start: 5, end: 9, more: false });
    },
  });
  await bench.welcomes({ messages: [{ id: 45, text: "Hello" }] });
  await bench.types("/date 2025-11-19\r");
  const begin = new Date(2025, 10, 19).toISOString().replace(".000", "");
  const query = new URLSearchParams({ time: begin });
  assert(bench.requests.some((one) => one.includes(`messages?${query}`)), `${bench.requests}`);
  assert(/-- From 2025-11-19:\n {2}2 \S+ Vera: b\n-- \/history/.test(bench.seen), bench.seen);
  // PageUp is the key for it.
  await bench.types("\x1b[5~");
  assert(/Vera: a\n-- This is where it began/.test(bench.seen), bench.seen);
  await bench.types("/date 2026-02-03\r", "/date 2025-02-30\r", "/date tomorrow\r");
  assert(bench.seen.includes("-- Nothing was said since 2026-02-03"), bench.seen);
  assertEquals(bench.seen.match(/expected a day such as 2026-11-01/g)?.length, 2);
});

Deno.test("talk lists pins and files, each by its number", async () => {
  const file = { id: "f", type: "text/plain", size: 3, name: "tea\x1b[2J.txt" };
  let isEmpty = true;
  const bench = new TalkBench({
    answers({ url }) {
      if (!/\/(?:pins|files\?limit=20)$/.test(url)) return undefined;
      const messages = isEmpty ? [] : [{ ...said(9, "later"), file }, said(5, "first")];
      return Response.json({ room: "general", epoch: "e", messages, start: 5, more: false });
    },
  });
  await bench.welcomes({ messages: [{ id: 45, text: "Hello" }] });
  await bench.types("/pins\r", "/files\r");
  assert(bench.seen.includes("-- Nothing is pinned: /pin N"), bench.seen);
  assert(bench.seen.includes("-- There is no file in this room"), bench.seen);
  isEmpty = false;
  await bench.types("/pins\r", "/files\r");
  const list = bench.seen.replace(/\d\d:\d\d /g, "");
  const later = "  2 Vera: later [tea\\u001b[2J.txt, 3 B]\n";
  assert(
    list.includes(`-- Pinned:\n${later}  3 Vera: first\n-- Files:\n  3 Vera: first\n${later}`),
    list,
  );
});
