/** What happened to a room, told at its place in the conversation, at real browsers. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import { journey } from "../helpers/journey.ts";
import type { Person } from "../helpers/person.ts";
import { claims, signsIn } from "../helpers/sign_in.ts";

/** Lines of the program and messages as they stand, without the signs that keep directions apart. */
async function conversation({ page }: Person): Promise<string[]> {
  const all = await page.locator(
    "[data-test=room-event] > :first-child, .message__text",
  )
    .allTextContents();
  return all.map((text) => text.replace(/[\u2066-\u2069]/g, "").trim());
}

async function reads(person: Person, ...expected: string[]): Promise<void> {
  await eventually(
    `the conversation is ${expected.join(" / ")}`,
    async () => JSON.stringify(await conversation(person)) === JSON.stringify(expected),
  );
}

/** Writes name or topic of the open room, and saves. */
async function sets(
  person: Person,
  field: "room" | "topic",
  words: string,
): Promise<void> {
  await person.presses("[data-test=room-menu]");
  await person.presses("[data-test=room-settings]");
  await person.page.locator("[data-test=room-form]").waitFor();
  await person.fills(`[data-test=room-form] input[name=${field}]`, words);
  await person.presses("[data-test=save-room]");
  await person.page.locator("[data-test=room-form]").waitFor({
    state: "detached",
  });
}

journey(
  "what happened to a room stands where it happened, and a topic can be erased",
  async (way) => {
    await claims(way, "Ada", "Boris");
    const ada = await way.visitor();
    await signsIn(ada, "Ada");
    await ada.makesRoom("Garden");
    await ada.says("tomatoes");
    const boris = await way.visitor();
    await signsIn(boris, "Boris");
    await boris.opens("Garden");
    await boris.hears("tomatoes");
    await sets(boris, "topic", "ring <b>555 1234</b>");
    await ada.says("beans");
    await sets(ada, "room", "Kitchen");
    const row = boris.page.locator("article.message", { hasText: "tomatoes" });
    await boris.pointsAt(row);
    await boris.presses(row.locator("[data-test=pin]"));
    const all = [
      "tomatoes",
      "Boris changed the topic to “ring <b>555 1234</b>”",
      "beans",
      "Ada renamed the room to Kitchen",
      "Boris pinned a message",
    ];
    await reads(ada, ...all);
    await reads(boris, ...all);
    assertEquals(await ada.barriers(), []);
    // The same after a reload, after a restart, and for who comes then and has all of it to read.
    await ada.page.reload();
    await reads(ada, ...all);
    await way.server.end("SIGTERM");
    await way.serves();
    const page = await (await fetch(`${way.server.url}/api/rooms/Kitchen/messages`)).json();
    assertEquals(page.events.map(({ event }: { event: string }) => event), [
      "topic",
      "renamed",
      "pinned",
    ]);
    const vera = await way.visitor({}, "#/Kitchen");
    await vera.enters("Vera");
    await reads(vera, ...all);
    assertEquals(await vera.page.locator("[data-test=erase-topic]").count(), 0);
    // A press on the pin leads to its message.
    await vera.presses("[data-test=event-pin]");
    await vera.page.locator("article.message--target", { hasText: "tomatoes" })
      .waitFor();
    // Whoever set the topic erases it, and may think better of it.
    await boris.page.locator("[data-test=erase-topic]").waitFor();
    await boris.pointsAt("[data-test=erase-topic]");
    await boris.presses("[data-test=erase-topic]");
    await boris.page.locator("[data-test=room-event]", {
      hasText: "Topic deleted.",
    }).waitFor();
    assertEquals(await boris.barriers(), []);
    await boris.presses("[data-test=room-event] [data-test=undo]");
    await reads(boris, ...all);
    await boris.pointsAt("[data-test=erase-topic]");
    await boris.presses("[data-test=erase-topic]");
    // What is to go goes at once where its person goes elsewhere.
    await boris.opens("general");
    const without = all.map((text) => text.replace(/ to “.*/, ""));
    await reads(vera, ...without);
    await boris.opens("Kitchen");
    await reads(boris, ...without);
    assertEquals(await vera.page.locator("[data-test=topic]").count(), 0);
    const file = await way.file("Kitchen");
    assert(
      !file.includes("555") && file.includes("* Boris set the topic: ----"),
      file,
    );
    way.forgivesLostConnections();
  },
);
