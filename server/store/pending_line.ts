/**
 * A line on its way into a file. One object goes down with it and comes back up: where it starts is told
 * before it is written, and what became of it exactly once.
 */
import type { ChatError } from "../base/errors.ts";

/** What waits to be written. */
export interface PendingLine {
  /** The line without its newline. */
  readonly line: string;
  /** Where it starts; set just before the batch is written. */
  offset: number;
  /** The offset stands, and nothing is written yet. */
  placed(): void;
  /** The line is in the file, whose end is here now. Told once, as `failed` is. */
  written(end: number): void;
  /** Nothing of the line is in the file. */
  failed(error: ChatError): void;
}

const ENCODER = new TextEncoder();

/** A line of which nobody asks more than whether it could be written. */
export class SettledLine implements PendingLine {
  readonly line: string;
  offset = -1;
  error: ChatError | null = null;
  readonly #onFailed: (error: ChatError) => void;

  constructor(line: string, onFailed: (error: ChatError) => void = () => {}) {
    this.line = line;
    this.#onFailed = onFailed;
  }

  placed(): void {}

  written(): void {}

  failed(error: ChatError): void {
    this.error = error;
    this.#onFailed(error);
  }
}

/** The bytes of a batch that begins at `start`; each line learns its offset. */
export function encodeBatch(batch: PendingLine[], start: number): Uint8Array {
  if (batch.length === 1) {
    const [pending] = batch as [PendingLine];
    pending.offset = start;
    return ENCODER.encode(pending.line + "\n");
  }
  let units = 0;
  for (const { line } of batch) units += line.length + 1;
  // Three bytes hold any UTF-16 unit.
  const bytes = new Uint8Array(units * 3);
  let at = 0;
  for (const pending of batch) {
    pending.offset = start + at;
    at += ENCODER.encodeInto(pending.line, bytes.subarray(at)).written;
    bytes[at++] = 10;
  }
  return bytes.subarray(0, at);
}
