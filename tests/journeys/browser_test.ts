/** Two people at real browsers: the whole path, as they would walk it. */
import { assert, assertEquals } from "@std/assert";
import { boxOf } from "../helpers/touch.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { Person, type Setting } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";

/** So far one turns the wheel at once, in pixels. */
const WHEEL = 12_000;

journey(
  "two people talk in two rooms, reload, and read the history back",
  async (way) => {
    const ada = await way.person("Ada");
    const boris = await way.person("Борис");
    await ada.says("Hello, Борис");
    await boris.hears("Hello, Борис");
    await boris.says("Привіт <b>Ada</b> & co");
    await ada.hears("Привіт <b>Ada</b> & co");
    assertEquals(await ada.page.locator("article.message--mine").count(), 1);
    const [mine, other] = await Promise.all([
      boxOf(ada.page.locator("article", { hasText: "Hello" })),
      boxOf(ada.page.locator("article", { hasText: "Привіт" })),
    ]);
    assert(mine.x > other.x, "own on the right, others on the left");
    assertEquals(await ada.page.locator("[data-test=people] [data-name]").count(), 2);

    await boris.makesRoom("Клуб");
    await boris.says("in the club");
    await ada.page.locator('a[data-room="Клуб"] .room__unread').waitFor();
    await ada.opens("Клуб");
    await ada.hears("in the club");
    assertEquals(await ada.page.locator('a[data-room="Клуб"] .room__unread').count(), 0);

    await ada.page.reload();
    await ada.hears("in the club");
    await ada.opens("general");
    await ada.hears("Привіт");
    assertEquals(await ada.texts(), ["Hello, Борис", "Привіт <b>Ada</b> & co"]);
    assert((await way.file()).includes("Борис: Привіт <b>Ada</b> & co\n"));

    await ada.page.goBack();
    await ada.page.locator('a[data-room="Клуб"][aria-current=page]').waitFor();
    await boris.opens("Клуб");
    await boris.deletesOpenRoom();
    await ada.page.locator('a[data-room="Клуб"]').waitFor({
      state: "detached",
    });
    await ada.page.locator('a[data-room="general"][aria-current=page]')
      .waitFor();
  },
);

journey(
  "a server killed in the middle of a conversation costs nobody a word",
  async (way) => {
    const ada = await way.person("Ada");
    const boris = await way.person("Boris");
    await ada.says("before");
    await boris.hears("before");
    await way.server.end("SIGKILL");
    await ada.says("while it was gone 1");
    await ada.says("while it was gone 2");
    await boris.says("me too");
    assertEquals(await ada.page.locator("article[data-state=pending]").count(), 2);
    await ada.page.locator("[data-test=banner]").waitFor();
    await way.serves();
    for (const person of [ada, boris]) {
      for (const text of ["gone 1", "gone 2", "me too"]) {
        await person.hears(text);
      }
      await person.page.locator("[data-test=banner]").waitFor({
        state: "detached",
      });
    }
    const texts = await ada.texts();
    assertEquals(new Set(texts).size, 4);
    assert(texts.indexOf("while it was gone 1") < texts.indexOf("while it was gone 2"));
    const lines = (await way.file()).split("\n").filter((line) => !line.includes("* "));
    assertEquals(lines.length - 1, 4, "each stands once in the file");
    // Losing the line is what happened; the browser says so on its console.
    for (const { complaints } of way.people) {
      const other = complaints.filter((text) => !text.includes("ERR_CONNECTION_REFUSED"));
      complaints.splice(0, complaints.length, ...other);
    }
  },
);

journey(
  "what was written without a connection survives a reload of the page",
  async (way) => {
    const ada = await way.person("Ada");
    await ada.says("first");
    await ada.hears("first");
    await way.server.end("SIGKILL");
    await ada.says("kept over a reload");
    await ada.fills("[data-test=composer]", "a draft");
    await ada.page.locator("[data-test=banner]").waitFor();
    await way.serves();
    await ada.page.reload();
    await ada.hears("kept over a reload");
    assertEquals(await ada.page.locator("[data-test=composer]").inputValue(), "a draft");
    assertEquals((await way.file()).split("kept over a reload").length, 2);
    way.forgivesLostConnections();
  },
);

journey(
  "older messages come when one scrolls up, and the place is kept",
  async (way) => {
    const bot = await WsClient.in(way.server.url, "Bot");
    for (let i = 0; i < 400; i++) {
      bot.send({
        type: "message",
        room: "general",
        text: `message ${i}`,
      });
    }
    await bot.settles();
    await bot.says("the last");
    const ada = await way.person("Ada");
    await ada.hears("the last");
    const log = ada.page.locator("[role=log]");
    const atEnd = () => log.evaluate((l) => l.scrollHeight - l.scrollTop - l.clientHeight < 5);
    assert(await atEnd(), "a newcomer stands at the end");
    await ada.page.mouse.move(640, 400);
    // Near the beginning, and not quite there.
    await ada.page.mouse.wheel(0, 250 - await log.evaluate((l) => l.scrollTop));
    await ada.page.locator(".message__text", { hasText: /message 320$/ })
      .waitFor();
    const place = await log.evaluate((l) => l.scrollTop);
    assert(place > 250, `the place is kept: ${place}`);
    await bot.says("news");
    await ada.page.locator("[data-test=jump]").waitFor();
    assert(!await atEnd(), "news does not pull the reader away");
    const first = ada.page.locator(".message__text", { hasText: /message 0$/ });
    await eventually("the wheel leads to the first message", async () => {
      await ada.page.mouse.wheel(0, -WHEEL);
      return await first.count() > 0;
    });
    assert(await ada.page.locator("article").count() <= 300, "the page stays small");
    await ada.presses("[data-test=jump]");
    await ada.hears("news");
    await ada.page.waitForFunction(() => {
      const l = document.querySelector("[role=log]")!;
      return l.scrollHeight - l.scrollTop - l.clientHeight < 5;
    });
    await bot.says("more news");
    await ada.hears("more news");
    assert(await atEnd(), "who is at the end stays there");
    await bot.closes();
  },
);

journey(
  "new messages stand behind a line, and their number is told",
  async (way) => {
    const ada = await way.person("Ada");
    const boris = await way.person("Boris");
    await ada.says("seen");
    await boris.hears("seen");
    await boris.makesRoom("Other");
    for (const text of ["one", "two", "three"]) await ada.says(text);
    await ada.hears("three");
    const badge = boris.page.locator('a[data-room="general"] .room__unread');
    await badge.filter({ hasText: "3" }).waitFor();
    await boris.titled("(3)");
    await boris.opens("general");
    const line = boris.page.locator("[data-test=unread-separator]");
    await line.waitFor();
    assertEquals(
      await line.evaluate((l) => l.nextElementSibling?.textContent?.includes("one")),
      true,
    );
    await badge.waitFor({ state: "detached" });
  },
);

journey("composing with an input method never sends", async (way) => {
  const ada = await way.person("Ada");
  await ada.presses("[data-test=composer]");
  const devtools = await ada.devtools();
  await devtools.send("Input.imeSetComposition", {
    text: "に",
    selectionStart: 1,
    selectionEnd: 1,
  });
  await devtools.send("Input.dispatchKeyEvent", {
    type: "rawKeyDown",
    key: "Enter",
    windowsVirtualKeyCode: 229,
  });
  await devtools.send("Input.insertText", { text: "日本" });
  assertEquals(await ada.page.locator("article").count(), 0);
  await ada.page.keyboard.press("Shift+Enter");
  await ada.page.keyboard.type("second line");
  await ada.page.keyboard.press("Enter");
  await ada.hears("second line");
  assertEquals(await ada.texts(), ["日本\nsecond line"]);
});

journey(
  "the page has no barriers, in both themes, on a phone and in four languages",
  async (way) => {
    const settings: Setting[] = [
      { theme: "light", locale: "en" },
      { theme: "dark", locale: "uk" },
      { theme: "light", locale: "ru", phone: true, width: 390, height: 844 },
      { theme: "dark", locale: "th", phone: true, width: 390, height: 844 },
    ];
    for (const [i, setting] of settings.entries()) {
      const person = await way.person(`Person ${i}`, setting);
      await person.says(
        `Hello from ${setting.locale}, see https://example.org/`,
      );
      await person.hears(`Hello from ${setting.locale}`);
      assertEquals(await person.barriers(), [], `${setting.theme} ${setting.locale}`);
      assertEquals(await person.page.evaluate(() => document.documentElement.lang), setting.locale);
      const overflow = await person.page.evaluate(() =>
        document.documentElement.scrollWidth > innerWidth
      );
      assert(!overflow, "nothing is wider than the screen");
      if (setting.phone) await person.presses(".head__back");
      await person.presses("[data-test=settings]");
      assertEquals(await person.barriers(), [], "settings");
      await person.page.keyboard.press("Escape");
    }
  },
);

journey(
  "a taken name is answered with a free one, and the way there needs no mouse",
  async (way) => {
    await way.person("Ada");
    const other = await Person.at(
      way.people[0]!.context.browser()!,
      way.server.url,
    );
    await other.page.locator("input[name=name]").waitFor();
    await other.page.keyboard.type("ada");
    await other.page.keyboard.press("Enter");
    await other.page.locator("[data-test=suggestion]").waitFor();
    await other.page.keyboard.press("Tab");
    await other.page.keyboard.press("Enter");
    await other.page.locator("[data-test=composer]").waitFor();
    await other.page.keyboard.type("hello from the keyboard");
    await other.page.keyboard.press("Enter");
    await way.people[0]!.hears("hello from the keyboard");
    assertEquals(await other.page.locator(".sidebar__me").textContent(), "ada 2");
  },
);
