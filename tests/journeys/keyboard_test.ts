/** The whole of a first week with keys alone: what is walked to, how one leaves, and where the cursor is then. */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { journey } from "../helpers/journey.ts";
import type { Person } from "../helpers/person.ts";
import { evening } from "../helpers/picture.ts";
import { claims, signsIn } from "../helpers/sign_in.ts";
import { eventually } from "../helpers/wait.ts";

/** More than any walk of a person's. */
const MAX_STEPS = 60;

/** True where what has the cursor is one of these, and shows that it has it. */
function isAt({ page }: Person, selector: string): Promise<boolean> {
  return page.evaluate((wanted) => {
    const active = document.activeElement;
    return active !== null && active.matches(wanted) && active.matches(":focus-visible");
  }, selector);
}

/** Presses a key until the cursor is there. */
async function walksTo(person: Person, selector: string, key = "Tab"): Promise<void> {
  for (let i = 0; i < MAX_STEPS; i++) {
    if (await isAt(person, selector)) return;
    await person.page.keyboard.press(key);
  }
  throw new Error(`${key} leads nowhere to ${selector}`);
}

function comesTo(person: Person, selector: string): Promise<void> {
  return eventually(`the cursor is in ${selector}`, () => isAt(person, selector));
}

/** Goes round in the dialog that is open: Tab never leaves it for the page behind. */
async function goesRound({ page }: Person): Promise<void> {
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const isInside = await page.evaluate(() =>
      document.activeElement === document.body || document.activeElement?.closest("dialog") !== null
    );
    assert(isInside, "Tab left the dialog");
  }
}

journey(
  "what the room's menu opens is left with Escape, back where the menu was opened",
  async (way) => {
    await claims(way, "Ada");
    const ada = await way.visitor();
    await signsIn(ada, "Ada");
    const { page } = ada;
    await ada.makesRoom("Garden");
    await ada.says("tomatoes");
    await ada.hears("tomatoes");
    for (
      const [item, inside] of [
        ["room-search", "[data-test=search-field]"],
        ["room-files", "dialog .dialog__title"],
        ["room-date", "[data-test=date-field]"],
        ["room-settings", "[data-test=room-form] input[name=room]"],
        ["room-level", "input[name=level]"],
        ["delete-room", "dialog .dialog__title"],
      ] as const
    ) {
      await walksTo(ada, "[data-test=room-menu]", "Shift+Tab");
      await page.keyboard.press("Enter");
      await comesTo(ada, "[data-test=menu] button");
      await walksTo(ada, `[data-test=${item}]`, "ArrowDown");
      await page.keyboard.press("Enter");
      await page.locator("dialog .dialog__title").waitFor();
      await page.locator("[data-test=menu]").waitFor({ state: "detached" });
      await comesTo(ada, inside);
      await goesRound(ada);
      await page.keyboard.press("Escape");
      await page.locator("dialog").waitFor({ state: "detached" });
      await comesTo(ada, "[data-test=room-menu]");
    }
  },
);

journey("a card that the mouse opened on a picture leaves the cursor at the name", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  await boris.says("Who brings the cake?");
  await ada.hears("Who brings the cake?");
  await ada.presses("article.message .avatar");
  await ada.page.locator("[data-test=card-kind]").waitFor();
  await ada.page.keyboard.press("Escape");
  await ada.page.locator("[data-test=card]").waitFor({ state: "detached" });
  await comesTo(ada, "button.message__author");
});

journey("a message is answered, pinned and reacted to with keys alone", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  await boris.says("Who brings the cake?");
  await ada.hears("Who brings the cake?");
  const { keyboard } = ada.page;
  /** Walks along the tools of the last message. */
  const uses = async (tool: string) => {
    await walksTo(ada, "[data-test=time]", "Shift+Tab");
    await ada.page.locator("[data-test=quick]").first().waitFor();
    await keyboard.press("Tab");
    await walksTo(ada, `[data-test=${tool}]`, "ArrowRight");
    await keyboard.press("Enter");
  };
  await uses("reply");
  await comesTo(ada, "[data-test=composer]");
  await ada.page.locator("[data-test=answering]").waitFor();
  await keyboard.press("Escape");
  await ada.page.locator("[data-test=answering]").waitFor({ state: "detached" });
  await comesTo(ada, "[data-test=composer]");
  await uses("reply");
  await comesTo(ada, "[data-test=composer]");
  await keyboard.type("I do");
  await keyboard.press("Enter");
  await boris.hears("I do");
  await walksTo(ada, "[data-test=answered]", "Shift+Tab");
  await keyboard.press("Enter");
  await ada.page.locator("article.message--target", { hasText: "Who brings the cake?" }).waitFor();

  await ada.page.keyboard.press("Escape");
  await walksTo(ada, "[data-test=composer]");
  await uses("react");
  await comesTo(ada, ".picker__search");
  await keyboard.press("Escape");
  await comesTo(ada, "[data-test=react]");
  await keyboard.press("Enter");
  await comesTo(ada, ".picker__search");
  await keyboard.type("palm tree");
  await ada.page.locator("[data-test=picker] button.emoji", { hasText: "🌴" }).waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await boris.page.locator("[data-test=reaction]", { hasText: "🌴" }).waitFor();
  await comesTo(ada, "[data-test=react]");

  await walksTo(ada, "[data-test=pin]", "ArrowRight");
  await keyboard.press("Enter");
  await boris.page.locator("[data-test=pinned]", { hasText: "I do" }).waitFor();
  await walksTo(ada, "[data-test=pins]", "Shift+Tab");
  await keyboard.press("Enter");
  await walksTo(ada, "[data-test=go-to-pin]");
  await keyboard.press("Escape");
  await ada.page.locator("dialog").waitFor({ state: "detached" });
  await comesTo(ada, "[data-test=pins]");
});

journey("a card and a picture are opened, walked through and left with keys alone", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  for (const [i, name] of ["one.png", "two.png"].entries()) {
    const buffer = Buffer.from(evening(60 + i, 40));
    await boris.attaches({ name, mimeType: "image/png", buffer });
    await boris.page.locator("[data-test=upload][data-state=ready]").waitFor();
    await boris.says(name);
    await ada.hears(name);
  }
  const { page } = ada;
  const { keyboard } = page;
  const shown = (name: string) => page.locator(`[data-test=lightbox] img[alt="${name}"]`).waitFor();
  await walksTo(ada, "[data-test=picture]", "Shift+Tab");
  await keyboard.press("Enter");
  await shown("two.png");
  await keyboard.press("ArrowLeft");
  await shown("one.png");
  await goesRound(ada);
  await walksTo(ada, "[data-test=lightbox-next]");
  await keyboard.press("Enter");
  await shown("two.png");
  await keyboard.press("Escape");
  await page.locator("[data-test=lightbox]").waitFor({ state: "detached" });
  await comesTo(ada, "[data-test=picture]");

  await walksTo(ada, "button.message__author", "Shift+Tab");
  await keyboard.press("Enter");
  await page.locator("[data-test=card-kind]").waitFor();
  await walksTo(ada, "[data-test=mention]", "ArrowDown");
  await goesRound(ada);
  await keyboard.press("Escape");
  await page.locator("[data-test=card]").waitFor({ state: "detached" });
  await comesTo(ada, "button.message__author");
});

journey("a private room is made, filled and left with keys alone", async (way) => {
  await claims(way, "Ada", "Boris", "Vera");
  const ada = await way.visitor();
  await signsIn(ada, "Ada");
  const { page } = ada;
  const { keyboard } = page;
  await walksTo(ada, "[data-test=create-room]", "Shift+Tab");
  await keyboard.press("Enter");
  await comesTo(ada, "input[name=room]");
  await keyboard.type("Plans");
  await walksTo(ada, "input[name=private]");
  await keyboard.press("Space");
  await walksTo(ada, "input[name=member]");
  await keyboard.type("bo");
  await page.locator("[data-member=Boris]").waitFor();
  await keyboard.press("Enter");
  await page.locator(".members__chip", { hasText: "Boris" }).waitFor();
  await walksTo(ada, "[data-test=create-form] button[type=submit]");
  await keyboard.press("Enter");
  await page.locator("#room-title", { hasText: "Plans" }).waitFor();
  await comesTo(ada, "[data-test=composer]");

  await walksTo(ada, "[data-test=room-menu]", "Shift+Tab");
  await keyboard.press("Enter");
  await walksTo(ada, "[data-test=room-members]", "ArrowDown");
  await keyboard.press("Enter");
  await page.locator("[data-test=members]").waitFor();
  await walksTo(ada, "input[name=member]");
  await keyboard.type("ve");
  await page.locator("[data-member=Vera]").waitFor();
  await keyboard.press("Enter");
  await walksTo(ada, "[data-test=add]");
  await keyboard.press("Enter");
  const people = page.locator("[data-test=members] [data-name]");
  await eventually("Vera is in it", async () => await people.count() === 3);
  await walksTo(ada, "[data-name=Vera] [data-test=remove-member]");
  await keyboard.press("Enter");
  await eventually("and out again", async () => await people.count() === 2);
  await goesRound(ada);
  await walksTo(ada, "[data-test=leave-room]");
  await keyboard.press("Enter");
  await comesTo(ada, "[data-test=leave-now]");
  await keyboard.press("Enter");
  await page.locator("#room-title", { hasText: "general" }).waitFor();
  assertEquals(await page.locator(".rooms__frame--open .room__name").allInnerTexts(), ["general"]);
});
