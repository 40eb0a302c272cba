import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { systemDisk } from "../../../server/store/disk.ts";
import { Downloads } from "../../../server/web/downloads.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { eventually } from "../../helpers/wait.ts";
import { temporaryFolder } from "../../helpers/process.ts";

const MEGABYTE = 1024 * 1024;

Deno.test("Downloads lets a stalled reader go, and gives the place to another (security M3)", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/big.bin`;
  await Deno.writeFile(path, new Uint8Array(MEGABYTE));
  const clock = new FakeClock();
  const downloads = new Downloads(clock, systemDisk());
  const holder = { address: "4:1", session: null };
  const open = () => downloads.open(path, 0, MEGABYTE, holder);
  const unread = await Promise.all(Array.from({ length: 16 }, open));
  await eventually("each has its first chunk", () => clock.pending === 16);
  let isServed = false;
  const waiting = open().then(async (stream) => {
    isServed = true;
    await stream.cancel();
  });
  // Others are not kept waiting by one address.
  const other = await downloads.open(path, 0, 10, { address: "4:2", session: null });
  assertEquals((await new Response(other).bytes()).length, 10);
  clock.advance(19_000);
  await eventually("a turn", () => true);
  assertEquals(isServed, false);
  clock.advance(1000);
  await waiting;
  for (const stream of unread) {
    const reader = stream.getReader();
    await assertRejects(
      async () => {
        while (!(await reader.read()).done);
      },
      Error,
      "Nobody read on",
    );
  }
});

Deno.test("Downloads hands on exactly what was asked for, and refuses one's crowd", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/big.bin`;
  await Deno.writeFile(path, new Uint8Array(MEGABYTE));
  const downloads = new Downloads(new FakeClock(), systemDisk());
  const holder = { address: "4:1", session: null };
  const stream = await downloads.open(path, 100, 200_000, holder);
  assertEquals((await new Response(stream).bytes()).length, 200_000);
  const all = Array.from({ length: 256 }, () => downloads.open(path, 0, MEGABYTE, holder));
  const error = await assertRejects(() => downloads.open(path, 0, 1, holder), ChatError);
  assertEquals(error.code, "busy");
  for (const stream of all) await (await stream).cancel();
});

Deno.test("Downloads: a disk that fails midway ends the stream, and frees file and place", async () => {
  const disk = new MemoryDisk();
  disk.put("big.bin", new Uint8Array(MEGABYTE));
  const clock = new FakeClock();
  const downloads = new Downloads(clock, disk);
  const holder = { address: "4:1", session: null };
  disk.onRead = (at) => {
    if (at > 0) throw new Error("I/O error");
  };
  // More than one address may have at a time: each must have given its place back.
  for (let i = 0; i < 20; i++) {
    const stream = await downloads.open("big.bin", 0, MEGABYTE, holder);
    await assertRejects(() => new Response(stream).bytes(), Error, "I/O error");
  }
  assertEquals([disk.readers, clock.pending], [0, 0]);
  disk.onRead = () => {};
  const stream = await downloads.open("big.bin", 0, MEGABYTE, holder);
  assertEquals((await new Response(stream).bytes()).length, MEGABYTE);
  assertEquals([disk.readers, clock.pending], [0, 0]);
});

Deno.test("Downloads: a file that cannot be opened is a disk error, and takes no place", async () => {
  const disk = new MemoryDisk();
  const downloads = new Downloads(new FakeClock(), disk);
  const holder = { address: "4:1", session: null };
  for (let i = 0; i < 20; i++) {
    const error = await assertRejects(() => downloads.open("gone.bin", 0, 10, holder), ChatError);
    assertEquals([error.code, error.wait], ["disk", 1000]);
  }
});
