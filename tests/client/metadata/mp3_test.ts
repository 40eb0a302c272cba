/** MP3: what stands before and behind the sound goes, the sound itself stays. */
import { assertEquals } from "@std/assert";
import { cleaned, joined, number, tryDamaged } from "../../helpers/metadata.ts";
import { random } from "../../helpers/random.ts";

type Part = Uint8Array | readonly number[] | string;

const SOUND = joined([0xff, 0xfb, 0x90, 0x64], "TAG in the sound", new Uint8Array(400));
const BEFORE = joined("ID3", [3, 0, 0, 0, 0, 1, 2], "TXXX Secret".padEnd(130, "\0"));
const WITH_FOOTER = joined("ID3", [4, 0, 0x10, 0, 0, 0, 6], "Secret", "3DI", [
  4,
  0,
  0x10,
  0,
  0,
  0,
  6,
]);
const SHORT = joined("TAG", "Secret".padEnd(125, "\0"));
const LONGER = joined("TAG+", "Secret".padEnd(223, "\0"), SHORT);
const LYRICS = joined("LYRICSBEGIN", "Secret", "000017", "LYRICS200");

function ape(hasHead: boolean): Uint8Array {
  const little = (value: number) => number(value, 4).reverse();
  const edge = (flags: number) =>
    joined("APETAGEX", little(2000), little(38), little(1), little(flags), new Uint8Array(8));
  const head: Part[] = hasHead ? [edge(0xa0000000)] : [];
  return joined(...head, "Secret", edge(hasHead ? 0x80000000 : 0));
}

Deno.test("MP3: tags of each kind go, before the sound and behind it", async () => {
  for (
    const [name, bytes] of Object.entries({
      "before": joined(BEFORE, SOUND),
      "two before, one with a footer": joined(WITH_FOOTER, BEFORE, SOUND),
      "short": joined(SOUND, SHORT),
      "longer": joined(SOUND, LONGER),
      "words of a song": joined(SOUND, LYRICS, SHORT),
      "APE": joined(SOUND, ape(false)),
      "APE with a head": joined(BEFORE, SOUND, ape(true), SHORT),
      "behind, as before": joined(SOUND, WITH_FOOTER, SHORT),
    })
  ) assertEquals(await cleaned(bytes), SOUND, name);
});

Deno.test("MP3: one without tags stays, and so does what is nothing but a tag", async () => {
  for (const bytes of [SOUND, BEFORE, joined("ID3", [4, 0, 0, 0xff, 0, 0, 1], SOUND)]) {
    assertEquals(await cleaned(bytes), bytes);
  }
});

Deno.test("MP3: of damaged ones none throws, grows or changes twice", async () => {
  await tryDamaged(joined(BEFORE, SOUND, ape(true), LYRICS, SHORT), random(33));
});
