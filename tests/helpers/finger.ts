/** A finger on the screen, by the protocol below the page: it taps, rests and drags as the browser sees it. */
import type { Locator } from "playwright-core";
import type { Person } from "./person.ts";

/** A place on the screen, in pixels. */
export interface Place {
  x: number;
  y: number;
}

/** The middle of an element, or a place in it by its parts. */
export async function placeOf(target: Locator, part: Place = { x: 0.5, y: 0.5 }): Promise<Place> {
  await target.waitFor();
  await target.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await target.boundingBox())!;
  return { x: x + width * part.x, y: y + height * part.y };
}

/** Presses what is at a place with the mouse, whatever lies over it. */
export async function clicks({ page }: Person, target: Locator): Promise<void> {
  const { x, y } = await placeOf(target);
  await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.down();
  await page.mouse.up();
}

/** A short touch. */
export async function taps({ page }: Person, target: Locator): Promise<void> {
  const { x, y } = await placeOf(target);
  await page.touchscreen.tap(x, y);
}

/** Puts a finger down, waits for what is to happen, and lifts it. */
export async function rests(
  person: Person,
  from: Place,
  until: () => Promise<void>,
): Promise<void> {
  const devtools = await person.devtools();
  const touch = (type: "touchStart" | "touchEnd", touchPoints: Place[]) =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [from]);
  await until();
  await touch("touchEnd", []);
  await devtools.detach();
}

/** Draws a finger over the screen, in steps. */
export async function drags(person: Person, from: Place, to: Place): Promise<void> {
  const devtools = await person.devtools();
  const steps = 8;
  await devtools.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [from] });
  for (let i = 1; i <= steps; i++) {
    const at = {
      x: from.x + ((to.x - from.x) * i) / steps,
      y: from.y + ((to.y - from.y) * i) / steps,
    };
    await devtools.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [at] });
  }
  await devtools.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await devtools.detach();
}
