/** Pictures that a person sends together. */
import { Buffer } from "node:buffer";
import { evening } from "./picture.ts";
import type { Person } from "./person.ts";

/** Three of different shapes. */
export const THREE = {
  "one.png": evening(60, 40),
  "two.png": evening(40, 60),
  "three.png": evening(50, 50),
};

/**
 * Sends files that the system's dialog handed over, with words or without. Of a type that it does not know
 * the page makes no small picture.
 */
export async function sendsPictures(
  person: Person,
  files: Record<string, Uint8Array>,
  words = "",
  mimeType = "application/octet-stream",
): Promise<void> {
  const chosen = Object.entries(files).map(([name, bytes]) => ({
    name,
    mimeType,
    buffer: Buffer.from(bytes),
  }));
  await person.attaches(...chosen);
  await person.page.locator("[data-test=upload][data-state=ready]").nth(chosen.length - 1)
    .waitFor();
  if (words !== "") {
    await person.presses("[data-test=composer]");
    await person.types(words);
  }
  await person.presses("[data-test=send]");
}
