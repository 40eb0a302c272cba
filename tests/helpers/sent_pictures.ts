/** Pictures that a person sends together. */
import { Buffer } from "node:buffer";
import { evening } from "./picture.ts";
import type { Journey } from "./journey.ts";
import type { Person } from "./person.ts";
import { WsClient } from "./ws_client.ts";

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

/** Puts so many lines of Boris behind what was sent, and one more picture, `last.png`, behind those. */
export async function sendsOneFarLater(way: Journey, person: Person, lines: number): Promise<void> {
  const boris = await WsClient.in(way.server.url, "Boris");
  for (let i = 0; i < lines; i++) {
    boris.send({ type: "message", room: "general", text: `line ${i}` });
  }
  await boris.settles();
  await boris.closes();
  await person.hears(`line ${lines - 1}`);
  await sendsPictures(person, { "last.png": THREE["one.png"] });
}
