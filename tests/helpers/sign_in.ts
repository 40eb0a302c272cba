/** Going in and out with a password, as people do it: at places on the screen, with keys. */
import { assertEquals } from "@std/assert";
import { clicks } from "./touch.ts";
import type { Person } from "./person.ts";
import { HttpClient } from "./http_client.ts";
import type { Journey } from "./journey.ts";

export const PASSWORD = "correct horse battery";

/** These names have accounts. */
export async function claims(way: Journey, ...names: string[]): Promise<void> {
  for (const name of names) {
    const visitor = new HttpClient(way.server.url);
    const { status } = await visitor.asks("POST", "/api/accounts", { name, password: PASSWORD });
    assertEquals(status, 200, name);
    await visitor.asks("DELETE", "/api/session");
  }
}

/** The name screen, as somebody with a password goes through it. */
export async function signsIn(person: Person, name: string): Promise<void> {
  const { page } = person;
  const form = page.locator("form[data-test=name-form]");
  await form.waitFor();
  if (await form.locator("input[name=password]").count() === 0) {
    await clicks(person, page.locator("[data-test=to-sign-in]"));
  }
  await clicks(person, form.locator("input[name=name]"));
  await page.keyboard.type(name);
  await clicks(person, form.locator("input[name=password]"));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator("[data-test=composer]").waitFor();
}

/** Claims the own name in the settings, with the keyboard alone once these are open. */
export async function claimsOwn(person: Person, password: string): Promise<void> {
  const form = "[data-test=claim-form]";
  await person.presses("[data-test=settings]");
  await person.fills(`${form} input[name=password]`, password);
  await person.presses(`${form} button[type=submit]`);
  await person.page.locator("[data-test=sessions]").waitFor({ state: "attached" });
  await person.page.keyboard.press("Escape");
}

/** Opens the page and signs in; a claimed name asks for its password by itself. */
export async function comesBack(way: Journey, name: string, password: string): Promise<Person> {
  const person = await way.visitor();
  await person.fills("input[name=name]", name);
  await person.page.keyboard.press("Enter");
  await person.fills("input[name=password]", password);
  await person.page.keyboard.press("Enter");
  await person.page.locator("[data-test=composer]").waitFor();
  return person;
}

/** Leaves by the button in the settings. */
export async function leaves(person: Person): Promise<void> {
  await clicks(person, person.page.locator("[data-test=settings]"));
  await clicks(person, person.page.locator("[data-test=leave]"));
  await person.page.locator("form[data-test=name-form]").waitFor();
}
