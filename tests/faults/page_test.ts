/** What people can write, as a real browser shows it: the same text, never anything else. */
import { assert, assertEquals } from "@std/assert";
import { naughtyTexts, scripts } from "../helpers/hostile.ts";
import { WsClient } from "../helpers/ws_client.ts";
import type { Person } from "../helpers/person.ts";
import { random, randomText } from "../helpers/random.ts";
import { journey } from "../helpers/journey.ts";

/** What a person's page shows, by id, with the signs that were left out. */
async function shown(person: Person): Promise<Map<number, string>> {
  const rows = await person.page.locator("article.message[data-id]").evaluateAll((articles) => {
    function written(node: Node): string {
      if (!(node instanceof HTMLElement)) return node.nodeValue ?? "";
      if (node instanceof HTMLButtonElement) return "";
      const { before = "", after = "" } = node.dataset;
      return before + [...node.childNodes].map(written).join("") + after;
    }
    return articles.map((article) => {
      const text = article.querySelector(".message__text");
      return [Number(article.getAttribute("data-id")), text === null ? "" : written(text)] as [
        number,
        string,
      ];
    });
  });
  return new Map(rows);
}

/** Waits until a message is on the page. */
async function sees(person: Person, id: number): Promise<void> {
  await person.page.locator(`article.message[data-id="${id}"]`).waitFor({ state: "attached" });
}

/** Says these in small runs; after each the page must show them as they are. */
async function saysAll(
  peer: WsClient,
  texts: string[],
  person: Person,
): Promise<Map<number, string>> {
  const told = new Map<number, string>();
  for (let i = 0; i < texts.length; i += 40) {
    const run = new Map<number, string>();
    for (const text of texts.slice(i, i + 40)) {
      const ref = crypto.randomUUID();
      peer.send({ type: "message", room: "general", text, ref });
      const event = await Promise.race([
        peer.hears("message", (event) => event.ref === ref),
        peer.hears("error", (event) => event.ref === ref),
      ]);
      if (event.type === "message") run.set(event.id, event.text);
    }
    if (run.size === 0) continue;
    await sees(person, [...run.keys()].at(-1)!);
    const rows = await shown(person);
    for (const [id, text] of run) {
      assertEquals(rows.get(id), text, JSON.stringify(text));
      told.set(id, text);
    }
  }
  return told;
}

journey(
  "every accepted text is on the page what it is in the file, also after a restart",
  async (way) => {
    const ada = await way.person("Ada");
    const next = random(5);
    const texts = [...naughtyTexts(), ...Array.from({ length: 200 }, () => randomText(next))];
    const boris = await WsClient.in(way.server.url, "Boris");
    const told = await saysAll(boris, texts.filter((text) => text.length < 2000), ada);
    assert(told.size > 200, String(told.size));
    await way.server.end("SIGKILL");
    await way.serves();
    way.forgivesLostConnections();
    await ada.page.reload();
    await sees(ada, [...told.keys()].at(-1)!);
    const rows = await shown(ada);
    assert(rows.size >= 40);
    for (const [id, text] of rows) assertEquals(text, told.get(id));
    way.forgivesLostConnections();
  },
);

journey("no markup runs, loads or becomes an element, as text or in the address", async (way) => {
  const ada = await way.person("Ada");
  const boris = await WsClient.in(way.server.url, "Boris");
  const all = scripts();
  // Many to a message: it is the text that is tried, not the number of rows.
  const texts: string[] = [""];
  for (const script of all) {
    if (texts.at(-1)!.length + script.length > 3500) texts.push("");
    texts[texts.length - 1] += `${script}\n`;
  }
  await saysAll(boris, texts.map((text) => text.trim()), ada);
  const elements = await ada.page.locator(".message__text *").evaluateAll((found) =>
    [...new Set(found.map((element) => element.tagName))].sort()
  );
  const drawn = new Set(
    "A BLOCKQUOTE BUTTON CODE DEL DIV EM LI OL PRE SPAN STRONG UL path svg".split(" "),
  );
  assertEquals(elements.filter((name) => !drawn.has(name)), []);
  const links = await ada.page.locator(".message__text a").evaluateAll((found) =>
    found.map((link) => (link as HTMLAnchorElement).protocol)
  );
  assertEquals([...new Set(links)].filter((scheme) => !/^https?:$/.test(scheme)), []);
  for (const script of all.filter((_, i) => i % 50 === 0)) {
    await ada.page.evaluate((hash) => location.hash = hash, `#/${script}`);
    await ada.page.evaluate((hash) => location.hash = hash, `#/${encodeURIComponent(script)}/1`);
  }
  await boris.says("the last word");
  await ada.page.evaluate(() => location.hash = "#/general");
  await ada.hears("the last word");
  assertEquals(await ada.page.evaluate("typeof __xss"), "undefined");
  await boris.closes();
});
