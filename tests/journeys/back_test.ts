/** The browser's way back, on a phone and beside a list of rooms. */
import { assert, assertEquals } from "@std/assert";
import { leaves } from "../helpers/sign_in.ts";
import { clicks, taps } from "../helpers/touch.ts";
import { eventually } from "../helpers/wait.ts";
import type { Person } from "../helpers/person.ts";
import { type Journey, journey } from "../helpers/journey.ts";
import { writes } from "../helpers/typing.ts";

async function onPhone(way: Journey): Promise<Person> {
  const ada = await way.person("Ada", { phone: true, width: 390, height: 844 });
  const peer = await way.person("Boris");
  for (const room of ["one", "two"]) await peer.makesRoom(room);
  await ada.page.locator('a[data-room="two"]').waitFor({ state: "attached" });
  return ada;
}

/** Waits until the browser's history has that many steps behind this one. */
function stands({ page }: Person, steps: number): Promise<void> {
  return eventually(
    `${steps} steps`,
    async () => await page.evaluate<number>("history.state.at") === steps,
  );
}

async function opensRoom(ada: Person, room: string): Promise<void> {
  if (await ada.page.locator(".head__back").isVisible()) {
    await taps(ada, ada.page.locator(".head__back"));
  }
  await taps(ada, ada.page.locator(`a[data-room="${room}"]`));
  await ada.page.locator(".head__room", { hasText: room }).waitFor();
}

const list = ({ page }: Person) => page.locator("nav.sidebar");

journey(
  "Back leads from a room to the list, however many rooms one looked at (report 31)",
  async (way) => {
    const ada = await onPhone(way);
    for (const room of ["one", "two", "general", "one"]) await opensRoom(ada, room);
    await stands(ada, 1);
    await ada.page.goBack();
    await list(ada).waitFor();
    await stands(ada, 0);
    assertEquals(await ada.page.locator(".conversation").isVisible(), false);
    await taps(ada, ada.page.locator('a[data-room="two"]'));
    await ada.page.locator(".conversation").waitFor();
    await stands(ada, 1);
    await ada.page.reload();
    await ada.page.locator(".head__room", { hasText: "two" }).waitFor();
    await ada.page.goBack();
    await list(ada).waitFor();
    await ada.page.goForward();
    await ada.page.locator(".head__room", { hasText: "two" }).waitFor();
  },
);

journey("Back closes what stands before the room, and the room stays (report 31)", async (way) => {
  const ada = await onPhone(way);
  await opensRoom(ada, "one");
  await writes(ada, "something said");
  await stands(ada, 1);
  const rows: [string, string][] = [["[data-test=room-menu]", "dialog.menu"], [
    "[data-test=emoji]",
    "dialog",
  ]];
  for (const [button, opened] of rows) {
    await taps(ada, ada.page.locator(button));
    await ada.page.locator(opened).waitFor();
    await stands(ada, 2);
    await ada.page.goBack();
    await ada.page.locator(opened).waitFor({ state: "detached" });
    await ada.page.locator(".head__room", { hasText: "one" }).waitFor();
    await stands(ada, 1);
  }
  await taps(ada, ada.page.locator("[data-test=room-menu]"));
  await taps(ada, ada.page.locator("[data-test=menu] button").first());
  await eventually(
    "one thing is open",
    async () => await ada.page.locator("dialog[open], [data-panel=people]").count() === 1,
  );
  await stands(ada, 2);
  await ada.page.goBack();
  await eventually(
    "nothing is open",
    async () => await ada.page.locator("dialog[open], [data-panel=people]").count() === 0,
  );
  await ada.page.locator(".head__room", { hasText: "one" }).waitFor();
  await ada.page.goBack();
  await list(ada).waitFor();
  await taps(ada, ada.page.locator("[data-test=settings]"));
  await ada.page.locator("dialog").waitFor();
  await stands(ada, 1);
  await ada.page.goBack();
  await ada.page.locator("dialog").waitFor({ state: "detached" });
  assert(await list(ada).isVisible());
});

journey("beside the list Back leads to the room before, and closes a dialog first", async (way) => {
  const ada = await way.person("Ada");
  await ada.makesRoom("Club");
  await clicks(ada, ada.page.locator("[data-test=search]"));
  await ada.page.locator("dialog").waitFor();
  await eventually(
    "the dialog is a step",
    () => ada.page.evaluate<boolean>("history.state.step === 1"),
  );
  await ada.page.goBack();
  await ada.page.locator("dialog").waitFor({ state: "detached" });
  await ada.page.locator('a[data-room="Club"][aria-current=page]').waitFor();
  await ada.page.goBack();
  await ada.page.locator('a[data-room="general"][aria-current=page]').waitFor();
});

journey("who comes next finds no way back to where somebody was (report 6)", async (way) => {
  const ada = await way.person("Ada");
  for (const room of ["Quirins secret", "Another secret"]) await ada.makesRoom(room);
  await leaves(ada);
  await eventually("the history is plain", async () => {
    const line = await ada.devtools();
    const { entries } = await line.send("Page.getNavigationHistory");
    await line.detach();
    return entries.every(({ url, title }) => !/secret/.test(url + title));
  });
});
