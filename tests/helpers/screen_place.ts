/**
 * Where on the screen a person would press: the place is looked for as eyes do it, brought into sight
 * as a hand does it, and it has to be the thing itself that lies on top there. What is covered, grey
 * or out of reach is a failure that says so: a person could not have pressed it either.
 */
import type { Locator, Page } from "playwright-core";
import { look, type Place, type Sight } from "./screen_look.ts";
import { eventually, PATIENCE_MS } from "./wait.ts";

export type { Place };

/** A place and a size, in pixels. */
export interface Box extends Place {
  width: number;
  height: number;
}

/** What is pressed with. */
export type Hand = "mouse" | "finger";

/** Two looks this far apart that agree: it stands still. */
const STILL_MS = 25;
const MIDDLE: Place = { x: 0.5, y: 0.5 };
/** Scrolling that leads nowhere so many times has come to an end. */
const MOST_SCROLLS = 60;

/** The middle of what can be seen of something, or a place in it by its parts. */
export async function placeOf(
  target: Locator,
  part?: Place,
  hand: Hand = "mouse",
): Promise<Place> {
  const end = performance.now() + PATIENCE_MS;
  const page = target.page();
  let before = "";
  let trouble = "it is not there";
  for (let scrolls = 0; performance.now() < end;) {
    await target.waitFor({ timeout: PATIENCE_MS });
    // It may give way to another between the two, as a row does to its stored one.
    const sight = await target.evaluate(look, part ?? null, { timeout: STILL_MS * 40 })
      .catch((error) => ({ trouble: String(error) }) as Sight);
    const now = JSON.stringify(sight);
    const isStill = now === before;
    before = now;
    trouble = sight.trouble ?? "it does not stand still";
    if (isStill && sight.at !== undefined) return sight.at;
    if (isStill && sight.scroll !== undefined) {
      trouble = "it cannot be scrolled into sight";
      if (++scrolls > MOST_SCROLLS) break;
      await scrolled(page, hand, sight.scroll);
      before = "";
    }
    await new Promise((go) => setTimeout(go, STILL_MS));
  }
  throw new Error(`Nobody can press ${target}: ${trouble}`);
}

/** Where something is and how large, once it stands still: a row has no place while it gives way to its stored one. */
export async function boxOf(target: Locator): Promise<Box> {
  let before = "";
  let box: Box | null = null;
  await eventually(`${target} stands still`, async () => {
    await target.waitFor();
    box = await target.boundingBox({ timeout: PATIENCE_MS });
    const isStill = box !== null && JSON.stringify(box) === before;
    before = JSON.stringify(box);
    return isStill;
  });
  return box!;
}

/** Turns the wheel over a place, or draws it away with a finger. */
async function scrolled(page: Page, hand: Hand, { from, by }: { from: Place; by: Place }) {
  if (hand === "mouse") {
    await page.mouse.move(from.x, from.y);
    await page.mouse.wheel(by.x, by.y);
    return;
  }
  const half = { x: Math.round(by.x / 2), y: Math.round(by.y / 2) };
  const [begin, end] = [
    { x: from.x + half.x, y: from.y + half.y },
    { x: from.x - half.x, y: from.y - half.y },
  ];
  await draws(page, begin, end);
}

const STEPS = 8;

/** Draws a finger over the screen, in steps. */
export async function draws(page: Page, from: Place, to: Place): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [from] });
  for (let i = 1; i <= STEPS; i++) {
    const at = {
      x: from.x + ((to.x - from.x) * i) / STEPS,
      y: from.y + ((to.y - from.y) * i) / STEPS,
    };
    await devtools.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [at] });
  }
  await devtools.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await devtools.detach();
}

/** Presses it: with the mouse, or with the tip of a finger. */
export async function presses(target: Locator, hand: Hand, part: Place = MIDDLE): Promise<void> {
  const page = target.page();
  const { x, y } = await placeOf(target, part === MIDDLE ? undefined : part, hand);
  if (hand === "finger") return await page.touchscreen.tap(x, y);
  await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.down();
  await page.mouse.up();
}
