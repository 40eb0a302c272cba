import { assert, assertEquals } from "@std/assert";
import { asks, start } from "../../helpers/started_app.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const HEAD = "[2025-11-19 23:46:36] * Ada created the room\n";
const id = (n: number) => `${String(n).padStart(32, "0")}.png`;

function lineOf(n: number, type: string): string {
  return `[2025-11-2${n} 10:00:00] * Ada shared ${id(n)} ${type} 3 "f${n}": said\n`;
}

function opened() {
  const disk = new MemoryDisk();
  const lines = [lineOf(1, "image/png"), lineOf(2, "text/plain"), lineOf(3, "image/jpeg")];
  disk.put("/data/rooms/general.txt", HEAD + lines.join(""));
  disk.put("/data/direct/Boris+Vera.txt", HEAD + lineOf(4, "image/png"));
  const { app, clock } = start(disk, true);
  async function get(path: string) {
    const answer = asks(app, "GET", path, null);
    const done = answer.then(() => true);
    // What is long is read in slices of turns, and a turn needs a clock that goes on.
    while (!await Promise.race([done, Promise.resolve(false)])) clock.advance(1);
    return await answer;
  }
  return { get };
}

const names = (body: { messages: { file: { name: string } }[] }) =>
  body.messages.map(({ file }) => file.name);

Deno.test("GET /api/rooms/<room>/files pages from the newest, all of it or of a kind", async () => {
  const { get } = opened();
  const all = await get("/api/rooms/general/files");
  assertEquals(names(all.body), ["f3", "f2", "f1"]);
  assertEquals([all.body.room, all.body.more], ["general", false]);
  assertEquals(names((await get("/api/rooms/general/files?kind=picture")).body), ["f3", "f1"]);
  assertEquals(names((await get("/api/rooms/general/files?kind=other")).body), ["f2"]);
  const { body } = await get("/api/rooms/general/files?limit=2");
  assertEquals([names(body), body.more], [["f3", "f2"], true]);
  const rest = await get(`/api/rooms/general/files?limit=2&before=${body.start}`);
  assertEquals([names(rest.body), rest.body.more], [["f1"], false]);
});

Deno.test("GET /api/rooms/<room>/files refuses a bad cursor, a kind and rooms of others", async () => {
  const { get } = opened();
  for (
    const [query, code] of [["before=3", "bad_range"], ["before=x", "bad_request"], [
      "kind=films",
      "bad_request",
    ], ["limit=-1", "bad_request"]]
  ) {
    const { status, body } = await get(`/api/rooms/general/files?${query}`);
    assertEquals([status >= 400, body.code], [true, code!], query);
  }
  const none = await get("/api/rooms/Nothing/files");
  assertEquals(none.status, 404);
  for (const room of ["@Boris", "@Vera", "Boris+Vera", "..%2Fdirect%2FBoris+Vera"]) {
    const { status, body } = await get(`/api/rooms/${room}/files`);
    assert(status >= 400, room);
    assertEquals(JSON.stringify(body).includes("f4"), false);
  }
});

Deno.test("GET /api/rooms/<room>/messages?time= leads to a day or the next after it", async () => {
  const { get } = opened();
  const at = async (time: string) => {
    const { body } = await get(`/api/rooms/general/messages?time=${time}`);
    const found = body.messages.find(({ id }: { id: number }) => id === body.target);
    return { name: found?.file.name, count: body.messages.length, newer: body.newer };
  };
  assertEquals(await at("2025-11-22"), { name: "f2", count: 3, newer: false });
  assertEquals(await at("2025-11-22T10:00:01Z"), { name: "f3", count: 3, newer: false });
  assertEquals((await at("1999-01-01T00:00:00.000Z")).name, "f1", "before all there is");
  const late = await get("/api/rooms/general/messages?time=2030-01-01");
  assertEquals([late.body.target, late.body.messages.length], [undefined, 3], "the newest");
  for (
    const bad of [
      "yesterday",
      "2025-13-01",
      "2025-11-22T10:00:00",
      "1763800000000",
      "2025-11-22%2010:00",
      "",
    ]
  ) {
    const { status, body } = await get(`/api/rooms/general/messages?time=${bad}`);
    assertEquals([status, body.code], [400, "bad_request"], bad);
  }
  assertEquals((await get("/api/rooms/general/messages?time=2025-11-22&before=45")).status, 400);
});
