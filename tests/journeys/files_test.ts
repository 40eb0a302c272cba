/** Attachments at a real browser: chosen, pasted, dropped, with progress, cancelled, shown and gone. */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { sample } from "../helpers/metadata.ts";
import { placeOf } from "../helpers/touch.ts";
import { eventually } from "../helpers/wait.ts";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";

const PNG = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);

function file(name: string, bytes: Uint8Array, mimeType = "image/png") {
  return { name, mimeType, buffer: Buffer.from(bytes) };
}

/** Another program copied a picture, and it is pasted into the field. */
async function pastes(person: Person): Promise<void> {
  const { page } = person;
  await person.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob("${PNG.toBase64()}"), (sign) => sign.charCodeAt(0));
    const picture = new Blob([bytes], { type: "image/png" });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
  })()`);
  await person.presses("[data-test=composer]");
  await page.keyboard.press("Control+v");
}

/** Draws a file from another window over the messages and lets it go there. */
async function drops(person: Person, path: string): Promise<void> {
  const devtools = await person.devtools();
  const { x, y } = await placeOf(person.page.locator("[role=log]"));
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await devtools.send("Input.dispatchDragEvent", { type, x, y, data });
    if (type === "dragOver") await person.page.locator("[data-test=drop]").waitFor();
  }
  await devtools.detach();
}

function ready(person: Person) {
  return person.page.locator("[data-test=upload][data-state=ready]");
}

journey(
  "a picture and a file are sent with words, and still there after a restart",
  async (way) => {
    const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
    await ada.attaches(file("holiday.png", PNG), file("список.pdf", new Uint8Array(2000), "x/y"));
    await ready(ada).nth(1).waitFor();
    await ada.says("look at *this*");
    await boris.hears("look at this");
    const picture = boris.page.locator("img.picture__image");
    await picture.waitFor();
    await eventually(
      "the picture is there",
      () =>
        boris.page.evaluate<boolean>(
          `document.querySelector("img.picture__image").naturalWidth === 1`,
        ),
    );
    assertEquals(
      await boris.page.locator("[data-test=file]").getAttribute("download"),
      "список.pdf",
    );
    assertEquals(await ada.page.locator("[data-test=upload]").count(), 0);
    const download = boris.page.waitForEvent("download");
    await boris.presses("[data-test=file]");
    assertEquals((await download).suggestedFilename(), "список.pdf");
    assert((await way.file()).includes('1x1.png image/png 70 "holiday.png": look at *this*\n'));
    await way.server.end("SIGKILL");
    await way.serves();
    await boris.page.reload();
    await boris.hears("look at this");
    await picture.waitFor();
    way.forgivesLostConnections();
  },
);

journey("an erased picture is gone from the page, the server and the history", async (way) => {
  const ada = await way.person("Ada");
  await ada.attaches(file("holiday.png", PNG));
  await ada.says("oops");
  const picture = ada.page.locator("img.picture__image");
  const address = await picture.getAttribute("src");
  await ada.pointsAt("article.message");
  await ada.presses("[data-test=erase]");
  await ada.page.locator("article", { hasText: "This message was deleted" }).waitFor();
  assertEquals((await fetch(`${way.server.url}/${address}`)).status, 404);
  assert(!(await way.file()).includes("holiday"));
});

journey(
  "pictures are pasted and dropped, one is taken back, and room is kept",
  async (way) => {
    const ada = await way.person("Ada");
    await pastes(ada);
    await ready(ada).waitFor();
    await Deno.writeFile(way.path("dropped.png"), PNG);
    await drops(ada, way.path("dropped.png"));
    await ready(ada).nth(1).waitFor();
    assertEquals(await ada.page.locator(".upload__image").count(), 2);
    await ada.presses(ada.page.locator("[data-test=upload-cancel]").first());
    assertEquals(await ada.page.locator("[data-test=upload]").count(), 1);
    await ada.presses("[data-test=send]");
    const picture = ada.page.locator("img.picture__image");
    await picture.waitFor();
    assertEquals(
      await Promise.all(["alt", "width", "height"].map((name) => picture.getAttribute(name))),
      ["dropped.png", "96", "96"],
    );
    assertEquals(await ada.page.locator("article.message").count(), 1);
  },
);

journey(
  "a folder that is dropped offers its files, and tells of what does not fit",
  async (way) => {
    const ada = await way.person("Ada");
    const folder = way.path("holiday");
    await Deno.mkdir(`${folder}/more/deep`, { recursive: true });
    await Deno.mkdir(way.path("empty"));
    await Deno.writeTextFile(`${folder}/.hidden`, "x");
    await Deno.mkdir(`${folder}/.git`);
    await Deno.writeTextFile(`${folder}/.git/HEAD`, "x");
    for (let i = 10; i < 34; i++) {
      const place = i < 12 ? folder : i < 20 ? `${folder}/more` : `${folder}/more/deep`;
      await Deno.writeTextFile(`${place}/${i}.txt`, `words ${i}`);
    }
    const toast = ada.page.locator("[data-test=toast]");
    await drops(ada, way.path("empty"));
    await toast.getByText("no files in this folder").waitFor();
    assertEquals(await ada.page.locator("[data-test=upload]").count(), 0);
    await drops(ada, folder);
    await toast.getByText("4 files were left out: at most 20 can wait here.").waitFor();
    await ready(ada).nth(19).waitFor();
    const names = await ada.page.locator(".upload__name").allTextContents();
    assertEquals(names, Array.from({ length: 20 }, (_, i) => `${i + 10}.txt`));
    // As many as there are chosen one by one are told of as well.
    await ada.attaches(file("holiday.png", PNG));
    await toast.getByText("1 file was left out").waitFor();
  },
);

journey(
  "a photo that this browser cannot draw has its name in the tray, and no broken picture",
  async (way) => {
    const ada = await way.person("Ada");
    await ada.attaches(file("beach.heic", sample("plain.heic"), "image/heic"), file("a.png", PNG));
    await ready(ada).nth(1).waitFor();
    const tray = ada.page.locator("[data-test=upload]");
    await tray.nth(0).locator(".upload__icon").waitFor();
    assertEquals(await tray.nth(0).locator("img").count(), 0);
    assertEquals(await tray.nth(0).locator(".upload__name").textContent(), "beach.heic");
    assertEquals(await tray.nth(1).locator("img").count(), 1);
  },
);

journey(
  "a file on its way shows how far it is, can be cancelled, and words wait for it",
  async (way) => {
    const ada = await way.person("Ada");
    const { page } = ada;
    const line = await ada.devtools();
    await line.send("Network.enable");
    await line.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 400_000,
    });
    const film = new Uint8Array(900_000);
    await ada.attaches(file("one.bin", film), file("two.bin", film), file("three.bin", film));
    const going = page.locator("[data-test=upload][data-state=going]");
    await eventually(
      "it is told how far they are",
      () =>
        page.evaluate<boolean>(
          `[...document.querySelectorAll(".upload__bar")].some(({ value }) => value > 0 && value < 1)`,
        ),
    );
    assert(await going.count() >= 2);
    await ada.says("words for the files");
    assertEquals(await page.locator("[data-test=composer]").inputValue(), "");
    await ada.presses(page.locator("[data-test=upload-cancel]").nth(1));
    await line.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    await ada.hears("three.bin");
    assertEquals(
      await page.locator("article.message .file__name").allTextContents(),
      ["one.bin", "three.bin"],
    );
    assertEquals(await ada.texts(), ["words for the files"]);
  },
);

journey(
  "a file that is too large says so and is not sent, and its words come back",
  async (way) => {
    const ada = await way.person("Ada");
    await ada.attaches(file("film.bin", new Uint8Array(1024 * 1024 + 1)));
    await ada.page.locator("[data-test=upload][data-state=failed]").waitFor();
    assert((await ada.page.locator(".upload__status").textContent())?.includes("1 MB"));
    assert(await ada.page.locator("[data-test=send]").isDisabled());
    assertEquals(await ada.barriers(), []);
  },
  ["--file-size", "1"],
);
