/** Several pictures said together with words: one album, the words under it. */
import { assert, assertEquals } from "@std/assert";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";
import { boxOf, placeOf, rests } from "../helpers/touch.ts";
import { sendsPictures, THREE } from "../helpers/sent_pictures.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";

const album = ({ page }: Person) => page.locator("[data-test=album]");
const tiles = (person: Person) => album(person).locator(".album__pictures > article");
const caption = (person: Person) => album(person).locator(":scope > article");

journey("words said with pictures stand under them, and are theirs (issue 17)", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris", { theme: "dark" })];
  await sendsPictures(ada, THREE, "From the hill");
  await tiles(boris).nth(2).waitFor();
  await caption(boris).filter({ hasText: "From the hill" }).waitFor();
  const [one, three, words] = [
    await boxOf(tiles(boris).first()),
    await boxOf(tiles(boris).nth(2)),
    await boxOf(caption(boris).locator(".message__text")),
  ];
  assertEquals(one.y, three.y, "in one row");
  assert(words.y > one.y + one.height, "the words under it");
  assertEquals(Math.round(words.x + words.width), Math.round(three.x + three.width));
  assertEquals(await boris.texts(), ["From the hill"], "once");

  await boris.pointsAt(caption(boris));
  await boris.presses(caption(boris).locator(".toolbar__emoji").first());
  await caption(ada).locator(".reaction").waitFor();
  assertEquals(await ada.page.locator(".reaction").count(), 1);
  await boris.pointsAt(caption(boris));
  await boris.presses(caption(boris).locator("[data-test=reply]"));
  await boris.page.locator("[data-test=answering]", { hasText: "From the hill" }).waitFor();
  await sendsPictures(boris, THREE);
  const answer = album(ada).nth(1);
  await answer.locator(":scope > [data-test=answered]", { hasText: "From the hill" }).waitFor();
  await answer.locator("article").nth(2).waitFor();
  assertEquals(await answer.locator(":scope > article").count(), 0, "no words, no caption");

  await ada.pointsAt(caption(ada));
  await ada.presses(caption(ada).locator("[data-test=edit]"));
  await ada.fills("[data-test=composer]", "From the tower");
  await ada.page.keyboard.press("Enter");
  await caption(boris).filter({ hasText: "From the tower" }).filter({ hasText: "edited" })
    .waitFor();
  assertEquals(await boris.barriers(), []);
  assertEquals(await ada.barriers(), []);

  await ada.pointsAt(tiles(ada).first());
  await ada.presses(tiles(ada).first().locator("[data-test=erase]"));
  await ada.page.locator(".message--erasing").waitFor();
  assertEquals(await ada.page.locator("[data-test=undo]").count(), 1, "one way back");
  await ada.presses("[data-test=undo]");
  await caption(ada).filter({ hasText: "From the tower" }).waitFor();
  await ada.pointsAt(caption(ada));
  await ada.presses(caption(ada).locator("[data-test=erase]"));
  await boris.page.locator(".message__text--erased").waitFor();
  await eventually("two pictures remain", async () => await tiles(boris).count() === 5);
});

journey("a search for the words of an album leads to them", async (way) => {
  const ada = await way.person("Ada");
  const many = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [`${i}.png`, Object.values(THREE)[i % 3]!]),
  );
  await sendsPictures(ada, many, "From the hill");
  await tiles(ada).nth(9).waitFor();
  const boris = await WsClient.in(way.server.url, "Boris");
  for (let i = 0; i < 60; i++) boris.send({ type: "message", room: "general", text: `line ${i}` });
  await boris.settles();
  await boris.closes();
  await ada.hears("line 59");
  await ada.presses("[data-test=search]");
  await ada.fills("[data-test=search-field]", "hill");
  await ada.presses(ada.page.locator("[data-test=hits] .hit"));
  const found = ada.page.locator("article.message--target .message__text");
  await eventually("the words are on the screen", async () => {
    const { y, height } = await boxOf(found);
    return y > 60 && y + height < 700;
  });
});

journey("on a phone the words of an album are held and answered", async (way) => {
  const ada = await way.person("Ada", { width: 390, height: 844, phone: true });
  await sendsPictures(ada, THREE, "From the hill");
  await caption(ada).filter({ hasText: "From the hill" }).waitFor();
  await tiles(ada).nth(2).waitFor();
  await sendsPictures(ada, { "a.png": THREE["one.png"], "b.png": THREE["two.png"] }, "Two");
  const pair = album(ada).nth(1).locator("article");
  await pair.nth(2).filter({ hasText: "Two" }).waitFor();
  const [left, right, words] = await Promise.all([0, 1, 2].map((i) => boxOf(pair.nth(i))));
  assertEquals([left!.x, right!.x + right!.width], [words!.x, words!.x + words!.width]);
  const sheet = ada.page.locator("[data-test=sheet]");
  await rests(
    ada,
    await placeOf(caption(ada).first().locator(".message__text")),
    () => sheet.waitFor(),
  );
  assertEquals(await ada.barriers(), []);
  await ada.presses(sheet.locator("[data-test=reply]"));
  await ada.page.locator("[data-test=answering]", { hasText: "From the hill" }).waitFor();
});
