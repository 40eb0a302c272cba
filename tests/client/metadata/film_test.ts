/** Films: what is about them becomes free space where it lies, and nothing moves. */
import { assert, assertEquals } from "@std/assert";
import { cleaned, holds, joined, number, sample } from "../../helpers/metadata.ts";
import { random as seeded } from "../../helpers/random.ts";

type Part = Uint8Array | readonly number[] | string;

const NAMES = ["plain.mp4", "plain.mov", "frag.mp4", "plain.3gp"];

function box(type: string, ...inside: Part[]): Uint8Array {
  const body = joined(...inside);
  return joined(number(body.length + 8, 4), type, body);
}

function free(size: number): Uint8Array {
  return box("free", new Uint8Array(size - 8));
}

const FTYP = box("ftyp", "qt  ", number(0, 4), "qt  ");
const PLACE = box(
  "udta",
  box("\xa9xyz", number(18, 2), [0x15, 0xc7], "+49.84+024.03/Secret"),
);

Deno.test("films: what is about a film, a track or a part of it becomes free space", async () => {
  const meta = box(
    "meta",
    box("keys", "com.apple.quicktime.location.ISO6709"),
    box("ilst", "x"),
  );
  const xmp = box("uuid", "0123456789abcdef", "<x>Secret</x>");
  const head = box("mvhd", "head");
  for (
    const [about, name] of [[PLACE, "udta"], [meta, "meta"], [
      xmp,
      "uuid",
    ]] as const
  ) {
    const blank = free(about.length);
    const around = (one: Uint8Array) => [
      joined(FTYP, box("moov", head, one), box("mdat", "dots")),
      joined(
        FTYP,
        box("mdat", "dots"),
        box("moov", head, box("trak", box("tkhd", "x"), one)),
      ),
      joined(box("wide"), box("mdat", "dots"), box("moov", one, head)),
      joined(
        FTYP,
        box("moov", head),
        box("moof", box("traf", one, box("trun", "x"))),
      ),
      joined(
        FTYP,
        box("moov", box("trak", box("mdia", one, box("minf", "x")))),
      ),
    ];
    for (const [i, bytes] of around(about).entries()) {
      assertEquals(
        await cleaned(bytes),
        around(blank)[i],
        `${name} in place ${i}`,
      );
    }
  }
});

Deno.test("films: the dots are not looked into, and a film without words stays as it is", async () => {
  for (
    const bytes of [
      joined(FTYP, box("moov", box("mvhd", "film")), box("mdat", PLACE)),
      joined(FTYP, box("moov", box("trak", box("stbl", PLACE)))),
      joined(FTYP, number(0x7fffffff, 4), "moov", PLACE),
    ]
  ) assertEquals(await cleaned(bytes), bytes);
});

Deno.test("films: boxes nested without end cost nothing", async () => {
  let nested = box("udta", "Secret");
  for (let i = 0; i < 5000; i++) {
    nested = joined(number(nested.length + 8, 4), "trak", nested);
  }
  const bytes = joined(FTYP, nested);
  assertEquals((await cleaned(bytes)).length, bytes.length);
});

Deno.test("films: those of another program lose make, model and place, and no byte moves", async () => {
  for (const name of NAMES) {
    const bytes = sample(name);
    assert(holds(bytes) || holds(bytes, "+49.8397"), `${name} tells`);
    const left = await cleaned(bytes);
    for (const word of ["Secret", "+49.8397", "+024.02"]) {
      assert(!holds(left, word), `${name}: ${word}`);
    }
    assertEquals(left.length, bytes.length);
    assertEquals(await cleaned(left), left, `${name} has nothing more to lose`);
  }
});

Deno.test("films: of 2,000 damaged ones none throws, grows or changes twice", async () => {
  const random = seeded(176);
  const below = (n: number) => Math.floor(random() * n);
  for (const name of NAMES) {
    const whole = sample(name);
    for (let i = 0; i < 500; i++) {
      const bytes = i % 4 === 0 ? whole.slice(0, below(whole.length)) : whole.slice();
      for (let hurt = 0; hurt <= i % 5 && bytes.length > 0; hurt++) {
        bytes[below(bytes.length)] = below(256);
      }
      const left = await cleaned(bytes);
      assertEquals(left.length, bytes.length, `${name} ${i}`);
      assertEquals(await cleaned(left), left, `${name} ${i} changes again`);
    }
  }
});
