/**
 * Where on the screen a person would press: the place is looked for as eyes do it, brought into sight
 * as a hand does it, and it has to be the thing itself that lies on top there. What is covered, grey
 * or out of reach is a failure that says so: a person could not have pressed it either.
 */
import type { Locator, Page } from "playwright-core";
import { PATIENCE_MS } from "./patience.ts";

/** A place on the screen, in pixels. */
export interface Place {
  x: number;
  y: number;
}

/** What is pressed with. */
export type Hand = "mouse" | "finger";

/** What a look at the screen found: a place, something to scroll, or why not. */
interface Sight {
  at?: Place;
  scroll?: { from: Place; by: Place };
  trouble?: string;
}

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

/** Runs in the page: one look at one thing. */
function look(element: Element, part: Place | null): Sight {
  /** Less of it than this in sight, and one scrolls first. */
  const ENOUGH_PX = 12;
  const isMark = element instanceof HTMLInputElement && /^(radio|checkbox)$/.test(element.type);
  // Its words are as good a place as the mark itself, and larger.
  const label = isMark ? element.labels?.[0] : undefined;
  const thing = label ?? element;
  if (element.matches(":disabled")) return { trouble: "it is disabled" };
  const rects = [...thing.getClientRects()].sort((a, b) => b.width * b.height - a.width * a.height);
  // A link may run over two lines, and between them is nothing to press.
  const box = getComputedStyle(thing).display === "inline" && rects[0]
    ? rects[0]
    : thing.getBoundingClientRect();
  const seen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  let scroller: Element | null = null;
  let room = { ...seen };
  for (let outer: Element | null = thing; outer !== null; outer = outer.parentElement) {
    const { overflowX, overflowY, position } = getComputedStyle(outer);
    if (outer !== thing && `${overflowX}${overflowY}` !== "visiblevisible") {
      const { left, top, right, bottom } = outer.getBoundingClientRect();
      seen.left = Math.max(seen.left, left);
      seen.top = Math.max(seen.top, top);
      seen.right = Math.min(seen.right, right);
      seen.bottom = Math.min(seen.bottom, bottom);
      const isHigh = /auto|scroll/.test(overflowY) && outer.scrollHeight > outer.clientHeight;
      const isWide = /auto|scroll/.test(overflowX) && outer.scrollWidth > outer.clientWidth;
      if (scroller === null && (isHigh || isWide)) {
        scroller = outer;
        room = { ...seen };
      }
    }
    // What is fixed, or in the top layer, hangs in no frame.
    if (position === "fixed" || outer.matches(":modal, :popover-open")) break;
  }
  const inner = {
    left: Math.max(box.left, seen.left),
    top: Math.max(box.top, seen.top),
    right: Math.min(box.right, seen.right),
    bottom: Math.min(box.bottom, seen.bottom),
  };
  const isSeen = inner.right - inner.left >= Math.min(box.width, ENOUGH_PX) &&
    inner.bottom - inner.top >= Math.min(box.height, ENOUGH_PX);
  const at = part === null
    ? { x: (inner.left + inner.right) / 2, y: (inner.top + inner.bottom) / 2 }
    : { x: box.left + box.width * part.x, y: box.top + box.height * part.y };
  const isInside = at.x >= seen.left && at.x < seen.right && at.y >= seen.top && at.y < seen.bottom;
  if (!isSeen || !isInside) {
    if (scroller === null) return { trouble: "it is out of sight, and nothing scrolls" };
    const [wide, high] = [room.right - room.left, room.bottom - room.top];
    const from = { x: room.left + wide / 2, y: room.top + high / 2 };
    const goal = part === null ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : at;
    const bound = (by: number, most: number): number => Math.max(-most, Math.min(most, by));
    const isBeside = goal.x < room.left || goal.x >= room.right;
    const by = {
      x: isBeside ? bound(goal.x - from.x, wide * 0.6) : 0,
      y: bound(goal.y - from.y, high * 0.6),
    };
    return { scroll: { from, by } };
  }
  const hit = document.elementFromPoint(at.x, at.y);
  if (hit === null) return { trouble: "nothing is at its place" };
  if (thing.contains(hit) || element.contains(hit)) return { at };
  if (hit.closest("label")?.control === element) return { at };
  const words = hit.textContent?.trim().slice(0, 40) ?? "";
  return { trouble: `<${hit.localName} class="${hit.className}"> ${words} lies over it` };
}
