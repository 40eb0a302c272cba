/** Writing as people write: a press into the field, and keys. */
import { clicks } from "./touch.ts";
import type { Person } from "./person.ts";

/** Writes into the field for messages and leaves it there. */
export async function begins(person: Person, text: string): Promise<void> {
  await clicks(person, person.page.locator("[data-test=composer]"));
  await person.page.keyboard.type(text);
}

/** Writes something and sends it with Enter. */
export async function writes(person: Person, text: string): Promise<void> {
  await begins(person, text);
  await person.page.keyboard.press("Enter");
}

/** What stands in the field for messages. */
export function fieldOf({ page }: Person): Promise<string> {
  return page.locator("[data-test=composer]").inputValue();
}

/** Everything the browser keeps under its storage, keys and values in one text. */
export function keptBy({ page }: Person): Promise<string> {
  return page.evaluate<string>("JSON.stringify({ ...localStorage })");
}
