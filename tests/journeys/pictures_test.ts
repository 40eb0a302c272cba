/** Pictures and sounds where they are: side by side, large, played. */
import { assert, assertEquals } from "@std/assert";
import { boxOf, clicks, drags, pinches, taps } from "../helpers/touch.ts";
import { evening } from "../helpers/picture.ts";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";
import { sendsPictures, THREE } from "../helpers/sent_pictures.ts";

const PHONE = { width: 390, height: 844, phone: true };

const lightbox = ({ page }: Person) => page.locator("[data-test=lightbox]");
const shown = (person: Person, name: string) =>
  lightbox(person).locator(`img[alt="${name}"]`).waitFor();

journey(
  "pictures sent together stand side by side, and are looked through (ux 14)",
  async (way) => {
    const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
    await sendsPictures(ada, THREE);
    const tiles = boris.page.locator("[data-test=album] article");
    await tiles.nth(2).waitFor();
    const tops = await tiles.evaluateAll((all) =>
      all.map((tile) => (tile as HTMLElement).offsetTop)
    );
    assertEquals(new Set(tops).size, 1, "in one row");

    await clicks(boris, boris.page.locator("[data-test=picture]").first());
    await shown(boris, "one.png");
    assertEquals(await boris.barriers(), []);
    await clicks(boris, boris.page.locator("[data-test=lightbox-next]"));
    await shown(boris, "two.png");
    await boris.page.keyboard.press("ArrowRight");
    await shown(boris, "three.png");
    assertEquals(
      await boris.page.locator("[data-test=lightbox-next]").count(),
      0,
    );
    await boris.page.keyboard.press("ArrowLeft");
    await shown(boris, "two.png");
    const [download] = await Promise.all([
      boris.page.waitForEvent("download"),
      clicks(boris, lightbox(boris).locator("a[download]")),
    ]);
    assertEquals(download.suggestedFilename(), "two.png");
    await boris.page.keyboard.press("Escape");
    await lightbox(boris).waitFor({ state: "detached" });
    assertEquals(
      boris.context.pages().length,
      1,
      "nothing was opened elsewhere",
    );

    await clicks(boris, tiles.nth(1));
    await shown(boris, "two.png");
    await boris.page.mouse.click(640, 780);
    await lightbox(boris).waitFor({ state: "detached" });
  },
);

journey("a finger wipes from picture to picture (ux 14)", async (way) => {
  const ada = await way.person("Ada", PHONE);
  await sendsPictures(ada, THREE);
  await ada.page.locator("[data-test=album] article").nth(2).waitFor();
  await taps(ada, ada.page.locator("[data-test=picture]").first());
  await shown(ada, "one.png");
  await drags(ada, { x: 300, y: 400 }, { x: 100, y: 410 });
  await shown(ada, "two.png");
  await drags(ada, { x: 100, y: 400 }, { x: 300, y: 410 });
  await shown(ada, "one.png");
  await taps(ada, ada.page.locator("[data-test=lightbox-close]"));
  await lightbox(ada).waitFor({ state: "detached" });
});

/** Waits until the picture is shown at a scale. */
const scaled = ({ page }: Person, scale: string) =>
  page.locator(`[data-test=picture-stage][data-scale="${scale}"]`).waitFor();

journey("two fingers zoom a picture, and one moves it (ux 14)", async (way) => {
  const ada = await way.person("Ada", PHONE);
  await sendsPictures(ada, {
    "one.png": evening(600, 800),
    "two.png": evening(800, 600),
  });
  await ada.page.locator("[data-test=album] article").nth(1).waitFor();
  await taps(ada, ada.page.locator("[data-test=picture]").first());
  await shown(ada, "one.png");
  await scaled(ada, "1.00");
  const image = lightbox(ada).locator('img[alt="one.png"]');
  const whole = await boxOf(image);

  await pinches(ada, [{ x: 145, y: 450 }, { x: 245, y: 450 }], [{
    x: 95,
    y: 450,
  }, {
    x: 295,
    y: 450,
  }]);
  await scaled(ada, "2.00");
  assertEquals(await ada.barriers(), []);
  const large = await boxOf(image);
  await drags(ada, { x: 150, y: 450 }, { x: 250, y: 450 });
  const moved = await boxOf(image);
  assert(moved.x > large.x + 60, `moved from ${large.x} to ${moved.x}`);
  await drags(ada, { x: 60, y: 450 }, { x: 380, y: 450 });
  await drags(ada, { x: 60, y: 450 }, { x: 380, y: 450 });
  assertEquals(
    Math.round((await boxOf(image)).x),
    0,
    "no gap at its edge, and no other picture",
  );
  await shown(ada, "one.png");

  await pinches(ada, [{ x: 45, y: 450 }, { x: 345, y: 450 }], [{
    x: 175,
    y: 450,
  }, {
    x: 215,
    y: 450,
  }]);
  await scaled(ada, "1.00");
  assertEquals(await boxOf(image), whole);
  await ada.page.touchscreen.tap(150, 400);
  await ada.page.touchscreen.tap(150, 400);
  await scaled(ada, "2.50");
  await ada.page.touchscreen.tap(200, 500);
  await ada.page.touchscreen.tap(200, 500);
  await scaled(ada, "1.00");
  await drags(ada, { x: 300, y: 400 }, { x: 100, y: 410 });
  await shown(ada, "two.png");
  await scaled(ada, "1.00");
});

journey("mouse, trackpad and keys zoom a picture (ux 14)", async (way) => {
  const ada = await way.person("Ada");
  await sendsPictures(ada, {
    "one.png": evening(600, 400),
    "two.png": evening(400, 600),
  });
  await ada.page.locator("[data-test=album] article").nth(1).waitFor();
  await clicks(ada, ada.page.locator("[data-test=picture]").first());
  await shown(ada, "one.png");
  const { keyboard, mouse } = ada.page;
  await keyboard.press("+");
  await scaled(ada, "1.50");
  await keyboard.press("-");
  await scaled(ada, "1.00");
  await keyboard.press("+");
  await keyboard.press("+");
  await keyboard.press("+");
  await scaled(ada, "3.38");
  const image = lightbox(ada).locator('img[alt="one.png"]');
  const before = await boxOf(image);
  await keyboard.press("ArrowRight");
  await shown(ada, "one.png");
  const after = await boxOf(image);
  assert(after.x < before.x, "an arrow moves a zoomed picture");
  await keyboard.press("0");
  await scaled(ada, "1.00");
  const whole = await boxOf(image);
  const [x, y] = [whole.x + whole.width * .45, whole.y + whole.height / 2];
  await mouse.dblclick(x, y);
  await scaled(ada, "2.50");
  const large = await boxOf(image);
  assert(
    Math.abs((x - large.x) / large.width - .45) < .02,
    "what was pressed stays there",
  );
  await mouse.move(640, 400);
  await mouse.down();
  await mouse.move(660, 410);
  await mouse.move(620, 420);
  await mouse.up();
  assert((await boxOf(image)).x < large.x, "a drag moves it");
  await keyboard.press("0");
  await scaled(ada, "1.00");
  await keyboard.down("Control");
  await mouse.wheel(0, -70);
  await keyboard.up("Control");
  await ada.page.locator('[data-test=picture-stage]:not([data-scale="1.00"])').waitFor();
  await keyboard.press("0");
  await scaled(ada, "1.00");
  await keyboard.press("ArrowRight");
  await shown(ada, "two.png");
  await scaled(ada, "1.00");
});

journey(
  "a hair and a dot of a picture can be seen and pressed (ux 14)",
  async (way) => {
    const ada = await way.person("Ada");
    for (
      const [name, width, height] of [
        ["hair", 4000, 40],
        ["stripe", 40, 3000],
        [
          "dot",
          24,
          24,
        ],
      ] as const
    ) {
      await sendsPictures(ada, { [`${name}.png`]: evening(width, height) });
      const picture = ada.page.locator(`img[alt="${name}.png"]`);
      await picture.waitFor();
      const box = await boxOf(picture);
      assert(
        box.width >= 96 && box.height >= 96,
        `${name}: ${box.width} × ${box.height}`,
      );
    }
  },
);
