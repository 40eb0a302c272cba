/** Rooms at a real browser: who deletes them, what those inside see, and how they come back. */
import { assert, assertEquals } from "@std/assert";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/way.ts";

/** Claims the own name in the settings. */
async function claims({ page }: Person): Promise<void> {
  await page.locator("[data-test=settings]").click();
  await page.locator("[data-test=claim-form] input").click();
  await page.keyboard.type("correct horse");
  await page.keyboard.press("Enter");
  await page.locator("[data-test=toast]", { hasText: "is yours now" }).waitFor();
  await page.keyboard.press("Escape");
}

journey(
  "only its maker and admins are offered to delete a room; it is told, and comes back (ux 6)",
  async (way) => {
    const ada = await way.person("Ada");
    await claims(ada);
    const [boris, hugo] = [await way.person("Boris"), await way.person("Hugo")];
    await hugo.page.locator("[data-test=room-menu]").click();
    await hugo.page.locator("[data-test=room-search]").waitFor();
    assertEquals(await hugo.page.locator("[data-test=delete-room]").count(), 0, "general is safe");
    assertEquals(await hugo.barriers(), []);
    await hugo.page.keyboard.press("Escape");
    await hugo.makesRoom("Bikes");
    await hugo.says("wheels");
    await boris.opens("Bikes");
    await boris.hears("wheels");
    await boris.page.locator("[data-test=room-menu]").click();
    await boris.page.locator("[data-test=room-search]").waitFor();
    assertEquals(await boris.page.locator("[data-test=delete-room]").count(), 0);
    await boris.page.keyboard.press("Escape");
    await hugo.deletesOpenRoom();
    await boris.page.locator("[data-test=toast]", { hasText: "Bikes was deleted by Hugo." })
      .waitFor();
    await boris.page.locator('a[data-room="general"][aria-current=page]').waitFor();
    await ada.page.locator("[data-test=create-room]").click();
    await ada.page.locator("[data-test=deleted]").click();
    await ada.page.locator('[data-test=deleted-rooms] [data-room="Bikes"]').waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.page.locator("[data-test=restore]").click();
    await ada.page.locator('a[data-room="Bikes"][aria-current=page]').waitFor();
    await ada.hears("wheels");
    await boris.opens("Bikes");
    await boris.hears("wheels");
  },
);

journey(
  "a phone's header is the room's name, and the rest is a sheet behind it (ux 23)",
  async (way) => {
    const ada = await way.person("Ada", { phone: true, width: 390, height: 844 });
    const { page } = ada;
    const box = await page.locator("[data-test=room-name]").boundingBox();
    assert(box !== null && Math.round(box.height) >= 44);
    assertEquals(await page.locator("[data-test=composer]").getAttribute("placeholder"), "Message");
    const free = await page.locator(".head__name").evaluate((name) =>
      name.parentElement!.getBoundingClientRect().width - 3 * 44 - name.getBoundingClientRect().left
    );
    assert(free > 150, `${free} px for the name`);
    await page.locator("[data-test=room-name]").tap();
    await page.locator("[data-test=room-level]").waitFor();
    assertEquals(await ada.barriers(), []);
    await page.locator("[data-test=room-search]").tap();
    await page.locator("[data-test=search-field]").waitFor();
  },
);
