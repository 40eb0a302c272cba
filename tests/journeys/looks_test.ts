/** Every state of the page: no barrier, nothing that does not fit, in any language and at any width. */
import { assertEquals } from "@std/assert";
import type { Person, Setting } from "../helpers/person.ts";
import { furnish, SCENES } from "../helpers/scenes.ts";
import { journey, type Way } from "../helpers/way.ts";

/** What stands out of the page or of its own button, as a sentence each. */
const OVERFLOW = `(() => {
  const found = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push("the page is " + scrollWidth + " wide, not " + innerWidth);
  for (const element of document.querySelectorAll("dialog, button, label, dt, legend, a.room")) {
    if (element.checkVisibility() && element.scrollWidth > element.clientWidth + 1) {
      if (getComputedStyle(element).display === "inline") continue;
      found.push(element.className + " " + element.textContent.trim() + " " + element.scrollWidth);
    }
  }
  for (const dialog of document.querySelectorAll("dialog[open]")) {
    const { left, top, width, height } = dialog.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    if (hit?.closest("dialog") !== dialog) found.push(dialog.className + " takes no press (ux 1)");
  }
  return found;
})()`;

/** Goes through all scenes and writes down what is found in each. */
async function walk(
  way: Way,
  setting: Setting,
  look: (person: Person) => Promise<string[]>,
): Promise<void> {
  const peers = await furnish(way.server.url);
  const person = await way.person("Ada", setting);
  const found: string[] = [];
  for (const scene of SCENES) {
    await person.hears("Есть!");
    await scene.go(person, way.server.url);
    found.push(...(await look(person)).map((find) => `${scene.name}: ${find.slice(0, 400)}`));
    await person.page.goto(`${way.server.url}/#/general`);
    await person.page.reload();
  }
  for (const peer of peers) await peer[Symbol.asyncDispose]();
  assertEquals(found, []);
}

const PHONE = { width: 390, height: 844, phone: true, still: true };
const DESK = { width: 1440, height: 900, still: true };

const SETTINGS: [string, Setting][] = [
  ["light, at a desk", DESK],
  ["dark, at a desk", { ...DESK, theme: "dark" }],
  ["light, on a phone", PHONE],
];

for (const [name, setting] of SETTINGS) {
  journey(
    `axe finds no barrier in any state, ${name}`,
    (way) => walk(way, setting, (person) => person.barriers()),
  );
}

for (const locale of ["en", "uk", "ru", "th"]) {
  journey(
    `nothing stands out of the page at 390 and 320 pixels, ${locale}`,
    (way) =>
      walk(way, { locale, ...PHONE }, async ({ page }) => {
        const found = await page.evaluate<string[]>(OVERFLOW);
        // WCAG 1.4.10: what 1280 pixels are at 400 percent.
        await page.setViewportSize({ width: 320, height: 640 });
        found.push(...await page.evaluate<string[]>(OVERFLOW));
        await page.setViewportSize(PHONE);
        return found;
      }),
  );
}
