/**
 * Finds words in a history by reading the file itself, from its end: no index to keep. Bytes are
 * searched as they stand, with both cases of each letter spelled out in UTF-8, so that a gigabyte
 * is looked through without being decoded. Only what stands behind the name is looked at, only lines
 * that fit are parsed, and nothing else is looked up; no step is longer than a slice of a turn.
 */
import type { Buffer } from "node:buffer";
import { chunksBefore } from "./chunks.ts";
import { asMessage } from "./relations.ts";
import type { History } from "./history.ts";
import { parse, STAMP_LENGTH } from "./line.ts";
import type { Matcher } from "./search_query.ts";
import type { Slices } from "../base/time_slices.ts";
import type { Message } from "../protocol.ts";
import type { DiskFile } from "../store/disk.ts";
import { decodeLine } from "../store/line_reader.ts";

/** What a search comes across: a message, or how far it is, in bytes that are still ahead. */
export type Find = { message: Message } | { left: number };

/** Bytes that one run of the pattern looks at: a millisecond or two for the worst of patterns. */
const WINDOW_BYTES = 16 * 1024;
/** Lines that fit which are read between two looks at the stopwatch. */
const LINES_A_LOOK = 16;

/** The history that is searched: asked only about messages whose words fit. */
export type SearchedHistory = Pick<History, "find" | "current">;

/** Lines of a chunk whose words may fit: where each begins and ends in it. */
type Lines = { begin: number; end: number }[];

/** Where lines are looked at: those that start before `from`, and not before `to`. */
export interface SearchRange {
  from: number;
  to: number;
}

/**
 * Looks through lines of a range, the newest first, in slices of the event loop's turns; the caller stops
 * by asking for no more.
 */
export async function* search(
  history: SearchedHistory,
  file: DiskFile,
  matcher: Matcher,
  { from, to }: SearchRange,
  slices: Slices,
): AsyncGenerator<Find> {
  const told = new Set<number>();
  if (slices.isUsed) await slices.next();
  for (const { bytes: whole, start } of chunksBefore(file, from)) {
    const stop = start + whole.length;
    if (stop <= to) break;
    const text = whole.toString("latin1");
    const lines: Lines = [];
    for (let at = 0; at < text.length;) {
      const end = text.indexOf("\n", at + WINDOW_BYTES);
      const windowEnd = end < 0 ? text.length : end + 1;
      collect(text.slice(at, windowEnd), at, matcher.pattern, lines);
      at = windowEnd;
      if (slices.isUsed) {
        yield { left: stop };
        await slices.next();
      }
    }
    for (let i = lines.length - 1; i >= 0; i--) {
      const { begin, end } = lines[i]!;
      if (start + begin < to) break;
      const message = messageIn(history, whole.subarray(begin, end), start + begin, matcher, told);
      if (message !== null) {
        told.add(message.id);
        yield { message };
      }
      if (i % LINES_A_LOOK === 0 && slices.isUsed) {
        yield { left: stop };
        await slices.next();
      }
    }
  }
  yield { left: 0 };
}

/** Adds the lines of a window that begins at `offset` of its chunk, where the pattern is found in words. */
function collect(window: string, offset: number, pattern: RegExp, lines: Lines): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(window); match !== null; match = pattern.exec(window)) {
    const begin = window.lastIndexOf("\n", match.index) + 1;
    const stop = window.indexOf("\n", match.index);
    const end = stop < 0 ? window.length : stop;
    const words = wordsIn(window, begin, end);
    const isInWords = match.index >= words && words < end;
    if (isInWords) lines.push({ begin: offset + begin, end: offset + end });
    // What stands before the words is passed over once, however often the pattern is in it.
    pattern.lastIndex = isInWords || words === end ? end : Math.max(words, match.index + 1);
  }
}

/** Where the words of a line begin: behind the name, or where the name of a shared file does. */
function wordsIn(window: string, begin: number, end: number): number {
  // No name, and no event but those that carry words, holds a colon with a space behind it.
  const found = window.indexOf(": ", begin);
  const colon = found < 0 || found >= end ? end : found;
  if (window.startsWith("* ", begin + STAMP_LENGTH)) {
    const quote = window.indexOf(' "', begin + STAMP_LENGTH);
    if (quote >= 0 && quote < colon) return quote + 2;
  }
  return colon === end ? end : colon + 2;
}

/** The message that a line says or changes, where it says the words now; null where it does not. */
function messageIn(
  history: SearchedHistory,
  bytes: Buffer,
  offset: number,
  matcher: Matcher,
  told: ReadonlySet<number>,
): Message | null {
  const entry = parse(decodeLine(bytes, offset));
  if (entry === null || !("text" in entry) || !matcher.fits(entry)) return null;
  const id = entry.kind === "edited" ? entry.target : offset;
  if (told.has(id)) return null;
  const own = asMessage(entry, id);
  const message = own === null ? history.find(id) : history.current(own);
  // What it says now counts, not what an edit took away.
  return message !== null && !message.erased && matcher.fits(message) ? message : null;
}
