/** The edges of a lightbox: pictures of the room that are not on the page yet. */
import { assertEquals } from "@std/assert";
import { drags } from "../helpers/touch.ts";
import type { Person, Setting } from "../helpers/person.ts";
import { type Journey, journey } from "../helpers/journey.ts";
import { sendsOneFarLater, sendsPictures, THREE } from "../helpers/sent_pictures.ts";

const lightbox = ({ page }: Person) => page.locator("[data-test=lightbox]");
const shown = (person: Person, name: string) =>
  lightbox(person).locator(`img[alt="${name}"]`).waitFor();

const words = (person: Person) =>
  lightbox(person).locator("[data-test=lightbox-words]", { hasText: "From the hill" });

/** Three pictures, a long talk, and one more; somebody then comes who has only the end of it. */
async function talked(way: Journey, setting: Setting = {}): Promise<Person> {
  const ada = await way.person("Ada");
  await sendsPictures(ada, THREE, "From the hill");
  await ada.page.locator("[data-test=album] article").nth(3).waitFor();
  await sendsOneFarLater(way, ada, 450);
  await ada.page.locator('img[alt="last.png"]').waitFor();
  const vera = await way.person("Vera", setting);
  await vera.page.locator('img[alt="last.png"]').waitFor();
  assertEquals(await vera.page.locator('img[alt="three.png"]').count(), 0, "it is far back");
  return vera;
}

journey("keys and buttons go on to pictures pages back, and to the newest", async (way) => {
  const vera = await talked(way);
  const { keyboard } = vera.page;
  await vera.presses(vera.page.locator("[data-test=picture]").last());
  await shown(vera, "last.png");
  await keyboard.press("ArrowLeft");
  await shown(vera, "three.png");
  assertEquals(await vera.barriers(), []);
  await vera.presses("[data-test=lightbox-previous]");
  await shown(vera, "two.png");
  await keyboard.press("ArrowLeft");
  await shown(vera, "one.png");
  await vera.page.locator("[data-test=lightbox-previous]").waitFor({ state: "detached" });
  await keyboard.press("ArrowLeft");
  await shown(vera, "one.png");
  for (const name of ["two.png", "three.png", "last.png"]) {
    await keyboard.press("ArrowRight");
    await shown(vera, name);
  }
  assertEquals(await vera.page.locator("[data-test=lightbox-next]").count(), 0);
  await keyboard.press("Escape");
  await lightbox(vera).waitFor({ state: "detached" });

  await vera.presses("[data-test=search]");
  await vera.fills("[data-test=search-field]", "hill");
  await vera.presses(vera.page.locator("[data-test=hits] .hit"));
  await vera.presses(vera.page.locator("[data-test=picture]").nth(2));
  await shown(vera, "three.png");
  await keyboard.press("ArrowRight");
  await shown(vera, "last.png");
  await vera.presses("[data-test=lightbox-previous]");
  await shown(vera, "three.png");
  await vera.presses("[data-test=lightbox-next]");
  await shown(vera, "last.png");
  await vera.page.locator("[data-test=lightbox-next]").waitFor({ state: "detached" });
});

journey("a finger wipes on to pictures pages back", async (way) => {
  const vera = await talked(way, { phone: true, width: 390, height: 844, theme: "dark" });
  await vera.presses(vera.page.locator("[data-test=picture]").last());
  await shown(vera, "last.png");
  for (const name of ["three.png", "two.png", "one.png"]) {
    await drags(vera, { x: 100, y: 400 }, { x: 300, y: 410 });
    await shown(vera, name);
  }
  await words(vera).waitFor();
  assertEquals(await vera.barriers(), []);
  await drags(vera, { x: 300, y: 400 }, { x: 100, y: 410 });
  await shown(vera, "two.png");
});

for (const theme of ["light", "dark"] as const) {
  journey(
    `old pictures show their album's words and lead to the message, ${theme}`,
    async (way) => {
      const vera = await talked(way, { theme });
      await vera.presses(vera.page.locator("[data-test=picture]").last());
      await vera.page.locator("[data-test=lightbox]:focus").waitFor();
      await shown(vera, "last.png");
      assertEquals(await words(vera).count(), 0);
      for (const name of ["three.png", "two.png", "one.png"]) {
        await vera.page.keyboard.press("ArrowLeft");
        await shown(vera, name);
        await words(vera).waitFor();
      }
      await vera.page.keyboard.press("+");
      await vera.page.locator('[data-test=picture-stage][data-scale="1.50"]').waitFor();
      assertEquals(await vera.barriers(), []);
      await vera.presses("[data-test=lightbox-jump]");
      await lightbox(vera).waitFor({ state: "detached" });
      await vera.page.locator("article.message--target", { hasText: "From the hill" }).waitFor();
      assertEquals(await vera.barriers(), []);
    },
  );
}
