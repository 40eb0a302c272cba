/** The small pictures beside files: bounded, counted, and never without their file. */
import { assert, assertEquals } from "@std/assert";
import { MAX_PREVIEW_BYTES } from "../../../server/attachments/previews.ts";
import { AttachmentStore } from "../../../server/attachments/store.ts";
import { codeOf, inChunks, left } from "../../helpers/attachments.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const KB = 1024;
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const ADA = { owner: "ada", addressKey: null, place: "general", announced: null };

function open(disk = new MemoryDisk(), clock = new FakeClock()) {
  let minted = disk.files.size;
  const files = new AttachmentStore({
    folder: "files",
    disk,
    clock,
    random: (bytes) => bytes.fill(++minted),
    max: { file: 400 * KB, owner: 200 * KB, guests: 400 * KB, all: 400 * KB },
    isAccount: () => true,
    minFree: 0,
    yieldToLoop: () => Promise.resolve(),
  });
  files.start();
  const send = async (bytes: Uint8Array = PNG, place = "general") =>
    (await files.take(inChunks(bytes), {
      ...ADA,
      place,
      about: () => ({ name: "holiday.png", extent: null }),
    })).id;
  const preview = (id: string, bytes: Uint8Array = JPEG, sent: Partial<typeof ADA> = {}) =>
    files.takePreview(id, inChunks(bytes), { ...ADA, ...sent });
  return { files, disk, clock, send, preview };
}

/** A picture of so many bytes. */
function jpeg(bytes: number): Uint8Array {
  const all = new Uint8Array(bytes);
  all.set(JPEG);
  return all;
}

Deno.test("takePreview() refuses what is no picture, too much, or a second one", async () => {
  const { disk, send, preview } = open();
  const id = await send();
  const before = left(disk);
  const page = new TextEncoder().encode("<svg onload=alert(1)>");
  assertEquals(await codeOf(preview(id, page)), "bad_request");
  assertEquals(await codeOf(preview(id, new Uint8Array(0))), "empty");
  assertEquals(await codeOf(preview(id, jpeg(MAX_PREVIEW_BYTES + 1))), "too_long");
  assertEquals(
    await codeOf(preview(id, JPEG, { announced: MAX_PREVIEW_BYTES + 1 } as never)),
    "too_long",
  );
  assertEquals(left(disk), before, "nothing of them is left");
  await preview(id);
  assertEquals(await codeOf(preview(id)), "exists");
});

Deno.test("takePreview() takes one for a file that waits, from who sent it, for its room", async () => {
  const { files, send, preview } = open();
  const id = await send();
  assertEquals(await codeOf(preview(id, JPEG, { owner: "boris" })), "not_found");
  assertEquals(await codeOf(preview(id, JPEG, { place: "kitchen" })), "not_found");
  for (const odd of ["", "..", "../accounts.txt", `${id}.about`, `${id}.preview`]) {
    assertEquals(await codeOf(preview(odd)), "not_found");
  }
  files.lease(id, "ada", "general");
  assertEquals(await codeOf(preview(id)), "not_found", "what was said stays as it was seen");
});

Deno.test("takePreview() leaves nothing where its file is said meanwhile, or twice at once", async () => {
  const { files, disk, send } = open();
  const id = await send();
  const gate = Promise.withResolvers<void>();
  async function* slowly(): AsyncGenerator<Uint8Array> {
    yield JPEG;
    await gate.promise;
  }
  const slow = files.takePreview(id, slowly(), ADA);
  assertEquals(await codeOf(files.takePreview(id, inChunks(JPEG), ADA)), "exists");
  files.lease(id, "ada", "general");
  gate.resolve();
  assertEquals(await codeOf(slow), "not_found");
  assertEquals(left(disk), [id, `${id}.about`]);
});

Deno.test("a small picture is said, given back, erased and deleted with its file", async () => {
  const { files, disk, clock, send, preview } = open();
  const [said, erased] = [await send(PNG, "kitchen"), await send()];
  await preview(said, JPEG, { place: "kitchen" });
  await preview(erased);
  files.lease(said, "ada", "kitchen").release();
  assertEquals(left(disk).includes(`new/${said}.preview`), true, "given back, both wait");
  files.lease(said, "ada", "kitchen");
  files.lease(erased, "ada", "general");
  const file = files.find(erased)!;
  assertEquals(files.previewOf(file), {
    path: `files/${erased}.preview`,
    size: JPEG.length,
    type: "image/jpeg",
  });
  files.drop(erased, "general");
  assertEquals(left(disk), [said, `${said}.about`, `${said}.preview`]);
  const stamp = "20251119T234640-000000";
  await files.retire("kitchen", stamp, false);
  assertEquals(
    left(disk),
    ["", ".about", ".preview"].map((ending) => `deleted/${stamp}.${said}${ending}`),
  );
  await files.retire("kitchen", stamp, true);
  assert(files.previewOf(files.find(said)!) !== null, "restored with its room");
  files.dropOwned("ada");
  assertEquals(left(disk), []);
  const forgotten = await send();
  await preview(forgotten);
  clock.advance(61 * 60 * 1000);
  open(disk, clock);
  assertEquals(left(disk), [], "what nobody said goes within the hour");
});

Deno.test("a small picture counts for its owner, also after a restart and until it goes", async () => {
  const { files, disk, send, preview } = open();
  const first = await send(jpeg(60 * KB));
  await preview(first, jpeg(60 * KB));
  files.lease(first, "ada", "general");
  assertEquals(await codeOf(send(jpeg(81 * KB))), "quota", "200 KB are one person's");
  const again = open(disk);
  assertEquals(await codeOf(again.send(jpeg(81 * KB))), "quota", "counted after a restart");
  await again.files.retire("general", "20251119T234640-000000", false);
  await again.send(jpeg(81 * KB));
  await again.files.retire("general", "20251119T234640-000000", true);
  assertEquals(await codeOf(again.send(KB100)), "quota", "back with the room");
});

const KB100 = jpeg(100 * KB);

Deno.test("a small picture whose file an older version erased goes at the start", async () => {
  const { files, disk, send, preview } = open();
  const [gone, kept] = [await send(), await send()];
  await preview(gone);
  await preview(kept);
  files.lease(gone, "ada", "general");
  files.lease(kept, "ada", "general");
  disk.remove(`files/${gone}`);
  disk.remove(`files/${gone}.about`);
  open(disk);
  assertEquals(left(disk), [kept, `${kept}.about`, `${kept}.preview`]);
});
