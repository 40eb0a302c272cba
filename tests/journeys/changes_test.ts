/** What is changed on a bad line, and the words of a change that comes to nothing. */
import { assert, assertEquals } from "@std/assert";
import { claims, signsIn } from "../helpers/sign_in.ts";
import { clicks } from "../helpers/touch.ts";
import { eventually } from "../helpers/wait.ts";
import type { Person } from "../helpers/person.ts";
import { type Journey, journey } from "../helpers/journey.ts";
import { fieldOf, writes } from "../helpers/typing.ts";

/** What the browser writes down of a server that is not there. */
const LOST = /ERR_CONNECTION|ERR_FAILED|WebSocket/;

async function ada(way: Journey): Promise<Person> {
  await claims(way, "Ada");
  const person = await way.visitor();
  await signsIn(person, "Ada");
  return person;
}

/** Opens the editor on the last message with the arrow key, and writes other words. */
async function changes({ page }: Person, text: string): Promise<void> {
  await page.keyboard.press("ArrowUp");
  await page.locator("[data-test=edit-cancel]").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

function shows({ page }: Person, text: string): Promise<void> {
  return page.locator("article.message[data-state=sent]", { hasText: text }).waitFor();
}

async function presses(person: Person, text: string, tool: string): Promise<void> {
  const row = person.page.locator("article.message", { hasText: text });
  await person.pointsAt(row);
  await person.presses(row.locator(`[data-test=${tool}]`).first());
}

journey(
  "a change on a bad line shows at once and is saved once (report 8, report 10)",
  async (way) => {
    const person = await ada(way);
    for (const text of ["teh cat", "to be deleted"]) await writes(person, text);
    await person.hears("to be deleted");
    // The line is there and nobody answers.
    Deno.kill(way.server.pid, "SIGSTOP");
    await presses(person, "to be deleted", "erase");
    await changes(person, "the cat");
    await person.page.keyboard.press("Enter");
    await shows(person, "the cat");
    assertEquals(await fieldOf(person), "");
    const waiting = person.page.locator("article.message--waiting");
    const [mark, words] = await Promise.all([
      waiting.locator(".message__sending").boundingBox(),
      waiting.locator(".message__text").boundingBox(),
    ]);
    assert(mark!.x + mark!.width <= words!.x, "that it waits is said beside the words");
    await way.server.end("SIGKILL");
    await person.page.locator("[data-test=banner]").waitFor();
    await presses(person, "the cat", "quick");
    await person.page.locator("[data-test=reaction]").waitFor();
    await way.serves();
    await person.page.reload();
    await shows(person, "the cat");
    await eventually("the file has all three", async () => {
      const file = await way.file();
      return [/edited \d+: the cat\n/, /Ada reacted /, /Ada erased /].every((line) =>
        line.test(file)
      );
    });
    const file = await way.file();
    assertEquals([file.split("edited").length, file.split("erased").length], [2, 2]);
    await eventually(
      "nothing waits",
      async () => await person.page.locator(".message--waiting, .message--erasing").count() === 0,
    );
    way.forgives(LOST);
  },
);

journey(
  "words of a change whose message was deleted are in the field (report 9)",
  async (way) => {
    const person = await ada(way);
    await writes(person, "teh cat");
    await person.hears("teh cat");
    const second = await person.tab(way.server.url);
    await second.page.locator("article.message", { hasText: "teh cat" }).waitFor();
    await person.page.bringToFront();
    await changes(person, "the cat, better said");
    await second.page.bringToFront();
    await presses(second, "teh cat", "erase");
    await person.page.bringToFront();
    await person.page.locator("[data-test=toast]", { hasText: "in the field" }).waitFor();
    assertEquals(await fieldOf(person), "the cat, better said");
    assertEquals(await person.page.locator("[data-test=edit-cancel]").count(), 0);
    await clicks(person, person.page.locator("[data-test=composer]"));
    await person.page.keyboard.press("Enter");
    await person.hears("the cat, better said");
  },
);

journey("words of a change survive a reload and another room", async (way) => {
  const person = await ada(way);
  await writes(person, "teh cat");
  await person.hears("teh cat");
  await changes(person, "the cat, half a tho");
  await person.page.reload();
  await person.page.locator("[data-test=edit-cancel]").waitFor();
  assertEquals(await fieldOf(person), "the cat, half a tho");
  await person.makesRoom("Elsewhere");
  assertEquals(await fieldOf(person), "");
  await clicks(person, person.page.locator('a[data-room="general"]'));
  await person.page.locator("[data-test=edit-cancel]").waitFor();
  await clicks(person, person.page.locator("[data-test=composer]"));
  await person.page.keyboard.press("End");
  await person.page.keyboard.type("ught");
  await person.page.keyboard.press("Enter");
  await shows(person, "the cat, half a thought");
  await person.page.reload();
  await shows(person, "the cat, half a thought");
  assertEquals(await fieldOf(person), "", "what is saved is not edited any more");
});

journey("Escape that ends a composition ends no editing", async (way) => {
  const person = await ada(way);
  await writes(person, "teh cat");
  await person.hears("teh cat");
  await changes(person, "the cat");
  const line = await person.devtools();
  await line.send("Input.imeSetComposition", { text: "ね", selectionStart: 1, selectionEnd: 1 });
  const key = { key: "Escape", code: "Escape", windowsVirtualKeyCode: 229 };
  await line.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key });
  await line.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
  await line.send("Input.insertText", { text: "猫" });
  assertEquals(await fieldOf(person), "the cat猫");
  assertEquals(await person.page.locator("[data-test=edit-cancel]").count(), 1);
});
