/**
 * Finds words in a history by reading the file itself, from its end: no index to keep. Bytes are
 * searched as they stand, with both cases of each letter spelled out in UTF-8, so that a gigabyte
 * is looked through without being decoded; only lines that match are parsed.
 */
import { Buffer } from "node:buffer";
import type { History } from "./history.ts";
import { parse } from "./line.ts";
import { ChatError } from "../base/errors.ts";
import type { Message } from "../protocol.ts";
import type { DiskFile } from "../store/disk.ts";
import { decodeLine, fill } from "../store/line_reader.ts";

/** What a search comes across: a message, or how far it is, in bytes that are still ahead. */
export type Find = { message: Message } | { left: number };

/** Longest query in code points. */
const MOST = 100;
const CHUNK = 1024 * 1024;
const NEWLINE = 10;

/** What people search for, tidied, or a ChatError `bad_request`. */
export function searchQuery(value: string | null): string {
  const query = (value ?? "").normalize("NFC").trim();
  if (query !== "" && [...query].length <= MOST && !/[\n\r\u2028]/.test(query)) return query;
  throw new ChatError(
    "bad_request",
    `Cannot search: 1 to ${MOST} characters in one line are wanted`,
  );
}

/** A pattern over the bytes of UTF-8, as a string of one byte a character, that ignores case. */
export function bytePattern(query: string): RegExp {
  let source = "";
  for (const character of query) {
    const cases = new Set([character, character.toLowerCase(), character.toUpperCase()]);
    const spelled = [...cases].map((one) => escape(Buffer.from(one, "utf8").toString("latin1")));
    source += spelled.length === 1 ? spelled[0] : `(?:${spelled.join("|")})`;
  }
  return new RegExp(source, "g");
}

/**
 * Looks through lines that start before `from`, the newest first. `pause` is awaited between steps of a
 * megabyte, so that others are served meanwhile; the caller stops by asking for no more.
 */
export async function* search(
  history: History,
  file: DiskFile,
  query: string,
  from: number,
  pause: () => Promise<void>,
): AsyncGenerator<Find> {
  const pattern = bytePattern(query);
  const folded = query.toLowerCase();
  const told = new Set<number>();
  const chunk = Buffer.alloc(CHUNK);
  for (let stop = from; stop > 0;) {
    let start = Math.max(0, stop - CHUNK);
    const bytes = chunk.subarray(0, stop - start);
    if (fill(file, bytes, start) < bytes.length) return;
    // The line that is cut by the chunk's beginning belongs to the next one, unless it fills this.
    const lead = start === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
    const whole = bytes.subarray(lead === bytes.length ? 0 : lead);
    start = stop - whole.length;
    for (const [offset, line] of matchingLines(whole, start, pattern).reverse()) {
      const id = idOf(line, offset);
      if (id === null || told.has(id)) continue;
      const message = history.find(id);
      // What it says now counts, not what an edit took away, nor the name and time before it.
      if (message === null || !message.text.toLowerCase().includes(folded)) continue;
      told.add(id);
      yield { message };
    }
    stop = start;
    yield { left: stop };
    await pause();
  }
}

/** The lines in which the pattern is found, each with its offset in the file. */
function matchingLines(bytes: Buffer, start: number, pattern: RegExp): [number, string][] {
  const text = bytes.toString("latin1");
  const found: [number, string][] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const begin = text.lastIndexOf("\n", match.index) + 1;
    const stop = text.indexOf("\n", match.index);
    const end = stop < 0 ? text.length : stop;
    found.push([start + begin, decodeLine(bytes.subarray(begin, end), start + begin)]);
    pattern.lastIndex = end;
  }
  return found;
}

/** The message that a line is, or whose words it changes. */
function idOf(line: string, offset: number): number | null {
  const entry = parse(line);
  if (entry?.kind === "message" || entry?.kind === "shared") return offset;
  return entry?.kind === "edited" ? entry.target : null;
}

function escape(text: string): string {
  return text.replace(
    /[^A-Za-z0-9]/g,
    (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
