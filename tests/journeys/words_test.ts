/** What people do with words that are there: answer, point to, look when, take back. */
import { assert, assertEquals } from "@std/assert";
import { WsClient } from "../helpers/ws_client.ts";
import { journey } from "../helpers/journey.ts";

journey(
  "an answer shows what it answers, leads to it, and calls who said it (ux 15)",
  async (way) => {
    const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
    await ada.says("Where do we meet?");
    await boris.hears("Where do we meet?");
    await using bot = await WsClient.in(way.server.url, "Bot");
    for (let i = 0; i < 40; i++) await bot.says(`line ${i}.`);
    await boris.hears("line 39.");
    const row = boris.page.locator("article.message", { hasText: "line 39." });
    const bar = boris.page.locator("[data-test=answering]");
    await boris.pointsAt(row);
    await boris.presses(row.locator("[data-test=reply]"));
    await bar.filter({ hasText: "line 39." }).waitFor();
    assertEquals(await boris.barriers(), []);
    // Escape leaves the field alone and answers nothing.
    await boris.page.keyboard.type("not yet");
    await boris.page.keyboard.press("Escape");
    await bar.waitFor({ state: "detached" });
    assertEquals(await boris.page.locator("[data-test=composer]").inputValue(), "not yet");
    await boris.page.keyboard.press("Control+a");
    await boris.page.keyboard.type("At the pond!");
    const first = boris.page.locator("article.message", { hasText: "Where do we meet?" });
    await boris.pointsAt(first);
    await boris.presses(first.locator("[data-test=reply]"));
    await bar.filter({ hasText: "Ada" }).waitFor();
    await boris.page.keyboard.press("Enter");
    await ada.hears("At the pond!");
    await bar.waitFor({ state: "detached" });
    const answer = ada.page.locator("article.message--mentioned", { hasText: "At the pond!" });
    const card = answer.locator("[data-test=answered]");
    assertEquals(await card.innerText(), "Ada\nWhere do we meet?");
    await ada.presses(card);
    await ada.page.locator("article.message--target", { hasText: "Where do we meet?" }).waitFor();
    // What is changed or erased is so in the answer too.
    await ada.pointsAt(
      ada.page.locator("article.message", { hasText: "Where do we meet?" }).first(),
    );
    const asked = ada.page.locator("article.message--target");
    await ada.presses(asked.locator("[data-test=erase]"));
    const told = boris.page.locator("[data-test=answered]", {
      hasText: "This message was deleted",
    });
    await told.waitFor();
    await ada.page.reload();
    await ada.page.locator("[data-test=answered]", { hasText: "This message was deleted" })
      .waitFor();
  },
);

journey(
  "an answer being written survives a reload, and shows what that says by now",
  async (way) => {
    const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
    await ada.makesRoom("Garden");
    await ada.opens("general");
    await ada.says("Where do we meet?");
    await boris.hears("Where do we meet?");
    const row = boris.page.locator("article.message", { hasText: "Where do we meet?" });
    const bar = boris.page.locator("[data-test=answering]");
    await boris.pointsAt(row);
    await boris.presses(row.locator("[data-test=reply]"));
    await bar.waitFor();
    await boris.page.keyboard.type("At the pond!");
    await boris.page.reload();
    await bar.filter({ hasText: "Where do we meet?" }).waitFor();
    await boris.opens("Garden");
    await bar.waitFor({ state: "detached" });
    await boris.opens("general");
    await bar.waitFor();
    const asked = ada.page.locator("article.message", { hasText: "Where do we meet?" });
    await ada.pointsAt(asked);
    await ada.presses(asked.locator("[data-test=edit]"));
    await ada.page.keyboard.type(" And when?");
    await ada.page.keyboard.press("Enter");
    await bar.filter({ hasText: "Where do we meet? And when?" }).waitFor();
    await boris.presses("[data-test=composer]");
    await boris.page.keyboard.press("Enter");
    await ada.hears("At the pond!");
    const answer = ada.page.locator("article.message", { hasText: "At the pond!" });
    await answer.locator("[data-test=answered]", { hasText: "And when?" }).waitFor();
    // Answered once: the next message answers nothing, after a reload either.
    await boris.page.reload();
    await boris.hears("At the pond!");
    assertEquals(await bar.count(), 0);
  },
);

journey(
  "the address of a message leads to it, and a press on its time tells it exactly",
  async (way) => {
    const ada = await way.person("Ada");
    await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await using bot = await WsClient.in(way.server.url, "Bot");
    for (let i = 0; i < 120; i++) {
      bot.send({ type: "message", room: "general", text: `line ${i}.` });
    }
    await ada.hears("line 119.");
    await ada.pointsAt(ada.page.locator("article.message", { hasText: "line 119." }));
    const row = ada.page.locator("article.message", { hasText: "line 119." });
    await ada.presses(row.locator("[data-test=link]"));
    await row.locator('[data-test=link][title="Copied"]').waitFor();
    const address = await ada.page.evaluate<string>("navigator.clipboard.readText()");
    assert(/#\/general\/\d+$/.test(address), address);
    const [id] = /\d+$/.exec(address) ?? [];
    assertEquals(await row.getAttribute("data-id"), id);
    const page = await fetch(`${way.server.url}/api/rooms/general/messages?limit=200`);
    const { messages } = await page.json() as { messages: { id: number; text: string }[] };
    const old = messages.find(({ text }) => text === "line 3.")!;
    const guest = await way.person("Boris");
    await guest.page.goto(`${way.server.url}/#/general/${old.id}`);
    await guest.page.reload();
    const found = guest.page.locator("article.message--target", { hasText: "line 3." });
    await found.waitFor();
    await guest.pointsAt(found);
    await guest.presses(found.locator("[data-test=time]"));
    await found.locator("[data-test=exact]", { hasText: String(new Date().getUTCFullYear()) })
      .waitFor();
  },
);

journey("a new message is one new row, and the page never holds more than 300", async (way) => {
  const ada = await way.person("Ada");
  await using bot = await WsClient.in(way.server.url, "Bot");
  const say = (text: string): void => bot.send({ type: "message", room: "general", text });
  for (let i = 0; i < 350; i++) say(`m${i}.`);
  await ada.hears("m349.");
  await ada.page.evaluate(`(() => {
    globalThis.made = 0;
    const articles = (nodes) => [...nodes].filter(({ nodeName }) => nodeName === "ARTICLE").length;
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) made += articles(addedNodes);
    }).observe(document.querySelector(".log__inner"), { childList: true, subtree: true });
  })()`);
  for (let i = 0; i < 200; i++) say(`n${i}.`);
  await ada.hears("n199.");
  assertEquals(await ada.page.evaluate("made"), 200);
  const rows = await ada.page.locator("article").count();
  assert(rows <= 300, String(rows));
});
