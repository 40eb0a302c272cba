/**
 * `deno task shots`: a picture of every state of the page from a real browser, in both themes, at 390 and
 * 1440 pixels, the wordy ones in four languages, what is laid out at 200 percent, from right to left, in
 * forced colours and without motion, into `tests/shots/all/`; three of them for the README.
 */
import type { Browser } from "playwright-core";
import { startBrowser } from "./helpers/browser.ts";
import { Person, type Setting } from "./helpers/person.ts";
import { ServerProcess, temporaryFolder } from "./helpers/process.ts";
import { furnish, type Scene, SCENES } from "./helpers/scenes.ts";

const SHOTS = new URL("shots/", import.meta.url).pathname;
const README: Record<string, string> = {
  "chat-en-light-1440": "chat",
  "chat-en-dark-1440": "dark",
  "chat-en-light-390": "phone",
};
const SIZES: [number, Setting][] = [
  [1440, { width: 1440, height: 900 }],
  [390, { width: 390, height: 844, phone: true }],
];
/** How else a page is looked at, beside both themes: the name of the setting in the picture's. */
const ELSE: Record<string, Setting> = {
  zoom200: { zoom: 2 },
  mirrored: { mirrored: true },
  forced: { forced: true },
  still: { still: true },
};
/** What is shown so: where something lies over something, or stands beside it. */
const LAID = ["chat", "tools", "react", "search", "settings", "switcher", "menu", "upload"];
/** What is shown in languages beside English: where there are many words. */
const WORDY = [
  "invitations",
  "handover",
  "chat",
  "settings",
  "everybody",
  "keys",
  "calls",
  "delete",
  "upload",
];

async function shoot(browser: Browser, url: string, scene: Scene, label: string, setting: Setting) {
  const person = await Person.at(browser, url, setting);
  await person.enters("Ada");
  await person.hears("Есть!");
  await person.page.mouse.move(0, 0);
  await scene.go(person, url);
  await save(person, `${scene.name}-${label}`);
  // The next one of that name would have to wait a quarter of an hour for it.
  await person.page.request.delete(`${url}/api/session`, { headers: { origin: url } });
  await person.leaves();
}

async function save({ page }: Person, name: string): Promise<void> {
  await page.evaluate("document.fonts.ready.then(() => {})");
  // What fades in is there after this.
  await new Promise((go) => setTimeout(go, 350));
  const path = `${SHOTS}all/${name}.png`;
  await page.screenshot({ path });
  if (README[name]) await Deno.copyFile(path, `${SHOTS}${README[name]}.png`);
}

/** The private room, the first screen and what is shown without a server. */
async function others(browser: Browser, url: string, server: ServerProcess): Promise<void> {
  for (const [width, size] of SIZES) {
    const stranger = await Person.at(browser, url, size);
    await stranger.page.locator("input[name=name]").waitFor();
    await save(stranger, `name-en-light-${width}`);
    await stranger.leaves();
  }
  const [, size] = SIZES[0]!;
  const people: Person[] = [];
  for (const name of ["Ada", "Mira"]) {
    const person = await Person.at(browser, url, size);
    await person.enters(name);
    await person.presses("[data-test=settings]");
    await person.fills("[data-test=claim-form] input[name=password]", "correct horse");
    await person.presses("[data-test=claim-form] button[type=submit]");
    await person.page.locator("[data-test=sessions]").waitFor({ state: "attached" });
    await person.page.keyboard.press("Escape");
    people.push(person);
  }
  const [ada, mira] = people as [Person, Person];
  await ada.presses("[data-test=everybody]");
  await ada.presses('[data-name="Mira"] [data-test=write]');
  await ada.says("Shall we surprise Boris with a cake?");
  await mira.presses('a[data-room="@Ada"]');
  await mira.says("Yes! Chocolate. I ask สมชาย for the candles. 🎂");
  await ada.hears("Chocolate");
  await save(ada, "private-en-light-1440");
  await server.end("SIGKILL");
  await ada.says("Can you read this?");
  await ada.page.locator("[data-test=banner]").waitFor();
  await save(ada, "offline-en-light-1440");
}

async function main(): Promise<void> {
  await Deno.mkdir(`${SHOTS}all`, { recursive: true });
  await using folder = await temporaryFolder();
  const server = await ServerProcess.start([
    "--port",
    "0",
    "--data",
    folder.path,
    "--limits",
    "none",
  ]);
  const browser = await startBrowser();
  const only = new RegExp(Deno.args[0] ?? ".");
  let shots = 0;
  try {
    const peers = await furnish(server.url);
    for (const scene of SCENES) {
      for (const [width, size] of SIZES) {
        for (const locale of ["en", ...(WORDY.includes(scene.name) ? ["uk", "ru", "th"] : [])]) {
          for (const theme of locale === "en" ? ["light", "dark"] as const : ["light"] as const) {
            const label = `${locale}-${theme}-${width}`;
            if (!only.test(`${scene.name}-${label}`)) continue;
            await shoot(browser, server.url, scene, label, { ...size, theme, locale });
            shots++;
          }
        }
        for (const [name, other] of LAID.includes(scene.name) ? Object.entries(ELSE) : []) {
          const label = `en-${name}-${width}`;
          // On a phone one zooms with two fingers, which lays nothing out anew.
          if (other.zoom !== undefined && size.phone) continue;
          if (!only.test(`${scene.name}-${label}`)) continue;
          await shoot(browser, server.url, scene, label, { ...size, ...other });
          shots++;
        }
      }
    }
    if (only.test("others")) await others(browser, server.url, server);
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  } finally {
    await browser.close();
    await server.end("SIGKILL");
  }
  Deno.stdout.writeSync(new TextEncoder().encode(`${shots} pictures in ${SHOTS}all\n`));
}

await main();
