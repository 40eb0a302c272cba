/** Who is in the room that is open: who comes and goes there, as sentences. */
import type { Event } from "../../protocol.ts";

/** Names that are told when one comes in. */
const MAX_NAMES_TOLD = 12;

/** The people of one room. */
export class PresentPeople {
  #names: string[] = [];
  /** More are there than were told. */
  #total = 0;
  #isTold = false;

  get names(): readonly string[] {
    return this.#names;
  }

  /** All of them: the sentence for it, null where it was told before. */
  are({ users, total }: Extract<Event, { type: "users" }>, label: string): string | null {
    this.#names = users.map(({ name }) => name);
    this.#total = total ?? users.length;
    if (this.#isTold) return null;
    this.#isTold = true;
    return `In ${label}: ${this.#listed(MAX_NAMES_TOLD)}. /help shows what can be done`;
  }

  comes(name: string): string | null {
    if (this.#names.includes(name)) return null;
    this.#names = [...this.#names, name];
    this.#total++;
    return `${name} came in`;
  }

  goes(name: string): string | null {
    if (!this.#names.includes(name)) return null;
    this.#names = this.#names.filter((other) => other !== name);
    this.#total--;
    return `${name} left`;
  }

  get text(): string {
    return `Here: ${this.#listed(Infinity)}`;
  }

  #listed(max: number): string {
    const shown = this.#names.slice(0, max);
    const more = this.#total - shown.length;
    return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  }
}
