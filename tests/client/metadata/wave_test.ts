/** WAV: chunks that nobody hears become empty space where they lie. */
import { assertEquals } from "@std/assert";
import { cleaned, joined, number, tryDamaged } from "../../helpers/metadata.ts";
import { random } from "../../helpers/random.ts";

function chunk(type: string, body: string): Uint8Array {
  return joined(type, number(body.length, 4).reverse(), body, body.length % 2 ? "\0" : "");
}

function wave(...chunks: Uint8Array[]): Uint8Array {
  const inside = joined("WAVE", ...chunks);
  return joined("RIFF", number(inside.length, 4).reverse(), inside);
}

const FORMAT = chunk("fmt ", "0123456789abcdef");
const DATA = chunk("data", "LIST of sounds");
const WAVE = wave(chunk("bext", "Secret recorder"), FORMAT, DATA, chunk("LIST", "INFOIART Secret"));

Deno.test("WAV: what a recorder and a program wrote is empty space, the sound stays", async () => {
  const blank = chunk("JUNK", "\0".repeat(15));
  const left = wave(blank, FORMAT, DATA, blank);
  assertEquals(await cleaned(WAVE), left);
  assertEquals(await cleaned(left), left);
});

Deno.test("WAV: of damaged ones none throws, grows or changes twice", async () => {
  await tryDamaged(WAVE, random(34));
});
