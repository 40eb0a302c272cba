/** What is far back in a room, at a real browser: a day, and what was shared. */
import { assert, assertEquals } from "@std/assert";
import { HttpClient } from "../helpers/http_client.ts";
import { evening } from "../helpers/picture.ts";
import type { Person } from "../helpers/person.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { journey } from "../helpers/journey.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Midnight in Bangkok is at five in the afternoon here. */
const START = Date.UTC(2020, 0, 1, 16, 30);

/** Years of talk: three messages a day, the second of them after midnight in Bangkok; none in July. */
function years(): string {
  const lines = ["[2020-01-01 00:00:00] * Ada created the room"];
  for (let day = 0; day < 2000; day++) {
    for (const minutes of [0, 60, 240]) {
      const time = new Date(START + day * DAY_MS + minutes * 60_000).toISOString();
      if (time.slice(5, 7) === "07") continue;
      const stamp = time.slice(0, 19).replace("T", " ");
      lines.push(`[${stamp}] Ada: said at ${stamp} ${"and so on ".repeat(20)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

async function overflow({ page }: Person): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

journey(
  "a day is gone to by its field, by a day's line or by one press, on this device's clock (issue 17)",
  async (way) => {
    await way.server.end("SIGTERM");
    await Deno.writeTextFile(way.path("rooms/Diary.txt"), years());
    await way.serves();
    const ada = await way.person("Ada", { zone: "Asia/Bangkok", locale: "en-US" });
    const { page } = ada;
    const target = (stamp: string) =>
      page.locator("article.message--target", { hasText: `said at ${stamp}` }).waitFor();
    await ada.opens("Diary");
    await ada.presses(page.locator("[data-test=day-separator] button").last());
    await page.locator("[data-test=date-field]").waitFor();
    assertEquals(await ada.barriers(), []);
    await page.keyboard.type("03152021");
    await page.keyboard.press("Enter");
    await target("2021-03-14 17:30:00");
    await page.locator("[data-test=day-separator]", { hasText: "March 15, 2021" }).waitFor();
    await ada.presses("[data-test=room-menu]");
    await ada.presses("[data-test=room-date]");
    await page.locator("[data-test=date-field]").waitFor();
    await page.keyboard.type("07102021");
    await page.keyboard.press("Enter");
    await target("2021-08-01 16:30:00");
    await ada.presses("[data-test=room-menu]");
    await ada.presses("[data-test=room-date]");
    await page.locator("[data-test=date-field]").waitFor();
    await page.keyboard.type("01012099");
    await page.keyboard.press("Enter");
    await page.locator(".problem", { hasText: "still to come" }).waitFor();
    await ada.presses('[data-test="date.start"]');
    await target("2020-01-01 16:30:00");
    await ada.presses("[data-test=search]");
    await ada.presses("[data-test=search-date]");
    await ada.presses('[data-test="date.today"]');
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.locator("[data-test=jump]").waitFor({ state: "detached" });
    way.forgivesLostConnections();
  },
);

journey(
  "pictures and files of a room are listed, shown, gone to, and gone once erased (issue 17)",
  async (way) => {
    const boris = await WsClient.in(way.server.url, "Boris");
    /** Somebody comes, says something with a file, and may erase it later. */
    const send = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
      const vera = new HttpClient(way.server.url);
      await vera.asks("POST", "/api/session", { name: `Vera ${name[0]}` });
      const query = `name=${name}&width=60&height=40&text=about+${name}`;
      const address = `${way.server.url}/api/rooms/general/files?${query}`;
      const headers = { origin: way.server.url, cookie: vera.cookie };
      const answer = await fetch(address, { method: "POST", body: bytes, headers });
      return { cookie: vera.cookie, id: (await answer.json()).id as number };
    };
    await send("a.png", evening(60, 40));
    await send("notes.txt", new TextEncoder().encode("nothing much"));
    for (let i = 0; i < 150; i++) {
      boris.send({ type: "message", room: "general", text: `line ${i}` });
    }
    await boris.says("that was all");
    const last = await send("b.png", evening(40, 60));
    const ada = await way.person("Ada", { phone: true, width: 360, height: 740 });
    const { page } = ada;
    await ada.hears("about b.png");
    await ada.presses("[data-test=room-name]");
    await ada.presses("[data-test=room-files]");
    const pictures = page.locator("[data-test=shared-pictures] li");
    await pictures.nth(1).waitFor();
    assertEquals(await ada.barriers(), []);
    assertEquals(await overflow(ada), 0);
    await ada.presses(pictures.first().locator(".shared__show"));
    await page.locator("[data-test=lightbox] .lightbox__image").waitFor();
    await ada.presses("[data-test=lightbox-close]");
    await page.locator("[data-test=lightbox]").waitFor({ state: "detached" });
    await ada.presses(pictures.nth(1).locator(".shared__sender"));
    await page.locator("article.message--target", { hasText: "about a.png" }).waitFor();
    await ada.leaves();
    const hugo = await way.person("Hugo", { theme: "dark" });
    await hugo.presses("[data-test=room-menu]");
    await hugo.presses("[data-test=room-files]");
    const shown = hugo.page.locator("[data-test=shared-pictures] li");
    await shown.nth(1).waitFor();
    const vera = await WsClient.withCookie(way.server.url, last.cookie);
    vera.send({ type: "erase", room: "general", id: last.id });
    await shown.nth(1).waitFor({ state: "detached" });
    await vera.closes();
    await hugo.page.keyboard.press("Escape");
    await hugo.presses("[data-test=room-menu]");
    await hugo.presses("[data-test=room-files]");
    await shown.first().waitFor();
    assertEquals(await shown.count(), 1, "nor where one looks again");
    await hugo.presses("[data-test=files-picture]");
    await hugo.page.keyboard.press("ArrowRight");
    const file = hugo.page.locator("[data-test=shared-list] li");
    await file.filter({ hasText: "notes.txt" }).waitFor();
    assert(await file.count() === 1);
    assertEquals(await hugo.barriers(), []);
    await hugo.presses(file.locator(".shared__sender"));
    await hugo.page.locator("article.message--target", { hasText: "about notes.txt" }).waitFor();
    await boris.closes();
  },
);
