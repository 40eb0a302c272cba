/** Reactions and emoji at real browsers. */
import { assert, assertEquals } from "@std/assert";
import type { Locator, Page } from "playwright-core";
import { journey } from "../helpers/journey.ts";
import { eventually } from "../helpers/wait.ts";

journey(
  "people react, see who did and take it back; the emoji come when wanted",
  async (way) => {
    const ada = await way.person("Ada");
    const boris = await way.person("Борис", { locale: "uk" });
    const fetched: string[] = [];
    ada.page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await boris.says("We won!");
    await ada.hears("We won!");
    // The picker's few kilobytes come when the page is idle, the list's many only when it opens.
    assert(!fetched.some((path) => /en\.txt/.test(path)), "nothing large is loaded before its use");
    await ada.pointsAt("article.message");
    await ada.presses("[data-test=react]");
    await ada.page.locator(".picker button.emoji").first().waitFor();
    assertEquals(fetched.filter((path) => /en\.txt/.test(path)).length, 1);
    assertEquals(await ada.barriers(), []);
    await ada.page.keyboard.type("tada");
    await ada.page.locator('.picker button[title=":tada:"]').waitFor();
    await ada.page.keyboard.press("ArrowDown");
    await ada.page.keyboard.press("Enter");
    const chip = boris.page.locator("[data-test=reaction]", { hasText: "🎉 1" });
    await chip.waitFor();
    assertEquals(await chip.getAttribute("aria-pressed"), "false");
    assertEquals(await chip.getAttribute("title"), "Ada");
    await boris.presses(chip);
    await ada.presses(
      ada.page.locator("[data-test=reaction][aria-pressed=true]", { hasText: "🎉 2" }),
    );
    await boris.page.locator("[data-test=reaction][aria-pressed=true]", { hasText: "🎉 1" })
      .waitFor();
    await ada.page.reload();
    await ada.page.locator("[data-test=reaction]", { hasText: "🎉 1" }).waitFor();
    assertEquals(await ada.page.locator("[data-test=reaction]").getAttribute("title"), "Борис");
  },
);

journey(
  "an emoji is completed from its shortcode, a person from @, at the caret",
  async (way) => {
    const ada = await way.person("Ada");
    const boris = await way.person("Борис");
    const field = ada.page.locator("[data-test=composer]");
    await ada.types("well done :tad");
    await ada.page.locator("[data-test=completion] [aria-selected=true]", { hasText: ":tada:" })
      .waitFor();
    await ada.page.keyboard.press("Enter");
    assertEquals(await field.inputValue(), "well done 🎉 ");
    await ada.types("@бо");
    await ada.page.locator("[data-test=completion]", { hasText: "Борис" }).waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.page.keyboard.press("Tab");
    assertEquals(await field.inputValue(), "well done 🎉 @Борис ");
    await ada.types(":sm");
    await ada.page.locator("[data-test=completion]").waitFor();
    await ada.page.keyboard.press("Escape");
    await ada.page.locator("[data-test=completion]").waitFor({ state: "detached" });
    await ada.page.keyboard.press("Backspace");
    await ada.page.keyboard.press("Backspace");
    await ada.page.keyboard.press("Backspace");
    await ada.page.keyboard.press("Home");
    await ada.presses("[data-test=emoji]");
    await ada.presses(ada.page.locator(".picker button.emoji", { hasText: "🎉" }).first());
    await ada.page.waitForFunction(() =>
      (document.querySelector("[data-test=composer]") as HTMLTextAreaElement).value.startsWith(
        "🎉well",
      )
    );
    await ada.page.keyboard.press("Enter");
    await boris.hears("🎉well done 🎉 @Борис");
    // Smileys of letters stay what they are, though emoji are offered (report 16).
    for (const text of ["haha :DD", "ok :pp", "ratio 3 :10"]) {
      await ada.types(text);
      await ada.page.locator("[data-test=completion]").waitFor();
      await ada.page.keyboard.press("Enter");
      await boris.hears(text);
    }
    // What is chosen with the arrow keys is taken, also behind a bracket (report 13).
    await ada.types("(@бо");
    await ada.page.locator("[data-test=completion]", { hasText: "Борис" }).waitFor();
    await ada.page.keyboard.press("ArrowDown");
    await ada.page.keyboard.press("Enter");
    assertEquals(await field.inputValue(), "(@Борис ");
    // What nobody could see cannot be sent.
    await ada.types(")");
    await ada.page.keyboard.press("Enter");
    await ada.types("\u200b\u2800");
    assertEquals(await ada.page.locator("[data-test=send]").isDisabled(), true);
  },
);

journey("the others see that somebody is writing, until it is said or let be", async (way) => {
  const ada = await way.person("Ada");
  const boris = await way.person("Борис");
  await ada.types("hel");
  const relation = boris.page.locator(".composer__note", { hasText: "Ada is typing" });
  await relation.waitFor();
  assertEquals(await ada.page.locator(".composer__note", { hasText: "typing" }).count(), 0);
  await ada.page.keyboard.press("Enter");
  await boris.hears("hel");
  await relation.waitFor({ state: "detached" });
});

/** How many of the pixels are coloured, as no letter of ours is. */
async function colourful(page: Page, target: Locator): Promise<number> {
  const picture = await target.screenshot();
  return await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const { width, height } = image;
    const canvas = new OffscreenCanvas(width, height).getContext("2d")!;
    canvas.drawImage(image, 0, 0);
    const dots = canvas.getImageData(0, 0, width, height).data;
    let found = 0;
    for (let i = 0; i < dots.length; i += 4) {
      const [red, green, blue] = [dots[i]!, dots[i + 1]!, dots[i + 2]!];
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 90) found++;
    }
    return found;
  }, picture.toString("base64"));
}

journey("emoji are coloured wherever people write and read them (ux 19)", async (way) => {
  const ada = await way.person("Ada");
  // A page of its own, whose pictures nobody forbids, looks at the dots.
  const eye = await ada.context.newPage();
  await eye.setContent(`<p style="font: 32px 'Noto Color Emoji', 'Apple Color Emoji'">😀</p>`);
  // Where the machine has no such font, there is nothing to be coloured.
  if (await colourful(eye, eye.locator("p")) < 20) return;
  await ada.page.bringToFront();
  await ada.says("lemon? 😀 😂 1 # *");
  await ada.hears("lemon?");
  const text = ada.page.locator("article[data-state=sent] .message__text");
  assert(await colourful(eye, text) > 100, "in a message");
  await ada.page.bringToFront();
  await ada.says("1 # * ©");
  await ada.hears("1 # * ©");
  assertEquals(await colourful(eye, text.last()), 0, "digits and signs are text");
  await ada.page.bringToFront();
  await ada.presses("[data-test=composer]");
  await ada.page.keyboard.type("😀 :grinning");
  assert(await colourful(eye, ada.page.locator("[data-test=composer]")) > 50, "in the field");
  const choice = ada.page.locator(".completion [role=option]", { hasText: "😀" });
  assert(await colourful(eye, choice) > 20, "among the suggestions");
});

journey("a tone of skin is chosen in the picker, and kept (ux 20)", async (way) => {
  const ada = await way.person("Ada");
  const { page } = ada;
  await ada.presses("[data-test=emoji]");
  await page.locator(".picker button.emoji").first().waitFor();
  const fades = await page.locator(".picker__all").evaluate((all) =>
    getComputedStyle(all).maskImage
  );
  assertEquals(fades.startsWith("linear-gradient"), true, "the last row fades and is not cut");
  await ada.presses("[data-test=tone]");
  assertEquals(await page.locator("[data-test=tone]").count(), 6);
  await ada.presses(page.locator("[data-test=tone]").nth(4));
  assertEquals(await page.locator("[data-test=tone]").allInnerTexts(), ["✋🏾"]);
  await ada.fills(".picker input", "wave");
  await ada.presses(page.locator(".picker button.emoji", { hasText: "👋🏾" }));
  await page.keyboard.press("Enter");
  await ada.hears("👋🏾");
  const again = await ada.tab(way.server.url);
  await again.presses("[data-test=composer]");
  await again.page.keyboard.type("so :+1");
  await again.page.locator(".completion [role=option]", { hasText: "👍🏾" }).waitFor();
  await again.page.keyboard.press("Tab");
  await again.page.keyboard.press("Enter");
  await again.hears("so 👍🏾");
  await again.presses("[data-test=emoji]");
  await again.page.locator(".picker section").first().locator("button.emoji", { hasText: "👋🏾" })
    .waitFor();
});

journey(
  "a completion is taken however fast the keys come, and Tab else moves on",
  async (way) => {
    const ada = await way.person("Ada", { forgetful: true });
    await way.person("Борис");
    const { keyboard } = ada.page;
    const field = ada.page.locator("[data-test=composer]");
    const isFocused = () => field.evaluate((element) => element === document.activeElement);
    await ada.page.locator(".people, [data-test=people]", { hasText: "Борис" })
      .first().waitFor();
    await keyboard.type("@бо");
    await keyboard.press("Tab");
    await keyboard.type("tea");
    await eventually(
      "the name is whole",
      async () => await field.inputValue() === "@Борис tea",
    );
    await keyboard.press("Enter");
    await keyboard.type("@б");
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await eventually(
      "it was chosen",
      async () => await field.inputValue() === "@Борис ",
    );
    await keyboard.press("ControlOrMeta+A");
    await keyboard.press("Backspace");
    // The emoji are still on their way: the key waits for them, and what is written meanwhile stays.
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => arrive = resolve);
    await ada.page.route("**/emoji/en.txt", async (route) => {
      await arrived;
      await route.continue();
    });
    await keyboard.type("well :tad");
    await keyboard.press("Tab");
    await keyboard.type("done");
    assertEquals([await field.inputValue(), await isFocused()], [
      "well :taddone",
      true,
    ]);
    arrive();
    await eventually(
      "the emoji came",
      async () => await field.inputValue() === "well 🎉 done",
    );
    await keyboard.type(" :smi");
    await keyboard.press("Tab");
    await eventually(
      "at once",
      async () => /^well 🎉 done \p{RGI_Emoji} $/v.test(await field.inputValue()),
    );
    await keyboard.type("nothing");
    assertEquals(await isFocused(), true);
    await keyboard.press("Tab");
    assertEquals(await isFocused(), false);
    way.forgives(/Service Worker registration blocked/);
  },
);
