/** A finger on the screen, by the protocol below the page: it taps, rests and drags as the browser sees it. */
import type { Locator } from "playwright-core";
import type { Person } from "./person.ts";
import { boxOf, draws, type Place, placeOf, presses } from "./screen_place.ts";

export { boxOf, type Place, placeOf };

/** Presses something with the mouse, whatever the person's device has. */
export function clicks(_: Person, target: Locator): Promise<void> {
  return presses(target, "mouse");
}

/** A short touch. */
export function taps(_: Person, target: Locator): Promise<void> {
  return presses(target, "finger");
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
export function drags({ page }: Person, from: Place, to: Place): Promise<void> {
  return draws(page, from, to);
}

/** Puts two fingers down, moves both in steps, and lifts them. */
export async function pinches(
  person: Person,
  from: [Place, Place],
  to: [Place, Place],
): Promise<void> {
  const devtools = await person.devtools();
  const touch = (
    type: "touchStart" | "touchMove" | "touchEnd",
    places: Place[],
  ) =>
    devtools.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: places.map((place, id) => ({ ...place, id })),
    });
  await touch("touchStart", from);
  const steps = 5;
  for (let step = 1; step <= steps; step++) {
    const at = from.map(({ x, y }, finger) => ({
      x: x + (to[finger]!.x - x) * step / steps,
      y: y + (to[finger]!.y - y) * step / steps,
    }));
    await touch("touchMove", at);
  }
  await touch("touchEnd", []);
  await devtools.detach();
}
