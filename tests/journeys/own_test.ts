/** What is one's own: devices, everything to take along, an account that goes with its words or without. */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { type Journey, journey } from "../helpers/journey.ts";
import type { Person } from "../helpers/person.ts";
import { claimsOwn, comesBack } from "../helpers/sign_in.ts";
import { eventually } from "../helpers/wait.ts";

const PASSWORD = "correct horse";

/** Opens a part of the settings. */
async function opensPart(person: Person, title: string | RegExp): Promise<void> {
  await person.presses("[data-test=settings]");
  await person.presses(person.page.locator("dialog summary", { hasText: title }));
}

/** Files of the data folder in which these words stand. */
async function filesWith(way: Journey, words: string): Promise<string[]> {
  const args = ["-rla", "--", words, way.path("")];
  const { code, stdout } = await new Deno.Command("grep", { args }).output();
  assert(code <= 1, "grep looked everywhere");
  return new TextDecoder().decode(stdout).split("\n").filter((path) => path !== "");
}

journey("one sees one's devices by name and ends one of them, or all others", async (way) => {
  const home = await way.person("Ada");
  await claimsOwn(home, PASSWORD);
  const phone = await comesBack(way, "Ada", PASSWORD);
  const work = await comesBack(way, "Ada", PASSWORD);
  await opensPart(home, "3 devices");
  const rows = home.page.locator("[data-test=sessions] li");
  await rows.nth(2).waitFor();
  const names = await rows.locator("bdi").allTextContents();
  assertEquals(names, ["Chrome on Linux", "Chrome on Linux", "Chrome on Linux"]);
  assertEquals(await rows.first().locator(".person__badge").textContent(), "this device");
  assertEquals((await home.barriers()).join("\n"), "");
  await home.presses(rows.nth(1).locator("button"));
  await home.page.locator("summary", { hasText: "2 devices" }).waitFor();
  const gone = (one: Person) => one.page.locator("[data-test=name-form]").isVisible();
  await eventually("one of them is out", async () => await gone(phone) || await gone(work));
  await home.presses("[data-test=end-others]");
  await home.page.locator("summary", { hasText: "1 device" }).waitFor();
  await eventually("both of them are out", async () => await gone(phone) && await gone(work));
  await home.page.keyboard.press("Escape");
  await home.says("still here");
  await home.hears("still here");
  way.forgives(/status of 40[19]/);
});

journey("one takes everything along as a zip, and goes with all of one's words", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  await claimsOwn(ada, PASSWORD);
  await claimsOwn(boris, PASSWORD);
  await ada.says("kept by Ada");
  await boris.hears("kept by Ada");
  await boris.pointsAt(boris.page.locator("article", { hasText: "kept by Ada" }));
  await boris.presses("[data-test=quick] >> nth=0");
  await ada.page.locator(".reactions button").waitFor();
  await boris.says("zebra words");
  await ada.hears("zebra words");
  await boris.attaches({
    name: "zebra.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("a zebra in a file"),
  });
  await boris.presses("[data-test=send]");
  await ada.page.locator(".message", { hasText: "zebra.txt" }).waitFor();
  await boris.presses("[data-test=everybody]");
  await boris.presses('[data-name="Ada"] [data-test=write]');
  await boris.says("zebra in private");
  await boris.hears("zebra in private");

  await opensPart(boris, "Download my data");
  await boris.page.locator("[data-test=own-data-size]", { hasText: "1 file (17 byte" }).waitFor();
  const downloading = boris.page.waitForEvent("download");
  await boris.presses("[data-test=own-data]");
  const download = await downloading;
  assert(/^Boris-\d{4}-\d\d-\d\d\.zip$/.test(download.suggestedFilename()));
  const zip = `${await Deno.makeTempDir()}/boris.zip`;
  await download.saveAs(zip);
  const run = async (...args: string[]) => {
    const { code, stdout } = await new Deno.Command("unzip", { args }).output();
    assertEquals(code, 0, new TextDecoder().decode(stdout));
    return new TextDecoder().decode(stdout);
  };
  await run("-tqq", zip);
  const room = await run("-p", zip, "rooms/general.txt");
  assert(room.includes("] Boris: zebra words\n") && !room.includes("kept by Ada"), room);
  assert((await run("-p", zip, "direct/*")).includes("zebra in private"));
  assertEquals(await run("-p", zip, "files/*"), "a zebra in a file");
  assert((await run("-p", zip, "account.txt")).startsWith("name: Boris\n"));
  assert((await run("-p", zip, "README.txt")).includes("private conversations"));

  assert((await filesWith(way, "zebra")).length >= 3, "a room, a conversation, a file");
  await boris.page.keyboard.press("Escape");
  await opensPart(boris, "Delete account");
  assertEquals((await boris.barriers()).join("\n"), "");
  await boris.presses("[data-test=delete-form] input[value=words]");
  await boris.fills("[data-test=delete-form] input[name=delete-password]", "wrong horse");
  await boris.page.keyboard.press("Enter");
  await boris.page.locator("#delete-password-problem:not(:empty)").waitFor();
  await boris.fills("[data-test=delete-form] input[name=delete-password]", PASSWORD);
  await boris.presses("[data-test=delete-account]");
  await boris.page.locator("[data-test=farewell]", { hasText: "everything you said" }).waitFor();
  assertEquals((await boris.barriers()).join("\n"), "");
  // Others see it go while they look.
  await ada.page.locator("article", { hasText: "zebra" }).first().waitFor({ state: "detached" });
  await ada.page.locator(".reactions button").waitFor({ state: "detached" });
  await boris.presses("[data-test=farewell-close]");
  await boris.page.locator("[data-test=name-form]").waitFor();
  assertEquals(await filesWith(way, "zebra"), []);
  assertEquals((await filesWith(way, "kept by Ada")).length, 1);
  assert(!/Boris reacted \p{Emoji_Presentation}/u.test(await way.file()), await way.file());
  assertEquals(await boris.page.evaluate(() => JSON.stringify(localStorage)), "{}", "nor here");
  await boris.fills("input[name=name]", "Boris");
  await boris.page.keyboard.press("Enter");
  await boris.page.locator("#name-problem:not(:empty), input[name=password]").first().waitFor();
  way.forgives(/status of 40[149]/);
});

journey("one goes and leaves one's words; the only admin is told what to do first", async (way) => {
  const [ada, vera] = [await way.person("Ada"), await way.person("Vera")];
  await claimsOwn(ada, PASSWORD);
  await claimsOwn(vera, PASSWORD);
  await vera.says("left behind");
  await ada.hears("left behind");
  await opensPart(vera, "Delete account");
  await vera.fills("[data-test=delete-form] input[name=delete-password]", PASSWORD);
  await vera.page.keyboard.press("Enter");
  await vera.page.locator("[data-test=farewell]", { hasText: "Your account is deleted." })
    .waitFor();
  await vera.page.keyboard.press("Escape");
  await vera.page.locator("[data-test=name-form]").waitFor();
  assertEquals((await filesWith(way, "left behind")).length, 1);
  await opensPart(ada, "Delete account");
  await ada.fills("[data-test=delete-form] input[name=delete-password]", PASSWORD);
  await ada.page.keyboard.press("Enter");
  await ada.page.locator("#delete-password-problem", { hasText: "only admin" }).waitFor();
  await ada.page.keyboard.press("Escape");
  await ada.says("still the admin");
  await vera.page.close();
  await ada.hears("still the admin");
  way.forgives(/status of 40[1349]/);
});

/** Blocks somebody, or hears them again, in the card behind their name. */
async function turnsBlock(person: Person, name: string): Promise<void> {
  await person.presses(person.page.locator(".message__author", { hasText: name }).first());
  await person.presses("[data-test=block]");
  await person.page.locator("[data-test=toast]", { hasText: name }).last().waitFor();
}

journey(
  "one blocks somebody for oneself, is not called by them, and hears them again",
  async (way) => {
    const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
    await claimsOwn(ada, PASSWORD);
    await claimsOwn(boris, PASSWORD);
    await ada.makesRoom("garden");
    await ada.opens("general");
    await boris.says("before the quarrel");
    await ada.hears("before the quarrel");
    await turnsBlock(ada, "Boris");
    const folded = ada.page.locator("[data-test=blocked]", { hasText: "1 message" });
    await folded.waitFor();
    assertEquals(await ada.texts(), []);
    assertEquals((await ada.barriers()).join("\n"), "");
    await ada.presses(folded.locator("button"));
    await ada.hears("before the quarrel");
    await ada.opens("garden");
    await boris.says("@Ada are you there?");
    await boris.hears("are you there?");
    await boris.presses("[data-test=everybody]");
    await boris.presses('[data-name="Ada"] [data-test=write]');
    await boris.says("and in private?");
    await boris.hears("and in private?");
    await ada.says("a word of my own");
    await ada.hears("a word of my own");
    // What Boris said has been told by now to whoever hears of it.
    await ada.page.reload();
    await ada.page.locator('a[data-room="general"]').waitFor();
    await ada.page.locator("article", { hasText: "a word of my own" }).waitFor();
    assertEquals(await ada.page.locator(".room__unread").count(), 0);
    assertEquals(await ada.page.locator('a[data-room="@Boris"]').count(), 0);
    assert(!(await ada.page.title()).startsWith("("));
    await ada.opens("general");
    await ada.page.locator("[data-test=blocked]", { hasText: "2 messages" }).waitFor();
    await opensPart(ada, "1 person blocked");
    assertEquals((await ada.barriers()).join("\n"), "");
    await ada.presses("[data-test=unblock]");
    await ada.page.locator("[data-test=unblock]").waitFor({ state: "detached" });
    await ada.page.keyboard.press("Escape");
    await ada.page.locator('a[data-room="@Boris"] .room__unread', { hasText: "1" }).waitFor();
    await ada.hears("are you there?");
    await ada.opens("@Boris");
    await ada.hears("and in private?");
    // A guest has nothing on the server: the browser remembers.
    const guest = await way.person("Gast");
    await guest.hears("are you there?");
    await turnsBlock(guest, "Boris");
    await guest.page.locator("[data-test=blocked]").waitFor();
    await guest.page.reload();
    await guest.page.locator("[data-test=blocked]", { hasText: "2 messages" }).waitFor();
  },
);
