/** Whom one does not want to hear: the server decides, this is what it told. */
import { foldName } from "../../people/names.ts";
import type { Message } from "../../protocol.ts";

/** What is shown of the words of somebody who was blocked. */
export const HIDDEN = "(hidden: /show N)";

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

/** The message without the words of those one has blocked, of an answer without theirs as well. */
export function hidden(message: Message, isBlocked: (name: string) => boolean): Message {
  const { file, to, ...rest } = message;
  const answered = to !== undefined && isBlocked(to.name) ? { ...to, text: "…" } : to;
  const isHidden = isBlocked(message.name) && !message.erased;
  return {
    ...rest,
    ...(isHidden ? { text: HIDDEN } : file === undefined ? {} : { file }),
    ...(answered === undefined ? {} : { to: answered }),
  };
}
