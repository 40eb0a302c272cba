/** What cameras leave in a film outside of its tracks: blocks between samples, and trailers. */
import { assert, assertEquals } from "@std/assert";
import { cleaned, holds, joined, number, sample, tryDamaged } from "../../helpers/metadata.ts";
import { random } from "../../helpers/random.ts";

type Part = Uint8Array | readonly number[] | string;

function box(type: string, ...inside: Part[]): Uint8Array<ArrayBuffer> {
  const body = joined(...inside);
  return joined(number(body.length + 8, 4), type, body);
}

const FTYP = box("ftyp", "isom", number(0, 4), "isom");
const MDAT_BODY = FTYP.length + 8;
const FULL = number(0, 4);

/** A film of one track, with a sample of four bytes at each of these places. */
function moov(places: number[], ...more: Uint8Array[]): Uint8Array {
  const tables = box(
    "stbl",
    box("stsz", FULL, number(4, 4), number(places.length, 4)),
    box("stsc", FULL, number(1, 4), number(1, 4), number(1, 4), number(1, 4)),
    box("stco", FULL, number(places.length, 4), ...places.map((at) => number(at, 4))),
  );
  const media = box("mdia", box("hdlr", FULL, number(0, 4), "vide", number(0, 12)), tables);
  const track = box("trak", box("tkhd", FULL, number(0, 8), number(1, 4)), media);
  return box("moov", box("mvhd"), track, ...more);
}

/** How Insta360 ends a film: what it recorded, how long that is, and who it is. */
function insta360(words: string): Uint8Array {
  const foot = (length: number) =>
    joined(new Uint8Array(38), number(length, 4).reverse(), new Uint8Array(4), [
      ...new TextEncoder().encode("8db42d694ccc418790edff439fe026bf"),
    ]);
  return joined(words, foot(words.length + 78));
}

function freed(length: number): Uint8Array {
  return joined(number(0, 4), "free", new Uint8Array(length - 8));
}

const FILM = joined(FTYP, box("mdat", "dots"), moov([MDAT_BODY]));

Deno.test("films: a trailer behind the last box becomes free space, and nothing moves", async () => {
  for (
    const trailer of [
      insta360("Secret place"),
      insta360(`\0\0\0\x20uuidSecret`),
      joined([0, 0, 0, 9, 1, 2, 3, 4], "Secret"),
      joined(number(0, 4), [0, 1, 2, 3], "Secret"),
      joined([9, 9, 9, 9, 0x80, 0x81, 1, 2], "Secret"),
    ]
  ) {
    const left = await cleaned(joined(FILM, trailer));
    assertEquals(left, joined(FILM, freed(trailer.length)));
    assertEquals(await cleaned(left), left);
  }
});

Deno.test("films: what may be a part of the film stays behind its last box", async () => {
  const trailer = joined([9, 9, 9, 9, 1, 2, 3, 4], "Secret");
  const behind = FILM.length + 8;
  const ways = {
    "a box that is cut short": joined(FILM, number(99, 4), "mdat", "dots"),
    "samples in it": joined(FTYP, box("mdat", "dots"), moov([behind]), trailer),
    "a film in parts": joined(
      FTYP,
      moov([], box("mvex", box("trex", new Uint8Array(24)))),
      trailer,
    ),
    "no film at all": joined(FTYP, box("mdat", "dots"), trailer),
    "items of a picture": joined(FTYP, box("meta", FULL), FILM.subarray(FTYP.length), trailer),
    "a length that is none": joined(FILM, number(99, 4), "mdat", insta360("").with(38, 255)),
    "a few bytes": joined(FILM, [1, 2, 3]),
  };
  for (const [name, bytes] of Object.entries(ways)) assertEquals(await cleaned(bytes), bytes, name);
});

Deno.test("films: blocks of a camera on a dashboard are zeros, be they in media or free", async () => {
  const block = (words: string) => joined(number(words.length + 12, 4), "freeGPS ", words);
  const gps = block("Secret place");
  const mdat = box("mdat", "dots", gps, "dots", gps, "freeGPS ", "dots");
  const [first, second] = [MDAT_BODY + 4, MDAT_BODY + 8 + gps.length];
  const entry = (at: number, length = gps.length) => joined(number(at, 4), number(length, 4));
  const entries = [entry(first), entry(second, 1 << 20), entry(MDAT_BODY), entry(0xfffffff0)];
  const table = box("gps ", number(257, 4), number(2, 4), ...entries);
  const places = [MDAT_BODY, MDAT_BODY + 4 + gps.length];
  const left = await cleaned(joined(FTYP, mdat, moov(places, table), box("free", gps)));
  const blank = joined(gps.subarray(0, 8), new Uint8Array(gps.length - 8));
  assertEquals(
    left,
    joined(
      ...[FTYP, box("mdat", "dots", blank, "dots", blank, "freeGPS ", "dots")],
      moov(places, box("free", new Uint8Array(table.length - 8))),
      box("free", new Uint8Array(gps.length)),
    ),
  );
  assertEquals(await cleaned(left), left);
});

Deno.test("films: those of another program lose a trailer, and no byte of theirs", async () => {
  for (const name of ["plain.mp4", "plain.mov", "plain.3gp"]) {
    const film = await cleaned(sample(name));
    const trailer = insta360("Secret");
    assertEquals(await cleaned(joined(film, trailer)), joined(film, freed(trailer.length)), name);
  }
});

Deno.test("films: of damaged ones with leftovers none throws, grows or changes twice", async () => {
  const gps = joined(number(32, 4), "freeGPS ", "Secret".padEnd(20));
  const entry = joined(number(MDAT_BODY + 4, 4), number(32, 4));
  const head = moov([MDAT_BODY], box("gps ", number(0, 8), entry));
  const whole = joined(FTYP, box("mdat", "dots", gps), head, insta360("Secret"));
  assert(holds(whole) && !holds(await cleaned(whole)));
  await tryDamaged(whole, random(42));
});
