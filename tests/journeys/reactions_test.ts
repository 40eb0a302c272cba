/** Reactions by mouse and by finger: what anybody tries in the first minute. */
import { assertEquals } from "@std/assert";
import type { Locator } from "playwright-core";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/way.ts";

/** Presses what is at the middle of an element with the mouse, whatever lies over it. */
async function presses(person: Person, target: Locator): Promise<void> {
  await target.waitFor();
  const { x, y, width, height } = (await target.boundingBox())!;
  await person.page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
  await person.page.mouse.down();
  await person.page.mouse.up();
}

journey(
  "a press on an emoji of the picker reacts, a press beside it closes it (ux 1)",
  async (way) => {
    const ada = await way.person("Ada");
    const boris = await way.person("Boris");
    await boris.says("We won!");
    await ada.hears("We won!");
    const react = ada.page.locator("[data-test=react]");
    const picker = ada.page.locator("[data-test=picker]");
    await ada.page.locator("article.message").hover();
    await presses(ada, react);
    await presses(
      ada,
      picker.locator("button.emoji", { hasText: "😂" }).first(),
    );
    await boris.page.locator("[data-test=reaction]", { hasText: "😂 1" })
      .waitFor();
    assertEquals(await picker.count(), 0);

    await ada.page.locator("article.message").hover();
    await presses(ada, react);
    await picker.locator("button.emoji").first().waitFor();
    await ada.page.mouse.click(5, 5);
    await picker.waitFor({ state: "detached" });
  },
);
