/**
 * A start that cannot go on: one sentence that names the file and what to do, exit 1, never a stack;
 * `check` reports the same folder instead of crashing. What can go on goes on: reading above all.
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { MemoryDisk } from "../helpers/memory_disk.ts";
import { say, start, texts } from "../helpers/started_app.ts";
import { SERVER, ServerProcess, temporaryFolder, WITHOUT_RIGHTS } from "../helpers/process.ts";
import { ChatError } from "../../server/base/errors.ts";
import { systemDisk } from "../../server/store/disk.ts";
import { DataLock } from "../../server/store/data_lock.ts";

const LINE = "[2025-11-19 23:46:36] Ada: Hello\n";

/** What is wrong with a folder, and what a start has to say about it. */
const BROKEN: [string, (data: string) => Promise<void>, RegExp][] = [
  [
    "accounts that cannot be read",
    (data) => Deno.writeTextFile(`${data}/accounts.txt`, "x\n", { mode: 0o000 }),
    /^Cannot use \S+\/accounts\.txt \(Permission denied\): let the user that runs Plaintalk/,
  ],
  [
    "sessions that cannot be read",
    (data) => Deno.writeTextFile(`${data}/sessions.txt`, "x\n", { mode: 0o000 }),
    /^Cannot use \S+\/sessions\.txt \(Permission denied\): let the user that runs Plaintalk/,
  ],
  [
    "accounts.txt a folder",
    (data) => Deno.mkdir(`${data}/accounts.txt`),
    /^Cannot use \S+\/accounts\.txt \(Is a directory\): expected a file there/,
  ],
  [
    "rooms a file",
    async (data) => {
      await Deno.remove(`${data}/rooms`, { recursive: true });
      await Deno.writeTextFile(`${data}/rooms`, "");
    },
    /^Cannot use \S+\/rooms \(Not a directory\): expected a folder there/,
  ],
  [
    "the only room's file with mode 000",
    (data) => Deno.chmod(`${data}/rooms/general.txt`, 0o000),
    /^Cannot use \S+\/general\.txt \(Permission denied\): let the user that runs Plaintalk/,
  ],
];

for (const [what, damage, expected] of BROKEN) {
  Deno.test(`a start that fails says why in one sentence, exits 1, and check: ${what}`, async () => {
    await using folder = await temporaryFolder();
    const data = `${folder.path}/data`;
    await Deno.mkdir(`${data}/rooms`, { recursive: true });
    await Deno.writeTextFile(`${data}/rooms/general.txt`, LINE);
    await damage(data);
    const run = async (...args: string[]) => {
      const [program = "", ...rest] = [...WITHOUT_RIGHTS, ...SERVER, ...args, "--data", data];
      const { code, stdout, stderr } = await new Deno.Command(program, { args: rest }).output();
      const decoder = new TextDecoder();
      return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
    };
    const [start, check] = await Promise.all([run("--port", "0"), run("check")]);
    const last = start.err.trimEnd().split("\n").at(-1)!;
    assertEquals([start.code, expected.test(last)], [1, true], start.err);
    assert(!/ at .*\.ts|internal error/i.test(start.err + check.err), start.err + check.err);
    assertEquals(check.code, 1);
    assert(/cannot be read \((Permission denied|Is a directory|Not a directory)\)/.test(check.out));
    assertEquals(await Deno.readTextFile(`${data}/lock`).then((text) => text.trim()), "");
  });
}

Deno.test("a port below 1024 that this user may not have is told as that, exit 1", async () => {
  await using folder = await temporaryFolder();
  const args = [...SERVER, "--port", "80", "--data", folder.path];
  await using server = await ServerProcess.run([...WITHOUT_RIGHTS, ...args]);
  assertEquals(await server.ended(), 1);
  assert(/^Cannot listen on 127\.0\.0\.1, port 80 \(permission denied[ )]/i.test(server.output));
  assert(/--port 8000/.test(server.output) && !server.output.includes("--host"), server.output);
});

/** A disk that holds a chat and takes nothing more. */
function fullDisk(): MemoryDisk {
  const disk = new MemoryDisk();
  disk.put("/data/rooms/general.txt", `${LINE}[2025-11-19 23:46:40] Ada: torn in the mi`);
  disk.put("/data/rooms/whole.txt", LINE);
  disk.put("/data/accounts.txt", "[2025-11-19 23:46:36] Ada (admin): $argon2id$x\n");
  disk.put("/data/sessions.txt", `1763596000000 began ${"0".repeat(64)} account Ada\n1763`);
  disk.onAppend = () => {
    throw Object.assign(new Error("No space left on device (os error 28)"), { code: "ENOSPC" });
  };
  return disk;
}

Deno.test("a full disk at start after a crash: reading goes on, nothing is lost", async () => {
  const disk = fullDisk();
  const before = disk.text("/data/rooms/general.txt");
  const { app, told, clock } = start(disk, false);
  for (const room of ["general", "whole"]) {
    assertEquals(await texts(app, room), ["Hello"], room);
  }
  assert(told.some((line) => /general\.txt; only reading goes on there.*No space/.test(line)));
  const refusal = await assertRejects(() => say(app, "more"), ChatError);
  assertEquals(refusal.code, "disk");
  assertEquals(disk.text("/data/rooms/general.txt"), before);
  assert(disk.text("/data/sessions.txt").startsWith("1763596000000 began"), "still signed in");
  disk.onAppend = (_count, length) => length;
  clock.advance(3000);
  assertEquals(disk.text("/data/rooms/general.txt"), LINE);
  assertEquals(
    disk.text("/data/rooms/general.torn"),
    "[2025-11-19 23:46:40] Ada: torn in the mi\n",
  );
  assertEquals((await say(app, "more")).text, "more");
  await app.close();
});

Deno.test("a lock on a full disk is taken, and says who holds it once there is room", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/lock`;
  await Deno.symlink("/dev/full", path);
  const lock = DataLock.take(folder.path, 4711);
  lock.mark();
  lock.release();
  await Deno.remove(path);
  DataLock.take(folder.path, 4711).release();
  const { size } = await Deno.stat(path);
  const next = DataLock.take(folder.path, 4712);
  assertEquals([next.cleanShutdown, (await Deno.readTextFile(path)).trim()], [true, "4712"]);
  assertEquals(
    (await Deno.stat(path)).size,
    size,
    "written over what was there: no room is wanted",
  );
  next.release();
});

Deno.test("--sync never syncs nothing, at the start either (report 30)", async () => {
  const disk = new MemoryDisk();
  disk.onSync = () => {
    throw Object.assign(new Error("Invalid argument (os error 22)"), { code: "EINVAL" });
  };
  const { app } = start(disk, true, "--sync", "never");
  await app.setupCode();
  assertEquals((await say(app, "hello")).text, "hello");
  await app.close();
  assertEquals(disk.syncs, 0);
});

Deno.test("a link to a room's file is that room; one to nothing is told (issue 15, 8)", async () => {
  await using folder = await temporaryFolder();
  const [data, stick] = [`${folder.path}/data`, `${folder.path}/stick`];
  await Deno.mkdir(`${data}/rooms`, { recursive: true });
  await Deno.mkdir(stick);
  await Deno.writeTextFile(`${stick}/club.txt`, LINE);
  await Deno.symlink(`${stick}/club.txt`, `${data}/rooms/club.txt`);
  await Deno.symlink(`${stick}/gone.txt`, `${data}/rooms/gone.txt`);
  await Deno.symlink(stick, `${data}/rooms/folder.txt`);
  const { app, told, clock } = start(systemDisk(), true, "--data", data);
  assertEquals(await texts(app, "club"), ["Hello"]);
  assert(told.some((line) => /gone\.txt as a room: it is a link to a file that is not/.test(line)));
  const room = app.rooms.get("club");
  const account = { account: false, admin: true };
  const member = { name: "Bot", key: "bot", session: "s", addressKey: "4:1", ...account };
  const { id } = await app.say.post(member, room, {
    text: "secret",
    ref: "",
    to: null,
    file: null,
  });
  await Deno.writeTextFile(`${stick}/club.txt`, LINE, { append: true });
  clock.advance(3000);
  assertEquals(await texts(app, "club"), ["Hello", "secret", "Hello"]);
  assert((await Deno.readTextFile(`${stick}/club.txt`)).includes("Bot: secret\n"), String(id));
  assertEquals([...Deno.readDirSync(stick)].map(({ name }) => name), ["club.txt"]);
  await app.close();
});
