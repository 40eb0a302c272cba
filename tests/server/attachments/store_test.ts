import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { contentDisposition } from "../../../server/web/upload_request.ts";
import { extensionOf, safeFileName, sniffType } from "../../../server/attachments/sniff.ts";
import { AttachmentStore } from "../../../server/attachments/store.ts";
import { codeOf, inChunks, left } from "../../helpers/attachments.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const KB = 1024;

function open(disk = new MemoryDisk(), clock = new FakeClock()) {
  let minted = 0;
  const files = new AttachmentStore({
    folder: "files",
    disk,
    clock,
    random: (bytes) => bytes.fill(++minted),
    max: { file: 64 * KB, owner: 100 * KB, guests: 120 * KB, all: 150 * KB },
    isAccount: (owner) => /^[a-z]+$/.test(owner),
    minFree: 10 * KB,
    yieldToLoop: () => Promise.resolve(),
  });
  files.start();
  const send = (
    bytes: Uint8Array | AsyncIterable<Uint8Array>,
    sent: Record<string, unknown> = {},
    extent: [number, number] | null = null,
  ) =>
    files.take(bytes instanceof Uint8Array ? inChunks(bytes) : bytes, {
      owner: "ada",
      addressKey: null,
      place: "general",
      announced: null,
      about: () => ({ name: "holiday.png", extent }),
      ...sent,
    });
  return { files, disk, clock, send };
}

Deno.test("AttachmentStore.take() keeps bytes under its own name, with a line beside them", async () => {
  const { files, disk, send } = open();
  const sent = await send(PNG, {}, [640, 480]);
  assertMatch(sent.id, /^[0-9a-f]{32}-640x480\.png$/);
  assertEquals(files.find(sent.id), null, "nobody said it yet");
  const claim = files.lease(sent.id, "ada", "general");
  assertEquals(claim.file, { id: sent.id, type: "image/png", size: 11, name: "holiday.png" });
  assertEquals(left(disk), [sent.id, `${sent.id}.about`]);
  assertEquals(disk.files.get(`files/${sent.id}`)!.bytes, PNG);
  assertMatch(
    disk.text(`files/${sent.id}.about`),
    /^\[[\d :-]{19}\] 11 image\/png "holiday\.png" ada\tgeneral\n$/,
  );
  assertEquals(files.find(sent.id)?.place, "general");
});

Deno.test("AttachmentStore.claim() gives a file to its owner alone, in its own room", async () => {
  const { files, send } = open();
  const { id } = await send(PNG);
  for (const [owner, place] of [["boris", "general"], ["ada", "secret"]] as const) {
    assertThrows(() => files.lease(id, owner, place), ChatError, "Cannot find");
  }
  for (const odd of ["", "..", "../accounts.txt", `${id}/../x`, "0".repeat(32), `${id}.about`]) {
    assertThrows(() => files.lease(odd, "ada", "general"), ChatError, "Cannot find");
    files.drop(odd, "general");
    assertEquals(files.find(odd), null);
  }
  const claim = files.lease(id, "ada", "general");
  claim.release();
  assertEquals(files.find(id), null, "given back, it waits again");
  files.lease(id, "ada", "general");
  files.lease(id, "ada", "general");
  assert(files.find(id) !== null, "who sends the same message again has the same file");
});

Deno.test("AttachmentStore.take() leaves nothing of what it refuses", async () => {
  const { disk, send } = open();
  assertEquals(await codeOf(send(new Uint8Array(64 * KB + 1))), "too_long");
  assertEquals(await codeOf(send(PNG, { announced: 65 * KB })), "too_long");
  assertEquals(await codeOf(send(new Uint8Array(0))), "empty");
  await assertRejects(() =>
    send((async function* () {
      yield PNG;
      await Promise.resolve();
      throw new Error("gone");
    })())
  );
  disk.onAppend = () => {
    throw new Error("no space left");
  };
  await assertRejects(() => send(PNG));
  assertEquals(left(disk), []);
});

Deno.test("AttachmentStore.take() keeps to what one person, all, and the disk have room for", async () => {
  const { files, disk, send } = open();
  const full = new Uint8Array(50 * KB);
  const first = await send(full);
  await send(full);
  assertEquals(await codeOf(send(full)), "quota", "100 KB are one person's");
  await send(full, { owner: "boris" });
  assertEquals(await codeOf(send(PNG, { owner: "vera" })), "quota", "150 KB are everybody's");
  files.lease(first.id, "ada", "general");
  files.drop(first.id, "other");
  assertEquals(await codeOf(send(PNG, { owner: "vera" })), "quota", "another room's file stays");
  files.drop(first.id, "general");
  await send(PNG, { owner: "vera" });
  disk.space = 10 * KB + 5;
  assertEquals(
    await codeOf(send(PNG, { owner: "vera", announced: 11 })),
    "quota",
    "10 KB stay free",
  );
  const again = open(disk);
  disk.space = Infinity;
  assertEquals(
    await codeOf(again.send(full, { owner: "boris" })),
    "quota",
    "counted after a restart",
  );
});

Deno.test("AttachmentStore.take() counts guests by address, accounts apart (security M5)", async () => {
  const { files, disk, send } = open();
  const full = new Uint8Array(50 * KB);
  const guest = (n: number, addressKey = "4:1") => ({ owner: `session ${n}`, addressKey });
  const first = await send(full, guest(1));
  await send(full, guest(2));
  assertEquals(
    await codeOf(send(full, guest(3))),
    "quota",
    "100 KB are one address's, in any name",
  );
  assertEquals(await codeOf(send(full, guest(4, "4:2"))), "quota", "120 KB are all guests'");
  await send(full);
  files.lease(first.id, "session 1", "general");
  files.drop(first.id, "general");
  await send(full, guest(3));
  const again = open(disk);
  assertEquals(await codeOf(again.send(full, guest(5, "4:9"))), "quota", "counted after a restart");
});

Deno.test("AttachmentStore.retire() keeps a deleted room's files while it can (security M5)", async () => {
  const { files, disk, clock, send } = open();
  const [full, guest] = [new Uint8Array(50 * KB), { owner: "session 1", addressKey: "4:1" }];
  const said = async (sent: Record<string, unknown>, owner: string, place: string) => {
    const file = await send(full, { ...sent, owner, place });
    files.lease(file.id, owner, place);
    return file.id;
  };
  const old = await said(guest, "session 1", "kitchen");
  const kept = await said(guest, "session 1", "general");
  assertEquals(await codeOf(send(full, guest)), "quota");
  await files.retire("kitchen", "20251119T234640-000000", false);
  assertEquals(files.find(old), null, "nobody reads it");
  assertEquals(
    left(disk),
    [
      kept,
      `${kept}.about`,
      `deleted/20251119T234640-000000.${old}`,
      `deleted/20251119T234640-000000.${old}.about`,
    ].sort(),
  );
  // A room of the same name later has files of its own, and what was deleted counts for nobody.
  const young = await said(guest, "session 1", "kitchen");
  await files.retire("kitchen", "20251119T234700-000000", false);
  await files.retire("kitchen", "20251119T234640-000000", true);
  assertEquals([files.find(old)?.size, files.find(young)], [50 * KB, null]);
  assertEquals(await codeOf(send(full, guest)), "quota", "it counts again");
  await files.retire("kitchen", "20251119T234640-000000", false);
  // 150 KB are all: 50 are said, 100 lie there deleted, the oldest of which give way first.
  await said({}, "ada", "general");
  assertEquals(
    [...disk.files.keys()].filter((path) => /deleted.*png$|deleted.*bin$/.test(path)),
    [`files/deleted/20251119T234700-000000.${young}`],
  );
  await said({}, "boris", "general");
  assertEquals(
    await codeOf(send(full, { owner: "vera" })),
    "quota",
    "what is said gives way to nothing",
  );
  assertEquals(left(disk).filter((name) => name.startsWith("deleted/")), []);
  clock.advance(1000);
});

Deno.test("AttachmentStore keeps a deleted room's files for thirty days (security M5)", async () => {
  const { files, disk, clock, send } = open();
  const stampOf = (ms: number) =>
    `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, "")}-000000`;
  const { id } = await send(PNG, { place: "kitchen" });
  files.lease(id, "ada", "kitchen");
  await files.retire("kitchen", stampOf(clock.now()), false);
  const away = () => left(disk).filter((name) => name.startsWith("deleted/")).length;
  clock.advance(29 * 24 * 60 * 60 * 1000);
  assertEquals([away(), open(disk, clock), away()].filter((n) => typeof n === "number"), [2, 2]);
  clock.advance(2 * 24 * 60 * 60 * 1000);
  open(disk, clock);
  assertEquals(away(), 0);
  const again = open(disk, clock);
  const other = await again.send(PNG, { place: "kitchen" });
  again.files.lease(other.id, "ada", "kitchen");
  await again.files.retire("kitchen", stampOf(clock.now()), false);
  disk.space = 10 * KB + 5;
  assertEquals(await codeOf(again.send(PNG, { announced: 11 })), "quota");
  assertEquals(away(), 0, "it gave way, which was not enough");
});

Deno.test("AttachmentStore takes away what nobody said within the hour, and half files", async () => {
  const { disk, clock, send, files } = open();
  await send(PNG);
  const kept = await send(PNG);
  files.lease(kept.id, "ada", "general");
  clock.advance(59 * 60 * 1000);
  const late = await send(PNG);
  disk.put("files/new/00.part", PNG);
  clock.advance(60 * 1000);
  const names = [late.id, `${late.id}.about`].map((name) => `new/${name}`);
  assertEquals(left(disk), [kept.id, `${kept.id}.about`, "new/00.part", ...names].sort());
  open(disk, clock);
  assertEquals(left(disk), [kept.id, `${kept.id}.about`, ...names].sort());
});

Deno.test("typeOf() believes bytes alone, and shows nothing that could run", () => {
  const types: [string, string][] = [
    ["\x89PNG\r\n\x1a\n…", "image/png"],
    ["\xff\xd8\xff\xe0", "image/jpeg"],
    ["GIF89a", "image/gif"],
    ["RIFF\0\0\0\0WEBPVP8 ", "image/webp"],
    ["\0\0\0\x20ftypisom", "video/mp4"],
    ["\x1a\x45\xdf\xa3\x01B\x82\x84webm", "video/webm"],
    ["\0\0\0\x20ftypM4A \0\0\0\0", "audio/mp4"],
    ["ID3\x04\0\0\0\0\0\0", "audio/mpeg"],
    ["\xff\xfb\x90\x64", "audio/mpeg"],
    [`OggS\0\x02${"\0".repeat(22)}OpusHead`, "audio/ogg"],
    [`OggS\0\x02${"\0".repeat(22)}\x01vorbis`, "audio/ogg"],
    ["RIFF\0\0\0\0WAVEfmt ", "audio/wav"],
    ["fLaC\0\0\0\x22", "audio/flac"],
    [`OggS\0\x02${"\0".repeat(22)}\x80theora`, "application/octet-stream"],
    ["<svg xmlns='http://www.w3.org/2000/svg'>", "application/octet-stream"],
    ["<!doctype html>", "application/octet-stream"],
    ["%PDF-1.7", "application/octet-stream"],
    ["PK\x03\x04", "application/octet-stream"],
    ["", "application/octet-stream"],
    [" \x89PNG\r\n\x1a\n", "application/octet-stream"],
  ];
  for (const [head, type] of types) {
    const bytes = Uint8Array.from(head, (sign) => sign.charCodeAt(0));
    assertEquals(sniffType(bytes), type, JSON.stringify(head));
  }
  assertEquals(extensionOf("image/jpeg", "x.html"), "jpg");
  assertEquals(extensionOf("application/octet-stream", "x.HTML"), "html");
  assertEquals(extensionOf("application/octet-stream", "x"), "bin");
});

Deno.test("typeOf() tells pictures and sound in ISO containers by their brands (report 28)", () => {
  const types: [string, string[], string][] = [
    ["avif", ["mif1", "miaf"], "image/avif"],
    ["avis", ["msf1"], "image/avif"],
    ["mif1", ["avif", "miaf"], "image/avif"],
    ["mif1", ["heic"], "application/octet-stream"],
    ["msf1", ["hevc"], "application/octet-stream"],
    ["heic", ["mif1", "heic"], "application/octet-stream"],
    ["heix", [], "application/octet-stream"],
    ["hevc", [], "application/octet-stream"],
    ["M4A ", ["M4A ", "mp42"], "audio/mp4"],
    ["M4B ", [], "audio/mp4"],
    ["mp42", ["M4A ", "isom"], "audio/mp4"],
    ["isom", ["iso2", "avc1"], "video/mp4"],
    ["iso5", [], "video/mp4"],
    ["mp41", [], "video/mp4"],
    ["mp42", ["isom"], "video/mp4"],
    ["avc1", [], "video/mp4"],
    ["M4V ", [], "video/mp4"],
    ["qt  ", [], "application/octet-stream"],
    ["crx ", [], "application/octet-stream"],
    ["\0\0\0\0", [], "application/octet-stream"],
  ];
  for (const [brand, others, type] of types) {
    const length = String.fromCharCode(16 + 4 * others.length);
    // Behind the box stands what is no brand of it.
    const head = `\0\0\0${length}ftyp${brand}\0\0\0\0${others.join("")}\0\0\0\x08avifM4A `;
    const bytes = Uint8Array.from(head, (sign) => sign.charCodeAt(0));
    assertEquals(sniffType(bytes), type, `${brand} ${others}`);
  }
});

Deno.test("typeOf() tells a voice from a film by the tracks that stand in its first bytes", () => {
  const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  const webm = "\x1aE\xdf\xa3\x9fB\x82\x84webm" + "\0".repeat(80);
  const cases: [string, string][] = [
    [`${webm}\x86\x86A_OPUS`, "audio/webm"],
    [`${webm}\x86\x85V_VP8\x86\x86A_OPUS`, "video/webm"],
    [`${webm}\x86\x86A_OPUS${"\0".repeat(500)}\x86\x85V_VP9`, "video/webm"],
    [webm, "video/webm"],
    ["\x1aE\xdf\xa3matroska" + "\0".repeat(80) + "webm", "application/octet-stream"],
  ];
  const track = (kind: string) => `\0\0\0\x28hdlr\0\0\0\0\0\0\0\0${kind}${"\0".repeat(20)}`;
  const mp4 = (moov: string, size = moov.length + 8) =>
    `\0\0\0\x14ftypiso5\0\0\0\0iso5\0\0${String.fromCharCode(size >> 8, size & 255)}moov${moov}`;
  cases.push(
    [mp4(track("soun")), "audio/mp4"],
    [mp4(track("soun") + track("vide")), "video/mp4"],
    [mp4(track("soun"), 9000), "video/mp4"],
    [mp4(""), "video/mp4"],
  );
  for (const [text, type] of cases) assertEquals(sniffType(bytes(text)), type, text.slice(90));
});

Deno.test("fileName() keeps what a person reads, and no path, quote or trick", () => {
  assertEquals(safeFileName("../../etc/passwd"), "passwd");
  assertEquals(safeFileName("C:\\Users\\Ada\\свято.jpg"), "свято.jpg");
  assertEquals(safeFileName('a"b\r\nSet-Cookie: x=1\t.txt'), "a'bSet-Cookie: x=1.txt");
  assertEquals(safeFileName("photo\u202egpj.exe"), "photogpj.exe");
  assertEquals(safeFileName("a\u2028b\u0000"), "ab");
  assertEquals(safeFileName("///"), "file");
  assertEquals(safeFileName(" \ud800.png"), "\ufffd.png");
  assertEquals([...safeFileName(`${"ก".repeat(300)}.png`)].length, 100);
  assert(safeFileName(`${"ก".repeat(300)}.png`).endsWith(".png"));
});

Deno.test("contentDisposition() is one header line whatever the name", () => {
  assertEquals(
    contentDisposition(false, "sömmer (1)'s.pdf"),
    `attachment; filename="s_mmer (1)'s.pdf"; filename*=UTF-8''s%C3%B6mmer%20%281%29%27s.pdf`,
  );
  for (const name of ["a\r\nX: 1", "ไทย.png", '"; x="', "%00", "😀.gif"]) {
    const value = contentDisposition(true, name);
    assertMatch(value, /^inline; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w.~!#$&+^`|%-]*$/);
    new Headers({ "content-disposition": value });
  }
});
