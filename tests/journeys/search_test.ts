/** Search at a real browser. */
import { assert, assertEquals } from "@std/assert";
import { WsClient } from "../helpers/ws_client.ts";
import { journey } from "../helpers/journey.ts";

journey(
  "a word is found in this room and in all, and leads to its message",
  async (way) => {
    const ada = await way.person("Ada");
    const boris = await WsClient.in(way.server.url, "Борис");
    await boris.says("Зустріч о ШОСТІЙ біля мосту");
    for (let i = 0; i < 400; i++) {
      boris.send({
        type: "message",
        room: "general",
        text: `line ${i}`,
      });
    }
    await boris.settles();
    boris.send({ type: "create_room", room: "Club" });
    await boris.joins("Club");
    await boris.says("шостій – це пізно", "Club");
    await boris.closes();
    await ada.hears("line 399");
    await ada.presses("[data-test=search]");
    await ada.fills("[data-test=search-field]", "шостій");
    const hits = ada.page.locator("[data-test=hits] .hit");
    await hits.first().waitFor();
    await ada.page.locator(".search__state", { hasText: "1 message found" }).waitFor();
    assertEquals(await hits.locator("mark").textContent(), "ШОСТІЙ");
    await ada.presses(".search__where input");
    await ada.page.locator(".search__state", { hasText: "2 messages found" }).waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.presses(hits.filter({ hasText: "мосту" }));
    await ada.page.locator("article.message--target", { hasText: "мосту" }).waitFor();
    assert((await ada.texts()).includes("line 5"), "among its neighbours");
    await ada.presses("[data-test=jump]");
    await ada.hears("line 399");
    await ada.presses("[data-test=search]");
    assertEquals(
      await ada.page.locator("[data-test=search-field]").inputValue(),
      "шостій",
      "and back",
    );
    await ada.fills("[data-test=search-field]", "nothing like this");
    await ada.page.locator(".search__state", { hasText: "0 messages found" }).waitFor();
  },
);
