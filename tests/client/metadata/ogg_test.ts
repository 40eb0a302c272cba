/** Ogg: the words about a stream become zeros where they lie, with new checksums. */
import { assert, assertEquals } from "@std/assert";
import { cleaned, holds, joined, number, tryDamaged } from "../../helpers/metadata.ts";
import { random } from "../../helpers/random.ts";

type Part = Uint8Array | readonly number[] | string;

const FIRST = 2;

/** RFC 3533, 6, bit by bit. */
function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

/** A page; of a packet that goes on in the next one `isOpen`. */
function page(serial: number, flags: number, packet: Part, isOpen = false): Uint8Array {
  const body = joined(packet);
  const full = Math.floor(body.length / 255);
  const segments = [...Array(full).fill(255), ...isOpen ? [] : [body.length % 255]];
  const with_ = (crc: number) =>
    joined(
      "OggS",
      [0, flags],
      number(0, 8),
      number(serial, 4).reverse(),
      number(0, 4),
      number(crc, 4).reverse(),
      [segments.length],
      segments,
      body,
    );
  return with_(checksum(with_(0)));
}

const WORDS = joined([6, 0, 0, 0], "Secret", [1, 0, 0, 0, 15, 0, 0, 0], "LOCATION=Secret");
const ZEROS = new Uint8Array(WORDS.length);
const KINDS = [
  ["OpusHead", "OpusTags", []],
  ["\x01vorbis", "\x03vorbis", [1]],
  ["\x80theora", "\x81theora", []],
  ["Speex   ", "", []],
] as const;

Deno.test("Ogg: the words of each kind of stream are zeros, and the sound stays", async () => {
  for (const [head, words, behind] of KINDS) {
    const around = (tags: Part) =>
      joined(page(7, FIRST, head), page(7, 0, tags), page(7, 0, "sound Secret"), page(7, 4, "s"));
    const left = await cleaned(around(joined(words, WORDS, behind)));
    const blank = joined(words, new Uint8Array(8), behind, new Uint8Array(WORDS.length - 8));
    assertEquals(left, around(blank), head);
    assertEquals(await cleaned(left), left);
  }
});

Deno.test("Ogg: words over many pages, and of streams one in the other, go as well", async () => {
  const cover = joined(WORDS, "S".repeat(255 * 4 - 8 - WORDS.length));
  const around = (one: Part, two: Part, three: Part) =>
    joined(
      page(1, FIRST, "OpusHead"),
      page(2, FIRST, "OpusHead"),
      page(1, 0, joined("OpusTags", one), true),
      page(2, 0, joined("OpusTags", three)),
      page(1, 1, two),
      page(1, 0, "Sound"),
      page(3, FIRST, "OpusHead"),
      page(3, 0, joined("OpusTags", three)),
    );
  assertEquals(
    await cleaned(around(cover, "Secret rest", WORDS)),
    around(new Uint8Array(cover.length), new Uint8Array(11), ZEROS),
  );
});

Deno.test("Ogg: what are no words stays, and what is no page ends it", async () => {
  for (
    const bytes of [
      joined(page(1, FIRST, "Unknown"), page(1, 0, "Secret")),
      joined(page(1, FIRST, "OpusHead"), page(1, 0, "sound"), page(1, 0, "OpusTags Secret")),
      joined(page(1, FIRST, "OpusHead"), "rubbish", page(1, 0, "OpusTags Secret")),
    ]
  ) assertEquals(await cleaned(bytes), bytes);
});

Deno.test("Ogg: of damaged ones none throws, grows or changes twice", async () => {
  const whole = joined(
    page(1, FIRST, "OpusHead"),
    page(1, 0, joined("OpusTags", WORDS)),
    page(1, 4, "s"),
  );
  assert(holds(whole) && !holds(await cleaned(whole)));
  await tryDamaged(whole, random(35));
});
