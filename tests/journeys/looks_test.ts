/** Every state of the page: no barrier, nothing that does not fit, in any language and at any width. */
import { assert, assertEquals } from "@std/assert";
import type { Person, Setting } from "../helpers/person.ts";
import { furnish, SCENES } from "../helpers/scenes.ts";
import { type Journey, journey } from "../helpers/journey.ts";

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
  const words = new Intl.Segmenter(document.documentElement.lang, { granularity: "word" });
  for (const element of document.querySelectorAll("dialog button, dialog label, dialog legend")) {
    if (!element.checkVisibility()) continue;
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      for (const { segment, index, isWordLike } of words.segment(text.data)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + segment.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (isWordLike && lines.size > 1) found.push(text.data + ": broken in " + segment + " (ux 21)");
      }
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
  way: Journey,
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
    // Away and back: what is open is not closed first, which would go back in the history by itself.
    await person.page.goto("about:blank");
    await person.page.goto(`${way.server.url}/#/general`);
  }
  for (const peer of peers) await peer[Symbol.asyncDispose]();
  assertEquals(found, []);
}

const PHONE = { width: 390, height: 844, phone: true, still: true };
const DESK = { width: 1440, height: 900, still: true };

journey(
  "axe finds no barrier in any state at a desk, light and dark",
  (way) =>
    walk(way, DESK, async (person) => {
      const found = await person.barriers();
      // Nothing but colours changes with the theme.
      await person.page.emulateMedia({ colorScheme: "dark" });
      found.push(...await person.barriers(["color-contrast"]));
      await person.page.emulateMedia({ colorScheme: "light" });
      return found;
    }),
);

for (const locale of ["en", "uk", "ru", "th"]) {
  const isFirst = locale === "en";
  journey(
    `nothing stands out at 390 and 320 pixels, ${locale}${isFirst ? ", and axe is content" : ""}`,
    (way) =>
      walk(way, { locale, ...PHONE }, async (person) => {
        const { page } = person;
        const found = isFirst ? await person.barriers() : [];
        found.push(...await page.evaluate<string[]>(OVERFLOW));
        // WCAG 1.4.10: what 1280 pixels are at 400 percent.
        await page.setViewportSize({ width: 320, height: 640 });
        found.push(...await page.evaluate<string[]>(OVERFLOW));
        await page.setViewportSize(PHONE);
        return found;
      }),
  );
}

journey("nothing of the hidden skip link is seen until it has the focus (ux 24)", async (way) => {
  const { page } = await way.person("Ada", DESK);
  const link = page.locator(".skip");
  const reach = (): Promise<number> =>
    link.evaluate((skip) => {
      const blur = getComputedStyle(skip).boxShadow === "none" ? 0 : 100;
      return skip.getBoundingClientRect().bottom + blur;
    });
  assert(await reach() < 0, String(await reach()));
  for (let i = 0; i < 40 && await reach() < 0; i++) await page.keyboard.press("Shift+Tab");
  assert(await reach() > 0, "it can be reached by keyboard");
});

journey(
  "what has the focus has one ring, and the field one writes in has none (ux 24)",
  async (way) => {
    const ada = await way.person("Ada", DESK);
    const { page } = ada;
    const ring = (): Promise<{ name: string; gap: number; border: number; shadow: string }> =>
      page.evaluate(() => {
        const focused = document.activeElement!;
        const { outlineStyle, outlineOffset, borderTopWidth, borderTopColor, boxShadow } =
          getComputedStyle(focused);
        const isClear = /, 0\)$/.test(borderTopColor);
        return {
          name: focused.className,
          gap: outlineStyle === "none" ? -9 : parseFloat(outlineOffset),
          border: isClear ? 0 : parseFloat(borderTopWidth),
          shadow: boxShadow,
        };
      });
    const row = page.locator(".composer__row");
    await ada.presses("[data-test=composer]");
    await page.keyboard.type("Hello");
    const [border, accent, shadow] = await row.evaluate((row) => {
      const colours = getComputedStyle(row);
      return [colours.borderTopColor, colours.getPropertyValue("--accent"), colours.boxShadow];
    });
    assert(border !== accent && shadow === "none", `${border} ${shadow}`);
    const double: string[] = [];
    await page.keyboard.press("Control+k");
    await page.locator("dialog input").first().waitFor();
    for (let i = 0; i < 25; i++) {
      const { name, gap, border } = await ring();
      if (gap > 0 && border > 0) double.push(name);
      await page.keyboard.press("Tab");
      if (i === 8) await page.keyboard.press("Escape");
    }
    assertEquals(double, []);
  },
);

journey(
  "forced colours leave every state a shape: chosen, mine, called, dialogs (ux)",
  async (way) => {
    const ada = await way.person("Ada", { ...DESK, forced: true });
    await ada.says("my own");
    await ada.hears("my own");
    const shape = (place: string): Promise<boolean> =>
      ada.page.locator(place).first().evaluate((element) => {
        const { borderTopWidth, borderTopStyle, outlineStyle } = getComputedStyle(element);
        return (parseFloat(borderTopWidth) > 0 && borderTopStyle !== "none") ||
          outlineStyle !== "none";
      });
    for (const place of [".room[aria-current]", ".message__text", ".composer__row"]) {
      assert(await shape(place), place);
    }
    await ada.page.keyboard.press("Control+k");
    await ada.page.locator("dialog[open]").waitFor();
    assert(await shape("dialog[open]"), "dialog");
  },
);

journey(
  "alone, one has the room to oneself; a second one brings the list of people (ux)",
  async (way) => {
    const ada = await way.person("Ada", DESK);
    const people = ada.page.locator("[data-test=people]");
    await people.waitFor({ state: "hidden" });
    const boris = await way.person("Boris", DESK);
    await people.waitFor();
    await boris.leaves();
  },
);

journey(
  "the page at 200 percent and from right to left keeps everything in sight (ux)",
  async (way) => {
    await walk(way, { ...DESK, width: 720, height: 450 }, async ({ page }) => {
      const found = await page.evaluate<string[]>(OVERFLOW);
      await page.evaluate(`document.documentElement.dir = "rtl"`);
      found.push(...await page.evaluate<string[]>(OVERFLOW));
      const out = await page.evaluate<string[]>(`(() => {
      const found = [];
      for (const element of document.querySelectorAll("button, input, textarea, a.room, article p")) {
        if (!element.checkVisibility() || element.closest(".hidden, .toolbar, .skip") !== null) continue;
        const { left, right } = element.getBoundingClientRect();
        if (element.matches(".skip, .hidden")) continue;
        if (left < -1 || right > innerWidth + 1) found.push("out of sight: " + element.className);
      }
      return found;
    })()`);
      await page.evaluate(`document.documentElement.removeAttribute("dir")`);
      return [...found, ...out];
    });
  },
);
