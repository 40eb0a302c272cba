/** Accounts and private conversations at real browsers, as people would use them. */
import { assert, assertEquals } from "@std/assert";
import { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";
import { claimsOwn, comesBack } from "../helpers/sign_in.ts";

/** Opens the settings and fills the fields of a form there. */
async function fills(person: Person, form: string, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await person.fills(`[data-test=${form}] input[name=${name}]`, value);
  }
  await person.presses(`[data-test=${form}] button[type=submit]`);
}

journey("a guest claims its name, signs out, and signs in at a second browser", async (way) => {
  const ada = await way.person("Ada");
  await ada.says("as a guest");
  await ada.hears("as a guest");
  await claimsOwn(ada, "correct horse");
  await ada.says("with an account");
  await ada.hears("with an account");
  assertEquals(await ada.page.locator("article.message--mine").count(), 2);
  await ada.presses("[data-test=settings]");
  await ada.presses("[data-test=leave]");
  await ada.page.locator("[data-test=name-form]").waitFor();
  const there = await comesBack(way, "ada", "correct horse");
  await there.hears("with an account");
  assertEquals(await there.page.locator("article.message--mine").count(), 2);
  // The wrong password is a sentence, and no way in.
  await ada.fills("input[name=name]", "Ada");
  await ada.presses("[data-test=to-sign-in]");
  await ada.fills("input[name=password]", "battery staple");
  await ada.page.keyboard.press("Enter");
  await ada.page.locator("#password-problem:not(:empty)").waitFor();
  way.forgives(/status of 40[19]/);
});

journey(
  "two write in private: unread counts, a third sees nothing, a restart keeps it",
  async (way) => {
    const ada = await way.person("Ada");
    await claimsOwn(ada, "correct horse");
    const boris = await way.person("Борис");
    await claimsOwn(boris, "battery staple");
    const eve = await way.person("Eve");
    await ada.presses("[data-test=everybody]");
    await ada.presses('[data-name="Борис"] [data-test=write]');
    await ada.page.locator('a[data-room="@Борис"][aria-current=page]').waitFor();
    await ada.says("just between us");
    await ada.hears("just between us");
    await ada.says("and again");
    const badge = boris.page.locator('a[data-room="@Ada"] .room__unread', { hasText: "2" });
    await badge.waitFor();
    await boris.titled("(2)");
    await boris.page.reload();
    await badge.waitFor();
    await boris.opens("@Ada");
    await boris.hears("and again");
    await boris.says("understood");
    await ada.hears("understood");
    assertEquals(await eve.page.locator(".rooms--direct a").count(), 0);
    await eve.page.evaluate(() => location.hash = "#/%40Ada");
    await eve.page.reload();
    await eve.page.locator("[data-test=composer]").waitFor();
    assertEquals(await eve.texts(), []);
    await way.server.end("SIGKILL");
    await way.serves();
    await ada.page.reload();
    await ada.opens("@Борис");
    await ada.hears("understood");
    assertEquals((await ada.texts()).length, 3);
    way.forgivesLostConnections();
  },
);

journey("a new password ends the other sessions, and one can end them by hand", async (way) => {
  const home = await way.person("Ada");
  await claimsOwn(home, "correct horse");
  const phone = await comesBack(way, "Ada", "correct horse");
  const thief = await comesBack(way, "Ada", "correct horse");
  await home.presses("[data-test=settings]");
  await home.presses(home.page.locator("summary", { hasText: "3 devices" }));
  await home.presses(home.page.locator("[data-test=sessions] button").first());
  await thief.page.locator("[data-test=name-form]").waitFor();
  await home.presses(home.page.locator("summary", { hasText: "Change password" }));
  await fills(home, "password-form", { password: "correct horse", wanted: "something new" });
  await phone.page.locator("[data-test=name-form]").waitFor();
  await home.page.locator("summary", { hasText: "1 device" }).waitFor();
  await home.page.keyboard.press("Escape");
  await home.says("still here");
  await home.hears("still here");
  way.forgives(/status of 40[19]/);
});

journey("what stands beside a device in Thai is one line, as wide as it is (ux)", async (way) => {
  const ada = await way.person("Ada", { width: 390, height: 844, phone: true, locale: "th" });
  await ada.presses(".head__back");
  await ada.presses("[data-test=settings]");
  await ada.fills("[data-test=claim-form] input[name=password]", "correct horse");
  await ada.presses("[data-test=claim-form] button[type=submit]");
  await ada.presses(ada.page.locator("details:has([data-test=sessions]) summary"));
  const beside = ada.page.locator("[data-test=sessions] li > :last-child");
  await beside.waitFor();
  const lines = await beside.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  });
  assertEquals(lines, 1);
});

journey("one's own words are changed with the arrow key and erased for everybody", async (way) => {
  const ada = await way.person("Ada");
  const boris = await way.person("Борис");
  await ada.says("teh secret");
  await boris.hears("teh secret");
  // What is still on its way cannot be changed yet.
  await ada.hears("teh secret");
  await ada.page.keyboard.press("ArrowUp");
  const field = ada.page.locator("[data-test=composer]");
  const editing = ada.page.locator("[data-test=edit-cancel]");
  await editing.waitFor();
  assertEquals(await field.inputValue(), "teh secret");
  await ada.page.keyboard.press("Escape");
  await editing.waitFor({ state: "detached" });
  assertEquals(await field.inputValue(), "", "Escape lets it be");
  await ada.page.keyboard.press("ArrowUp");
  await editing.waitFor();
  await ada.page.keyboard.press("Control+A");
  await ada.types("the secret");
  await ada.page.keyboard.press("Enter");
  await boris.hears("the secret");
  await boris.page.locator("article", { hasText: "edited" }).waitFor();
  assertEquals(
    await boris.page.locator("[data-test=edit]").count(),
    0,
    "nobody changes others' words",
  );
  await ada.pointsAt("article.message");
  await ada.presses("[data-test=erase]");
  await ada.presses("[data-test=undo]");
  await ada.hears("the secret");
  await ada.pointsAt("article.message");
  await ada.presses("[data-test=erase]");
  await boris.page.locator("article", { hasText: "This message was deleted" }).waitFor();
  assert(!(await way.file()).includes("secret"), "gone from the disk");
});

journey("an admin mutes somebody, who is told so, and takes it back", async (way) => {
  const ada = await way.person("Ada");
  await claimsOwn(ada, "correct horse");
  const troll = await way.person("Troll");
  await ada.presses("[data-test=everybody]");
  await ada.presses('[data-test=all-people] [data-name="Troll"] [data-test=person]');
  await ada.presses("[data-test=mute-10]");
  assertEquals(await ada.barriers(), []);
  await ada.presses("[data-test=confirm]");
  await ada.presses("[data-test=everybody]");
  await ada.page.locator("[data-test=measures]", { hasText: "Troll is muted" }).waitFor();
  await troll.says("noise");
  await troll.page.locator("article[data-state=failed]", { hasText: "You can’t send messages" })
    .waitFor();
  await ada.presses("[data-test=measures] button");
  await ada.page.locator("[data-test=measures]").waitFor({ state: "detached" });
  await troll.presses("[data-test=retry]");
  await ada.hears("noise");
  assertEquals(await ada.barriers(), []);
});

journey(
  "without guests one claims a name by invitation, and admins make the rooms",
  async (way) => {
    const ada = await way.visitor();
    assertEquals(await ada.page.locator("[data-test=as-guest]").count(), 0);
    await ada.page.locator("[data-test=door]", { hasText: "invitation" }).waitFor();
    const enters = async (name: string): Promise<Person> => {
      const person = await way.visitor({}, "/?invite=open%20sesame,%20open");
      await person.fills("input[name=name]", name);
      await person.fills("input[name=password]", "correct horse");
      await person.page.keyboard.press("Enter");
      await person.page.locator("[data-test=composer]").waitFor();
      return person;
    };
    const admin = await enters("Admin");
    await admin.makesRoom("Club");
    const boris = await enters("Boris");
    await boris.page.locator('a[data-room="Club"]').waitFor();
    assertEquals(await boris.page.locator("[data-test=create-room]").count(), 0);
    assertEquals(await boris.page.locator("[data-test=delete-room]").count(), 0);
    assert(!boris.page.url().includes("sesame"), "the invitation does not stay in the address");
    way.forgives(/status of 40[13]/);
  },
  ["--guests", "off", "--invite", "open sesame, open", "--rooms", "admins"],
);

journey(
  "an admin invites, resets, renames and removes in the page (issue 15, 10)",
  async (way) => {
    const ada = await way.person("Ada");
    await claimsOwn(ada, "correct horse");
    const boris = await way.person("Boris");
    await claimsOwn(boris, "battery staple");
    await boris.says("secret words");
    await ada.hears("secret words");

    await ada.presses("[data-test=settings]");
    await ada.presses("[data-test=house]");
    await ada.presses("[data-test=invite]");
    const invitation = ada.page.locator("input[name=invitation]");
    await invitation.waitFor();
    assert((await invitation.inputValue()).startsWith(`${way.server.url}/#invite=`));
    await ada.presses("[data-test=revoke]");
    await invitation.waitFor({ state: "detached" });

    const row = (name: string) => ada.page.locator(`[data-test=house-people] [data-name=${name}]`);
    await ada.presses(row("Boris").locator("summary"));
    await ada.presses(row("Boris").locator("[data-test=new-password]"));
    const link = row("Boris").locator("input[name=reset]");
    await link.waitFor();
    assertEquals(await ada.barriers(), []);
    await boris.page.locator("form[data-test=name-form]").waitFor();
    await boris.page.goto(await link.inputValue());
    await boris.page.locator("[data-test=reset-name]", { hasText: "Boris" }).waitFor();
    assertEquals(await boris.barriers(), []);
    await boris.fills("input[name=password]", "another staple");
    await boris.page.keyboard.press("Enter");
    await boris.hears("secret words");

    await ada.presses(row("Boris").locator("[data-test=rename]"));
    await ada.fills(row("Boris").locator("input[name=to]"), "Bo");
    await ada.page.keyboard.press("Enter");
    await row("Bo").waitFor();
    await boris.page.locator("form[data-test=name-form]").waitFor();
    const bo = await comesBack(way, "Bo", "another staple");
    await bo.hears("secret words");

    await ada.presses(row("Bo").locator("summary"));
    await ada.presses(row("Bo").locator("[data-test=remove]"));
    await ada.presses(row("Bo").locator("input[name=words]"));
    await ada.presses(row("Bo").locator("[data-test=confirm]"));
    await row("Bo").waitFor({ state: "detached" });
    await bo.page.locator("form[data-test=name-form]").waitFor();
    await ada.page.keyboard.press("Escape");
    await ada.page.locator("article.message", { hasText: "This message was deleted" }).waitFor();
    way.forgives(/status of 40[19]/);
  },
);
