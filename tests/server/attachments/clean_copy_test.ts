/** Metadata out of what comes: in pieces, in bounded memory, and with nothing left where it fails. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { cleanInPlace } from "../../../server/attachments/clean_copy.ts";
import { AttachmentStore } from "../../../server/attachments/store.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { holds, joined, sample } from "../../helpers/metadata.ts";

const PATH = "files/new/a.part";

function copying(bytes: Uint8Array) {
  const disk = new MemoryDisk();
  disk.put(PATH, bytes);
  let pauses = 0;
  const yieldToLoop = () => Promise.resolve(void pauses++);
  return { disk, clean: () => cleanInPlace(PATH, { disk, yieldToLoop }), pauses: () => pauses };
}

Deno.test("cleanInPlace() leaves no draft where the disk refuses, and the file as it was", async () => {
  const { disk, clean } = copying(sample("plain.jpg"));
  disk.onAppend = () => {
    throw new Error("no space left");
  };
  await assertRejects(clean, Error, "no space left");
  assertEquals([...disk.files.keys()], [PATH]);
  assertEquals(disk.files.get(PATH)!.bytes, sample("plain.jpg"));
});

Deno.test("cleanInPlace() takes out of each kind what it tells, and writes nothing else anew", async () => {
  for (
    const name of ["plain.jpg", "two.mpo", "plain.png", "plain.webp", "plain.heic", "plain.avif"]
  ) {
    const { disk, clean } = copying(sample(name));
    const size = await clean();
    const left = disk.files.get(PATH)!.bytes;
    assertEquals([...disk.files.keys()], [PATH]);
    assertEquals([left.length, holds(left)], [size, false], name);
    const { appends } = disk;
    assertEquals(await clean(), size);
    assertEquals(disk.appends, appends, `${name}: once more there is nothing to do`);
  }
  const { disk, clean } = copying(joined("Secret notes"));
  assertEquals(await clean(), 12);
  assertEquals(disk.text(PATH), "Secret notes");
});

Deno.test("cleanInPlace() reads a large picture in pieces, with pauses", async () => {
  const plain = sample("plain.jpg");
  const at = plain.findIndex((byte, i) => byte === 0xff && plain[i + 1] === 0xda);
  const scan = new Uint8Array(4 * 1024 * 1024).fill(7);
  const start = plain.subarray(0, at + 2 + 12);
  const { disk, clean, pauses } = copying(joined(start, scan, [0xff, 0xd9], "Secret film"));
  const size = await clean();
  const left = disk.files.get(PATH)!.bytes;
  assert(!holds(left));
  assertEquals(left.subarray(size - scan.length - 2, size - 2), scan);
  assert(pauses() >= 6, `${pauses()} pauses`);
});

Deno.test("AttachmentStore.take() counts what is left, and a small picture loses its metadata too", async () => {
  const disk = new MemoryDisk();
  const files = new AttachmentStore({
    folder: "files",
    disk,
    clock: new FakeClock(),
    random: (bytes) => bytes.fill(7),
    max: { file: 4096, owner: 4096, guests: 4096, all: 4096 },
    isAccount: () => true,
    minFree: 0,
    yieldToLoop: () => Promise.resolve(),
  });
  files.start();
  const behind = "Secret".repeat(200);
  const bytes = joined(sample("plain.jpg"), behind);
  const sent = { owner: "ada", addressKey: null, place: "general", announced: null };
  const about = () => ({ name: "holiday.jpg", extent: [64, 48] as const });
  const chunks = async function* (all: Uint8Array) {
    for (const byte of all) yield new Uint8Array([byte]);
  };
  const file = await files.take(chunks(bytes), { ...sent, about });
  assert(file.size < bytes.length - behind.length);
  assert(disk.text(`files/new/${file.id}.about`).includes(` ${file.size} image/jpeg `));
  assert(!holds(disk.files.get(`files/new/${file.id}`)!.bytes));
  await files.takePreview(file.id, chunks(sample("plain.webp")), sent);
  assert(!holds(disk.files.get(`files/new/${file.id}.preview`)!.bytes));
  // 4096 bytes are one person's: what went is free again.
  const rest = 4096 - file.size - disk.files.get(`files/new/${file.id}.preview`)!.bytes.length;
  await assertRejects(() => files.take(chunks(new Uint8Array(rest + 1)), { ...sent, about }));
  await files.take(chunks(new Uint8Array(rest)), { ...sent, about });
});
