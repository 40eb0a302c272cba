/** WebM and Matroska: tags, titles and attached pictures become empty space where they lie. */
import { assert, assertEquals } from "@std/assert";
import { cleaned, holds, joined, number, tryDamaged } from "../../helpers/metadata.ts";
import { random } from "../../helpers/random.ts";

type Part = Uint8Array | readonly number[] | string;

const SEGMENT = [0x18, 0x53, 0x80, 0x67];
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75];
const OPEN = [0x01, 255, 255, 255, 255, 255, 255, 255];
const HEAD = element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], "webm"));

/** With a length of two bytes. */
function element(id: number[], ...inside: Part[]): Uint8Array {
  const body = joined(...inside);
  return joined(id, number(0x4000 + body.length, 2), body);
}

/** What becomes of an element of so many bytes. */
function empty(length: number): Uint8Array {
  return length < 9
    ? joined([0xec, 0x80 | (length - 2)], new Uint8Array(length - 2))
    : joined([0xec, 1], number(length - 9, 7), new Uint8Array(length - 9));
}

const TAGS = element([0x12, 0x54, 0xc3, 0x67], element([0x73, 0x73], "LOCATION Secret"));
const SCALE = element([0x2a, 0xd7, 0xb1], [0x0f, 0x42, 0x40]);
const TITLE = element([0x7b, 0xa9], "Secret street");
const SUM = joined([0xbf, 0x84], "1234");
const info = (...inside: Part[]) => element([0x15, 0x49, 0xa9, 0x66], ...inside);
const program = (name: string) => element([0x57, 0x41], name);
const tracks = (...inside: Part[]) => element([0x16, 0x54, 0xae, 0x6b], element([0xae], ...inside));
const CODEC = element([0x86], "V_VP8");
const NAME = element([0x53, 0x6e], "Secret cam");
const file = (type: string) =>
  element([0x61, 0xa7], element([0x46, 0x60], type), element([0x46, 0x5c], "Secret bytes"));
const attached = (...inside: Part[]) => element([0x19, 0x41, 0xa4, 0x69], ...inside);
const BLOCK = element([0xa3], TAGS);

Deno.test("WebM: tags, title and names become empty space, and nothing moves", async () => {
  const film = (open: boolean, tags: Uint8Array, ...parts: Uint8Array[]) => {
    const inside = joined(
      ...parts,
      open ? joined(CLUSTER, OPEN, BLOCK, BLOCK) : element(CLUSTER, BLOCK),
      tags,
    );
    return joined(HEAD, open ? joined(SEGMENT, OPEN, inside) : element(SEGMENT, inside));
  };
  for (const open of [false, true]) {
    const left = await cleaned(
      film(open, TAGS, info(SUM, SCALE, TITLE, program("Secret 1")), tracks(CODEC, NAME)),
    );
    const expected = film(
      open,
      empty(TAGS.length),
      info(empty(SUM.length), SCALE, empty(TITLE.length), program("\0".repeat(8))),
      tracks(CODEC, empty(NAME.length)),
    );
    assertEquals(left, expected, `open: ${open}`);
    assertEquals(await cleaned(left), left);
  }
});

Deno.test("WebM: pictures that are attached go, fonts of subtitles stay", async () => {
  const font = file("font/ttf");
  const picture = file("image/jpeg");
  assertEquals(
    await cleaned(joined(HEAD, element(SEGMENT, attached(SUM, font, picture)))),
    joined(HEAD, element(SEGMENT, attached(empty(SUM.length), font, empty(picture.length)))),
  );
});

const track = (number: number, type: number) =>
  element([0xae], element([0xd7], [number]), element([0x83], [type]), CODEC);
const simple = (number: number, dots: string) => element([0xa3], [0x80 | number], "\0\0\0", dots);
const group = (number: number, dots: string) =>
  element([0xa0], element([0xa1], [0x40, number], "\0\0\0", dots), element([0x9b], [1]));

Deno.test("WebM: a track for programs goes with all it recorded, and nothing moves", async () => {
  const film = (open: boolean, gone: (part: Uint8Array) => Uint8Array) => {
    const inside = joined(
      ...[simple(1, "dots"), gone(simple(2, "Secret 1")), group(1, "dots")],
      ...[gone(group(2, "Secret 2")), simple(3, "beep"), gone(simple(2, "S"))],
    );
    const all = element([0x16, 0x54, 0xae, 0x6b], track(1, 1), gone(track(2, 33)), track(3, 2));
    const cluster = open ? joined(CLUSTER, OPEN, inside) : element(CLUSTER, gone(SUM), inside);
    const parts = joined(all, cluster, cluster);
    return joined(HEAD, open ? joined(SEGMENT, OPEN, parts) : element(SEGMENT, parts));
  };
  for (const open of [false, true]) {
    const left = await cleaned(film(open, (part) => part));
    assertEquals(left, film(open, (part) => empty(part.length)), `open: ${open}`);
    assertEquals(await cleaned(left), left);
  }
});

Deno.test("WebM: subtitles stay, and a file of nothing but such a track", async () => {
  const all = (...tracks: Uint8Array[]) => element([0x16, 0x54, 0xae, 0x6b], ...tracks);
  for (const tracks of [all(track(1, 1), track(2, 17)), all(track(2, 33))]) {
    const film = joined(HEAD, element(SEGMENT, tracks, element(CLUSTER, SUM, simple(2, "words"))));
    assertEquals(await cleaned(film), film);
  }
});

Deno.test("WebM: of damaged ones with such a track none throws, grows or changes twice", async () => {
  const all = element([0x16, 0x54, 0xae, 0x6b], track(1, 1), track(2, 33));
  const cluster = element(CLUSTER, simple(1, "dots"), simple(2, "Secret"), group(2, "Secret"));
  const whole = joined(HEAD, element(SEGMENT, all, cluster, cluster));
  assert(holds(whole) && !holds(await cleaned(whole)));
  await tryDamaged(whole, random(37));
});

Deno.test("WebM: of damaged ones none throws, grows or changes twice", async () => {
  const parts = [info(SUM, TITLE), tracks(CODEC, NAME), element(CLUSTER, "dots"), TAGS];
  const whole = joined(HEAD, element(SEGMENT, ...parts));
  assert(holds(whole) && !holds(await cleaned(whole)));
  await tryDamaged(whole, random(36));
});
