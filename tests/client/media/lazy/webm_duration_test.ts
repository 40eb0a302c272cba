/** How long a recording is, put into the file: only where that is safe. */
import { assertEquals } from "@std/assert";
import { withDuration } from "../../../../client/media/lazy/webm_duration.js";
import { joined, number } from "../../../helpers/metadata.ts";

const EBML = joined([0x1a, 0x45, 0xdf, 0xa3, 0x87], "webm\x01\x02\x03");
const SEGMENT = [0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255];
const TRACKS = joined([0x16, 0x54, 0xae, 0x6b, 0x84], "opus");
const CLUSTER = joined([0x1f, 0x43, 0xb6, 0x75, 0xff], "sound");

function info(...elements: (readonly number[])[]): Uint8Array {
  const inside = joined(...elements);
  return joined([0x15, 0x49, 0xa9, 0x66, 0x80 + inside.length], inside);
}

const SCALE = [0x2a, 0xd7, 0xb1, 0x83, ...number(1_000_000, 3)];
const APP = [0x4d, 0x80, 0x82, 65, 66];

async function dated(bytes: Uint8Array<ArrayBuffer>, ms = 1500): Promise<Uint8Array> {
  return await (await withDuration(new Blob([bytes]), ms)).bytes();
}

Deno.test("withDuration() leaves alone what it cannot follow, and what tells it already", async () => {
  const known = [0x44, 0x89, 0x84, 0, 0, 0, 0];
  const cases: [string, Uint8Array<ArrayBuffer>][] = [
    ["nothing", joined()],
    ["no WebM", joined("OggS", "\0".repeat(99))],
    ["cut in the segment", joined(EBML, SEGMENT.slice(0, 6))],
    [
      "a segment whose size is told",
      joined(EBML, [0x18, 0x53, 0x80, 0x67, 0xa0], info(SCALE), CLUSTER),
    ],
    ["it is told", joined(EBML, SEGMENT, info(SCALE, known), TRACKS, CLUSTER)],
    ["no info", joined(EBML, SEGMENT, TRACKS, CLUSTER)],
    ["info beyond the file", joined(EBML, SEGMENT, [0x15, 0x49, 0xa9, 0x66, 0xfe], SCALE)],
    ["an element beyond its info", joined(EBML, SEGMENT, info([0x4d, 0x80, 0xfe, 1]), CLUSTER)],
    ["a tick of nothing", joined(EBML, SEGMENT, info([0x2a, 0xd7, 0xb1, 0x81, 0]), CLUSTER)],
    ["no number at all", joined(EBML, SEGMENT, [0, 0, 0, 0])],
  ];
  for (const [what, bytes] of cases) assertEquals(await dated(bytes), joined(bytes), what);
});

Deno.test("withDuration() puts it behind what is told, in ticks of the file, and moves the rest", async () => {
  for (
    const [scale, ticks] of [[SCALE, 1500], [APP, 1500], [
      [0x2a, 0xd7, 0xb1, 0x82, 0x27, 0x10],
      150_000,
    ]] as const
  ) {
    const left = await dated(joined(EBML, SEGMENT, info(scale, APP), TRACKS, CLUSTER));
    const double = new Uint8Array(8);
    new DataView(double.buffer).setFloat64(0, ticks);
    const inside = joined(scale, APP, [0x44, 0x89, 0x88], double);
    const head = joined([0x15, 0x49, 0xa9, 0x66, 1], number(inside.length, 7));
    assertEquals(left, joined(EBML, SEGMENT, head, inside, TRACKS, CLUSTER));
    assertEquals(await dated(joined(left)), left, "once");
  }
});
