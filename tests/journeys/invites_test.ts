/** Invitations and hand-overs as people make and use them: links, pictures, phones. */
import { assert, assertEquals } from "@std/assert";
import jsqr from "jsqr";
import { evening } from "../helpers/picture.ts";
import type { Person } from "../helpers/person.ts";
import { type Journey, journey } from "../helpers/journey.ts";
import { eventually } from "../helpers/wait.ts";

type Read = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
const read = ((jsqr as unknown as { default?: Read }).default ?? jsqr) as Read;

const PASSWORD = "correct horse";

/** The first to come has an account, and is the admin. */
async function admin(way: Journey, name = "Ada"): Promise<Person> {
  const ada = await way.visitor();
  await ada.page.locator("form[data-test=name-form]").waitFor();
  if (await ada.page.locator("[data-test=to-claim]").isVisible()) {
    await ada.presses("[data-test=to-claim]");
  }
  await ada.fills("input[name=name]", name);
  await ada.fills("input[name=password]", PASSWORD);
  await ada.page.keyboard.press("Enter");
  await ada.page.locator("[data-test=composer]").waitFor();
  return ada;
}

/** What a camera reads that is held in front of the screen. */
async function scanned({ page }: Person): Promise<string> {
  const shot = (await page.locator("[data-test=qr]").screenshot()).toString("base64");
  const { data, width, height } = await page.evaluate(async (shot) => {
    const bytes = Uint8Array.from(atob(shot), (c) => c.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const brush = canvas.getContext("2d")!;
    brush.drawImage(picture, 0, 0);
    const { data } = brush.getImageData(0, 0, picture.width, picture.height);
    return { data: [...data], width: picture.width, height: picture.height };
  }, shot);
  return read(Uint8ClampedArray.from(data), width, height)?.data ?? "nothing";
}

/** Opens the House dialog and makes an invitation; returns its link. */
async function invites(ada: Person, name: string, uses = ""): Promise<string> {
  await ada.presses("[data-test=settings]");
  await ada.presses("[data-test=house]");
  await ada.fills("input[name=invite-name]", name);
  if (uses !== "") {
    await ada.presses("select[name=invite-uses]");
    await ada.page.keyboard.press(uses);
    await ada.page.keyboard.press("Enter");
  }
  await ada.presses("[data-test=invite]");
  const field = ada.page.locator("input[name=invitation]");
  await field.waitFor();
  return await field.inputValue();
}

journey(
  "an invitation is made, named, scanned and counted; who comes by it is told who invites, chooses a name and a password, and its code is nowhere to be seen",
  async (way) => {
    const ada = await admin(way);
    const link = await invites(ada, "the choir", "1");
    assert(/\/#invite=[\w-]{43}$/.test(link), link);
    assertEquals(await scanned(ada), link);
    assertEquals(await ada.barriers(), []);
    const facts = ada.page.locator("[data-test=invites] li");
    assert(/the choir\s*0 joined · 1 use left · until/.test(await facts.innerText()));

    const phone = { width: 390, height: 780, phone: true };
    const boris = await way.visitor(phone, link.slice(way.server.url.length));
    const asked: string[] = [];
    boris.page.on("request", (request) => asked.push(request.url()));
    const door = boris.page.locator("[data-test=door]");
    await door.filter({ hasText: "Ada invites you to Dom Żuka." }).waitFor();
    assertEquals(await boris.barriers(), []);
    assertEquals(new URL(boris.page.url()).href, `${way.server.url}/`);
    await boris.page.reload();
    await door.filter({ hasText: "Ada invites you" }).waitFor();
    await boris.fills("input[name=name]", "Boris");
    await boris.fills("input[name=password]", "battery staple");
    await boris.presses("form[data-test=name-form] button[type=submit]");
    await boris.page.locator("[data-test=composer]").waitFor();
    const code = link.split("=")[1]!;
    assert(!asked.some((url) => url.includes(code)), "no address has the code");
    assert(!boris.page.url().includes(code));
    assert(!way.server.output.includes(code), "no line of the log has it");

    const vera = await way.visitor({}, link.slice(way.server.url.length));
    await vera.page.locator("[data-test=invitation-over]", {
      hasText: "Everyone this invitation was for has joined.",
    }).waitFor();
    assertEquals(await vera.barriers(), []);
    way.forgives(/status of 403/);
  },
  ["--guests", "off", "--title", "Dom Żuka"],
);

journey(
  "a link that is sent on or copied is the one that is shown, and one that was taken back says so",
  async (way) => {
    const ada = await admin(way);
    // The sheet is the system's, and no browser of a test has one.
    await ada.page.addInitScript(
      "navigator.share = async ({ url }) => { document.documentElement.dataset.shared = url; }",
    );
    await ada.page.reload();
    await ada.page.locator("[data-test=composer]").waitFor();
    const link = await invites(ada, "");
    await ada.presses("[data-test=share-invitation]");
    await eventually(
      "it is sent on",
      async () => await ada.page.locator("html").getAttribute("data-shared") === link,
    );
    const boris = await way.visitor({}, link.slice(way.server.url.length));
    await boris.page.locator("[data-test=door]", { hasText: "Ada invites you" }).waitFor();
    await ada.presses("[data-test=revoke]");
    await ada.page.locator("[data-test=qr]").waitFor({ state: "detached" });
    await boris.page.reload();
    await boris.page.locator("[data-test=invitation-over]", {
      hasText: "This invitation was taken back.",
    }).waitFor();
    // Where guests are welcome one comes in all the same.
    await boris.enters("Boris");
    way.forgives(/status of 403/);
  },
);

journey(
  "somebody goes on at their phone by scanning, told as whom first; the code is good once",
  async (way) => {
    const ada = await admin(way);
    await ada.says("from the computer");
    await ada.hears("from the computer");
    await ada.presses("[data-test=settings]");
    await ada.presses("[data-test=hand-over]");
    await ada.page.locator("[data-test=qr]").waitFor();
    const link = await scanned(ada);
    assertEquals(link, await ada.page.locator("input[name=handover]").inputValue());
    assert(link.startsWith(`${way.server.url}/#handover=`), link);
    assertEquals(await ada.barriers(), []);

    const phone = { width: 390, height: 780, phone: true };
    const path = link.slice(way.server.url.length);
    const mobile = await way.visitor(phone, path);
    await mobile.page.locator("[data-test=handover-name]", { hasText: "Ada" }).waitFor();
    assertEquals(await mobile.barriers(), []);
    assertEquals(new URL(mobile.page.url()).hash, "");
    await mobile.presses("[data-test=handover-take]");
    await mobile.hears("from the computer");
    await mobile.says("from the phone");
    await ada.page.keyboard.press("Escape");
    await ada.hears("from the phone");

    const thief = await way.visitor({}, path);
    await thief.page.locator("[data-test=handover] .problem", {
      hasText: "This code was used already",
    }).waitFor();
    await thief.presses("[data-test=handover-no]");
    await thief.page.locator("form[data-test=name-form]").waitFor();
    way.forgives(/status of 403/);
  },
);

const LOGO = await Deno.makeTempFile({ suffix: ".png" });
await Deno.writeFile(LOGO, evening(256, 256));
Deno.test.afterAll(() => Deno.remove(LOGO));

journey(
  "a chat has its own name and picture at the door, in the tab, in the list of rooms and where it is installed",
  async (way) => {
    const ada = await way.visitor();
    const { page } = ada;
    const mark = page.locator("h1.wordmark", { hasText: "Dom Żuka & co" });
    await mark.waitFor();
    assertEquals(await page.title(), "Dom Żuka & co");
    const picture = mark.locator("img");
    await eventually(
      "the picture is there",
      () => picture.evaluate((element) => (element as HTMLImageElement).naturalWidth === 256),
    );
    assertEquals(await ada.barriers(), []);
    await ada.enters("Ada");
    await ada.titled("general · Dom Żuka & co");
    await page.locator("nav h1.wordmark img").waitFor();
    const link = await page.locator("link[rel=manifest]").getAttribute("href");
    const address = new URL(link ?? "", way.server.url);
    const manifest = await (await fetch(address)).json();
    assertEquals([manifest.name, manifest.icons[0].sizes], ["Dom Żuka & co", "256x256"]);
    const boris = await way.person("Boris");
    await boris.says("@Ada hello");
    await boris.hears("@Ada hello");
    await ada.hears("@Ada hello");
  },
  ["--title", "Dom Żuka & co", "--logo", LOGO],
);
