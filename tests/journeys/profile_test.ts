/** How people look to each other: a picture of one's own, a line of status, a card, and who was here when. */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { boxOf, clicks, taps } from "../helpers/touch.ts";
import { evening } from "../helpers/picture.ts";
import { journey } from "../helpers/journey.ts";
import type { Person } from "../helpers/person.ts";
import { claims, leaves, signsIn } from "../helpers/sign_in.ts";
import { eventually } from "../helpers/wait.ts";

const PHONE = { width: 390, height: 844, phone: true };
const at = ({ page }: Person, test: string) => page.locator(`[data-test=${test}]`);

/** Opens what one tells of oneself, by the settings. */
async function opensProfile(person: Person): Promise<void> {
  await clicks(person, at(person, "settings"));
  await clicks(person, at(person, "profile"));
  await at(person, "profile-picture").waitFor();
}

/** Chooses a picture as the system's dialog hands it over. */
async function chooses(person: Person, name: string, bytes: Uint8Array): Promise<void> {
  const dialog = person.page.waitForEvent("filechooser");
  await clicks(person, at(person, "avatar-choose"));
  const mimeType = "application/octet-stream";
  await (await dialog).setFiles([{ name, mimeType, buffer: Buffer.from(bytes) }]);
}

/** The address of the picture that stands in somebody's place in the list of people, once it is drawn. */
async function drawnPicture({ page }: Person, name: string): Promise<string> {
  const picture = page.locator(`[data-test=people] [data-name="${name}"] .avatar img`);
  let address = "";
  await eventually(`the picture of ${name} is drawn`, async () => {
    const [width, src] = await picture.evaluate((img: HTMLImageElement) =>
      [img.naturalWidth, img.src] as const
    );
    address = src;
    return width === 256;
  });
  return address;
}

/** What is seen in the window that a picture is cut in. */
function inCrop({ page }: Person): Promise<string> {
  return page.locator("[data-test=crop-window] canvas").evaluate((canvas: HTMLCanvasElement) =>
    canvas.toDataURL()
  );
}

journey("a picture is cut by hand, seen live by others, and there after a restart", async (way) => {
  await claims(way, "Ada", "Boris");
  const [ada, boris] = [await way.visitor(), await way.visitor({ theme: "dark" })];
  await signsIn(ada, "Ada");
  await signsIn(boris, "Boris");
  await ada.says("good evening");
  await boris.hears("good evening");

  await opensProfile(ada);
  assertEquals(await ada.barriers(), []);
  await chooses(ada, "notes.txt", new TextEncoder().encode("no picture at all"));
  await at(ada, "profile-picture").locator(".problem:not(:empty)").waitFor();

  await chooses(ada, "evening.png", evening(600, 300));
  await at(ada, "crop").waitFor();
  assertEquals(await ada.barriers(), []);
  const before = await inCrop(ada);
  const { x, y } = await boxOf(at(ada, "crop-window"));
  await ada.page.mouse.move(x + 200, y + 60);
  await ada.page.mouse.down();
  await ada.page.mouse.move(x + 20, y + 60, { steps: 4 });
  await ada.page.mouse.up();
  await eventually("it goes along with the hand", async () => await inCrop(ada) !== before);
  await clicks(ada, at(ada, "crop-done"));
  const first = await drawnPicture(boris, "Ada");
  assert(first.startsWith(way.server.url), "from our own server");
  await boris.page.locator("article .avatar img").first().waitFor();

  await chooses(ada, "tall.png", evening(200, 400));
  await at(ada, "crop").waitFor();
  await clicks(ada, at(ada, "crop-window"));
  const whole = await inCrop(ada);
  await ada.page.keyboard.press("+");
  for (let i = 0; i < 12; i++) await ada.page.keyboard.press("ArrowUp");
  await eventually("keys move it too", async () => await inCrop(ada) !== whole);
  await clicks(ada, at(ada, "crop-done"));
  await eventually(
    "another picture is seen at once",
    async () => await drawnPicture(boris, "Ada") !== first,
  );
  const second = await drawnPicture(boris, "Ada");

  way.forgivesLostConnections();
  await way.server.end("SIGTERM");
  await way.serves();
  await boris.page.reload();
  await boris.hears("good evening");
  assertEquals(await drawnPicture(boris, "Ada"), second);
  await clicks(ada, at(ada, "avatar-remove"));
  const pictures = boris.page.locator('[data-test=people] [data-name="Ada"] .avatar img');
  await eventually("initials again", async () => await pictures.count() === 0);
  way.forgivesLostConnections();
});

journey("a card stands beside a name: status, when they were here, and what to do", async (way) => {
  await claims(way, "Ada", "Boris");
  const [ada, boris] = [await way.visitor(), await way.visitor()];
  await signsIn(ada, "Ada");
  await signsIn(boris, "Boris");
  await boris.says("anybody here?");
  const name = ada.page.locator("article button.message__author", { hasText: "Boris" });

  await opensProfile(boris);
  await boris.fills("input[name=status]", "on holiday");
  await clicks(boris, at(boris, "status-emoji"));
  await boris.fills(".picker input", "palm tree");
  await clicks(boris, boris.page.locator(".picker button.emoji", { hasText: "🌴" }));
  await boris.presses("select[name=status-end]");
  for (let i = 0; i < 3; i++) await boris.page.keyboard.press("ArrowDown");
  await boris.page.keyboard.press("Enter");
  await clicks(boris, at(boris, "status-save"));
  await at(boris, "status-now").waitFor();
  await boris.page.keyboard.press("Escape");
  await boris.page.keyboard.press("Escape");

  await clicks(ada, name);
  await at(ada, "card-status").filter({ hasText: /🌴 on holiday\s*until/ }).waitFor();
  await at(ada, "card-kind").filter({ hasText: "online" }).waitFor();
  assertEquals(await ada.barriers(), []);
  const [card, pressed] = [await boxOf(at(ada, "card")), await boxOf(name)];
  assert(Math.abs(card.x - pressed.x) < 4, "beside what was pressed");
  await ada.page.keyboard.press("ArrowDown");
  const focused = () => ada.page.evaluate("document.activeElement?.dataset.test");
  assertEquals(await focused(), "write");
  await ada.page.keyboard.press("ArrowDown");
  await ada.page.keyboard.press("Enter");
  await eventually(
    "called by name",
    async () => (await ada.page.locator("#composer").inputValue()).startsWith("@Boris"),
  );

  await clicks(ada, ada.page.locator("article .avatar").first());
  await clicks(ada, at(ada, "quiet"));
  await ada.page.locator(".toast", { hasText: "Boris" }).first().waitFor();
  await clicks(ada, name);
  await at(ada, "quiet").filter({ hasText: "Unmute" }).waitFor();
  await clicks(ada, at(ada, "take-status"));
  await eventually(
    "taken away by an admin",
    async () => await at(ada, "card-status").count() === 0,
  );
  await ada.page.keyboard.press("Escape");

  await leaves(boris);
  await clicks(ada, name);
  await at(ada, "card-seen").filter({ hasText: /^Last seen (today|yesterday) at \d/ }).waitFor();
  await ada.page.keyboard.press("Escape");

  const guest = await way.person("Guest", { ...PHONE, theme: "dark" });
  await taps(guest, guest.page.locator("article button.message__author", { hasText: "Boris" }));
  await at(guest, "card-kind").filter({ hasText: "account" }).waitFor();
  await eventually("a sheet at the bottom of a phone", async () => {
    const { y, height, width } = await boxOf(at(guest, "card"));
    return Math.abs(y + height - PHONE.height) <= 1 && width === PHONE.width;
  });
  assertEquals(await guest.barriers(), []);
  assertEquals(await at(guest, "card-seen").count(), 0, "accounts alone are told when");
});

/** Who has seen which messages, older ones first: two may stand there until all have. */
async function seenBy(person: Person): Promise<string> {
  const words = await at(person, "seen-by").evaluateAll((all) =>
    all.map((one) => one.getAttribute("title"))
  );
  return words.join("; ");
}

journey("who has seen what stands below the last message seen, unless one minds", async (way) => {
  await claims(way, "Ada", "Boris", "Vera");
  const [ada, boris] = [await way.visitor(), await way.visitor({ ...PHONE, theme: "dark" })];
  await signsIn(ada, "Ada");
  await signsIn(boris, "Boris");
  const guest = await way.person("Guest");
  await ada.says("have you seen this?");
  await boris.hears("have you seen this?");
  const seen = at(ada, "seen-by");
  await eventually("he is named", async () => await seenBy(ada) === "Seen by Boris");
  await clicks(ada, seen);
  await at(ada, "seen-by-names").filter({ hasText: "Seen by Boris" }).waitFor();
  assertEquals(await ada.barriers(), []);

  const vera = await way.visitor();
  await signsIn(vera, "Vera");
  await vera.hears("have you seen this?");
  await eventually("both are named", async () => await seenBy(ada) === "Seen by Boris, Vera");
  await ada.says("and this?");
  await boris.hears("and this?");
  await eventually("the pictures move down", async () => {
    const { y } = await boxOf(seen.last());
    const last = await boxOf(ada.page.locator("article", { hasText: "and this?" }));
    return await seen.count() === 1 && y >= last.y + last.height - 1;
  });
  await boris.says("I have");
  await eventually("both have seen it", async () => await seenBy(boris) === "Seen by Ada, Vera");
  assertEquals(await boris.barriers(), []);
  await taps(boris, at(boris, "seen-by"));
  await at(boris, "seen-by-names").filter({ hasText: "Ada" }).waitFor();
  assertEquals(await at(guest, "seen-by").count(), 0, "accounts alone");

  await opensProfile(vera);
  await clicks(vera, vera.page.locator("input[name=seen-by]:checked"));
  await eventually("Vera is seen no more", async () => !(await seenBy(ada)).includes("Vera"));
  await eventually("and sees nobody", async () => await at(vera, "seen-by").count() === 0);
  await vera.page.reload();
  await vera.hears("I have");
  assertEquals(await at(vera, "seen-by").count(), 0, "also after a while");
  await ada.says("Vera?");
  await vera.hears("Vera?");
  await boris.hears("Vera?");
  await eventually("Boris alone", async () => /(^|; )Seen by Boris$/.test(await seenBy(ada)));

  await clicks(ada, ada.page.locator('[data-test=people] [data-name="Boris"] [data-test=person]'));
  await clicks(ada, at(ada, "write"));
  await ada.says("between us");
  await taps(boris, boris.page.locator(".head__back"));
  await taps(boris, boris.page.locator('[data-room="@Ada"]'));
  await boris.hears("between us");
  await eventually("in private too", async () => await seenBy(ada) === "Seen by Boris");
});
