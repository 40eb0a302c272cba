/** A page that a translator works on: what changes must be seen, whoever put elements around it. */
import { assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";

/**
 * What a translator does: other words in an element of its own, in the place of each text node, or the
 * text node itself inside of it.
 */
function translate({ page }: Person, isKept: boolean): Promise<void> {
  return page.evaluate((isKept) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode() !== null) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      if (text.parentElement?.closest("textarea, script, noscript") || text.data.trim() === "") {
        continue;
      }
      const font = document.createElement("font");
      text.replaceWith(font);
      if (isKept) font.append(text);
      else font.textContent = `⟦${text.data}⟧`;
    }
  }, isKept);
}

/** Waits until exactly that is read in one place. */
async function reads({ page }: Person, place: string, wanted: string): Promise<void> {
  let found: string | undefined;
  const isThere = async (): Promise<boolean> => {
    found = (await page.locator(place).first().innerText()).replace(/\s+/g, " ").trim();
    return found === wanted;
  };
  await eventually(`${place} reads ${wanted}`, isThere)
    .catch(() => assertEquals(found, wanted, place));
}

for (const isKept of [false, true]) {
  const how = isKept ? "wraps" : "replaces";
  journey(
    `a translator that ${how} every text leaves the page right (report 17)`,
    async (way) => {
      const ada = await way.person("Ada");
      assertEquals(await ada.page.locator("html").getAttribute("translate"), "no");
      assertEquals(await ada.page.locator("html").getAttribute("lang"), "en");
      await using bot = await WsClient.in(way.server.url, "Bot");
      bot.send({ type: "create_room", room: "other" });
      await bot.hears("room_created");
      bot.send({ type: "join", room: "other" });
      const say = async (room: string, text: string): Promise<number> => {
        bot.send({ type: "message", room, text });
        return (await bot.hears("message", (event) => event.text === text)).id;
      };
      const first = await say("general", "first words");
      await ada.hears("first words");
      assertEquals(
        await ada.page.locator("article .message__text").first().getAttribute("translate"),
        "yes",
      );
      await reads(ada, "#people-title", "2 people here");
      await translate(ada, isKept);

      bot.send({ type: "edit", room: "general", id: first, text: "see https://example.org/ now" });
      await reads(
        ada,
        `article[data-id="${first}"] .message__text`,
        "see https://example.org/ now",
      );
      await translate(ada, isKept);
      bot.send({ type: "edit", room: "general", id: first, text: "third words" });
      await reads(ada, `article[data-id="${first}"] .message__text`, "third words");
      for (const count of ["1", "2"]) {
        bot.send({
          type: "react",
          room: "general",
          id: first,
          emoji: count === "1" ? "👍" : "🎉",
          on: true,
        });
        await say("other", `said ${count}`);
        await reads(ada, 'a[data-room="other"] .room__unread [aria-hidden]', count);
        await translate(ada, isKept);
      }
      {
        await using carol = await WsClient.in(way.server.url, "Carol");
        await reads(ada, "#people-title", "3 people here");
        await reads(ada, '.people [data-name="Carol"] .person__name', "Carol");
        await translate(ada, isKept);
        carol.send({ type: "react", room: "general", id: first, emoji: "👍", on: true });
        await reads(ada, "article .reaction > :nth-child(2)", "2");
        await reads(ada, "article .reaction .hidden", "from Bot, Carol");
      }
      await ada.opens("other");
      await reads(ada, "#room-title", "other");
      await reads(ada, "article .message__text", "said 1");
      await translate(ada, isKept);
      await ada.opens("general");
      await reads(ada, "#room-title", "general");
      await translate(ada, isKept);
      await way.server.end("SIGKILL");
      await ada.page.locator("[data-test=banner]").waitFor();
      assertEquals((await ada.page.locator("[data-test=banner]").innerText()).includes("⟦"), false);
      await translate(ada, isKept);
      await way.serves();
      await ada.page.locator("[data-test=banner]").waitFor({ state: "detached" });
      way.forgivesLostConnections();
    },
  );
}
