/** Reads the entry of one line by its offset. */
import { asMessage } from "./relations.ts";
import { type Entry, parse } from "./line.ts";
import type { Message } from "../protocol.ts";
import type { LineFile } from "../store/line_file.ts";

/** The single lines of one history. */
export class EntryReader {
  readonly #file: () => LineFile;

  constructor(file: () => LineFile) {
    this.#file = file;
  }

  /** What the line at an offset says; null where none starts, or it fits nothing. */
  entry(offset: number): Entry | null {
    const line = this.#file().line(offset);
    return line === null ? null : parse(line);
  }

  /** The message at an offset as its line has it, or null. */
  message(offset: number): Message | null {
    const entry = this.entry(offset);
    return entry === null ? null : asMessage(entry, offset);
  }

  /** The words of the edit at an offset. */
  readonly wordsAt = (offset: number): string | null => {
    const entry = this.entry(offset);
    return entry?.kind === "edited" ? entry.text : null;
  };
}
