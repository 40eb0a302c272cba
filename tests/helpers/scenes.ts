/**
 * Every state of the page worth looking at, over a chat with something in it: what the gallery shows
 * and what is looked through for barriers and words that do not fit.
 */
import { Buffer } from "node:buffer";
import { placeOf, rests } from "./touch.ts";
import { WsClient } from "./ws_client.ts";
import type { Person } from "./person.ts";
import { evening } from "./picture.ts";
import { HttpClient } from "./http_client.ts";

/** One state, reached from the open chat. */
export interface Scene {
  name: string;
  /** Goes there; `url` is the server's. */
  go(person: Person, url: string): Promise<void>;
}

const TALK: [string, string][] = [
  ["Олена", "Доброго ранку! Хто сьогодні на пікнік?"],
  ["Boris", "Me! I bring the kettle and *two* blankets."],
  ["สมชาย", "ผมไปด้วยครับ เจอกันที่สะพานตอนสิบโมง"],
  ["Vera", "Я тоже. Прогноз: https://weather.example/park/saturday"],
  ["Ada", "Lovely. I made a list:\n> @Boris: kettle, two blankets\nAnything missing?"],
  ["Boris", "Cups. Last time we had `1 cup / 3 people`."],
  ["Олена", "☕☕☕"],
  ["Ada", "Cups it is. @Vera, do you still have the big basket?"],
  ["Vera", "Есть! И нож, и скатерть."],
];

/** Who runs the chat: the first to have an account. */
const ADMIN = { name: "Otto", password: "correct horse" };

/** The same page in the hands of whoever runs the chat. */
async function becomesAdmin({ page }: Person): Promise<void> {
  const address = page.url();
  const { origin } = new URL(address);
  // Nothing is open meanwhile: a page whose session ends goes back in its history by itself.
  await page.goto("about:blank");
  await page.context().request.post(`${origin}/api/session`, { data: ADMIN, headers: { origin } });
  await page.goto(address);
  await page.locator("main.app").waitFor();
}

/** Fills a fresh chat: rooms, people, words in four languages, reactions, a picture, a file. */
export async function furnish(url: string): Promise<WsClient[]> {
  const peers = new Map<string, WsClient>();
  for (const name of ["Олена", "Boris", "สมชาย", "Vera"]) {
    peers.set(name, await WsClient.in(url, name));
  }
  const olena = peers.get("Олена")!;
  for (const room of ["Сад", "Kitchen table", "ข่าว"]) {
    olena.send({ type: "create_room", room });
  }
  const ada = await WsClient.at(url, "Ada");
  ada.send({ type: "join", room: "general" });
  peers.set("Ada", ada);
  const ids: number[] = [];
  for (const [name, text] of TALK) {
    const peer = peers.get(name)!;
    peer.send({ type: "message", room: "general", text, ref: `scene ${ids.length}` });
    const { id } = await peer.hears("message", (told) => told.text === text);
    ids.push(id);
  }
  for (
    const [name, id, emoji] of [
      ["Vera", ids[1], "👍"],
      ["Олена", ids[1], "👍"],
      ["สมชาย", ids[6], "😂"],
      ["Boris", ids[8], "❤️"],
      ["Ada", ids[8], "❤️"],
    ] as const
  ) {
    peers.get(name)!.send({ type: "react", room: "general", id: id!, emoji, on: true });
  }
  // Her name is free again for the one who sits at the browser.
  await ada[Symbol.asyncDispose]();
  peers.delete("Ada");
  await new HttpClient(url).asks("POST", "/api/accounts", ADMIN);
  const photographer = new HttpClient(url);
  await photographer.asks("POST", "/api/session", { name: "Mika" });
  for (
    const [name, bytes, query] of [
      ["pond.png", evening(900, 560), "width=900&height=560&text=The pond, yesterday at nine"],
      ["songs for the evening.pdf", new Uint8Array(183_000), "text="],
    ] as const
  ) {
    await fetch(`${url}/api/rooms/general/files?${query}&name=${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { origin: url, cookie: photographer.cookie },
      body: bytes,
    }).then((answer) => answer.body?.cancel());
  }
  return [...peers.values()];
}

async function opens(person: Person, test: string, wanted: string): Promise<void> {
  // On a phone the way to these is in the list of rooms.
  const inMenu = person.page.locator(`[data-test=room-${test}]`);
  const button = person.page.locator(`[data-test=${test}]`).first();
  const isBehind = ["search", "level"].includes(test) && !await button.isVisible();
  if (isBehind && await person.page.locator("[data-test=room-menu]").isVisible()) {
    await person.presses("[data-test=room-menu]");
    await person.presses(inMenu);
    return await person.page.locator(wanted).first().waitFor();
  }
  if (!await button.isVisible()) await person.presses(".head__back");
  await person.presses(button);
  await person.page.locator(wanted).first().waitFor();
}

/** From the open room `general`, in the order in which they are shown. */
export const SCENES: readonly Scene[] = [
  {
    name: "chat",
    async go({ page }) {
      await page.locator("img.picture__image").waitFor();
    },
  },
  {
    name: "rooms",
    async go(person) {
      const { page } = person;
      const back = page.locator(".head__back");
      if (await back.isVisible()) await person.presses(back);
    },
  },
  {
    name: "people",
    async go(person) {
      const { page } = person;
      const people = page.locator(".head__people");
      if (await people.isVisible()) return await person.presses(people);
      if (!await page.locator(".head__back").isVisible()) return;
      await person.presses("[data-test=room-menu]");
      await person.presses("[data-test=room-people]");
    },
  },
  {
    name: "tools",
    async go(person) {
      await person.pointsAt(person.page.locator("article.message", { hasText: "Cups." }));
    },
  },
  {
    name: "react",
    async go(person) {
      const { page } = person;
      const message = page.locator("article.message", { hasText: "Cups." });
      const words = message.locator(".message__text");
      if (await page.evaluate("matchMedia('(pointer: coarse)').matches")) {
        const sheet = page.locator("[data-test=sheet]");
        await rests(person, await placeOf(words, { x: 0.2, y: 0.3 }), () => sheet.waitFor());
      } else {
        await person.pointsAt(message);
        await person.presses(message.locator("[data-test=react]"));
        await page.locator(".picker button.emoji").first().waitFor();
      }
    },
  },
  {
    name: "lightbox",
    async go(person) {
      await person.presses(person.page.locator("[data-test=picture]").first());
      await person.page.locator("[data-test=lightbox] .lightbox__image").waitFor();
    },
  },
  { name: "picker", go: (person) => opens(person, "emoji", ".picker button") },
  {
    name: "search",
    async go(person) {
      await opens(person, "search", "[data-test=search-field]");
      await person.fills("[data-test=search-field]", "cup");
      await person.page.locator("[data-test=hits] li").first().waitFor();
    },
  },
  { name: "settings", go: (person) => opens(person, "settings", "input[name=sound]") },
  { name: "everybody", go: (person) => opens(person, "everybody", "[data-test=all-people] li") },
  { name: "calls", go: (person) => opens(person, "level", "input[name=level]") },
  {
    name: "switcher",
    async go({ page }) {
      await page.keyboard.press("Control+k");
      await page.locator(".switcher__option").first().waitFor();
    },
  },
  {
    name: "keys",
    async go({ page }) {
      await page.keyboard.press("Control+/");
      await page.locator("[data-test=keys]").waitFor();
    },
  },
  { name: "menu", go: (person) => opens(person, "room-menu", "[data-test=menu]") },
  {
    name: "files",
    async go(person) {
      await opens(person, "room-menu", "[data-test=menu]");
      await person.presses("[data-test=room-files]");
      await person.page.locator("[data-test=shared-pictures] li").first().waitFor();
    },
  },
  {
    name: "date",
    async go(person) {
      await opens(person, "room-menu", "[data-test=menu]");
      await person.presses("[data-test=room-date]");
      await person.page.locator("[data-test=date-field]").waitFor();
    },
  },
  {
    name: "delete",
    async go(person) {
      // Only one's own.
      const back = person.page.locator(".head__back");
      if (await back.isVisible()) await person.presses(back);
      const made = await person.page.locator('a[data-room^="Attic"]').count();
      await person.presses("[data-test=create-room]");
      await person.fills("dialog input[name=room]", `Attic ${made + 1}`);
      await person.presses("dialog button[type=submit]");
      await person.page.locator("#room-title", { hasText: "Attic" }).waitFor();
      await opens(person, "room-menu", "[data-test=menu]");
      await person.presses("[data-test=delete-room]");
      await person.page.locator("[data-test=confirm]").waitFor();
    },
  },
  {
    name: "error",
    async go(person) {
      await opens(person, "create-room", "dialog input[name=room]");
      await person.fills("dialog input[name=room]", "general");
      await person.presses("dialog button[type=submit]");
      await person.page.locator("#room-problem:not(:empty)").waitFor();
    },
  },
  {
    name: "upload",
    async go(person) {
      await person.attaches(
        { name: "evening.png", mimeType: "image/png", buffer: Buffer.from(evening(300, 200)) },
        { name: "film.bin", mimeType: "x/y", buffer: Buffer.alloc(11 * 1024 * 1024) },
      );
      await person.page.locator("[data-test=upload][data-state=ready]").waitFor();
    },
  },
  {
    name: "empty",
    async go(person) {
      const { page } = person;
      const back = page.locator(".head__back");
      if (await back.isVisible()) await person.presses(back);
      await person.presses('a[data-room="Kitchen table"]');
      await page.locator(".empty-room").waitFor();
    },
  },
  // The last ones: whoever sits at the page is somebody else from here on.
  {
    name: "handover",
    async go(person) {
      await becomesAdmin(person);
      await opens(person, "settings", "[data-test=hand-over]");
      await person.presses("[data-test=hand-over]");
      await person.page.locator("[data-test=qr]").waitFor();
    },
  },
  {
    name: "invitations",
    async go(person) {
      await becomesAdmin(person);
      await opens(person, "settings", "[data-test=house]");
      await person.presses("[data-test=house]");
      await person.fills("input[name=invite-name]", "The choir, and who sings along");
      await person.presses("[data-test=invite]");
      await person.page.locator("[data-test=qr]").waitFor();
    },
  },
];
