/** Photos on their way: smaller, without where and by what they were taken, and opening fast. */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { holds, sample } from "../helpers/metadata.ts";
import type { Person } from "../helpers/person.ts";
import { photo } from "../helpers/photo.ts";
import { eventually } from "../helpers/wait.ts";
import { journey } from "../helpers/journey.ts";

const ready = ({ page }: Person) => page.locator("[data-test=upload][data-state=ready]");

function jpeg(name: string, bytes: Uint8Array) {
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(bytes) };
}

/** What lies in `files/` under an ending. */
function kept(folder: string, ending: string): Uint8Array[] {
  return namesOf(folder, ending).map((name) => Deno.readFileSync(`${folder}/${name}`));
}

/** The names alone, of what may be going just now. */
function namesOf(folder: string, ending: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
    name.endsWith(ending)
  );
}

/** Width and height of a picture as the browser shows it. */
function extentOf({ page }: Person, address: string): Promise<number[]> {
  return page.evaluate<number[]>(`fetch("${address}").then((r) => r.blob())
    .then(createImageBitmap).then(({ width, height }) => [width, height])`);
}

journey("a photo goes smaller, upright, telling nothing, with a small picture", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  const large = await photo(ada, 3000, 2000);
  assert(large.length > 1_000_000 && holds(large));
  await ada.attaches(jpeg("beach.jpeg", large));
  await ready(ada).waitFor();
  assert(/instead of/.test(await ada.page.locator(".upload__status").innerText()));
  assertEquals(await ada.barriers(), []);
  await ada.says("at the sea");
  await boris.hears("at the sea");
  const picture = boris.page.locator("img.picture__image");
  await picture.waitFor();
  const address = (await picture.getAttribute("src"))!;
  assert(address.endsWith("?preview"));
  assertEquals(await extentOf(boris, address.replace("?preview", "")), [1365, 2048]);
  assertEquals(await extentOf(boris, address), [480, 720]);
  const [[sent], [small]] = [kept(way.path("files"), ".jpg"), kept(way.path("files"), ".preview")];
  assert(sent!.length < large.length / 2, `${sent!.length} of ${large.length} bytes`);
  assert(small!.length < 96 * 1024);
  assert(!holds(sent!) && !holds(small!));
  assert((await way.file()).includes('"beach.jpg": at the sea'));
  // Erased, the small picture goes with it.
  await ada.pointsAt("article.message");
  await ada.presses("[data-test=erase]");
  await eventually("both are gone", () => namesOf(way.path("files"), ".preview").length === 0);
});

journey("the original goes when that is chosen, and even that tells nothing", async (way) => {
  const ada = await way.person("Ada");
  const large = await photo(ada, 2600, 1800);
  await ada.attaches(jpeg("beach.jpg", large), jpeg("small.jpg", sample("plain.jpg")));
  await ready(ada).nth(1).waitFor();
  await ada.presses("[data-test=original]");
  await eventually(
    "no smaller one is left",
    async () => !/instead of/.test(await ada.page.locator("[data-test=tray]").innerText()),
  );
  await ready(ada).nth(1).waitFor();
  assert(await ada.page.locator("[data-test=original]").isChecked());
  await ada.says("");
  const pictures = ada.page.locator("img.picture__image");
  await pictures.nth(1).waitFor();
  const addresses = await pictures.evaluateAll((all) => all.map((one) => one.getAttribute("src")!));
  assertEquals(await extentOf(ada, addresses[0]!.replace("?preview", "")), [1800, 2600]);
  // What a browser of 2020 or a bot sends is cleaned by the server alone.
  const body = new FormData();
  body.append("file", new Blob([sample("plain.webp")]), "bot.webp");
  body.append("text", "from a bot");
  await fetch(`${way.server.url}/api/session`, {
    method: "POST",
    headers: { origin: way.server.url, "content-type": "application/json" },
    body: JSON.stringify({ name: "Bot" }),
  }).then(async (answer) => {
    await answer.body?.cancel();
    const cookie = answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
    const sent = await fetch(`${way.server.url}/api/rooms/general/files`, {
      method: "POST",
      headers: { origin: way.server.url, cookie },
      body,
    });
    assertEquals(sent.status, 201);
    await sent.body?.cancel();
  });
  await ada.hears("from a bot");
  const all = [...kept(way.path("files"), ".jpg"), ...kept(way.path("files"), ".webp")];
  assertEquals(all.map((bytes) => holds(bytes)), [false, false, false]);
});

journey("cleaned pictures have the same dots in a browser", async (way) => {
  const ada = await way.visitor();
  const { cleaned } = await import("../helpers/metadata.ts");
  const names = ["plain.jpg", "progressive.jpg", "grey.jpg", "two.mpo", "plain.png", "anim.png"]
    .concat("plain.webp", "lossless.webp", "anim.webp", "plain.avif");
  for (const name of names) {
    const dots = (bytes: Uint8Array) =>
      ada.page.evaluate<string>(`(async () => {
        const bytes = Uint8Array.fromBase64("${new Uint8Array(bytes).toBase64()}");
        const bitmap = await createImageBitmap(new Blob([bytes]));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext("2d");
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        return bitmap.width + " " + new Uint8Array(data).toBase64();
      })()`);
    assertEquals(await dots(await cleaned(sample(name))), await dots(sample(name)), name);
  }
});
