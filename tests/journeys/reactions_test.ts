/** Reactions and what else one can do with a message, by mouse, keyboard and finger. */
import { assert, assertEquals } from "@std/assert";
import { boxOf, clicks, drags, placeOf, rests, taps } from "../helpers/touch.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import type { Person } from "../helpers/person.ts";
import { type Journey, journey } from "../helpers/journey.ts";

const PHONE = { width: 390, height: 844, phone: true };

/** A person with this setting, and Boris, who has said something. */
async function company(way: Journey, setting = {}, text = "We won!"): Promise<[Person, Person]> {
  const ada = await way.person("Ada", setting);
  const boris = await way.person("Boris");
  await boris.says(text);
  // The signs that made words bold are not drawn.
  await ada.hears(text.replaceAll("*", ""));
  return [ada, boris];
}

const reaction = ({ page }: Person, text: string) =>
  page.locator("[data-test=reaction]", { hasText: text });
const picker = ({ page }: Person) => page.locator("[data-test=picker]");
const sheet = ({ page }: Person) => page.locator("[data-test=sheet]");

/** Holds a message until its sheet is there. */
async function holds(person: Person, text: string): Promise<void> {
  const words = person.page.locator(".message__text", { hasText: text }).first();
  await rests(person, await placeOf(words), () => sheet(person).waitFor());
}

journey(
  "a press on an emoji of the picker reacts, a press beside it closes it (ux 1)",
  async (way) => {
    const [ada, boris] = await company(way);
    await clicks(ada, ada.page.locator("article.message"));
    await clicks(ada, ada.page.locator("[data-test=react]"));
    await clicks(ada, picker(ada).locator("button.emoji", { hasText: "😂" }).first());
    await reaction(boris, "😂 1").waitFor();
    await picker(ada).waitFor({ state: "detached" });

    await clicks(ada, ada.page.locator("article.message"));
    await clicks(ada, ada.page.locator("[data-test=react]"));
    await picker(ada).locator("button.emoji").first().waitFor();
    await ada.page.mouse.click(5, 5);
    await picker(ada).waitFor({ state: "detached" });
    await ada.page.keyboard.type("typed on");
    await ada.page.keyboard.press("Enter");
    await boris.hears("typed on");
  },
);

journey("one press on the tools reacts, another takes it back (ux 20)", async (way) => {
  const [ada, boris] = await company(way);
  const party = ada.page.locator("[data-test=quick]", { hasText: "🎉" });
  await clicks(ada, ada.page.locator("article.message"));
  await party.waitFor();
  assertEquals(await ada.page.locator("[data-test=quick]").count(), 6);
  await clicks(ada, party);
  await reaction(boris, "🎉 1").waitFor();
  await clicks(ada, party);
  await reaction(boris, "🎉").waitFor({ state: "detached" });
});

journey(
  "the picker stands beside its button, and its groups are a press away (ux 20)",
  async (way) => {
    const [ada] = await company(way);
    const button = ada.page.locator("[data-test=emoji]");
    await clicks(ada, button);
    await picker(ada).locator("button.emoji").first().waitFor();
    await picker(ada).evaluate((dialog) =>
      Promise.all(dialog.getAnimations().map((a) => a.finished))
    );
    const [from, box] = [await boxOf(button), await boxOf(picker(ada))];
    assert(Math.abs(box.y + box.height - from.y) < 20, `the picker ends where the button begins`);
    assert(box.x <= from.x + from.width && from.x <= box.x + box.width, "and stands over it");
    await clicks(ada, picker(ada).locator("[data-test=emoji-group]").last());
    await ada.presses(picker(ada).locator("button.emoji", { hasText: "🇺🇦" }));
    assertEquals(await ada.page.locator("[data-test=composer]").inputValue(), "🇺🇦");
  },
);

journey("a finger reacts: it holds a message and taps an emoji (ux 1) (ux 8)", async (way) => {
  const [ada, boris] = await company(way, PHONE);
  await holds(ada, "We won!");
  await taps(ada, sheet(ada).locator("[data-test=quick]", { hasText: "🎉" }));
  await reaction(boris, "🎉 1").waitFor();
  assertEquals(await sheet(ada).count(), 0);

  await holds(ada, "We won!");
  await taps(ada, sheet(ada).locator("[data-test=react]"));
  await taps(ada, picker(ada).locator("button.emoji", { hasText: "😂" }).first());
  await reaction(boris, "😂 1").waitFor();

  await taps(ada, ada.page.locator("[data-test=emoji]"));
  await picker(ada).locator("button.emoji").first().waitFor();
  const focused = await ada.page.evaluate<boolean>("document.activeElement.matches('input')");
  assert(!focused, "the keyboard of the phone stays away");
  await ada.page.touchscreen.tap(100, 100);
  await picker(ada).waitFor({ state: "detached" });
});

journey("a long press tells with words what can be done with a message (ux 8)", async (way) => {
  const [ada, boris] = await company(way, PHONE, "See you at *six*");
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await holds(ada, "See you");
  const words = await sheet(ada).locator("[data-test=reply], .sheet__tool").allInnerTexts();
  assertEquals(words.map((word) => word.trim()), ["Reply", "Copy text", "Copy link", "Pin"]);
  for (const button of await sheet(ada).locator("button").all()) {
    const { width, height } = await boxOf(button);
    assert(width >= 44 && height >= 44, "large enough for a finger");
  }
  assertEquals(await ada.barriers(), []);
  await taps(ada, sheet(ada).locator("[data-test=copy]"));
  assertEquals(await ada.page.evaluate("navigator.clipboard.readText()"), "See you at *six*");

  await ada.says("and my own");
  await ada.hears("and my own");
  await holds(ada, "my own");
  await taps(ada, sheet(ada).locator("[data-test=erase]"));
  await boris.page.locator("article", { hasText: "This message was deleted" }).waitFor();
});

journey(
  "a long press works as soon as its code has come, though the line was dead",
  async (way) => {
    await using boris = await WsClient.in(way.server.url, "Boris");
    const ada = await way.visitor({ ...PHONE, forgetful: true }, "/healthz");
    let isDead = true;
    let refused = 0;
    const { promise: wanted, resolve: come } = Promise.withResolvers<void>();
    await ada.page.route("**/later.js*", async (route) => {
      if (!isDead) await wanted;
      else refused++;
      await (isDead ? route.abort() : route.continue());
    });
    await ada.page.goto(`${way.server.url}/`);
    await ada.enters("Ada");
    await boris.says("We won!");
    await ada.hears("We won!");
    await eventually("its code was asked for in vain", () => refused > 0);
    await ada.page.waitForLoadState("networkidle");
    isDead = false;
    const asked = ada.page.waitForRequest("**/later.js*");
    const words = ada.page.locator(".message__text", { hasText: "We won!" });
    await rests(ada, await placeOf(words), async () => {
      await asked;
      come();
      await sheet(ada).waitFor();
    });
    way.forgives(/ERR_FAILED|Service Worker/);
  },
);

journey("a finger that moves scrolls and opens nothing (ux 8)", async (way) => {
  const ada = await way.person("Ada", PHONE);
  for (let i = 0; i < 30; i++) await ada.says(`line ${i}`);
  await ada.hears("line 29");
  const log = ada.page.locator("[role=log]");
  const before = await log.evaluate((list) => list.scrollTop);
  await drags(ada, { x: 300, y: 300 }, { x: 300, y: 600 });
  await ada.page.waitForFunction(
    (top) => document.querySelector("[role=log]")!.scrollTop < top,
    before,
  );
  assertEquals(await sheet(ada).count(), 0);
  assertEquals(await ada.page.evaluate("getSelection().isCollapsed"), true);
});

journey(
  "the tools stand beside the words of their message, however tall it is (ux 22)",
  async (way) => {
    const [ada, boris] = await company(way, {}, "ok");
    const tall = Array.from({ length: 50 }, (_, i) => `line ${i} ${"of many words ".repeat(5)}`);
    await boris.says(tall.join("\n"));
    await ada.hears("line 49");
    const covers = async (): Promise<boolean> => {
      const [tools, words] = await Promise.all([
        boxOf(ada.page.locator(".toolbar__row")),
        boxOf(ada.page.locator("article:has(.toolbar__row) .message__text")),
      ]);
      const head = await boxOf(ada.page.locator(".head"));
      assert(tools.y >= head.y + head.height, "not under the header");
      return tools.x < words.x + words.width && words.x < tools.x + tools.width &&
        tools.y < words.y + words.height && words.y < tools.y + tools.height;
    };
    await ada.page.mouse.move(640, 400);
    await ada.page.locator(".toolbar__row").waitFor();
    assertEquals(await covers(), false, "a message taller than the screen");
    await ada.page.mouse.wheel(0, -5000);
    const short = await placeOf(ada.page.locator(".message__text", { hasText: "ok" }), {
      x: 0.3,
      y: 0.3,
    });
    await ada.page.mouse.move(short.x, short.y);
    await ada.page.locator("article:has(.toolbar__row)", { hasText: "ok" }).waitFor();
    assertEquals(await covers(), false, "a short one");
  },
);

journey("the keyboard walks to a message and along its tools", async (way) => {
  const [ada, boris] = await company(way);
  await ada.page.keyboard.press("Shift+Tab");
  for (let i = 0; i < 20; i++) {
    if (await ada.page.evaluate("document.activeElement.matches('[data-test=time]')")) break;
    await ada.page.keyboard.press("Shift+Tab");
  }
  await ada.page.locator("[data-test=quick]").first().waitFor();
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("ArrowRight");
  await ada.page.keyboard.press("Enter");
  await reaction(boris, "❤️ 1").waitFor();
});

journey("a finger that swipes a message to the left answers it (ux 8)", async (way) => {
  const [ada] = await company(way, PHONE, "Who comes along?");
  const { x, y } = await placeOf(ada.page.locator(".message__text"));
  await drags(ada, { x, y }, { x: x - 30, y: y + 4 });
  const bar = ada.page.locator("[data-test=answering]");
  assertEquals(await bar.count(), 0, "not far enough");
  await drags(ada, { x, y }, { x: x - 90, y: y + 4 });
  await bar.filter({ hasText: "Who comes along?" }).waitFor();
  assertEquals(await sheet(ada).count(), 0);
});
