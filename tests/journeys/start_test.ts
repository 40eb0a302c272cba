/** The page before it runs, and where it cannot: always a word, never an empty sheet. */
import { assertEquals } from "@std/assert";
import { eventually } from "../helpers/patience.ts";
import type { Person, Setting } from "../helpers/person.ts";
import { journey, type Way } from "../helpers/way.ts";

/** Somebody at an address that keeps nothing of the page: no worker answers in its place. */
function newcomer(way: Way, setting: Setting = {}): Promise<Person> {
  return way.visitor(setting, "/healthz");
}

/** What the page says instead of a chat. */
async function told(person: Person): Promise<string> {
  const place = person.page.locator("#start[role=alert]");
  await place.waitFor();
  return (await place.innerText()).split(/\s*\n\s*/).slice(1).join(" ");
}

journey(
  "a browser too old is told so in its language, with a way to the messages (report 18)",
  async (way) => {
    const says: [string, string][] = [
      ["en-GB", "Your browser is too old for Plaintalk. Please update it."],
      ["uk-UA", "Ваш браузер застарий для Plaintalk. Оновіть його, будь ласка."],
      ["ru", "Ваш браузер слишком старый для Plaintalk. Пожалуйста, обновите его."],
      ["th-TH", "เบราว์เซอร์นี้เก่าเกินไปสำหรับ Plaintalk โปรดอัปเดต"],
      ["de-DE", "Your browser is too old for Plaintalk. Please update it."],
    ];
    for (const [locale, sentence] of says) {
      const person = await newcomer(way, { locale });
      // As a browser takes a regular expression that it cannot read.
      await person.page.route(
        "**/text/markup.js",
        (route) => route.fulfill({ contentType: "text/javascript", body: "export const a = /(/;" }),
      );
      await person.page.goto(`${way.server.url}/`);
      assertEquals((await told(person)).startsWith(sentence), true, locale);
      await person.presses("#start a");
      await person.page.waitForURL((url) => url.pathname === "/api/rooms/general.txt");
      await person.leaves();
    }
    way.forgives(/Invalid regular expression|401/);
  },
);

journey(
  "a browser that lacks a function the page needs is too old as well (report 18)",
  async (way) => {
    const person = await newcomer(way);
    await person.page.addInitScript("delete Promise.withResolvers");
    await person.page.route(
      "**/main.js",
      (route) =>
        route.fulfill({ contentType: "text/javascript", body: "Promise.withResolvers();" }),
    );
    await person.page.goto(`${way.server.url}/`);
    assertEquals((await told(person)).startsWith("Your browser is too old"), true);
    way.forgives(/withResolvers/);
  },
);

const FAILED = "Plaintalk couldn’t be loaded. Check your connection and try again. Try again";

journey(
  "a page that did not come whole says so, and comes when it is asked again (report 18)",
  async (way) => {
    const person = await newcomer(way);
    await person.page.route("**/state/reduce.js", (route) => route.abort());
    await person.page.goto(`${way.server.url}/`);
    assertEquals(await told(person), FAILED);
    assertEquals(await person.barriers(), []);
    await person.page.unroute("**/state/reduce.js");
    await person.presses("#start button");
    await person.page.locator("input[name=name]").waitFor();
    way.forgives(/ERR_FAILED/);
  },
);

journey(
  "something stands there before any script ran, and a page that hangs says so (ux 25)",
  async (way) => {
    const person = await newcomer(way, { theme: "dark" });
    await person.page.clock.install();
    const { promise, resolve } = Promise.withResolvers<void>();
    await person.page.route("**/main.js", async (route) => {
      await promise;
      await route.continue();
    });
    await person.page.goto(`${way.server.url}/`, { waitUntil: "commit" });
    await person.page.locator("h1.wordmark", { hasText: "Plaintalk" }).waitFor();
    await person.page.clock.runFor(30_000);
    assertEquals(await told(person), FAILED);
    resolve();
    await person.page.locator("input[name=name]").waitFor();
    assertEquals(await person.page.locator("#start").count(), 0);
  },
);

journey(
  "dialogs are fetched when the page is idle, and open without asking for more (ux 25)",
  async (way) => {
    const ada = await way.person("Ada");
    await eventually(
      "the rest is there",
      () =>
        ada.page.evaluate("document.querySelectorAll('head > link[href*=\"/lazy/\"]').length > 5"),
    );
    await ada.page.waitForLoadState("networkidle");
    let asked = 0;
    ada.page.on("request", (request) => asked += Number(request.url().endsWith(".js")));
    await ada.page.keyboard.press("Control+/");
    await ada.page.locator("[data-test=keys]").waitFor();
    assertEquals(asked, 0);
  },
);
