/** Lines and entries on their way into a file, which tell a test what became of them. */
import type { ChatError } from "../../server/base/errors.ts";
import type { Entry } from "../../server/history/line.ts";
import { PendingEntry } from "../../server/history/pending_entry.ts";
import type { Message } from "../../server/protocol.ts";
import type { PendingLine } from "../../server/store/pending_line.ts";

/** The error, or null; the offset, -1 where there is none; the message, if it is one. */
type Told = (error: ChatError | null, offset: number, message: Message | null) => void;

export function pendingLine(line: string, told: Told = () => {}): PendingLine {
  return {
    line,
    offset: -1,
    placed() {},
    written() {
      told(null, this.offset, null);
    },
    failed: (error) => told(error, -1, null),
  };
}

class ToldEntry extends PendingEntry {
  readonly #told: Told;

  constructor(entry: Entry, told: Told) {
    super(entry);
    this.#told = told;
  }

  stored(id: number, message: Message | null): void {
    this.#told(null, id, message);
  }

  failed(error: ChatError): void {
    this.#told(error, -1, null);
  }
}

export function pendingEntry(entry: Entry, told: Told = () => {}): PendingEntry {
  return new ToldEntry(entry, told);
}
