/** The settings of the open room, filled in as people do. */
import type { Person } from "./person.ts";

/** Opens the settings of the open room. */
export async function openSettings(person: Person): Promise<void> {
  await person.presses("[data-test=room-menu]");
  await person.presses("[data-test=room-settings]");
  await person.page.locator("[data-test=room-form]").waitFor();
}

/** Writes into a field of the room's settings, in the place of what stands there. */
export async function sets(person: Person, field: "room" | "topic", words: string): Promise<void> {
  await person.fills(`[data-test=room-form] input[name=${field}]`, words);
}

/** Saves them, and waits until the dialog is gone. */
export async function saves(person: Person): Promise<void> {
  await person.presses("[data-test=save-room]");
  await person.page.locator("[data-test=room-form]").waitFor({ state: "detached" });
}
