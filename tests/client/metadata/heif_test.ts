/** HEIC and AVIF: Exif and XMP are overwritten where they lie, and nothing moves. */
import { assert, assertEquals } from "@std/assert";
import { cleaned, holds, joined, number, sample } from "../../helpers/metadata.ts";

type Part = Uint8Array | readonly number[] | string;

function box(type: string, ...inside: Part[]): Uint8Array {
  const body = joined(...inside);
  return joined(number(body.length + 8, 4), type, body);
}

/** A box whose size stands in 64 bits. */
function largeBox(type: string, ...inside: Part[]): Uint8Array {
  const body = joined(...inside);
  return joined(number(1, 4), type, number(body.length + 16, 8), body);
}

const full = (version: number, ...inside: Part[]) => joined([version, 0, 0, 0], ...inside);
const FTYP = box("ftyp", "heic", number(0, 4), "mif1heic");
const HANDLER = box("hdlr", full(0, number(0, 4), "pict", "\0".repeat(13)));

interface Item {
  id: number;
  type: string;
  /** Where in the file, how long, and by which method. */
  extents: [at: number, length: number][];
  method?: number;
}

function infoOf(items: Item[], large = false): Uint8Array {
  const entries = items.map(({ id, type }) =>
    box(
      "infe",
      full(large ? 3 : 2, number(id, large ? 4 : 2), [0, 0], type, "\0application/rdf+xml\0"),
    )
  );
  return box("iinf", full(large ? 1 : 0, number(items.length, large ? 4 : 2), ...entries));
}

function placesOf(items: Item[], version: number): Uint8Array {
  const wide = version === 2 ? 4 : 2;
  const rows = items.map(({ id, extents, method = 0 }) =>
    joined(
      number(id, wide),
      version === 0 ? [] : number(method, 2),
      number(0, 2),
      number(extents.length, 2),
      ...extents.map(([at, length]) => joined(number(at, 4), number(length, 4))),
    )
  );
  return box("iloc", full(version, [0x44, 0x00], number(items.length, wide), ...rows));
}

const SECRET = "\0\0\0\x06Exif\0\0MM\0*SecretMakeAndPlace";

/** A file of a picture and some metadata; `place` says where the data will lie. */
function heic(
  items: (at: number) => Item[],
  data: Part,
  { version = 0, wrap = box, more = [] as Part[] } = {},
): { bytes: Uint8Array; at: number } {
  const meta = (at: number) =>
    wrap(
      "meta",
      full(0, HANDLER, infoOf(items(at), version === 2), placesOf(items(at), version), ...more),
    );
  const at = FTYP.length + meta(0).length + (wrap === box ? 8 : 16);
  return { bytes: joined(FTYP, meta(at), wrap("mdat", data)), at };
}

Deno.test("HEIC: boxes that lie, nest or end too early leave the file as it is", async () => {
  const one = (at: number): Item[] => [{ id: 1, type: "Exif", extents: [[at, 30]] }];
  const { bytes } = heic(one, "Secret".repeat(5));
  const cases: [string, Uint8Array][] = [
    ["a box smaller than its head", joined(FTYP, number(7, 4), "metaxxxxxxxx")],
    ["a box larger than the file", joined(FTYP, number(0x7fffffff, 4), "meta", full(0, HANDLER))],
    [
      "a 64-bit size beyond all files",
      joined(FTYP, number(1, 4), "meta", [255, 255, 255, 255, 255, 255, 255, 255]),
    ],
    ["a 64-bit size that is cut", joined(FTYP, number(1, 4), "meta", [0, 0])],
    [
      "another handler",
      joined(FTYP, box("meta", full(0, box("hdlr", full(0, number(0, 4), "mdir"))))),
    ],
    ["no places", joined(FTYP, box("meta", full(0, HANDLER, infoOf(one(0)))))],
    [
      "places that end too early",
      joined(FTYP, box("meta", full(0, HANDLER, infoOf(one(0)), box("iloc", [0, 0, 0])))),
    ],
    ["a film", joined(box("ftyp", "isom"), box("moov", box("mvhd", "film")), box("mdat", "x"))],
  ];
  for (const [what, given] of cases) assertEquals(await cleaned(given), joined(given), what);
  for (let length = 12; length < bytes.length; length++) {
    const cut = bytes.slice(0, length);
    assertEquals((await cleaned(cut)).length, length, `cut at ${length}`);
  }
});

Deno.test("HEIC: places of many versions, in pieces, in 64-bit boxes and in the box itself", async () => {
  const pixels = "PixelsOfThePicture";
  for (const version of [0, 1, 2]) {
    for (const wrap of [box, largeBox]) {
      const items = (at: number): Item[] => [
        { id: 1, type: "hvc1", extents: [[at, pixels.length]] },
        {
          id: 2,
          type: "Exif",
          extents: [[at + pixels.length, 20], [at + pixels.length + 20, SECRET.length - 20]],
        },
        { id: 3, type: "mime", extents: [[at + pixels.length + SECRET.length, 0]] },
      ];
      const { bytes, at } = heic(items, pixels + SECRET + "<x>SecretXmp</x>", { version, wrap });
      const left = await cleaned(bytes);
      assertEquals(left.length, bytes.length, "nothing moves");
      assert(!holds(left), `version ${version}`);
      assertEquals(left.subarray(0, at + pixels.length), bytes.subarray(0, at + pixels.length));
      const exif = left.subarray(at + pixels.length, at + pixels.length + 18);
      assertEquals(exif, joined([0, 0, 0, 0], "II*\0\x08\0\0\0\0\0\0\0\0\0"), "empty Exif");
      assertEquals(await cleaned(left), left, "nothing more to lose");
    }
  }
  const inside = (): Item[] => [{ id: 2, type: "Exif", extents: [[0, SECRET.length]], method: 1 }];
  const { bytes } = heic(inside, "", { version: 1, more: [box("idat", SECRET)] });
  assert(holds(bytes) && !holds(await cleaned(bytes)), "in the box itself");
});

Deno.test("HEIC: places without end, and those outside of the file, cost nothing", async () => {
  const endless = box(
    "iloc",
    full(1, [0, 0], number(0xffff, 2), number(2, 2), number(0, 4), number(0xffff, 2)),
  );
  const items: Item[] = [{ id: 2, type: "Exif", extents: [] }];
  const rows = Array.from(
    { length: 9000 },
    () => joined(number(2, 2), number(0, 4), number(0xffff, 2)),
  );
  const many = box("iloc", full(1, [0, 0], number(9000, 2), ...rows));
  for (const places of [endless, many]) {
    const bytes = joined(FTYP, box("meta", full(0, HANDLER, infoOf(items), places)));
    const began = performance.now();
    await cleaned(bytes);
    assert(performance.now() - began < 500, "six hundred million places were not looked at");
  }
  const outside =
    heic(() => [{ id: 2, type: "Exif", extents: [[0x7fffffff, 99]] }], "pixels").bytes;
  assertEquals(await cleaned(outside), joined(outside));
});

Deno.test("HEIC: boxes of makers become free space, a film within as well", async () => {
  const { bytes } = heic(() => [], "pixels");
  const uuid = box("uuid", "0123456789abcdef", "<x>Secret</x>");
  const film = box("mpvd", box("ftyp", "mp42Secret"));
  const left = await cleaned(joined(bytes, uuid, film));
  assertEquals(
    left,
    joined(
      bytes,
      box("free", new Uint8Array(uuid.length - 8)),
      box("free", new Uint8Array(film.length - 8)),
    ),
  );
});

Deno.test("HEIC and AVIF: samples of other programs keep all but what they tell", async () => {
  for (const name of ["plain.heic", "plain.avif"]) {
    const bytes = sample(name);
    assert(holds(bytes), name);
    const left = await cleaned(bytes);
    assert(!holds(left), `${name} still tells`);
    assertEquals(left.length, bytes.length);
    const changed = [...left.entries()].filter(([i, byte]) => byte !== bytes[i]).map(([i]) => i);
    const [from, to] = [Math.min(...changed), Math.max(...changed)];
    assert(to - from < 420 && changed.length > 200, `${name}: one stretch of Exif and XMP alone`);
    assertEquals(await cleaned(left), left, `${name} has nothing more to lose`);
  }
});
