/** JPEG: what tells of place and device goes, what draws the picture stays byte for byte. */
import { assert, assertEquals } from "@std/assert";
import { orientationOf } from "../../../client/metadata/orientation.js";
import { cleaned, holds, joined, number, sample, tryDamaged } from "../../helpers/metadata.ts";
import { random } from "../../helpers/random.ts";

function segment(code: number, body: string | Uint8Array): Uint8Array {
  const bytes = joined(body);
  return joined([0xff, code], number(bytes.length + 2, 2), bytes);
}

const SOI = [0xff, 0xd8];
const EOI = [0xff, 0xd9];
/** A scan with a stuffed byte and a restart marker in its data. */
const SCAN = joined(segment(0xda, "\x01\x01\0\0\x3f\0"), [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4]);
const TABLE = segment(0xdb, "\0" + "\x10".repeat(64));
const EXIF = segment(0xe1, "Exif\0\0" + "II*\0\x08\0\0\0\x01\0" + "Secret".repeat(20));
const XMP = segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x>Secret</x>");

Deno.test("JPEG: segments that lie, end too early or never end leave a file that is safe", async () => {
  const cases: [string, Uint8Array, Uint8Array | null][] = [
    ["nothing behind the beginning", joined(SOI, [0xff]), null],
    [
      "a length of 0",
      joined(SOI, [0xff, 0xe1, 0, 0], TABLE, SCAN, EOI),
      joined(SOI, TABLE, SCAN, EOI),
    ],
    [
      "a length of 1",
      joined(SOI, [0xff, 0xe1, 0, 1], TABLE, SCAN, EOI),
      joined(SOI, TABLE, SCAN, EOI),
    ],
    [
      "Exif beyond the file",
      joined(SOI, TABLE, [0xff, 0xe1, 0xff, 0xff], "Exif\0\0Secret"),
      joined(SOI, TABLE),
    ],
    [
      "a table beyond the file",
      joined(SOI, XMP, [0xff, 0xdb, 0xff, 0xff, 0]),
      joined(SOI, [0xff, 0xdb, 0xff, 0xff, 0]),
    ],
    ["no end", joined(SOI, EXIF, TABLE, SCAN), joined(SOI, TABLE, SCAN)],
    [
      "fill bytes before a marker",
      joined(SOI, [0xff, 0xff, 0xff], EXIF, TABLE, SCAN, EOI),
      joined(SOI, TABLE, SCAN, EOI),
    ],
    [
      "rubbish between segments",
      joined(SOI, TABLE, "rubbish", EXIF, SCAN, EOI),
      joined(SOI, TABLE, "rubbish", SCAN, EOI),
    ],
    ["an end before anything is drawn", joined(SOI, EOI, TABLE, SCAN, EOI), null],
    [
      "metadata between two scans",
      joined(SOI, TABLE, SCAN, XMP, SCAN, EOI),
      joined(SOI, TABLE, SCAN, SCAN, EOI),
    ],
    [
      "a comment",
      joined(SOI, segment(0xfe, "Secret"), TABLE, SCAN, EOI),
      joined(SOI, TABLE, SCAN, EOI),
    ],
  ];
  for (const [what, bytes, wanted] of cases) {
    const padded = joined(bytes, new Uint8Array(Math.max(0, 12 - bytes.length)));
    const [given, want] = bytes.length < 12 ? [padded, padded] : [bytes, wanted ?? bytes];
    assertEquals(await cleaned(given), joined(want), what);
  }
});

Deno.test("JPEG: several Exif, extended XMP, IPTC and makers' segments go, colours stay", async () => {
  const icc = segment(0xe2, "ICC_PROFILE\0\x01\x01profile");
  const adobe = segment(0xee, "Adobe\0\x64\0\0\0\0\0");
  const jfif = segment(0xe0, "JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
  const bytes = joined(
    ...[SOI, jfif, segment(0xe0, "JFXX\0\x10SecretPicture"), EXIF, EXIF, XMP],
    segment(0xe1, "http://ns.adobe.com/xmp/extension/\0Secret"),
    ...[
      icc,
      segment(0xed, "Photoshop 3.0\x008BIM\x04\x04Secret"),
      segment(0xe2, "MPF\0Secret"),
      adobe,
    ],
    ...[segment(0xeb, "JP\0\x01Secret"), segment(0xef, "Secret"), TABLE, SCAN, EOI],
  );
  assertEquals(await cleaned(bytes), joined(SOI, jfif, icc, adobe, TABLE, SCAN, EOI));
});

Deno.test("JPEG: what stands behind the end goes, be it a second picture or a film", async () => {
  const plain = joined(SOI, TABLE, SCAN, EOI);
  const film = joined(number(32, 4), "ftypmp42Secret");
  for (const behind of [joined(SOI, EXIF, TABLE, SCAN, EOI), film, joined("\0\0\0")]) {
    assertEquals(await cleaned(joined(plain, behind)), plain);
  }
});

Deno.test("JPEG: what stands behind one without an end goes as well, and it has its end", async () => {
  const plain = joined(SOI, TABLE, SCAN, EOI);
  const box = (type: string, inside: string) => joined(number(inside.length + 8, 4), type, inside);
  const film = joined(box("ftyp", "mp42\0\0\0\0isom"), box("moov", "Secret\xff\xd9Secret"));
  for (const behind of [joined(SOI, EXIF, TABLE, SCAN, EOI), joined(SOI, EXIF), film]) {
    const open = joined(SOI, TABLE, SCAN, behind);
    assertEquals(await cleaned(open), plain);
    assertEquals(await cleaned(plain), plain);
    const far = joined(SOI, TABLE, SCAN, "f".repeat(200_000), behind);
    assertEquals(await cleaned(far), joined(SOI, TABLE, SCAN, "f".repeat(200_000), EOI));
  }
  const dots = joined("ftyp", number(24, 4), "ftypmoov", [0xff, 0xd8, 1, 0xff, 0xd8, 0xff, 0]);
  const looksAlike = joined(SOI, TABLE, SCAN, dots, EOI);
  assertEquals(await cleaned(looksAlike), looksAlike, "dots that look like it stay");
});

Deno.test("JPEG: of damaged ones with a film behind none throws, grows or changes twice", async () => {
  const film = joined(number(16, 4), "ftypmp42", number(0, 4), number(14, 4), "moovSecret");
  const whole = joined(SOI, EXIF, TABLE, SCAN, film);
  assert(holds(whole) && !holds(await cleaned(whole)));
  await tryDamaged(whole, random(41));
});

Deno.test("JPEG: of many small segments no more is held than a real file has", async () => {
  const comment = segment(0xfe, "x");
  const jfif = segment(0xe0, "JFIF\0");
  const many = Array.from({ length: 30_000 }, () => [comment, jfif]).flat();
  const bytes = joined(SOI, ...many, TABLE, SCAN, EOI);
  const left = await cleaned(bytes);
  assert(left.length < bytes.length && left.length > bytes.length / 2, "it gave up half way");
});

Deno.test("JPEG: samples of another program keep their pixels and which side is up", async () => {
  for (const name of ["plain.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "two.mpo"]) {
    const bytes = sample(name);
    assert(holds(bytes), name);
    const left = await cleaned(bytes);
    assert(!holds(left), `${name} still tells`);
    const at = new TextDecoder("latin1").decode(left).indexOf("Exif\0\0");
    assertEquals(orientationOf(left.subarray(at + 6)), 6, name);
    const drawn = [0xff, 0xdb];
    const from = (all: Uint8Array) =>
      all.findIndex((byte, i) => byte === drawn[0] && all[i + 1] === drawn[1]);
    const tail = left.subarray(from(left));
    assertEquals(
      tail,
      bytes.subarray(from(bytes), from(bytes) + tail.length),
      `${name} is drawn the same`,
    );
    assertEquals(await cleaned(left), left, `${name} has nothing more to lose`);
  }
  assertEquals(await cleaned(sample("bare.jpg")), sample("bare.jpg"));
});
