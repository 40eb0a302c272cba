/**
 * The files that were shared in a history, the newest first, found by reading the file itself from its
 * end: no index to keep. Lines of events are few and begin alike, so all others are passed over as bytes.
 * One call reads so much and no more, and says where the next one goes on.
 */
import { asMessage } from "./relations.ts";
import type { History } from "./history.ts";
import { parse, STAMP_LENGTH } from "./line.ts";
import { type Chunk, chunksBefore } from "./chunks.ts";
import type { Slices } from "../base/time_slices.ts";
import type { Message } from "../protocol.ts";
import type { DiskFile } from "../store/disk.ts";
import { decodeLine } from "../store/line_reader.ts";

/** Bytes that one call looks through: some ten milliseconds, in slices. */
const BUDGET_BYTES = 32 * 1024 * 1024;
/** Lines of files that are read between two looks at the stopwatch. */
const LINES_A_LOOK = 16;
/** How a line of an event goes on behind its time. */
const EVENT = "] * ";
/** Where that stands in a line: the time ends with a bracket and a space. */
const EVENT_AT = STAMP_LENGTH - 2;

/** A run of files: the messages they came with, the newest first. */
export interface SharedFiles {
  messages: Message[];
  /** Where the next run goes on. */
  start: number;
  /** There may be others before `start`. */
  more: boolean;
}

/** What is asked for: lines that start before `from` and not before `to`, at most so many of them that fit. */
export interface SharedQuery {
  from: number;
  to?: number;
  limit: number;
  fits: (message: Message) => boolean;
}

export async function sharedFiles(
  history: Pick<History, "current">,
  file: DiskFile,
  { from, to = 0, limit, fits }: SharedQuery,
  slices: Slices,
): Promise<SharedFiles> {
  const messages: Message[] = [];
  let start = from;
  if (slices.isUsed) await slices.next();
  for (const chunk of chunksBefore(file, from)) {
    let looked = 0;
    if (start <= to) break;
    for (const message of sharedIn(chunk)) {
      if (message.id < to) break;
      if (++looked % LINES_A_LOOK === 0 && slices.isUsed) await slices.next();
      // As it is now: what was erased is nobody's any more.
      if (history.current(message).erased || message.file === undefined || !fits(message)) continue;
      messages.push(message);
      if (messages.length === limit) return { messages, start: message.id, more: message.id > to };
    }
    start = chunk.start;
    if (from - start >= BUDGET_BYTES) break;
    if (slices.isUsed) await slices.next();
  }
  return { messages, start: Math.max(start, to), more: start > to && start < from };
}

/** The messages with a file in a run of lines, the last first, unfolded. */
function* sharedIn({ bytes, start }: Chunk): Generator<Message> {
  const text = bytes.toString("latin1");
  for (let stop = text.length; stop > 0;) {
    const at = text.lastIndexOf(EVENT, stop - 1);
    if (at < 0) return;
    const begin = text.lastIndexOf("\n", at) + 1;
    // Each line is looked at once, however often it holds those characters.
    stop = begin;
    if (!text.startsWith(EVENT, begin + EVENT_AT)) continue;
    const newline = text.indexOf("\n", begin);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(begin, end);
    if (!line.includes(" shared ") && !line.includes(" with ")) continue;
    const entry = parse(decodeLine(bytes.subarray(begin, end), start + begin));
    const message = entry?.kind === "shared" ? asMessage(entry, start + begin) : null;
    if (message !== null) yield message;
  }
}
