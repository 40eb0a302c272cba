/** The door at a real browser: what is refused, where the cursor goes, who is invited. */
import { assert, assertEquals } from "@std/assert";
import type { Person } from "../helpers/person.ts";
import { eventually } from "../helpers/wait.ts";
import { type Journey, journey } from "../helpers/journey.ts";

/** Waits until a field has the cursor with this much of it marked. */
function hasCursor({ page }: Person, field: string, marked: string): Promise<void> {
  return eventually(
    `the cursor is in ${field}`,
    () =>
      page.evaluate(`(() => {
    const { name, value, selectionStart, selectionEnd } = document.activeElement;
    return name === "${field}" && value.slice(selectionStart, selectionEnd) === "${marked}";
  })()`),
  );
}

/** Somebody with an account, made at the door. */
async function claims(way: Journey, name: string, address = ""): Promise<Person> {
  const person = await way.visitor({}, address);
  await hasCursor(person, "name", "");
  await person.page.keyboard.type(name);
  const link = person.page.locator("[data-test=to-claim]");
  if (await link.isVisible()) await person.presses(link);
  await person.presses("input[name=password]");
  await person.page.keyboard.type("correct horse");
  await person.page.keyboard.press("Enter");
  await person.page.locator("[data-test=composer]").waitFor();
  return person;
}

journey("a refused password keeps its field, marked, with the cursor in it (ux 5)", async (way) => {
  const ada = await claims(way, "Ada");
  await ada.page.locator("[data-test=toast]", { hasText: "Ada is yours now. You’re the admin" })
    .waitFor();
  const again = await way.visitor();
  const { keyboard } = again.page;
  await hasCursor(again, "name", "");
  await keyboard.type("Ada");
  await keyboard.press("Enter");
  await hasCursor(again, "password", "");
  for (const wrong of ["wrong one", "another wrong one"]) {
    await keyboard.type(wrong);
    await keyboard.press("Enter");
    await hasCursor(again, "password", wrong);
    await again.page.locator("#password-problem:not(:empty)").waitFor();
    assertEquals(await again.barriers(), []);
  }
  await keyboard.type("correct horse");
  await keyboard.press("Enter");
  await again.page.locator("[data-test=composer]").waitFor();
  way.forgives(/status of 40[19]/);
});

journey(
  "an empty or impossible name is a sentence of ours, beside the field (ux 5)",
  async (way) => {
    const ada = await way.visitor();
    await hasCursor(ada, "name", "");
    await ada.page.keyboard.press("Enter");
    await ada.page.locator("#name-problem", { hasText: "Enter a name first." }).waitFor();
    await hasCursor(ada, "name", "");
    await ada.page.keyboard.type("Ada & Co");
    await ada.page.locator("#name-problem", { hasText: "Names can’t contain “&”." }).waitFor();
    await ada.page.keyboard.press("Control+A");
    await ada.page.keyboard.type("Ada");
    await ada.page.locator("#name-problem:empty").waitFor({ state: "attached" });
    await ada.page.keyboard.press("Enter");
    await ada.presses("[data-test=create-room]");
    // The dialog is fetched: Enter before it is there would press the button once more.
    await hasCursor(ada, "room", "");
    await ada.page.keyboard.press("Enter");
    await ada.page.locator("#room-problem", { hasText: "Give the room a name first." }).waitFor();
    await hasCursor(ada, "room", "");
  },
);

journey(
  "the door says what an invitation needs, and what is missing without (ux 7)",
  async (way) => {
    const stranger = await way.visitor();
    await stranger.page.locator("[data-test=door]", {
      hasText: "You need an invitation link to join.",
    }).waitFor();
    assertEquals(await stranger.page.locator("[data-test=to-claim]").count(), 0);
    assertEquals(await stranger.page.locator("[data-test=as-guest]").count(), 0);
    const ada = await way.visitor({}, "/?invite=A+LONG+ENOUGH+CODE");
    await ada.page.locator("[data-test=door]", { hasText: "You’re invited!" }).waitFor();
    assertEquals(await ada.page.locator("button[type=submit]").textContent(), "Join");
    assertEquals(await ada.barriers(), []);
    await claims(way, "Boris", "/?invite=A+LONG+ENOUGH+CODE");
  },
  ["--guests", "off", "--invite", "A LONG ENOUGH CODE"],
);

journey(
  "sessions tell their device, and earlier guests of the name are none (ux 18)",
  async (way) => {
    const before = await way.person("Carol");
    await before.leaves();
    const carol = await claims(way, "Dora");
    await carol.presses("[data-test=settings]");
    await carol.presses(carol.page.locator("summary", { hasText: "1 device" }));
    const row = carol.page.locator("[data-test=sessions] li");
    const text = (await row.innerText()).replace(/\s+/g, " ");
    assert(text === "Chrome on Linux active now this device", text);
    assertEquals(await carol.barriers(), []);
  },
);
