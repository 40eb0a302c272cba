/** What comes out of the printer: all that is loaded of the room, and nothing but that. */
import { assert, assertEquals } from "@std/assert";
import { WsClient } from "../helpers/ws_client.ts";
import type { Setting } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";

const SETTINGS: [string, Setting][] = [
  ["at a desk", {}],
  ["on a phone in the dark", { width: 390, height: 844, phone: true, theme: "dark" }],
];

/** Text of what can be seen, with its colour and the ground behind it. */
const SEEN = `(() => {
  const seen = [];
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3)
      .map((node) => node.data.trim()).join("");
    if (text === "" || element.closest(".hidden, noscript, script") !== null) continue;
    if (!element.checkVisibility({ opacityProperty: true })) continue;
    let ground = element;
    while (ground && getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)") {
      ground = ground.parentElement;
    }
    seen.push([text, getComputedStyle(element).color, ground ? getComputedStyle(ground).backgroundColor : ""]);
  }
  return seen;
})()`;

for (const [where, setting] of SETTINGS) {
  journey(
    `a page printed ${where} has all loaded messages, over several sheets (report 21)`,
    async (way) => {
      const ada = await way.person("Ada", setting);
      await using bot = await WsClient.in(way.server.url, "Bot");
      for (let i = 0; i < 48; i++) {
        bot.send({
          type: "message",
          room: "general",
          text: `line ${i}\n${"and more of it ".repeat(20)}`,
        });
      }
      await ada.hears("line 47");
      await ada.says("and one of my own");
      await ada.hears("and one of my own");
      // A question that is open, as a phone's browser prints from its menu.
      await ada.page.keyboard.press("Control+/");
      await ada.page.locator("[data-test=keys]").waitFor();
      const sheets = new TextDecoder("latin1").decode(await ada.page.pdf({ format: "A4" }));
      assert((sheets.match(/\/Type \/Page\b/g) ?? []).length > 3, "several sheets");
      await ada.page.emulateMedia({ media: "print" });
      const seen = await ada.page.evaluate<[string, string, string][]>(SEEN);
      const texts = seen.map(([text]) => text);
      for (const wanted of ["general", "Today", "Bot", "and one of my own"]) {
        assert(texts.includes(wanted), wanted);
      }
      assertEquals(texts.filter((text) => text.startsWith("line ")).length, 48);
      assertEquals(texts.filter((text) => /keyboard|here$|Settings|Message/i.test(text)), []);
      assertEquals(
        seen.filter(([text, colour, ground]) =>
          !/^B$|^A$/.test(text) && (colour !== "rgb(0, 0, 0)" || !/255, 255, 255/.test(ground))
        ),
        [],
      );
      const cut = await ada.page.locator("article.message").evaluateAll((rows) =>
        rows.filter((row) => getComputedStyle(row).breakInside !== "avoid").length
      );
      assertEquals(cut, 0);
    },
  );
}
