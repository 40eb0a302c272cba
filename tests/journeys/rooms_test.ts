/** Rooms at a real browser: who deletes them, what those inside see, and how they come back. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";

/** Claims the own name in the settings. */
async function claims(person: Person): Promise<void> {
  const { page } = person;
  await person.presses("[data-test=settings]");
  await person.presses("[data-test=claim-form] input");
  await page.keyboard.type("correct horse");
  await page.keyboard.press("Enter");
  await page.locator("[data-test=toast]", { hasText: "is yours now" }).waitFor();
  await page.keyboard.press("Escape");
}

journey(
  "only its maker and admins may delete a room; it is told, and comes back (ux 6)",
  async (way) => {
    const ada = await way.person("Ada");
    await claims(ada);
    const [boris, hugo] = [await way.person("Boris"), await way.person("Hugo")];
    await hugo.presses("[data-test=room-menu]");
    await hugo.page.locator("[data-test=room-search]").waitFor();
    assertEquals(await hugo.page.locator("[data-test=delete-room]").count(), 0, "general is safe");
    assertEquals(await hugo.barriers(), []);
    await hugo.page.keyboard.press("Escape");
    await hugo.makesRoom("Bikes");
    await hugo.says("wheels");
    await boris.opens("Bikes");
    await boris.hears("wheels");
    await boris.presses("[data-test=room-menu]");
    await boris.page.locator("[data-test=room-search]").waitFor();
    assertEquals(await boris.page.locator("[data-test=delete-room]").count(), 0);
    await boris.page.keyboard.press("Escape");
    await hugo.deletesOpenRoom();
    await boris.page.locator("[data-test=toast]", { hasText: "Bikes was deleted by Hugo." })
      .waitFor();
    await boris.page.locator('a[data-room="general"][aria-current=page]').waitFor();
    await ada.presses("[data-test=create-room]");
    await ada.presses("[data-test=deleted]");
    await ada.page.locator('[data-test=deleted-rooms] [data-room="Bikes"]').waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.presses("[data-test=restore]");
    await ada.page.locator('a[data-room="Bikes"][aria-current=page]').waitFor();
    await ada.hears("wheels");
    await boris.opens("Bikes");
    await boris.hears("wheels");
  },
);

journey(
  "a phone's header is the room's name, and the rest is a sheet behind it (ux 23)",
  async (way) => {
    const ada = await way.person("Ada", { phone: true, width: 390, height: 844 });
    const { page } = ada;
    const box = await page.locator("[data-test=room-name]").boundingBox();
    assert(box !== null && Math.round(box.height) >= 44);
    assertEquals(await page.locator("[data-test=composer]").getAttribute("placeholder"), "Message");
    const free = await page.locator(".head__name").evaluate((name) =>
      name.parentElement!.getBoundingClientRect().width - 3 * 44 - name.getBoundingClientRect().left
    );
    assert(free > 150, `${free} px for the name`);
    await ada.presses("[data-test=room-name]");
    await page.locator("[data-test=room-level]").waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.presses("[data-test=room-search]");
    await page.locator("[data-test=search-field]").waitFor();
  },
);

journey(
  "of a hundred rooms the open one is in sight, and unread ones are said (ux 13)",
  async (way) => {
    const line = "[2025-11-19 23:46:36] * Ada created the room\n";
    await way.server.end("SIGTERM");
    for (let i = 100; i < 200; i++) await Deno.writeTextFile(way.path(`rooms/Room ${i}.txt`), line);
    await way.serves();
    const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
    const inSight = ({ page }: Person, room: string) =>
      page.locator(`a[data-room="${room}"]`).evaluate((link) => {
        const list = link.closest("ul")!.getBoundingClientRect();
        const { top, bottom } = link.getBoundingClientRect();
        return top >= list.top - 1 && bottom <= list.bottom + 1;
      });
    await boris.page.keyboard.press("Control+k");
    await boris.page.keyboard.type("Room 180");
    await boris.page.keyboard.press("Enter");
    await boris.page.locator('a[data-room="Room 180"][aria-current=page]').waitFor();
    assert(await inSight(boris, "Room 180"), "the open room");
    await boris.says("are you there?");
    assert(!await inSight(ada, "Room 180"));
    await ada.presses(ada.page.locator("[data-test=unread-below]", { hasText: "1 unread" }));
    await ada.page.locator("[data-test=unread-below]").waitFor({ state: "detached" });
    assert(await inSight(ada, "Room 180"));
    await ada.presses("[data-test=room-filter]");
    await ada.page.keyboard.type("room 15");
    assertEquals(await ada.page.locator(".rooms__frame--open a").count(), 10);
    assertEquals(await ada.barriers(), []);
    await ada.page.keyboard.press("Enter");
    await ada.page.locator('a[data-room="Room 150"][aria-current=page]').waitFor();
    assert(await inSight(ada, "Room 150"));
    way.forgivesLostConnections();
  },
);

journey(
  "a name in a message leads to a card, which says why not in private (ux 17)",
  async (way) => {
    const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
    await boris.says("hello");
    await ada.hears("hello");
    await ada.presses(ada.page.locator("button.message__author", { hasText: "Boris" }));
    await ada.page.locator("dialog .account__note", { hasText: "Direct messages need an account" })
      .waitFor();
    assertEquals(await ada.page.locator("[data-test^=ban]").count(), 0);
    assertEquals(await ada.barriers(), []);
    await ada.presses("[data-test=mention]");
    await ada.page.locator("dialog").waitFor({ state: "detached" });
    await ada.page.keyboard.type("welcome");
    await ada.page.keyboard.press("Enter");
    await boris.hears("@Boris welcome");
  },
);

journey("an admin is asked before a ban (ux 21)", async (way) => {
  const ada = await way.person("Ada");
  await claims(ada);
  const troll = await way.person("Troll");
  await ada.presses('[data-test=people] [data-name="Troll"] [data-test=person]');
  await ada.presses("[data-test=ban-1440]");
  await troll.page.locator("[data-test=composer]").waitFor();
  await ada.presses("[data-test=confirm]");
  await ada.page.locator("[data-test=toast]", { hasText: "Troll was banned, by name only" })
    .waitFor();
  await troll.page.locator("[data-test=name-form]").waitFor();
  way.forgives(/status of 403|WebSocket/);
});

journey(
  "an admin makes another and takes it back, and one remains (security H7)",
  async (way) => {
    const ada = await way.person("Ada");
    await claims(ada);
    const boris = await way.person("Boris");
    await claims(boris);
    const asked = async (test: string) => {
      await ada.presses('[data-test=people] [data-name="Boris"] [data-test=person]');
      await ada.presses(`[data-test=${test}]`);
      await ada.presses("[data-test=confirm]");
    };
    await asked("make-admin");
    await ada.page.locator("[data-test=toast]", { hasText: "Boris is an admin now." }).waitFor();
    // What an admin may do, Boris may: he takes Ada's office, and then his own is the last.
    await boris.presses('[data-test=people] [data-name="Ada"] [data-test=person]');
    await boris.presses("[data-test=remove-admin]");
    await boris.presses("[data-test=confirm]");
    await boris.page.locator("[data-test=toast]", { hasText: "Ada is no admin any more." })
      .waitFor();
    await ada.presses('[data-test=people] [data-name="Boris"] [data-test=person]');
    await ada.page.locator("[data-test=mention]").waitFor();
    // Her page hears of it with its next connection, which may come after the card.
    await eventually(
      "she is offered nothing of it",
      async () =>
        await ada.page.locator("[data-test=remove-admin], [data-test=ban-1440]").count() === 0,
    );
  },
);

journey("rooms stand by name or by activity, as this device was told (ux 13)", async (way) => {
  const ada = await way.person("Ada");
  const boris = await way.person("Boris");
  for (const room of ["Attic", "Bikes"]) await ada.makesRoom(room);
  const order = () => ada.page.locator("a[data-room] .room__name").allInnerTexts();
  assertEquals(await order(), ["Attic", "Bikes", "general"]);
  await ada.presses("[data-test=settings]");
  await ada.page.locator("dialog h3").first().waitFor();
  assertEquals(await ada.page.locator("dialog h3").allInnerTexts(), [
    "Look",
    "Notifications",
    "Account",
    "Keyboard",
  ]);
  await ada.presses(ada.page.locator("label", { hasText: "By activity" }));
  await ada.page.keyboard.press("Escape");
  await boris.says("news");
  await eventually("what is said last stands first", async () => (await order())[0] === "general");
  const again = await ada.tab(way.server.url);
  await again.page.locator("a[data-room]").first().waitFor();
  // Times are whole seconds: what was said before may be of the one in which the last room was made.
  await boris.says("more news");
  await eventually(
    "another tab of the device does the same",
    async () =>
      (await again.page.locator("a[data-room] .room__name").allInnerTexts())[0] === "general",
  );
});
