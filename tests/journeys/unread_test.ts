/** What was missed: exact numbers over reloads and restarts, calls by name, and the keys that lead there. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";

/** The number beside a room. */
function count(person: Person, room: string) {
  return person.page.locator(`a[data-room="${room}"] .room__unread [aria-hidden]`);
}

async function shows(person: Person, room: string, number: string): Promise<void> {
  await eventually(`${room} shows ${number}`, async () => {
    const shown = await count(person, room).allTextContents();
    return (shown[0] ?? "") === number;
  });
}

journey("rooms one has not joined count exactly, over a reload and a restart", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  await boris.makesRoom("club");
  await ada.page.locator('a[data-room="club"]').waitFor();
  for (const text of ["one", "two", "three"]) {
    await boris.says(text);
    await boris.hears(text);
  }
  await shows(ada, "club", "3");
  await ada.titled("(3) ");
  assert((await ada.page.locator("link[rel=icon]").getAttribute("href"))?.includes("unread"));
  await ada.page.reload();
  await shows(ada, "club", "3");
  await way.server.end("SIGKILL");
  await way.serves();
  await boris.says("four @ada");
  await boris.hears("four @ada");
  await ada.page.reload();
  await shows(ada, "club", "@4");
  // With the keyboard to the next room with something new.
  await ada.page.keyboard.press("Alt+Shift+ArrowDown");
  await ada.hears("four @ada");
  await shows(ada, "club", "");
  assertEquals(await ada.page.locator("article.message--mentioned").count(), 1);
  await ada.titled("club");
  await ada.page.reload();
  await ada.hears("four @ada");
  await shows(ada, "club", "");
  way.forgivesLostConnections();
});

journey("what one reads in one window is read in the other", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  await boris.makesRoom("club");
  await ada.page.locator('a[data-room="club"]').waitFor();
  const second = await ada.tab(way.server.url);
  await second.page.locator('a[data-room="club"]').waitFor();
  await boris.says("hello");
  const there = second.page.locator('a[data-room="club"] .room__unread');
  await there.waitFor();
  await ada.page.bringToFront();
  await ada.opens("club");
  await ada.hears("hello");
  await there.waitFor({ state: "detached" });
});

journey(
  "sounds and notices are off until they are chosen, and asked for on a press",
  async (way) => {
    const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
    await ada.context.grantPermissions(["notifications"], { origin: way.server.url });
    // What the page would show or play is written down instead.
    await ada.page.evaluate(`
    globalThis.called = [];
    globalThis.Notification = class {
      static permission = "default";
      static requestPermission() {
        called.push("asked");
        Notification.permission = "granted";
        return Promise.resolve("granted");
      }
      constructor(title, { body }) { called.push(title + ": " + body); }
      close() {}
    };
    globalThis.OscillatorNode = class extends OscillatorNode {
      start(at) { called.push("note"); super.start(at); }
    };
  `);
    const called = (): Promise<string[]> => ada.page.evaluate("globalThis.called");
    await boris.makesRoom("club");
    await boris.says("@ada are you there?");
    await shows(ada, "club", "@1");
    assertEquals(await called(), []);
    await ada.presses("[data-test=settings]");
    await ada.presses("input[name=sound]");
    await eventually("the sound is played to hear it", async () => (await called()).length === 2);
    await ada.presses("input[name=notify]");
    assertEquals((await called())[2], "asked");
    await ada.page.keyboard.press("Escape");
    await boris.says("and now, @Ada?");
    await eventually("Ada is called", async () => (await called()).length >= 4);
    assertEquals((await called()).filter((call) => call.includes("club")), [
      "club: You were mentioned in club",
    ]);
    await ada.page.reload();
    await ada.presses("[data-test=settings]");
    assert(await ada.page.locator("input[name=sound]").isChecked(), "it is remembered");
  },
);

journey(
  "Ctrl+K leads to a room, Ctrl+/ tells the keys, and letters find the field",
  async (way) => {
    const ada = await way.person("Ada");
    const { page } = ada;
    for (const room of ["Сад", "Kitchen", "สวน"]) await ada.makesRoom(room);
    await page.keyboard.press("Control+k");
    await page.locator("[data-test=switch-field]").waitFor();
    await ada.types("са");
    await page.keyboard.press("Enter");
    await page.locator('a[data-room="Сад"][aria-current=page]').waitFor();
    await page.keyboard.press("Control+k");
    await page.locator("[data-test=switch-field]").waitFor();
    assertEquals(await ada.barriers(), []);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+/");
    await page.locator("[data-test=keys]").waitFor();
    assertEquals(await ada.barriers(), []);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+Tab");
    await ada.types("hello");
    assertEquals(await page.locator("[data-test=composer]").inputValue(), "hello");
    await ada.presses("[data-test=level]");
    await ada.presses("input[name=level][value=none]");
    assertEquals(await ada.barriers(), []);
  },
);
