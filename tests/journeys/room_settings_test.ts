/** What is set about a room as a whole, at real browsers: its name, topic, pins, archive, and who calls all. */
import { eventually } from "../helpers/wait.ts";
import { assert, assertEquals } from "@std/assert";
import { begins, fieldOf, writes } from "../helpers/typing.ts";
import { claims, signsIn } from "../helpers/sign_in.ts";
import { openSettings, saves, sets } from "../helpers/room_form.ts";
import { type Journey, journey } from "../helpers/journey.ts";
import type { Person } from "../helpers/person.ts";

/** Somebody with an account each, signed in. */
async function accounts<Names extends string[]>(
  way: Journey,
  ...names: Names
): Promise<{ [Index in keyof Names]: Person }> {
  await claims(way, ...names);
  const all: Person[] = [];
  for (const name of names) {
    const person = await way.visitor();
    await signsIn(person, name);
    all.push(person);
  }
  return all as { [Index in keyof Names]: Person };
}

/** Presses a tool of a message. */
async function uses(person: Person, text: string, tool: string): Promise<void> {
  const row = person.page.locator("article.message", { hasText: text }).last();
  await person.pointsAt(row);
  await person.presses(row.locator(`[data-test=${tool}]`));
}

/** What stands in the field. */
function written({ page }: Person): Promise<string> {
  return page.locator("[data-test=composer]").inputValue();
}

journey(
  "a renamed room keeps its words, drafts and links for who is there and who is away",
  async (way) => {
    const [ada, boris] = await accounts(way, "Ada", "Boris");
    await ada.makesRoom("Garden");
    await ada.says("tomatoes");
    await boris.opens("Garden");
    await boris.hears("tomatoes");
    const vera = await way.person("Vera");
    await vera.opens("Garden");
    await vera.hears("tomatoes");
    await begins(vera, "half a sentence");
    await vera.opens("general");
    await begins(boris, "I was just");
    // Vera's line is gone while the room gets its name, and something is said there under it.
    await vera.context.setOffline(true);
    await ada.presses("[data-test=room-menu]");
    await ada.page.locator("[data-test=room-settings]").waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.page.keyboard.press("Escape");
    await openSettings(ada);
    assertEquals(await ada.barriers(), []);
    await sets(ada, "room", "general");
    await ada.presses("[data-test=save-room]");
    await ada.page.locator("[data-test=room-form] .problem", {
      hasText: "already exists",
    }).waitFor();
    await sets(ada, "room", "Kitchen");
    await saves(ada);
    await ada.page.locator('a[data-room="Kitchen"][aria-current=page]')
      .waitFor();
    // Each name stands in a direction of its own, between two signs that nobody sees.
    await boris.page.getByText(/Ada. renamed the room to .Kitchen/).waitFor();
    assertEquals(await boris.page.locator("[data-test=toast]").count(), 0, "it is told once");
    await boris.titled("Kitchen");
    assertEquals(
      await fieldOf(boris),
      "I was just",
      "what was being written stays",
    );
    assertEquals(new URL(boris.page.url()).hash, "#/Kitchen");
    await ada.says("soup");
    await boris.hears("soup");
    await boris.page.keyboard.type(" about to say so");
    await boris.page.keyboard.press("Enter");
    await ada.hears("I was just about to say so");
    await vera.context.setOffline(false);
    const link = vera.page.locator('a[data-room="Kitchen"]');
    await link.locator(".room__unread", { hasText: "2" }).waitFor();
    assertEquals(await vera.page.locator('a[data-room="Garden"]').count(), 0);
    await vera.opens("Kitchen");
    await vera.hears("soup");
    assertEquals(await fieldOf(vera), "half a sentence");
    // An address of before leads there, for somebody who comes by it for the first time, and over HTTP.
    const hugo = await way.visitor({}, "#/Garden");
    await hugo.enters("Hugo");
    await hugo.hears("soup");
    await hugo.titled("Kitchen");
    const response = await fetch(`${way.server.url}/api/rooms/Garden.txt`);
    assert(
      (await response.text()).includes("* Ada renamed the room to Kitchen\n"),
    );
    vera.complaints.splice(0);
  },
);

journey(
  "topic, pins and archive are seen by everybody, live and after a restart",
  async (way) => {
    const [ada, boris] = await accounts(way, "Ada", "Boris");
    await ada.makesRoom("Garden");
    for (const text of ["tomatoes", "beans", "peas"]) await writes(ada, text);
    await ada.hears("peas");
    await boris.opens("Garden");
    await boris.hears("peas");
    // The topic: Boris, who did not make the room, sets it and cannot rename.
    await openSettings(boris);
    assertEquals(
      await boris.page.locator("[data-test=room-form] input[name=room]")
        .count(),
      0,
    );
    await sets(boris, "topic", "What *grows* <b>here</b>");
    await saves(boris);
    const topic = (person: Person) => person.page.locator("[data-test=topic]");
    await topic(ada).waitFor();
    assertEquals(
      (await topic(ada).locator("bdi").textContent())?.trim(),
      "What *grows* <b>here</b>",
    );
    assertEquals(
      await ada.page.locator('a[data-room="Garden"]').getAttribute("title"),
      "What *grows* <b>here</b>",
    );
    // Pins: the newest in the bar, a list of all, a press leads there.
    await uses(boris, "tomatoes", "pin");
    await ada.page.locator("[data-test=pinned]", { hasText: "tomatoes" })
      .waitFor();
    await uses(boris, "peas", "pin");
    await ada.page.locator("[data-test=pinned]", { hasText: "peas" }).waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.presses("[data-test=pins]");
    await ada.page.locator("[data-test=go-to-pin]").nth(1).waitFor();
    assertEquals(await ada.barriers(), []);
    await ada.presses(ada.page.locator("[data-test=unpin]").first());
    await boris.page.locator("[data-test=pinned]", { hasText: "tomatoes" })
      .waitFor();
    await ada.presses(
      ada.page.locator("[data-test=go-to-pin]", { hasText: "tomatoes" }),
    );
    await ada.page.locator("[data-test=pin-list]").waitFor({
      state: "detached",
    });
    await ada.page.locator("article.message--target, article.message:target", {
      hasText: "tomatoes",
    })
      .first().waitFor().catch(() => {});
    await ada.hears("tomatoes");
    // The archive: read, not written, out of the list; an admin brings it back.
    await openSettings(ada);
    await ada.presses("[data-test=archive-room]");
    await boris.page.locator("[data-test=archived-note]").waitFor();
    assertEquals(await boris.page.locator("[data-test=composer]").count(), 0);
    assertEquals(
      await boris.page.locator('.sidebar a[data-room="Garden"]').count(),
      0,
    );
    assertEquals(await boris.barriers(), []);
    await way.server.end("SIGTERM");
    await way.serves();
    const vera = await way.person("Vera");
    await vera.presses("[data-test=list-menu]");
    await vera.presses("[data-test=archived-rooms]");
    await vera.presses("[data-test=open-archived]");
    await vera.hears("tomatoes");
    await vera.page.locator("[data-test=topic]", { hasText: "What *grows*" })
      .waitFor();
    await vera.page.locator("[data-test=pinned]", { hasText: "tomatoes" })
      .waitFor();
    await vera.page.locator("[data-test=archived-note]").waitFor();
    await ada.page.locator("[data-test=archived-note]").waitFor();
    await ada.presses("[data-test=archived-note] [data-test=restore]");
    await vera.page.locator("[data-test=composer]").waitFor();
    await vera.says("we are back");
    await ada.hears("we are back");
    way.forgivesLostConnections();
  },
);

journey(
  "@all calls everybody where its maker or an admin writes it, and nobody else does",
  async (way) => {
    const [ada, boris] = await accounts(way, "Ada", "Boris");
    const vera = await way.person("Vera");
    await ada.makesRoom("Garden");
    await boris.opens("Garden");
    await begins(ada, "@al");
    // What is offered for "@" alone is offered for "@al" a moment longer: a key is for neither then.
    await ada.page.locator("[data-test=completion]", { hasText: "all", hasNotText: "here" })
      .waitFor();
    await ada.page.keyboard.press("Tab");
    await eventually("the word is completed", async () => await written(ada) === "@all ");
    await ada.page.keyboard.type("dinner");
    await ada.page.keyboard.press("Enter");
    await boris.hears("@all dinner");
    await boris.page.locator("article.message--mentioned", {
      hasText: "@all dinner",
    }).waitFor();
    const unread = vera.page.locator(
      'a[data-room="Garden"] .room__unread--mentioned',
    );
    await unread.waitFor();
    await vera.opens("Garden");
    await vera.opens("general");
    await begins(boris, "@al");
    await boris.page.keyboard.type("l of us");
    assertEquals(
      await boris.page.locator("[data-test=completion]", { hasText: "all" })
        .count(),
      0,
    );
    await boris.page.keyboard.press("Enter");
    await ada.hears("@all of us");
    await vera.page.locator('a[data-room="Garden"] .room__unread').waitFor();
    assertEquals(await unread.count(), 0);
    assertEquals(
      await ada.page.locator("article.message--mentioned").count(),
      0,
    );
  },
);
