/**
 * Files of people under somebody's hands: an editor on Windows, an emptied file, garbage. Nobody becomes
 * an admin by that, nobody loses an account, a ban or a line.
 */
import { assert, assertEquals } from "@std/assert";
import { MemoryDisk } from "../helpers/memory_disk.ts";
import { asks, start } from "../helpers/started_app.ts";
import type { App } from "../../server/app.ts";
import { greeting } from "../../server/process/banner.ts";
import { readConfig } from "../../server/config.ts";

const ADA = { name: "Ada", password: "correct horse battery" };
const EVE = { name: "Eve", password: "battery staple horse" };
const FILES = ["accounts", "sessions", "tokens", "moderation", "read_marks"];
const RUBBISH = "\u0000\u0001 what is this?";

/** A chat that has an admin, a bot, a ban, a read mark and something said, at rest. */
async function used(): Promise<{ disk: MemoryDisk; cookies: string; token: string }> {
  const disk = new MemoryDisk();
  const { app } = start(disk, true);
  const setup = await app.setupCode();
  const { cookies } = await asks(app, "POST", "/api/accounts", { ...ADA, setup });
  const token = await app.people.tokens.make("Robo");
  const until = Date.UTC(2099, 0);
  await app.people.moderation.add({
    what: "ban",
    name: "Mallory",
    addressKey: "",
    until,
    by: "Ada",
  });
  app.people.marks.move("ada", "general", app.rooms.get("general").history.epoch, 1);
  await app.close();
  return { disk, cookies, token };
}

/** What must hold whatever was done to the files, but to the accounts themselves. */
async function holds(app: App, { cookies, token }: { cookies: string; token: string }) {
  const { body } = await asks(app, "GET", "/api/session", null, cookies);
  assertEquals(body.me, { name: "Ada", account: true, admin: true });
  assertEquals(app.people.tokens.find(token), "Robo");
  assertEquals(app.people.moderation.list().map(({ name }) => name), ["Mallory"]);
  assertEquals(app.people.marks.get("ada", "general", app.rooms.get("general").history.epoch), 1);
  const signedIn = await asks(app, "POST", "/api/session", ADA);
  assertEquals([signedIn.status, signedIn.body.me?.admin], [200, true]);
  const claimed = await asks(app, "POST", "/api/accounts", EVE);
  assertEquals([claimed.status, claimed.body.me?.admin], [200, false]);
}

function greeted(app: App): string {
  const asked = readConfig([], () => undefined);
  assert("config" in asked);
  const { config } = asked;
  const lines = greeting({ config, version: "0", data: "/data", port: 8000, app, code: null });
  return lines.join("\n");
}

Deno.test("an editor on Windows with \\r behind every line changes nobody (issue 15, 2)", async () => {
  const chat = await used();
  for (const file of FILES) {
    const path = `/data/${file}.txt`;
    chat.disk.put(path, chat.disk.text(path).replaceAll("\n", "\r\n"));
  }
  const { app } = start(chat.disk, true);
  assert(!greeted(app).includes("Kept"), "all of it is understood");
  await holds(app, chat);
  await app.close();
});

Deno.test("garbage in any file stays, is counted, and takes nothing away (issue 15, 2)", async () => {
  const chat = await used();
  for (const file of FILES) {
    const path = `/data/${file}.txt`;
    chat.disk.put(path, `${RUBBISH}\n${chat.disk.text(path)}`);
  }
  const { app } = start(chat.disk, true);
  for (const file of FILES) assert(greeted(app).includes(`1 in ${file}.txt`), greeted(app));
  await holds(app, chat);
  await app.people.tokens.make("Other");
  await app.people.moderation.lift("ban", "Mallory");
  app.people.marks.move("ada", "general", app.rooms.get("general").history.epoch, 2);
  await app.close();
  for (const file of FILES) assert(chat.disk.text(`/data/${file}.txt`).startsWith(RUBBISH), file);
});

Deno.test("an emptied accounts.txt makes nobody an admin by being first (issue 15, 2)", async () => {
  for (const left of ["", "\r\n"]) {
    const { disk } = await used();
    disk.put("/data/accounts.txt", left);
    const { app } = start(disk, true);
    assertEquals(await app.setupCode(), null, "the chat is not new");
    const claimed = await asks(app, "POST", "/api/accounts", EVE);
    assertEquals([claimed.status, claimed.body.me.admin], [200, false]);
    assertEquals(app.people.accounts.hasAdmin, false);
    await app.close();
  }
});

Deno.test("an accounts.txt of garbage stops claims and says so until mended (issue 15, 2)", async () => {
  const chat = await used();
  const before = chat.disk.text("/data/accounts.txt");
  chat.disk.put("/data/accounts.txt", `${RUBBISH}\n`);
  const { app, told, clock } = start(chat.disk, true);
  assertEquals(await app.setupCode(), null);
  const claimed = await asks(app, "POST", "/api/accounts", EVE);
  assertEquals([claimed.status, claimed.body.code], [503, "damaged"]);
  assert(claimed.body.text.includes("accounts.txt"));
  assert(/Warning +accounts\.txt holds no readable account/.test(greeted(app)));
  assert(told.some((line) => line.startsWith("accounts.txt holds no readable account")));
  assertEquals(chat.disk.text("/data/accounts.txt"), `${RUBBISH}\n`, "and it is not rewritten");
  chat.disk.put("/data/accounts.txt", before);
  clock.advance(3000);
  await holds(app, chat);
  await app.close();
});

Deno.test("a setup link makes an admin once, and none where there is one (issue 15, 3)", async () => {
  const disk = new MemoryDisk();
  const args = ["--host", "0.0.0.0"];
  const { app } = start(disk, true, ...args);
  const setup = await app.setupCode();
  assert(setup !== null && !disk.text("/data/setup.txt").includes(setup), "kept as a hash");
  const first = await asks(app, "POST", "/api/accounts", EVE);
  assertEquals(first.body.me?.admin, false, "whoever comes first owns nothing");
  const wrong = await asks(app, "POST", "/api/accounts", { ...ADA, setup: "x".repeat(43) });
  assertEquals([wrong.status, wrong.body.code], [403, "setup_used"]);
  const owner = await asks(app, "POST", "/api/accounts", { ...ADA, setup });
  assertEquals(owner.body.me?.admin, true);
  const again = { name: "Mallory", password: "horse battery staple", setup };
  assertEquals((await asks(app, "POST", "/api/accounts", again)).body.code, "setup_used");
  await app.close();
  const next = start(disk, true, ...args);
  assertEquals(await next.app.setupCode(), null);
  await next.app.close();
});

Deno.test("a first start that broke before its link tells it next time (issue 15, 3)", async () => {
  const disk = new MemoryDisk();
  await start(disk, true).app.close();
  const second = start(disk, true);
  const setup = await second.app.setupCode();
  assert(setup !== null);
  await second.app.close();
  const third = start(disk, true);
  assertEquals(await third.app.setupCode(), null);
  const owner = await asks(third.app, "POST", "/api/accounts", { ...ADA, setup });
  assertEquals(owner.body.me?.admin, true, "it is good until it is used");
  await third.app.close();
  const said = new MemoryDisk();
  said.put("/data/rooms/general.txt", "[2025-11-19 23:46:36] Ada: Hello\n");
  assertEquals(await start(said, true).app.setupCode(), null, "somebody was here");
});
