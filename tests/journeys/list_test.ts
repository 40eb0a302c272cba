/** The list of messages as people look at it: its way down, its width, its edges, what is copied from it. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import { boxOf, clicks, drags, type Place, placeOf, taps } from "../helpers/touch.ts";
import { WsClient } from "../helpers/ws_client.ts";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";

const PHONE = { width: 390, height: 844, phone: true };

journey("a round button leads back down from more than a screen above (ux 9)", async (way) => {
  await using bot = await WsClient.in(way.server.url, "Bot");
  for (let i = 0; i < 80; i++) bot.send({ type: "message", room: "general", text: `line ${i}` });
  const ada = await way.person("Ada");
  await ada.hears("line 79");
  const jump = ada.page.locator("[data-test=jump]");
  assertEquals(await jump.count(), 0);
  await ada.page.mouse.move(640, 400);
  await ada.page.mouse.wheel(0, -1500);
  await jump.waitFor();
  assertEquals(await jump.getAttribute("aria-label"), "Jump to latest");
  await bot.says("news");
  await ada.page.locator('[data-test=jump][aria-label="1 new message"]', { hasText: "1" })
    .waitFor();
  await clicks(ada, jump);
  await jump.waitFor({ state: "detached" });
  assert(await ada.page.locator("article", { hasText: "news" }).last().isVisible());
});

journey("a bubble and the field use the width of a phone (ux 10)", async (way) => {
  const ada = await way.person("Ada", PHONE);
  const boris = await way.person("Boris");
  const words = "a longer message, of the kind that is written when there is much to tell ".repeat(
    3,
  );
  await boris.says(words);
  await ada.says(words);
  await ada.hears("much to tell");
  // A row on its way gives way to the stored one: both are to stand before they are measured.
  await ada.page.locator("article[data-state=sent] .message__text").nth(1).waitFor();
  for (const bubble of await ada.page.locator(".message__text").all()) {
    const { width } = await boxOf(bubble);
    assert(width / 390 >= 0.78 && width / 390 <= 0.86, `${width} of 390`);
  }
  const time = await boxOf(ada.page.locator("[data-test=time]").last());
  const bubble = await boxOf(ada.page.locator(".message__text").last());
  assert(time.x > bubble.x && time.y < bubble.y + bubble.height, "the time is inside the bubble");
  assert(time.width >= 44 && time.height >= 44, "and large enough for a finger");

  const field = ada.page.locator("[data-test=composer]");
  await taps(ada, field);
  await ada.page.keyboard.type("as soon as it wraps the field is as wide as the screen");
  const wide = await boxOf(field);
  const send = await boxOf(ada.page.locator("[data-test=send]"));
  assert(wide.width > 340, `${wide.width} of 390`);
  assert(send.y >= wide.y + wide.height, "the buttons stand beneath it");
});

journey(
  "bubbles end where the field ends, the word edited by the time (ux 22)",
  async (way) => {
    const ada = await way.person("Ada", { width: 1440, height: 900 });
    for (let i = 0; i < 30; i++) await ada.says(`line ${i}`);
    await ada.hears("line 29");
    const end = async (selector: string): Promise<number | undefined> => {
      const box = await ada.page.locator(selector).last().boundingBox();
      return box === null ? undefined : box.x + box.width;
    };
    // A row gives way to its stored one, and has no place for that while.
    await eventually("bubbles end where the field ends", async () => {
      const bubble = await end(".message__text");
      return bubble !== undefined && bubble === await end(".composer__row");
    });
    await ada.page.keyboard.press("ArrowUp");
    await ada.page.locator("[data-test=edit-cancel]").waitFor();
    await ada.page.keyboard.type("!");
    await ada.page.keyboard.press("Enter");
    const edited = ada.page.locator(".message__foot span", { hasText: "edited" });
    await edited.waitFor();
    const time = ada.page.locator("article", { hasText: "line 29!" }).locator("[data-test=time]");
    await eventually("the word edited stands beside the time", async () => {
      const [word, at] = [await edited.boundingBox(), await time.boundingBox()];
      return word !== null && at !== null && Math.abs(at.x - (word.x + word.width)) < 8;
    });
  },
);

journey("the exact time of a message moves nothing", async (way) => {
  const ada = await way.person("Ada", PHONE);
  await ada.says("when?");
  await ada.hears("when?");
  const before = await boxOf(ada.page.locator(".message__text"));
  await taps(ada, ada.page.locator("[data-test=time]"));
  const exact = ada.page.locator("[data-test=exact]", {
    hasText: String(new Date().getUTCFullYear()),
  });
  await exact.waitFor();
  assertEquals(await boxOf(ada.page.locator(".message__text")), before);
  const { x, width } = await boxOf(exact);
  assert(x >= 0 && x + width <= 390, "it fits on the screen");
});

journey("several messages are copied as text that one would send", async (way) => {
  const ada = await way.person("Ada");
  const boris = await way.person("Boris");
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = async (): Promise<string> => {
    await ada.page.keyboard.press("Control+c");
    return await ada.page.evaluate<string>("navigator.clipboard.readText()");
  };
  for (const text of ["first *words*", "second\nin two lines"]) await boris.says(text);
  await ada.hears("in two lines");
  await ada.says("an answer");
  await ada.hears("an answer");
  const texts = ada.page.locator(".message__text");
  const from = await placeOf(texts.nth(0), { x: 0.02, y: 0.5 });
  const to = await placeOf(texts.nth(2), { x: 0.98, y: 0.6 });
  await ada.page.mouse.move(from.x, from.y);
  await ada.page.mouse.down();
  await ada.page.mouse.move(to.x, to.y, { steps: 12 });
  await ada.page.mouse.up();
  const text = (await copied()).replaceAll(/\d+:\d+\s[AP]M/g, "TIME");
  assertEquals(
    text,
    "Boris, TIME\nfirst *words*\nsecond\nin two lines\n\nAda, TIME\nan answer",
  );
  const word = await placeOf(texts.nth(2), { x: 0.3, y: 0.5 });
  await ada.page.mouse.dblclick(word.x, word.y);
  assertEquals((await copied()).trim(), "answer");
});

journey(
  "signs come back for copying and editing, and code is copied as it runs (ux 16)",
  async (way) => {
    const ada = await way.person("Ada");
    await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const { keyboard, mouse } = ada.page;
    const copied = () => ada.page.evaluate<string>("navigator.clipboard.readText()");
    const text = "take **two** and _stir_\n- salt\n- *pepper*\n```sh\nnpm run build\n```";
    await ada.says(text);
    await ada.hears("npm run build");
    const bubble = ada.page.locator("article[data-state=sent] .message__text");
    assertEquals(
      (await bubble.innerText()).replace(/\s+/g, " ").trim(),
      "take two and stir salt pepper npm run build",
    );

    const select = async (from: Place, to: Place): Promise<string> => {
      await mouse.move(from.x, from.y);
      await mouse.down();
      await mouse.move(to.x, to.y, { steps: 12 });
      await mouse.up();
      await keyboard.press("Control+c");
      return await copied();
    };
    const at = (selector: string, x: number) => placeOf(bubble.locator(selector), { x, y: 0.5 });
    assertEquals(
      await select(await at("strong >> nth=0", 0.02), await at("li >> nth=1", 0.98)),
      "**two** and _stir_\n- salt\n- *pepper*",
    );
    assertEquals(
      await select(await at("pre code", 0.01), await at("pre code", 0.99)),
      "npm run build",
    );

    await clicks(ada, bubble.locator("pre"));
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await bubble.locator("[data-test=copy-code][aria-label=Copied]").waitFor();
    assertEquals(await copied(), "npm run build");

    await clicks(ada, ada.page.locator("[data-test=composer]"));
    await keyboard.press("ArrowUp");
    await ada.page.locator("[data-test=edit-cancel]").waitFor();
    assertEquals(await ada.page.locator("[data-test=composer]").inputValue(), text);
  },
);

journey(
  "a long line of code is drawn and copied with a finger (ux 16)",
  async (way) => {
    const ada = await way.person("Ada", PHONE);
    await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const line = "const answer = await fetch(address, { method, headers, body, signal });";
    await ada.says(`\`\`\`js\n${line}\n\`\`\``);
    await ada.hears(line);
    const row = ada.page.locator("article[data-state=sent]");
    const code = row.locator("pre");
    const { x, y, width, height } = await boxOf(code);
    assert(height < 50, "nothing is wrapped");
    const copy = row.locator("[data-test=copy-code]");
    const button = await boxOf(copy);
    assert(button.width >= 44 && button.height >= 44, "large enough for a finger");
    await taps(ada, copy);
    await row.locator("[data-test=copy-code][aria-label=Copied]").waitFor();
    assertEquals(await ada.page.evaluate("navigator.clipboard.readText()"), line);
    const middle = y + height / 2;
    await drags(ada, { x: x + width * 0.8, y: middle }, { x: x + width * 0.2, y: middle });
    await eventually(
      "the code went to the side",
      async () => await code.evaluate((element) => element.scrollLeft) > 0,
    );
    assertEquals(
      await ada.page.locator("[data-test=composer]").inputValue(),
      "",
      "it was no answer",
    );
    assertEquals(await ada.barriers(), []);
  },
);

journey("marks that are stacked on a letter stay in their own bubble (report 22)", async (way) => {
  const ada = await way.person("Ada");
  const marks = "\u0300\u0301\u0302\u0303\u0304\u0305".repeat(40);
  await ada.says(`Z${marks}a${marks}l${marks}`);
  await ada.hears("Z");
  const overflow = await ada.page.locator(".message__text").evaluate((element) =>
    getComputedStyle(element).overflow
  );
  assertEquals(overflow, "clip");
});

/** How far the time stands beyond the end of the words, in their direction: less than nothing lies over them. */
async function gapOf({ page }: Person): Promise<number> {
  await page.locator("article[data-state=sent] [data-test=time]").waitFor();
  return await page.locator("article.message").evaluate((article) => {
    const words = document.createRange();
    const text = article.querySelector(".message__text")!;
    words.selectNodeContents(text);
    // Where the last line of them ends.
    const line = [...words.getClientRects()].filter(({ width }) => width > 0).at(-1)!;
    const time = article.querySelector("[data-test=time]")!.getBoundingClientRect();
    return text.matches(":dir(rtl)") ? line.left - time.right : time.left - line.right;
  });
}

for (const mirrored of [false, true]) {
  journey(
    `the time stands where the last line ends, ${mirrored ? "mirrored too" : "left to right"}`,
    async (way) => {
      for (const words of ["שלום לכולם, מה נשמע היום אצלכם", "Hello all, how are you today?"]) {
        const room = words.slice(0, 4);
        const ada = await way.person(`Ada ${room}`, { mirrored });
        await ada.makesRoom(room);
        await ada.says(words);
        await ada.hears(words);
        assert(await gapOf(ada) >= 0, `${words}: ${await gapOf(ada)} px`);
      }
    },
  );
}
