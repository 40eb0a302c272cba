/**
 * Times in a history never run backwards: a small machine without a clock of its own starts in 1970, and
 * what is said then was still said after the last line. A line from a far future is somebody's mistake,
 * and holds up nobody's time.
 */
import { type Entry, parse } from "./line.ts";
import type { LineFile } from "../store/line_file.ts";

/** Before this the program was not there: a clock that says so is wrong. */
const PROGRAM_BEGAN = Date.UTC(2025, 0, 1);
/** Milliseconds that a plausible clock may be behind the last line: ten years. */
const MOST_BEHIND = 10 * 365 * 24 * 60 * 60 * 1000;
/** Bytes at the end of a file in which a line with a time is looked for. */
const LOOK_BYTES = 256 * 1024;

/** The times of one history. */
export class OrderOfTime {
  #last: number | null = null;

  /** The entry, at the time of the last line where its own is before that. */
  keep<E extends Entry>(entry: E, file: LineFile): E {
    const last = this.#last ??= lastTime(file);
    if (!isBehind(entry.time, last)) {
      this.#last = Math.max(last, entry.time);
      return entry;
    }
    return { ...entry, time: last };
  }

  /** Somebody else wrote into the file: its end is read again. */
  forget(): void {
    this.#last = null;
  }
}

/** True for a clock that cannot be right where a line has such a time. */
export function isBehind(now: number, last: number): boolean {
  return now < last && (now < PROGRAM_BEGAN || last - now < MOST_BEHIND);
}

/** The time of the last line that has one; 0 where none has. */
export function lastTime(file: LineFile): number {
  let last = 0;
  file.backward(file.end, (line) => {
    const entry = line === null ? null : parse(line);
    if (entry === null) return;
    last = entry.time;
    return false;
  }, LOOK_BYTES);
  return last;
}
