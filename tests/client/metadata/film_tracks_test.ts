/** Tracks of films that nobody sees or hears: their samples become zeros, and nothing moves. */
import { assert, assertEquals } from "@std/assert";
import { cleaned, holds, joined, number } from "../../helpers/metadata.ts";
import { random as seeded } from "../../helpers/random.ts";

type Part = Uint8Array | readonly number[] | string;

const FTYP = box("ftyp", "isom", number(0, 4), "isom");
const MDAT_BODY = FTYP.length + 8;

function box(type: string, ...inside: Part[]): Uint8Array<ArrayBuffer> {
  const body = joined(...inside);
  return joined(number(body.length + 8, 4), type, body);
}

function full(type: string, ...inside: Part[]): Uint8Array<ArrayBuffer> {
  return box(type, number(0, 4), ...inside);
}

function numbers(...all: number[]): Uint8Array<ArrayBuffer> {
  return joined(...all.map((one) => number(one, 4)));
}

interface Table {
  id: number;
  kind: string;
  name?: string;
  entry?: Uint8Array;
  tables?: Uint8Array[];
}

function trak({ id, kind, name = "", entry = box("data"), tables = [] }: Table) {
  return box(
    "trak",
    full("tkhd", number(0, 8), number(id, 4), number(0, 64)),
    box(
      "mdia",
      full("hdlr", "mhlr", kind, number(0, 12), name, [0]),
      box("minf", box("stbl", full("stsd", number(1, 4), entry), ...tables)),
    ),
  );
}

/** Chunks one behind the other from there on, of so many samples each. */
function tablesOf(at: number[], sizes: number[], perChunk: [number, number][]): Uint8Array[] {
  return [
    full("stsz", numbers(0, sizes.length, ...sizes)),
    full("stsc", numbers(perChunk.length), ...perChunk.map(([from, n]) => numbers(from, n, 1))),
    full("stco", numbers(at.length, ...at)),
  ];
}

Deno.test("films: samples of a place are zeros, those beside them stay, and nothing moves", async () => {
  const media = "dotsSecret1dotsSecret2Secret3dots";
  const at = ["Secret1", "Secret2"].map((word) => MDAT_BODY + media.indexOf(word));
  const ways = {
    "sizes of each": tablesOf(at, [7, 7, 7], [[1, 1], [2, 2]]),
    "one size for all": [
      full("stsz", numbers(7, 3)),
      full("stsc", numbers(2), numbers(1, 1, 1), numbers(2, 2, 1)),
      full("stco", numbers(2, ...at)),
    ],
    "sizes of two bytes, offsets of eight": [
      full("stz2", number(16, 4), numbers(3), number(7, 2), number(7, 2), number(7, 2)),
      full("stsc", numbers(2), numbers(1, 1, 1), numbers(2, 2, 1)),
      full("co64", numbers(2, 0, at[0]!, 0, at[1]!)),
    ],
    "sizes of half a byte": [
      full("stz2", number(4, 4), numbers(3), [0x77, 0x70]),
      full("stsc", numbers(2), numbers(1, 1, 1), numbers(2, 2, 1)),
      full("stco", numbers(2, ...at)),
    ],
  };
  for (const kind of ["meta", "data", "gps "]) {
    for (const [name, tables] of Object.entries(ways)) {
      const seen = trak({ id: 1, kind: "vide" });
      const gone = trak({ id: 2, kind, entry: box("gpmd", "Secret"), tables });
      const left = await cleaned(
        joined(FTYP, box("mdat", media), box("moov", box("mvhd"), seen, gone)),
      );
      const expected = joined(
        FTYP,
        box("mdat", media.replace(/Secret./g, "\0".repeat(7))),
        box("moov", box("mvhd"), seen, box("free", new Uint8Array(gone.length - 8))),
      );
      assertEquals(left, expected, `${kind}, ${name}`);
      assertEquals(await cleaned(left), left);
    }
  }
});

Deno.test("films: a film in fragments loses the samples of a place as well", async () => {
  const moov = (gone: Uint8Array) =>
    box(
      "moov",
      trak({ id: 1, kind: "soun" }),
      gone,
      box("mvex", full("trex", numbers(1, 1, 0, 4, 0)), full("trex", numbers(2, 1, 0, 7, 0))),
    );
  const flags = (value: number) => number(value, 4);
  const gone = trak({ id: 2, kind: "meta" });
  const head = joined(FTYP, moov(gone));
  const kept = box("traf", box("tfhd", flags(0x20000), numbers(1)));
  for (
    const [name, traf, media] of [
      [
        "of one size, told at the start",
        (data: number) =>
          box(
            "traf",
            box("tfhd", flags(0x20000), numbers(2)),
            box("trun", flags(1), numbers(2, data)),
          ),
        "dotsSecret1Secret2dots",
      ],
      [
        "each with its size and time",
        (data: number) =>
          box(
            "traf",
            box("tfhd", flags(0x20002), numbers(2, 1)),
            box("trun", flags(0x301), numbers(2, data, 40, 7, 40, 7)),
          ),
        "dotsSecret1Secret2dots",
      ],
      [
        "counted from the file, of a size told in the fragment",
        (data: number) =>
          box(
            "traf",
            box("tfhd", flags(0x11), numbers(2, 0, head.length + data, 14)),
            box("trun", flags(0), numbers(1)),
          ),
        "dotsSecret1Secret2dots",
      ],
    ] as const
  ) {
    const size = box("moof", box("mfhd"), kept, traf(0)).length;
    const part = traf(size + 8 + 4);
    const left = await cleaned(
      joined(head, box("moof", box("mfhd"), kept, part), box("mdat", media)),
    );
    const expected = joined(
      FTYP,
      moov(box("free", new Uint8Array(gone.length - 8))),
      box("moof", box("mfhd"), kept, box("free", new Uint8Array(part.length - 8))),
      box("mdat", `dots${"\0".repeat(14)}dots`),
    );
    assertEquals(left, expected, name);
  }
});

Deno.test("films: subtitles stay, unless a drone writes where it is under its pictures", async () => {
  for (
    const [line, isKept] of [
      ["So we met at the Globe, at 8", true],
      ["F/2.8, SS 206, GPS (24.0297, 49.8397, 19)", false],
      ["[latitude: 49.8397] [longitude: 24.0297]", false],
      ["HOME(24.0297,49.8397) 2026.11.26", false],
    ] as const
  ) {
    const tables = tablesOf([MDAT_BODY], [line.length], [[1, 1]]);
    const subtitles = trak({ id: 1, kind: "sbtl", tables });
    const bytes = joined(FTYP, box("mdat", line), box("moov", subtitles));
    const left = await cleaned(bytes);
    assertEquals(holds(left, line), isKept, line);
    assertEquals(left.length, bytes.length);
    if (isKept) assertEquals(left, bytes);
  }
});

Deno.test("films: names of what wrote a track go, and what free space holds", async () => {
  const entry = (packer: string) => box("avc1", number(0, 42), packer, number(24, 4));
  const film = (name: string, packer: string, rest: string) =>
    joined(
      FTYP,
      box("free", rest),
      box("moov", trak({ id: 1, kind: "vide", name, entry: entry(packer) }), box("free", rest)),
    );
  assertEquals(
    await cleaned(film("\x0cSecret AVC  ", "\x0eSecret encoder".padEnd(32, "\0"), "Secret")),
    film("\0".repeat(13), "\0".repeat(32), "\0".repeat(6)),
  );
});

Deno.test("films: samples that lie in no media, or without end, change nothing but their track", async () => {
  const huge = 0xffffffff;
  for (
    const tables of [
      tablesOf([0, 4, MDAT_BODY - 2, MDAT_BODY + 2, huge], [9, 9, 4, 400, 1], [[1, 1]]),
      [
        full("stsz", numbers(huge, huge)),
        full("stsc", numbers(1), numbers(1, huge, 1)),
        full("stco", numbers(huge, MDAT_BODY)),
      ],
      [full("stsz", numbers(0, huge)), full("stsc", numbers(huge)), full("stco", numbers(huge))],
      [full("stsz"), full("stsc"), full("stco")],
    ]
  ) {
    const gone = trak({ id: 2, kind: "meta", tables });
    const bytes = joined(FTYP, box("mdat", "dots"), box("moov", gone));
    const free = box("free", new Uint8Array(gone.length - 8));
    assertEquals(
      await cleaned(bytes),
      joined(FTYP, box("mdat", "dots"), box("moov", free)),
    );
  }
});

Deno.test("films: of 2,000 damaged ones with a place none throws, grows or changes twice", async () => {
  const random = seeded(178);
  const below = (n: number) => Math.floor(random() * n);
  const tables = tablesOf([MDAT_BODY + 4], [7, 7], [[1, 2]]);
  const whole = joined(
    FTYP,
    box("mdat", "dotsSecret1Secret2dots"),
    box("moov", trak({ id: 1, kind: "vide" }), trak({ id: 2, kind: "meta", tables })),
    box("moof", box("traf", box("tfhd", numbers(0x20010, 2, 7)), box("trun", numbers(1, 2, 99)))),
  );
  assert(holds(whole) && !holds(await cleaned(whole)));
  for (let i = 0; i < 2000; i++) {
    const bytes = i % 4 === 0 ? whole.slice(0, below(whole.length)) : whole.slice();
    for (let hurt = 0; hurt <= i % 5 && bytes.length > 0; hurt++) {
      bytes[below(bytes.length)] = below(256);
    }
    const left = await cleaned(bytes);
    assertEquals(left.length, bytes.length, `${i}`);
    assertEquals(await cleaned(left), left, `${i} changes again`);
  }
});
