/** The list of rooms at a real browser: favourites, order, what is read, and the next mention. */
import { assertEquals } from "@std/assert";
import type { Person } from "../helpers/person.ts";
import { claimsOwn, comesBack, PASSWORD } from "../helpers/sign_in.ts";
import { rests } from "../helpers/touch.ts";
import { placeOf } from "../helpers/screen_place.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { journey } from "../helpers/journey.ts";

const HEAD = "[2025-11-19 23:46:36] * Ada created the room\n";

/** The names in the list of rooms, as they stand. */
function listOf({ page }: Person): Promise<(string | null)[]> {
  return page.locator(".rooms__frame--open a").evaluateAll((links) =>
    links.map((link) => link.getAttribute("data-room"))
  );
}

function badgeOf({ page }: Person, room: string) {
  return page.locator(`a[data-room="${room}"] .room__unread`);
}

/** Opens the menu of a room where it stands in the list. */
async function opensMenuOf({ page }: Person, room: string): Promise<void> {
  const { x, y } = await placeOf(page.locator(`a[data-room="${room}"]`));
  await page.mouse.click(x, y, { button: "right" });
  await page.locator("[data-test=favourite]").waitFor();
}

journey(
  "favourites stand on top, in either order, and a room or all of them count as read (issue 17)",
  async (way) => {
    const boris = await WsClient.in(way.server.url, "Boris");
    for (const room of ["Alps", "Bikes", "Zebra"]) {
      boris.send({ type: "create_room", room });
      await boris.joins(room);
    }
    const ada = await way.person("Ada");
    assertEquals(await listOf(ada), ["Alps", "Bikes", "general", "Zebra"]);
    await opensMenuOf(ada, "Zebra");
    assertEquals(await ada.barriers(), []);
    await ada.presses("[data-test=favourite]");
    await ada.page.locator('a[data-room="Zebra"]', { hasText: "★" }).waitFor();
    assertEquals(await listOf(ada), ["Zebra", "Alps", "Bikes", "general"]);
    await boris.says("news", "Bikes");
    await boris.says("more", "Alps");
    await badgeOf(ada, "Alps").waitFor();
    await ada.presses("[data-test=list-menu]");
    await ada.presses("[data-test=toggle-order]");
    await eventually(
      "the newest talk stands below the favourite",
      async () => (await listOf(ada)).slice(0, 3).join() === "Zebra,Alps,Bikes",
    );
    await opensMenuOf(ada, "Bikes");
    await ada.page.keyboard.press("ArrowDown");
    await ada.page.keyboard.press("Enter");
    await badgeOf(ada, "Bikes").waitFor({ state: "detached" });
    await badgeOf(ada, "Alps").waitFor();
    await boris.says("again", "Zebra");
    await badgeOf(ada, "Zebra").waitFor();
    await ada.page.keyboard.press("Shift+Escape");
    await ada.page.locator("[data-test=toast]", { hasText: "marked as read" }).waitFor();
    assertEquals(await ada.page.locator(".room__unread").count(), 0);
    await ada.page.reload();
    await ada.page.locator("[data-test=composer]").waitFor();
    await eventually("the list is as it was", async () => (await listOf(ada))[0] === "Zebra");
    await boris.says("and once more", "Bikes");
    await badgeOf(ada, "Bikes").locator("text=1").first().waitFor();
    assertEquals(await ada.page.locator(".room__unread").count(), 1, "nothing else is new");
    await ada.presses("[data-test=list-menu]");
    await ada.presses("[data-test=mark-all-read]");
    await badgeOf(ada, "Bikes").waitFor({ state: "detached" });
    await ada.opens("Zebra");
    await ada.presses("[data-test=room-menu]");
    await ada.presses("[data-test=favourite]");
    await ada.page.locator('a[data-room="Zebra"]', { hasText: "★" }).waitFor({ state: "detached" });
    const vera = await way.person("Vera", { phone: true, width: 390, height: 844 });
    await vera.presses(".head__back");
    await boris.says("for Vera too", "Bikes");
    await badgeOf(vera, "Bikes").waitFor();
    const place = await placeOf(vera.page.locator('a[data-room="Bikes"]'), undefined, "finger");
    await rests(vera, place, () => vera.page.locator("[data-test=mark-read]").waitFor());
    assertEquals(await vera.barriers(), []);
    await vera.presses("[data-test=mark-read]");
    await badgeOf(vera, "Bikes").waitFor({ state: "detached" });
    await vera.page.locator('.app[data-panel="rooms"]').waitFor();
    await boris.closes();
  },
);

journey(
  "one goes from mention to mention over all rooms, and is told of those out of sight (issue 17)",
  async (way) => {
    await way.server.end("SIGTERM");
    for (let i = 10; i < 60; i++) await Deno.writeTextFile(way.path(`rooms/Room ${i}.txt`), HEAD);
    await way.serves();
    const boris = await WsClient.in(way.server.url, "Boris");
    const ada = await way.person("Ada");
    for (const room of ["Room 20", "Room 55"]) {
      await boris.joins(room);
      await boris.says(`@Ada where are you in ${room}?`, room);
      for (let i = 0; i < 80; i++) boris.send({ type: "message", room, text: `line ${i}` });
      await boris.says(`@Ada are you still not in ${room}?`, room);
    }
    await ada.page.locator("[data-test=next-call]", { hasText: "@" }).waitFor();
    await ada.page.locator("[data-test=unread-below]", { hasText: "mention" }).waitFor();
    assertEquals(await ada.barriers(), []);
    const target = (text: string) =>
      ada.page.locator("article.message--target", { hasText: text }).waitFor();
    await ada.presses("[data-test=next-call]");
    await target("where are you in Room 20");
    await ada.page.keyboard.press("Control+Alt+Shift+ArrowDown");
    await target("still not in Room 20");
    await ada.page.keyboard.press("Control+Alt+Shift+ArrowDown");
    await target("where are you in Room 55");
    await ada.presses("[data-test=list-menu]");
    await ada.presses("[data-test=next-mention]");
    await target("still not in Room 55");
    await ada.page.keyboard.press("Shift+Escape");
    await ada.page.keyboard.press("Control+Alt+Shift+ArrowDown");
    await ada.page.locator("[data-test=toast]", { hasText: "No unread mentions" }).waitFor();
    await boris.closes();
    way.forgivesLostConnections();
  },
);

journey("a guest's favourite goes with their account to another device, and back", async (way) => {
  const boris = await WsClient.in(way.server.url, "Boris");
  boris.send({ type: "create_room", room: "Zebra" });
  await boris.joins("Zebra");
  const laptop = await way.person("Ada");
  const star = ({ page }: Person) => page.locator('a[data-room="Zebra"]', { hasText: "★" });
  await opensMenuOf(laptop, "Zebra");
  await laptop.presses("[data-test=favourite]");
  await star(laptop).waitFor();
  await claimsOwn(laptop, PASSWORD);
  const phone = await comesBack(way, "Ada", PASSWORD);
  await star(phone).waitFor();
  // Without a network it is told once there is one.
  await phone.context.setOffline(true);
  await opensMenuOf(phone, "Zebra");
  await phone.presses("[data-test=favourite]");
  await star(phone).waitFor({ state: "detached" });
  await phone.context.setOffline(false);
  await phone.page.reload();
  await star(laptop).waitFor({ state: "detached" });
  await star(phone).waitFor({ state: "detached" });
  await boris.closes();
  way.forgives(/status of 40[19]|Failed to load resource|ERR_INTERNET_DISCONNECTED/);
});
