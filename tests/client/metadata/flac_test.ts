/** FLAC: words, pictures and blocks of programs become padding where they lie. */
import { assertEquals } from "@std/assert";
import { cleaned, joined, number, tryDamaged } from "../../helpers/metadata.ts";
import { random } from "../../helpers/random.ts";

function block(type: number, body: string): Uint8Array {
  return joined([type], number(body.length, 3), body);
}

const ABOUT = block(0, "a".repeat(34));
const SEEK = block(3, "seek points".padEnd(18));
const SOUND = joined([0xff, 0xf8], "sound");
const WORDS = "LOCATION=Secret";
const FLAC = joined(
  "fLaC",
  ABOUT,
  block(4, WORDS),
  SEEK,
  block(2, "Secret"),
  block(0x86, "Secret"),
  SOUND,
);
const LEFT = joined(
  "fLaC",
  ABOUT,
  block(1, "\0".repeat(WORDS.length)),
  SEEK,
  block(1, "\0".repeat(6)),
  block(0x81, "\0".repeat(6)),
  SOUND,
);

Deno.test("FLAC: words and pictures become padding, and no byte of the sound moves", async () => {
  assertEquals(await cleaned(FLAC), LEFT);
  assertEquals(await cleaned(LEFT), LEFT);
});

Deno.test("FLAC: a tag of an MP3 before it goes, and all that it tells itself", async () => {
  assertEquals(await cleaned(joined("ID3", [4, 0, 0, 0, 0, 0, 6], "Secret", FLAC)), LEFT);
});

Deno.test("FLAC: of damaged ones none throws, grows or changes twice", async () => {
  await tryDamaged(FLAC, random(32));
});
