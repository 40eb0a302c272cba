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

/** Leaves by the button in the settings. */
export async function leaves(person: Person): Promise<void> {
  await clicks(person, person.page.locator("[data-test=settings]"));
  await clicks(person, person.page.locator("[data-test=leave]"));
  await person.page.locator("form[data-test=name-form]").waitFor();
}
