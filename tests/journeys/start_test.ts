/** The page before it runs, and where it cannot: always a word, never an empty sheet. */
import { assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import type { Person, Setting } from "../helpers/person.ts";
import { type Journey, journey } from "../helpers/journey.ts";

/** Somebody at an address that keeps nothing of the page: no worker answers in its place. */
function newcomer(way: Journey, setting: Setting = {}): Promise<Person> {
  return way.visitor(setting, "/healthz");
}

/** What the page says instead of a chat. */
async function told(person: Person): Promise<string> {
  const place = person.page.locator("#start[role=alert]");
  await place.waitFor();
  return (await place.innerText()).split(/\s*\n\s*/).slice(1).join(" ");
}

journey(
  "a browser too old is told so in its language, with a way on (report 18)",
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
        "**/first.js",
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
      "**/first.js",
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
  "a page that did not come whole says so, and comes when asked again (report 18)",
  async (way) => {
    const person = await newcomer(way);
    await person.page.route("**/vendor/hooks.js", (route) => route.abort());
    await person.page.goto(`${way.server.url}/`);
    assertEquals(await told(person), FAILED);
    assertEquals(await person.barriers(), []);
    await person.page.unroute("**/vendor/hooks.js");
    await person.presses("#start button");
    await person.page.locator("input[name=name]").waitFor();
    way.forgives(/ERR_FAILED/);
  },
);

journey(
  "something stands there before any script ran; a hung page says so (ux 25)",
  async (way) => {
    const person = await newcomer(way, { theme: "dark" });
    await person.page.clock.install();
    const { promise, resolve } = Promise.withResolvers<void>();
    await person.page.route("**/first.js", async (route) => {
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
  "dialogs are fetched when the page is idle, and open at once (ux 25)",
  async (way) => {
    const ada = await way.person("Ada");
    await eventually("the rest has come", () =>
      ada.page.evaluate<boolean>(
        "performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('/later.js') && entry.responseEnd > 0)",
      ));
    let asked = 0;
    ada.page.on("request", (request) => asked += Number(request.url().endsWith(".js")));
    await ada.page.keyboard.press("Control+/");
    await ada.page.locator("[data-test=keys]").waitFor();
    assertEquals(asked, 0);
  },
);

journey(
  "a first visit fetches all that the name needs in one wave (ux 25)",
  async (way) => {
    const person = await newcomer(way, { locale: "uk-UA" });
    const asked = new Set<string>();
    person.page.on("request", (request) => asked.add(new URL(request.url()).pathname));
    const { promise, resolve } = Promise.withResolvers<void>();
    // Nothing of the page runs yet: what is asked for meanwhile needs no word from it.
    await person.page.route("**/first.js", async (route) => {
      await promise;
      await route.continue();
    });
    await person.page.goto(`${way.server.url}/`, { waitUntil: "commit" });
    const files = () =>
      [...asked].filter((path) => path.startsWith("/app/")).map((path) =>
        path.replace(/^(\/[^/]*){2}\//, "")
      );
    const parts = ["", "_errors"].map((part) => `words/uk${part}.js`);
    const wanted = ["first.js", "style.css", ...parts].concat(
      ["preact", "hooks", "htm", "htm-preact"].map((name) => `vendor/${name}.js`),
    );
    await eventually(
      "the wave is on its way",
      () => wanted.every((file) => files().includes(file)),
    );
    resolve();
    await person.page.locator("input[name=name]").waitFor();
    const code = files().filter((file) => /\.(?:js|css)$/.test(file));
    assertEquals(code.toSorted(), wanted.toSorted(), "and nothing after it");
  },
);
