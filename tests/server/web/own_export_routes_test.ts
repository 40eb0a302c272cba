/** One's own data as a zip at the HTTP door, over a whole chat in memory. */
import { assert, assertEquals } from "@std/assert";
import { openZip } from "../../../server/transfer/input/zip.ts";
import type { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { asks, start } from "../../helpers/started_app.ts";

const ADA = { name: "Ada", password: "correct horse" };
const BORIS = { name: "Boris", password: "battery staple" };

async function started() {
  const disk = new MemoryDisk();
  const { app, clock } = start(disk, true, "--limits", "none");
  const setup = await app.setupCode();
  const ada = (await asks(app, "POST", "/api/accounts", { ...ADA, setup })).cookies;
  const boris = (await asks(app, "POST", "/api/accounts", BORIS)).cookies;
  const says = async (text: string, cookie: string, room = "general") =>
    (await asks(app, "POST", `/api/rooms/${encodeURIComponent(room)}/messages`, { text }, cookie))
      .body;
  const gets = (cookie: string, headers: Record<string, string> = {}, method = "GET") =>
    app.fetch(
      new Request("http://localhost:8000/api/account/export", {
        method,
        headers: { host: "localhost:8000", cookie, ...headers },
      }),
      "127.0.0.1",
    );
  return { app, clock, disk, ada, boris, says, gets };
}

/** Waits for what is long, which is done in slices of later turns. */
async function within<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => isDone = true);
  while (!isDone) {
    clock.advance(10);
    await new Promise((go) => setTimeout(go, 0));
  }
  return await done;
}

async function unpacked(clock: FakeClock, answer: Response): Promise<Map<string, string>> {
  const disk = new MemoryDisk();
  disk.put("x.zip", new Uint8Array(await within(clock, answer.arrayBuffer())));
  const files = new Map<string, string>();
  for (const entry of openZip(disk.openToRead("x.zip")!, "x.zip")) {
    files.set(entry.path, await new Response(ReadableStream.from(entry.read())).text());
  }
  return files;
}

Deno.test("GET /api/account/export is all of one's own, and nothing of anybody else's", async () => {
  const { app, ada, boris, says, gets, disk, clock } = await started();
  await says("from Ada", ada);
  await says("from Boris", boris);
  await says("from Boris to Ada", boris, "@Ada");
  await says("from Ada to Boris", ada, "@Boris");
  for (const [owner, bytes] of [["boris", "a picture of it"], ["ada", "not his"]] as const) {
    const id = `${(owner === "ada" ? "a" : "b").repeat(32)}.txt`;
    disk.put(`/data/files/${id}`, bytes);
    const about = `${bytes.length} text/plain "holiday.txt" ${owner}\tgeneral`;
    disk.put(`/data/files/${id}.about`, `[2025-11-19 23:48:10] ${about}\n`);
  }
  const answer = await gets(boris, { "sec-fetch-site": "same-origin" });
  assertEquals([answer.status, answer.headers.get("content-type")], [200, "application/zip"]);
  assert(/filename\*=UTF-8''Boris-\d{4}-\d\d-\d\d\.zip$/.test(
    answer.headers.get("content-disposition") ?? "",
  ));
  const files = await unpacked(clock, answer);
  assertEquals([...files.keys()], [
    "README.txt",
    "account.txt",
    "settings.txt",
    "rooms/general.txt",
    "direct/Ada+Boris.txt",
    `files/${"b".repeat(32)}.txt`,
  ]);
  assertEquals([...files.values()].at(-1), "a picture of it");
  const room = files.get("rooms/general.txt")!;
  assert(/Boris: .*from Boris/.test(room) && !room.includes("from Ada"), room);
  const direct = files.get("direct/Ada+Boris.txt")!;
  assert(/Boris: .*from Boris to Ada.*\n.*Ada: .*from Ada to Boris.*\n$/.test(direct), direct);
  const account = files.get("account.txt")!;
  assert(/^name: Boris\nsince: [\d :-]+\nsigned in: /.test(account), account);
  const all = [...files.values()].join("\n");
  assert(!all.includes("Ada (admin)") && !/[0-9a-f]{64}|argon2/.test(all), "no hash of anything");
  const asked = asks(app, "GET", "/api/account/data", null, boris);
  const { body } = await within(clock, asked);
  assertEquals(body, { files: 1, bytes: 15 });
  await app.close();
});

Deno.test("the export is the session's own, from our own page, one at a time", async () => {
  const { app, ada, boris, says, gets, clock } = await started();
  for (let i = 0; i < 20; i++) await says("words ".repeat(500) + i, boris);
  assertEquals((await (await gets("")).json()).code, "no_session");
  for (const site of ["cross-site", "same-site"]) {
    assertEquals((await (await gets(boris, { "sec-fetch-site": site })).json()).code, "bad_origin");
  }
  const head = await gets(boris, {}, "HEAD");
  assertEquals([head.status, head.body], [200, null]);
  const first = await gets(boris);
  assertEquals((await (await gets(boris)).json()).code, "busy");
  const other = await gets(ada);
  assertEquals(other.status, 200, "somebody else may meanwhile");
  await other.body?.cancel();
  await first.body?.cancel();
  const again = await gets(boris);
  const reader = again.body!.getReader();
  await reader.read();
  // Whoever reads no further makes room, after a while.
  clock.advance(61_000);
  await reader.read().then(() => reader.read()).catch(() => {});
  const last = await gets(boris);
  assertEquals(last.status, 200);
  await last.body?.cancel();
  await app.close();
});
