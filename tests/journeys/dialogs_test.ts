/** Dialogs at a real browser: where the cursor is, and where it goes back to. */
import { assert, assertEquals } from "@std/assert";
import { boxOf } from "../helpers/touch.ts";
import type { Person } from "../helpers/person.ts";
import { eventually } from "../helpers/wait.ts";
import { journey } from "../helpers/journey.ts";

/** What has the cursor: its name in tests, else what it is. */
function cursor({ page }: Person): Promise<string> {
  return page.evaluate(`(() => {
    const { dataset, name, id, tagName } = document.activeElement;
    return dataset.test || name || id || tagName;
  })()`);
}

/** Waits until something else has the cursor. */
function hasCursor(person: Person, wanted: string): Promise<void> {
  return eventually(`the cursor is in ${wanted}`, async () => await cursor(person) === wanted);
}

journey(
  "Ctrl+K target Enter opens target, and typing goes there (report 1, report 32)",
  async (way) => {
    const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
    await boris.makesRoom("target");
    await ada.page.locator('a[data-room="target"]').waitFor();
    for (const words of ["first", "second"]) {
      await ada.page.keyboard.press("Control+k");
      await ada.page.keyboard.type("target");
      await ada.page.keyboard.press("Enter");
      await ada.page.keyboard.type(`${words} words`);
      await ada.page.keyboard.press("Enter");
      await boris.hears(`${words} words`);
      await ada.page.keyboard.press("Control+k");
      await ada.page.keyboard.type("general");
      await ada.page.keyboard.press("Enter");
      await ada.page.locator('a[data-room="general"][aria-current=page]').waitFor();
    }
    assert(!(await way.file()).includes("words"), "the old room heard nothing");
  },
);

journey("every dialog has the cursor in its field, and gives it back (ux 2)", async (way) => {
  const ada = await way.person("Ada");
  const { keyboard } = ada.page;
  await hasCursor(ada, "composer");
  for (const _ of ["first", "second"]) {
    for (
      const [press, field] of [
        ["Control+k", "switch-field"],
        ["Control+Shift+F", "search-field"],
        ["settings", "theme"],
        ["create-room", "room"],
        ["search", "search-field"],
        ["level", "level"],
      ] as const
    ) {
      if (press.includes("+")) await keyboard.press(press);
      else await ada.presses(`[data-test=${press}]`);
      await hasCursor(ada, field);
      await keyboard.press("Escape");
      await hasCursor(ada, press.includes("+") ? "composer" : press);
      if (!press.includes("+")) await ada.presses("[data-test=composer]");
    }
  }
});

journey("what is typed before the search has come is searched for (ux 2)", async (way) => {
  const ada = await way.person("Ada");
  await ada.says("There is cake");
  await ada.hears("There is cake");
  const { promise: wanted, resolve: come } = Promise.withResolvers<void>();
  await ada.page.route("**/later.js*", async (route) => {
    await wanted;
    await route.continue();
  });
  await ada.page.keyboard.press("Control+Shift+F");
  await ada.page.keyboard.type("cake");
  assertEquals(await ada.page.locator("[data-test=search-field]").inputValue(), "cake");
  come();
  await ada.page.locator("[data-test=hits] .hit").waitFor();
  await hasCursor(ada, "search-field");
  await ada.page.keyboard.press("Enter");
  await ada.page.locator("article.message--target", { hasText: "cake" }).waitFor();
});

journey("the search's hits are walked with the arrows, and Enter opens one (ux)", async (way) => {
  const ada = await way.person("Ada");
  for (const text of ["cake one", "cake two", "cake three"]) {
    await ada.says(text);
    await ada.hears(text);
  }
  await ada.page.keyboard.press("Control+Shift+F");
  await ada.page.keyboard.type("cake");
  await ada.page.locator("[data-test=hits] .hit").first().waitFor();
  await ada.page.locator(".search__state", { hasText: "3" }).waitFor();
  await ada.page.keyboard.press("ArrowDown");
  await ada.page.locator('.hit[aria-selected="true"]', { hasText: "cake two" }).waitFor();
  assertEquals(await ada.barriers(), []);
  await ada.page.keyboard.press("Enter");
  await ada.page.locator("article.message--target", { hasText: "cake two" }).waitFor();
});

journey(
  "the × of a long dialog stays in sight, and no press leaves a square (ux 21)",
  async (way) => {
    const ada = await way.person("Ada", { width: 1000, height: 600 });
    await ada.presses("[data-test=settings]");
    const close = ada.page.locator("dialog [data-test=close]");
    const before = await boxOf(close);
    const help = ada.page.locator("[data-test=help]");
    await ada.page.mouse.move(500, 400);
    await ada.page.mouse.wheel(0, 2000);
    await eventually(
      "its end is in sight",
      async () => ((await help.boundingBox())?.y ?? Infinity) < 600,
    );
    assertEquals(await boxOf(close), before);
    await ada.presses(close);
    await close.waitFor({ state: "detached" });
    const square = await ada.page.locator("html").evaluate((html) =>
      getComputedStyle(html).getPropertyValue("-webkit-tap-highlight-color")
    );
    assertEquals(square, "rgba(0, 0, 0, 0)");
  },
);

/** What lies under the middle of the × of a dialog, from there to its edges. */
function underClose({ page }: Person): Promise<string[]> {
  return page.evaluate(`(() => {
    const close = document.querySelector("dialog [data-test=close]");
    const { left, right, top, bottom } = close.getBoundingClientRect();
    const places = [left + 9, (left + right) / 2, right - 9].flatMap((x) =>
      [top + 9, (top + bottom) / 2, bottom - 9].map((y) => [x, y])
    );
    return [...new Set(places.map(([x, y]) => {
      const all = document.elementsFromPoint(x, y);
      const below = all.find((element) => !close.contains(element));
      return all[0] === below ? "the × is covered" : below.className;
    }))];
  })()`);
}

journey("nothing of a long dialog lies under its ×, however far one scrolls", async (way) => {
  const ada = await way.person("Ada", { width: 360, height: 560, phone: true });
  await ada.presses(".head__back");
  await ada.presses("[data-test=settings]");
  await ada.page.locator("[data-test=help]").waitFor();
  const inner = ada.page.locator(".dialog__inner");
  const end = await inner.evaluate((part) => part.scrollHeight - part.clientHeight);
  assert(end > 400, "it is long");
  const { page } = ada;
  const tools = await ada.devtools();
  for (let at = 0; at < end;) {
    assertEquals(await underClose(ada), ["dialog__title"], `at ${at}`);
    const gesture = { x: 180, y: 300, yDistance: -37, speed: 4000, gestureSourceType: "touch" };
    await tools.send("Input.synthesizeScrollGesture", gesture as never);
    const now = await inner.evaluate((part) => part.scrollTop);
    if (now <= at) break;
    at = now;
  }
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  assertEquals(await underClose(ada), ["dialog__title"]);
});
