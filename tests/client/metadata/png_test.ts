/** PNG: chunks that do not draw go, and what stands behind the end. */
import { assert, assertEquals } from "@std/assert";
import { crc32 } from "node:zlib";
import { orientationOf } from "../../../client/metadata/orientation.js";
import { evening } from "../../helpers/picture.ts";
import { cleaned, holds, joined, number, sample } from "../../helpers/metadata.ts";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
const PICTURE = evening(6, 4);
/** Its chunks up to the last. */
const HEAD = PICTURE.subarray(0, PICTURE.length - 12);
const END = PICTURE.subarray(PICTURE.length - 12);

function chunk(type: string, body: string): Uint8Array {
  const inside = joined(type, body);
  return joined(number(body.length, 4), inside, number(crc32(inside), 4));
}

Deno.test("PNG: chunks that lie, end too early or are not known leave a file that is safe", async () => {
  const cases: [string, Uint8Array, Uint8Array | null][] = [
    ["a signature that is none", joined("\x89PNG\r\n\0\n", chunk("tEXt", "x"), END), null],
    ["only the signature", joined(SIGNATURE, [0, 0, 0, 0]), null],
    ["text beyond the file", joined(HEAD, number(0xffffffff, 4), "tEXtSecret"), HEAD],
    ["pixels beyond the file", joined(SIGNATURE, number(0xfffffff, 4), "IDATx"), null],
    ["no end", joined(HEAD, chunk("tEXt", "Secret")), HEAD],
    [
      "a critical chunk nobody knows",
      joined(HEAD, chunk("JUNK", "?"), chunk("tEXt", "x"), END),
      null,
    ],
    ["what is no chunk", joined(HEAD, [0, 0, 0, 1], "\0\0\0\0", [9, 9, 9, 9, 9]), null],
    ["Exif that is none", joined(HEAD, chunk("eXIf", "Secret"), END), PICTURE],
    ["nothing in a chunk", joined(HEAD, chunk("tIME", ""), END), PICTURE],
  ];
  for (const [what, bytes, wanted] of cases) {
    assertEquals(await cleaned(bytes), joined(wanted ?? bytes), what);
  }
});

Deno.test("PNG: texts, times and makers' chunks go, and what was cut away before", async () => {
  const secrets = ["tEXt", "zTXt", "iTXt", "tIME", "eXIf", "caBX", "mkBT", "prVW", "iDOT"]
    .map((type) => chunk(type, "Secret"));
  const dots = chunk("pHYs", "\0\0\x0b\x13\0\0\x0b\x13\x01");
  const bytes = joined(HEAD, dots, ...secrets, END, "SecretPixelsThatWereCutAway");
  assertEquals(await cleaned(bytes), joined(HEAD, dots, END));
});

Deno.test("PNG: samples of another program keep their pixels, frames and which side is up", async () => {
  for (const name of ["plain.png", "anim.png"]) {
    const bytes = sample(name);
    assert(holds(bytes), name);
    const left = await cleaned(bytes);
    assert(!holds(left), `${name} still tells`);
    const kept = chunksOf(bytes).filter(({ type }) => !/^(?:eXIf|[tiz]+TXt|tEXt|tIME)$/.test(type));
    const rest = chunksOf(left).filter(({ type }) => type !== "eXIf");
    assertEquals(rest, kept, `${name} is drawn the same`);
    const exif = chunksOf(left).find(({ type }) => type === "eXIf")!;
    assertEquals(orientationOf(exif.body), 6);
    assertEquals(number(crc32(joined("eXIf", exif.body)), 4), [...exif.crc]);
    assertEquals(await cleaned(left), left, `${name} has nothing more to lose`);
  }
});

function chunksOf(bytes: Uint8Array): { type: string; body: Uint8Array; crc: Uint8Array }[] {
  const chunks = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at < bytes.length;) {
    const length = view.getUint32(at);
    const type = new TextDecoder().decode(bytes.subarray(at + 4, at + 8));
    const [body, crc] = [
      bytes.slice(at + 8, at + 8 + length),
      bytes.slice(at + 8 + length, at + 12 + length),
    ];
    chunks.push({ type, body, crc });
    at += 12 + length;
  }
  return chunks;
}
