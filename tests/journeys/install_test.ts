/** That the page can be installed, at a real browser that offers it. */
import { assertEquals } from "@std/assert";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const TODAY = Date.UTC(2026, 0, 10, 12);

/** A browser that offers to install what it opens, as it does where it may; it notes who accepts. */
const OFFERS = `addEventListener("load", () => {
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = () => Promise.resolve(document.documentElement.dataset.installed = "yes");
  document.documentElement.dataset.held = String(!dispatchEvent(offer));
});`;

const hintOf = ({ page }: Person) => page.locator("[data-test=install-hint]");

/** Comes again so many days later. */
async function comes({ page }: Person, days: number): Promise<void> {
  await page.clock.setFixedTime(TODAY + days * DAY_MS);
  // A page that is just writing its address aborts what begins at that moment.
  await page.reload().catch(() => page.reload());
  await page.locator("[data-test=composer]").waitFor();
  // What belongs to the page as it stands now is drawn: the list's menu opens and closes.
  await page.keyboard.press("Control+/");
  await page.locator("[data-test=keys]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
}

journey(
  "installing is offered once, not on the first day, and found in the settings later (issue 17)",
  async (way) => {
    const ada = await way.person("Ada");
    await ada.page.addInitScript(OFFERS);
    await comes(ada, 0);
    assertEquals(await hintOf(ada).count(), 0, "not on the first day");
    await ada.page.locator("html[data-held=true]").waitFor();
    await comes(ada, 1);
    await hintOf(ada).waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.presses("[data-test=install-never]");
    await hintOf(ada).waitFor({ state: "detached" });
    await comes(ada, 2);
    assertEquals(await hintOf(ada).count(), 0, "nor ever again");
    await ada.presses("[data-test=settings]");
    await ada.presses("[data-test=install-setting]");
    await ada.page.locator("html[data-installed=yes]").waitFor();
    const boris = await way.person("Boris", {
      phone: true,
      width: 390,
      height: 844,
      theme: "dark",
    });
    await boris.page.addInitScript("navigator.standalone = false");
    await comes(boris, 0);
    await comes(boris, 1);
    await boris.presses(".head__back");
    await hintOf(boris).filter({ hasText: "Add to Home Screen" }).waitFor();
    assertEquals(await boris.barriers(), []);
  },
);
