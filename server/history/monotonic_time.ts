/**
 * Times in a history never run backwards: a small machine without a clock of its own starts in 1970, and
 * what is said then was still said after the last line. A line from a far future is somebody's mistake,
 * and holds up nobody's time.
 */
import { type Entry, parse } from "./line.ts";
import type { DiskFile } from "../store/disk.ts";
import type { LineFile } from "../store/line_file.ts";
import { decodeLine, fill } from "../store/line_reader.ts";
import { NEWLINE } from "../base/units.ts";

/** Before this the program was not there: a clock that says so is wrong. */
const EARLIEST_TIME = Date.UTC(2025, 0, 1);
/** Milliseconds that a plausible clock may be behind the last line: ten years. */
const MAX_CLOCK_LAG_MS = 10 * 365 * 24 * 60 * 60 * 1000;
/** Bytes at the end of a file in which a line with a time is looked for. */
const SCAN_BYTES = 256 * 1024;
/** The same where a file is only looked at. */
const PEEK_BYTES = 4 * 1024;

/** The times of one history. */
export class MonotonicTime {
  #last: number;
  #isRead = false;

  /** `glance`: what the last time seems to be, 0 where nobody knows. */
  constructor(glance: number) {
    this.#last = glance;
  }

  /** When the last line was written, as far as it is known: 0 where it is not. */
  get last(): number {
    return this.#last;
  }

  /** The entry, at the time of the last line where its own is before that. */
  clamp<E extends Entry>(entry: E, file: LineFile): E {
    const last = this.#isRead ? this.#last : lastTime(file);
    this.#isRead = true;
    this.#last = last;
    if (isBehind(entry.time, last)) return { ...entry, time: last };
    this.#last = Math.max(last, entry.time);
    return entry;
  }

  /** Somebody else wrote into the file: its end is read again. */
  forget(): void {
    this.#isRead = false;
  }
}

/** The time of the last line of a file that ends there, where it is one that is seen at a glance; else 0. */
export function peekLastTime(file: DiskFile, end: number): number {
  const start = Math.max(0, end - PEEK_BYTES);
  const bytes = new Uint8Array(end - start);
  fill(file, bytes, start);
  for (let stop = bytes.lastIndexOf(NEWLINE); stop > 0;) {
    const before = bytes.lastIndexOf(NEWLINE, stop - 1);
    // A line that begins before what was read is not whole.
    if (before < 0 && start > 0) return 0;
    const entry = parse(decodeLine(bytes.subarray(before + 1, stop), start + before + 1));
    if (entry !== null) return entry.time;
    stop = before;
  }
  return 0;
}

/** True for a clock that cannot be right where a line has such a time. */
export function isBehind(now: number, last: number): boolean {
  return now < last && (now < EARLIEST_TIME || last - now < MAX_CLOCK_LAG_MS);
}

/** The time of the last line that has one; 0 where none has. */
export function lastTime(file: LineFile): number {
  let last = 0;
  file.backward(file.end, (line) => {
    const entry = line === null ? null : parse(line);
    if (entry === null) return;
    last = entry.time;
    return false;
  }, SCAN_BYTES);
  return last;
}
