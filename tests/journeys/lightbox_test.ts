/** A picture that comes slowly, those beside it, and one that is erased while somebody looks at it. */
import { assert, assertEquals } from "@std/assert";
import { boxOf } from "../helpers/touch.ts";
import { evening } from "../helpers/picture.ts";
import { eventually } from "../helpers/wait.ts";
import type { Person } from "../helpers/person.ts";
import { journey } from "../helpers/journey.ts";
import { sendsOneFarLater, sendsPictures, THREE } from "../helpers/sent_pictures.ts";

const lightbox = ({ page }: Person) => page.locator("[data-test=lightbox]");
const notice = (person: Person) => lightbox(person).locator("[data-test=lightbox-notice]");
const image = (person: Person, name: string) => lightbox(person).locator(`img[alt="${name}"]`);
const small = (person: Person) => lightbox(person).locator("[data-test=picture-preview]");
const inRow = ({ page }: Person, name: string) =>
  page.locator(`[data-test=picture] img[alt="${name}"]`);

/** Whole pictures that a page asks for from now on, by the width in their addresses. */
function asked({ page }: Person): string[] {
  const all: string[] = [];
  page.on("request", (request) => {
    const [, width] = /\/files\/[^?]*-(\d+)x\d+\.[a-z]+$/.exec(request.url()) ?? [];
    if (width !== undefined) all.push(width);
  });
  return all;
}

async function erases(person: Person, name: string): Promise<void> {
  const tile = person.page.locator("article", { has: inRow(person, name) }).last();
  await person.pointsAt(tile);
  await person.presses(tile.locator("[data-test=erase]"));
}

journey("a picture is there small at once, in its place, until all of it came", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris", { theme: "dark" })];
  const { promise, resolve } = Promise.withResolvers<void>();
  await boris.page.route(/\/files\/[^?]+$/, async (route) => {
    await promise;
    await route.continue();
  });
  for (const [name, width, height] of [["wide.png", 1600, 700], ["high.png", 500, 900]] as const) {
    await sendsPictures(ada, { [name]: evening(width, height) }, "", "image/png");
    await inRow(boris, name).waitFor();
  }
  await boris.presses(inRow(boris, "wide.png"));
  const boxes = [];
  for (const name of ["wide.png", "high.png"]) {
    await small(boris).waitFor();
    await eventually("it is drawn", () =>
      small(boris).evaluate((one) => {
        const { complete, naturalWidth } = one as HTMLImageElement;
        return complete && naturalWidth > 0;
      }));
    assertEquals(
      await image(boris, name).evaluate((one) => (one as HTMLImageElement).complete),
      false,
    );
    boxes.push(await boxOf(small(boris)));
    await boris.page.keyboard.press("ArrowRight");
  }
  assertEquals(await boris.barriers(), []);
  await boris.page.keyboard.press("+");
  await boris.page.locator('[data-test=picture-stage][data-scale="1.50"]').waitFor();
  await boris.page.keyboard.press("0");
  resolve();
  for (const name of ["high.png", "wide.png"]) {
    await image(boris, name).waitFor();
    await small(boris).waitFor({ state: "detached" });
    const [whole, before] = [await boxOf(image(boris, name)), boxes.pop()!];
    for (const side of ["x", "y", "width", "height"] as const) {
      assert(Math.abs(whole[side] - before[side]) < 2, `${name}: ${side}, ${before[side]}`);
    }
    await boris.page.keyboard.press("ArrowLeft");
  }
});

const FIVE = Object.fromEntries(
  [41, 42, 43, 44, 45].map((width) => [`${width}.png`, evening(width, 40)]),
);

journey("the pictures beside it come ahead, one each side, unless data is saved", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  await sendsPictures(ada, FIVE, "", "image/png");
  await inRow(boris, "45.png").waitFor();
  const ahead = asked(boris);
  await boris.presses(inRow(boris, "43.png"));
  await image(boris, "43.png").waitFor();
  await eventually("those beside it came", () => ahead.length === 3);
  assertEquals(ahead, ["43", "42", "44"]);
  await boris.page.keyboard.press("ArrowRight");
  await image(boris, "44.png").waitFor();
  await eventually("the next one came", () => ahead.includes("45"));
  assertEquals(ahead.includes("41"), false);

  const vera = await way.person("Vera");
  await vera.page.addInitScript(
    `Object.defineProperty(navigator, "connection", { value: { saveData: true } })`,
  );
  await vera.page.reload();
  await inRow(vera, "45.png").waitFor();
  const saved = asked(vera);
  await vera.presses(inRow(vera, "43.png"));
  for (const name of ["43", "44", "45"]) {
    await image(vera, `${name}.png`).waitFor();
    await small(vera).waitFor({ state: "detached" });
    await vera.page.keyboard.press("ArrowRight");
  }
  assertEquals(saved, ["43", "44", "45"]);
});

journey("a picture that is erased while one looks gives way, with a sentence", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris", { theme: "light" })];
  await sendsPictures(ada, THREE);
  await inRow(boris, "three.png").waitFor();
  await boris.presses(inRow(boris, "two.png"));
  await image(boris, "two.png").waitFor();
  assertEquals(await notice(boris).innerText(), "");
  await erases(ada, "two.png");
  await image(boris, "three.png").waitFor();
  await notice(boris).filter({ hasText: "was deleted" }).waitFor();
  assertEquals(await boris.barriers(), []);
  await boris.page.keyboard.press("ArrowLeft");
  await image(boris, "one.png").waitFor();
  assertEquals(await notice(boris).innerText(), "");
  await erases(ada, "one.png");
  await image(boris, "three.png").waitFor();
  await erases(ada, "three.png");
  await lightbox(boris).waitFor({ state: "detached" });
  await boris.page.locator("[data-test=toast]", { hasText: "was deleted" }).waitFor();
});

journey("so does one from far back, of which the list knows nothing", async (way) => {
  const ada = await way.person("Ada");
  await sendsPictures(ada, THREE);
  await inRow(ada, "three.png").waitFor();
  await sendsOneFarLater(way, ada, 220);
  await inRow(ada, "last.png").waitFor();
  const vera = await way.person("Vera");
  await inRow(vera, "last.png").waitFor();
  assertEquals(await inRow(vera, "three.png").count(), 0, "it is far back");
  await vera.presses(inRow(vera, "last.png"));
  await image(vera, "last.png").waitFor();
  await vera.page.keyboard.press("ArrowLeft");
  await image(vera, "three.png").waitFor();
  await vera.page.keyboard.press("ArrowLeft");
  await image(vera, "two.png").waitFor();
  await erases(ada, "two.png");
  await image(vera, "three.png").waitFor();
  await notice(vera).filter({ hasText: "was deleted" }).waitFor();
  await vera.page.keyboard.press("ArrowLeft");
  await image(vera, "one.png").waitFor();
});
