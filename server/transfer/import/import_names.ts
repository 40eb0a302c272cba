/**
 * Names of a log as ours may be. Two people of a log are never one here: names that tidy to the same get a
 * number, and who is written as we write keeps the name as it is.
 */
import { detached } from "../input/detached.ts";
import { foldName, freeName, NAME_LENGTH, personName } from "../../people/names.ts";

/** People of one log: more than anybody ever talked with. */
const MAX_NAMES = 200_000;

/** What stands for a name of which nothing is left. */
const NOBODY = "Somebody";

/** Names as the logs write them, and as they become. All are seen before the first is asked for. */
export class ImportNames {
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  #isSettled = false;

  /** Remembers a name; beyond {@link MAX_NAMES} they are only tidied. */
  see(raw: string): void {
    if (this.#names.has(raw) || this.#names.size >= MAX_NAMES) return;
    this.#names.set(detached(raw), "");
  }

  /** The name that one of a log becomes. */
  of(raw: string): string {
    if (!this.#isSettled) this.#settle();
    const known = this.#names.get(raw);
    if (known !== undefined) return known;
    // Only known since the first reading: by an id that has a name now.
    const name = this.#free(tidied(raw));
    if (this.#names.size < MAX_NAMES) this.#take(detached(raw), name);
    return name;
  }

  /** Those that became another: what they were, what they are. */
  changed(): [string, string][] {
    if (!this.#isSettled) this.#settle();
    return [...this.#names].filter(([raw, name]) => raw !== name);
  }

  #settle(): void {
    this.#isSettled = true;
    const others: string[] = [];
    for (const raw of this.#names.keys()) {
      // What differs by case alone is as different here as it was there.
      if (tidied(raw) === raw) this.#take(raw, raw);
      else others.push(raw);
    }
    for (const raw of others) this.#take(raw, this.#free(tidied(raw)));
  }

  #free(name: string): string {
    const isTaken = (folded: string): boolean => this.#taken.has(folded);
    return isTaken(foldName(name)) ? freeName(name, isTaken) : name;
  }

  #take(raw: string, name: string): void {
    this.#names.set(raw, name);
    this.#taken.add(foldName(name));
  }
}

function tidied(raw: string): string {
  const name = valid(
    raw.normalize("NFC").replace(/[^\p{L}\p{M}\p{Nd} _\-.'\u2019]/gu, " ")
      .replace(/^[^\p{L}\p{Nd}]+/u, ""),
  );
  return name ?? nameOfSigns(raw);
}

/** A name for what has no letter: by the signs that it is written with, `emoji 1F337`. */
function nameOfSigns(raw: string): string {
  const signs = [...raw.matchAll(/[^\s\p{Default_Ignorable_Code_Point}]/gu)]
    .slice(0, 4)
    .map(([sign]) => sign.codePointAt(0)!.toString(16).toUpperCase());
  return valid(`emoji ${signs.join(" ")}`) ?? NOBODY;
}

function valid(name: string): string | null {
  const cut = [...name.trim().replace(/\s+/gu, " ")].slice(0, NAME_LENGTH).join("").trimEnd();
  try {
    return personName(cut);
  } catch {
    return null;
  }
}
