/** Private rooms as people make them, come into them and go, and guests who come by a link to one. */
import { assert, assertEquals } from "@std/assert";
import { HttpClient } from "../helpers/http_client.ts";
import { journey } from "../helpers/journey.ts";
import type { Person } from "../helpers/person.ts";
import { openSettings, saves, sets } from "../helpers/room_form.ts";
import { claims, PASSWORD, signsIn } from "../helpers/sign_in.ts";

/** Makes a private room, with the keyboard once the dialog is there. */
async function makes(
  ada: Person,
  name: string,
  members: string[],
  history: "all" | "joined",
): Promise<void> {
  const { page } = ada;
  await ada.presses("[data-test=create-room]");
  await page.locator("[data-test=create-form]").waitFor();
  await page.keyboard.type(name);
  await ada.presses("label:has(input[name=private])");
  await ada.presses("input[name=member]");
  for (const member of members) {
    await page.keyboard.type(member.slice(0, 2));
    await page.locator(`[data-member=${member}]`).waitFor();
    await page.keyboard.press("Enter");
  }
  if (history === "joined") await ada.presses("label:has(input[value=joined])");
  assertEquals(await ada.barriers(), []);
  await ada.presses("[data-test=create-form] button[type=submit]");
  await page.locator("#room-title", { hasText: name }).waitFor();
}

/** Opens who is in the open room, and waits for them. */
async function opensMembers(person: Person): Promise<void> {
  await person.presses("[data-test=room-name]");
  await person.presses("[data-test=room-members]");
  await person.page.locator("[data-test=members]").waitFor();
}

/** The rooms in somebody's list. */
async function roomsOf({ page }: Person): Promise<string[]> {
  return await page.locator(".rooms__frame--open .room__name").allInnerTexts();
}

journey("a private room is made, and is there for its members alone", async (way) => {
  // Eve runs the chat, and that is no way into it.
  await claims(way, "Eve", "Ada", "Boris");
  const [ada, boris, eve] = [await way.visitor(), await way.visitor(), await way.visitor()];
  for (const [person, name] of [[ada, "Ada"], [boris, "Boris"], [eve, "Eve"]] as const) {
    await signsIn(person, name);
  }
  await makes(ada, "Plans", ["Boris"], "all");
  await ada.says("the surprise is on Friday");
  await boris.page.getByText("Ada added you to Plans.").waitFor();
  await boris.presses(".room:has-text('Plans')");
  await boris.page.getByText("the surprise is on Friday").waitFor();
  assertEquals(await roomsOf(eve), ["general"]);
  await eve.page.keyboard.press("Control+k");
  await eve.page.keyboard.type("plan");
  await eve.page.getByText("Nothing found").waitFor();
  assertEquals(await eve.page.locator(".switcher__option").count(), 0);
  await eve.page.keyboard.press("Escape");

  // Its maker calls it otherwise, any member says what it is about, and its maker closes it for a while.
  await openSettings(ada);
  await sets(ada, "room", "Party");
  await saves(ada);
  await boris.page.getByText(/Ada. renamed the room to .Party/).waitFor();
  await boris.titled("Party");
  await openSettings(boris);
  assertEquals(await boris.page.locator("[data-test=room-form] input[name=room]").count(), 0);
  await sets(boris, "topic", "Friday at eight");
  await saves(boris);
  await ada.page.locator("[data-test=topic]", { hasText: "Friday at eight" }).waitFor();
  await openSettings(ada);
  await ada.presses("[data-test=archive-room]");
  await boris.page.locator("[data-test=archived-note]").waitFor();
  assertEquals(await boris.page.locator("[data-test=restore]").count(), 0);
  assertEquals(await roomsOf(boris), ["general"]);
  await ada.presses("[data-test=list-menu]");
  await ada.presses("[data-test=archived-rooms]");
  await ada.page.locator("[data-test=archived-list]", { hasText: "Party" }).waitFor();
  assertEquals(await ada.barriers(), []);
  await ada.presses("[data-test=archived-list] [data-test=restore]");
  await boris.page.locator("[data-test=composer]").waitFor();
  await ada.page.keyboard.press("Escape");
  assertEquals(await roomsOf(eve), ["general"]);

  await opensMembers(ada);
  assertEquals(await ada.barriers(), []);
  await ada.presses("input[name=member]");
  await ada.page.keyboard.type("eve");
  await ada.page.locator("[data-member=Eve]").waitFor();
  await ada.page.keyboard.press("Tab");
  await ada.presses("[data-test=add]");
  await ada.page.locator("[data-test=members] [data-name=Eve]").waitFor();
  await eve.presses(".room:has-text('Party')");
  await eve.page.getByText("the surprise is on Friday").waitFor();
  await eve.page.locator("[data-test=topic]", { hasText: "Friday at eight" }).waitFor();

  await ada.presses("[data-name=Eve] [data-test=remove-member]");
  await eve.page.getByText("Ada removed you from Party.").waitFor();
  assertEquals(await roomsOf(eve), ["general"]);
  assertEquals(await eve.page.getByText("the surprise is on Friday").count(), 0);
  await eve.page.reload();
  await eve.page.locator("[data-test=composer]").waitFor();
  assertEquals(await roomsOf(eve), ["general"]);

  // Boris is made the owner, and hands the room back.
  await opensMembers(boris);
  assertEquals(await boris.page.locator("[data-test=hand-over]").count(), 0);
  await ada.presses("[data-name=Boris] [data-test=hand-over]");
  await ada.page.locator("[data-test=hand-over-now]").waitFor();
  assertEquals(await ada.barriers(), []);
  await ada.page.keyboard.press("Enter");
  await boris.page.locator("[data-test=members] [data-name=Boris]", { hasText: "owner" }).waitFor();
  await ada.page.locator("[data-test=hand-over]").waitFor({ state: "detached" });
  await boris.presses("[data-name=Ada] [data-test=hand-over]");
  await boris.presses("[data-test=hand-over-now]");
  await ada.page.locator("[data-test=members] [data-name=Ada]", { hasText: "owner" }).waitFor();
  await boris.presses("[data-test=leave-room]");
  assertEquals(await boris.barriers(), []);
  await boris.presses("[data-test=leave-now]");
  await boris.page.locator("#room-title", { hasText: "general" }).waitFor();
  assertEquals(await roomsOf(boris), ["general"]);
  await ada.page.locator("[data-test=members] [data-name=Boris]").waitFor({ state: "detached" });
  const files = [...Deno.readDirSync(way.path("private"))].map(({ name }) => name).sort();
  assert(/^Party\+[a-z2-7]{26}\.members$/.test(files[0]!), files.join());
  const text = await Deno.readTextFile(way.path(`private/${files[1]}`));
  assertEquals(text.trimEnd().split("\n").map((line) => line.slice(22)), [
    "* Ada created the room",
    "* Ada added Boris",
    "Ada: the surprise is on Friday",
    "* Ada renamed the room to Party",
    "* Boris set the topic: Friday at eight",
    "* Ada archived the room",
    "* Ada restored the room",
    "* Ada added Eve",
    "* Ada removed Eve",
    "* Boris left the room",
  ]);
});

journey(
  "a member who is away is offered behind an @ in a private room, nowhere else",
  async (way) => {
    await claims(way, "Ada", "Boris", "Vera");
    const ada = await way.visitor();
    await signsIn(ada, "Ada");
    const { page } = ada;
    const offered = page.locator("[data-test=completion] [role=option]");
    await page.keyboard.type("@v");
    await makes(ada, "Plans", ["Vera"], "all");
    await ada.presses("[data-test=composer]");
    await page.keyboard.type("@v");
    await offered.filter({ hasText: "Vera" }).waitFor();
    assertEquals(await ada.barriers(), []);
    await page.keyboard.press("Enter");
    await page.keyboard.type("and @bo");
    assertEquals(await page.locator("[data-test=composer]").inputValue(), "@Vera and @bo");
    // Boris is added meanwhile, and gone again.
    await opensMembers(ada);
    await ada.presses("input[name=member]");
    await page.keyboard.type("bo");
    await page.locator("[data-member=Boris]").waitFor();
    await page.keyboard.press("Enter");
    await ada.presses("[data-test=add]");
    await page.locator("[data-test=members] [data-name=Boris]").waitFor();
    await page.keyboard.press("Escape");
    await ada.presses("[data-test=composer]");
    await offered.filter({ hasText: "Boris" }).waitFor();
    await ada.opens("general");
    await ada.presses("[data-test=composer]");
    assertEquals(await page.locator("[data-test=composer]").inputValue(), "@v");
    await page.keyboard.type("e");
    await page.locator("[data-test=composer]:not([aria-activedescendant])").waitFor();
    assertEquals(await offered.count(), 0);
  },
);

journey(
  "a guest by a link sees one room from when they came, until it is taken back",
  async (way) => {
    for (const name of ["Eve", "Ada", "Vera"]) {
      const visitor = new HttpClient(way.server.url);
      const invite = "open sesame please";
      await visitor.asks("POST", "/api/accounts", { name, password: PASSWORD, invite });
      await visitor.asks("DELETE", "/api/session");
    }
    const ada = await way.visitor();
    await signsIn(ada, "Ada");
    await makes(ada, "Talk", [], "joined");
    await ada.says("before anybody came");
    await opensMembers(ada);
    await ada.presses("[data-test=invite]");
    const field = ada.page.locator("input[name=invitation]");
    await field.waitFor();
    const link = (await field.inputValue()).slice(way.server.url.length);
    assertEquals(await ada.barriers(), []);

    const phone = { width: 390, height: 844, phone: true };
    const zed = await way.visitor(phone, link);
    await zed.page.locator("[data-test=door]", { hasText: "Ada invites you to Talk." }).waitFor();
    assertEquals(await zed.barriers(), []);
    await zed.presses("input[name=name]");
    await zed.page.keyboard.type("Zed");
    await zed.page.keyboard.press("Enter");
    await zed.page.locator("#room-title", { hasText: "Talk" }).waitFor();
    await zed.says("here I am");
    await ada.page.keyboard.press("Escape");
    await ada.page.locator(".message", { hasText: "here I am" }).waitFor();
    assertEquals(await zed.page.getByText("before anybody came").count(), 0);
    assertEquals(await zed.page.locator(".room").count(), 1, "and no other room is there");
    assertEquals(await zed.page.locator("[data-test=create-room]").count(), 0);
    assertEquals(await zed.page.locator("[data-test=everybody]").count(), 0);
    assertEquals(await zed.page.locator(".sidebar__title", { hasText: "Direct" }).count(), 0);

    // With an account one becomes a member by the same link.
    const vera = await way.visitor();
    await signsIn(vera, "Vera");
    await vera.page.goto(`${way.server.url}${link}`);
    await vera.page.locator("#room-title", { hasText: "Talk" }).waitFor();
    await vera.says("me too");
    await zed.page.locator(".message", { hasText: "me too" }).waitFor();

    await opensMembers(ada);
    await ada.page.locator("[data-test=members] [data-name=Zed]", { hasText: "guest" }).waitFor();
    await ada.presses("[data-test=revoke]");
    await zed.page.locator("form[data-test=name-form]").waitFor();
    await vera.page.locator("[data-test=composer]").waitFor();
    const late = await way.visitor({}, link);
    await late.page.locator("[data-test=invitation-over]").waitFor();

    // What its maker deletes, its maker brings back: for the same people, with all that was said.
    await ada.page.keyboard.press("Escape");
    await ada.deletesOpenRoom();
    await vera.page.locator("#room-title", { hasText: "general" }).waitFor();
    await ada.presses("[data-test=create-room]");
    await ada.presses("[data-test=deleted]");
    const deleted = ada.page.locator("[data-test=deleted-rooms] li", { hasText: "Talk" });
    await deleted.waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.presses("[data-test=restore]");
    await ada.page.locator("#room-title", { hasText: "Talk" }).waitFor();
    await ada.hears("before anybody came");
    await vera.page.locator(".room", { hasText: "Talk" }).waitFor();
    way.forgives(/40[13]/);
  },
  ["--invite", "open sesame please"],
);
