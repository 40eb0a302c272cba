/** Whom one does not want to hear: the server decides, this is what it told. */
import { foldName } from "../../people/names.ts";

/** Names that were blocked. */
export class Blocks {
  readonly #names = new Map<string, string>();

  /** All of them, as a `welcome` tells it. */
  reset(names: readonly string[]): void {
    this.#names.clear();
    for (const name of names) this.set(name, true);
  }

  set(name: string, on: boolean): void {
    if (on) this.#names.set(foldName(name), name);
    else this.#names.delete(foldName(name));
  }

  has(name: string): boolean {
    return this.#names.has(foldName(name));
  }

  get names(): string[] {
    return [...this.#names.values()].sort();
  }
}
