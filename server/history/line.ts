/**
 * The grammar of a line in a history file: format and parse, nothing else.
 * For every entry that `format` takes, `parse(format(entry))` is that entry; parse is total, and
 * what fits nothing is null, never a guess. The grammar is told in docs/file-format.md.
 */
import { formatRoomEntry, parseRoomEntry, ROOM_VERBS, type RoomEntry } from "./room_entry.ts";
import { formatTime } from "../base/clock.ts";
import { NAME } from "../people/names.ts";

/**
 * One line of a history file. `time` is milliseconds since 1970, whole seconds; `to` is where the line
 * starts that is answered.
 */
export type Entry =
  | { kind: "message"; time: number; name: string; text: string; to?: number }
  | ({ kind: "shared"; time: number; name: string; text: string; to?: number } & {
    file: FileFacts;
  })
  | { kind: "created"; time: number; name: string }
  /** What was said up to then was written elsewhere; `asAccounts`: by the people whose accounts bear the names. */
  | { kind: "imported"; time: number; name: string; asAccounts: boolean }
  | {
    kind: "reacted";
    time: number;
    name: string;
    target: number;
    emoji: string;
    on: boolean;
  }
  | { kind: "edited"; time: number; name: string; target: number; text: string }
  | { kind: "erased"; time: number; name: string; target: number }
  /** Who is in a private room changed, and by whom; `left`: by themselves. */
  | { kind: "added" | "removed"; time: number; name: string; who: string }
  | { kind: "left"; time: number; name: string }
  | RoomEntry;

/** The attachment that a `shared` line names. `size` is in bytes. */
export interface FileFacts {
  id: string;
  type: string;
  size: number;
  name: string;
}

/** A line that speaks about an earlier one. */
export type Relation = Extract<Entry, { target: number }>;

const TIME = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] /;
const ZERO = 0x30;
/** `[2025-11-19 23:46:36] ` */
export const STAMP_LENGTH = 22;

// A name in an older log may hold more than ours do, but never what would make a line ambiguous.
// deno-lint-ignore no-control-regex -- controls are what is refused
const OLD_NAME = /^[\p{L}\p{N}][^:\x00-\x1f\x7f-\x9f\u2028\u2029]*$/u;

// Each is tried at every place where it might begin; the last place that fits wins (see `event`).
const CREATED = /^ created the room$/;
const IMPORTED = /^ imported this room( as accounts)?$/;
const REACTED = /^ (un)?reacted (\S{1,64}) to (\d{1,16})$/u;
const ERASED = /^ erased (\d{1,16})$/;
const EDITED = /^ edited (\d{1,16}): (.*)$/su;
const ANSWERED = /^ answered (\d{1,16}): (.*)$/su;
const SHARED =
  /^ (?:shared|answered (\d{1,16}) with) ([0-9A-Za-z.-]{1,80}) ([\w.+-]{1,64}\/[\w.+-]{1,64}) (\d{1,15}) "([^"]*)":(?: (.*))?$/su;
const ADDED = /^ (added|removed) (\S.{0,200})$/u;
const LEFT = /^ left the room$/;
const VERB = new RegExp(
  ` (?=(?:created|imported|reacted|unreacted|erased|edited|shared|answered|added|removed|left|${ROOM_VERBS}) )`,
  "g",
);

/** The line of an entry, without the newline that ends it. */
export function format(entry: Entry): string {
  const stamp = `[${formatTime(entry.time)}] `;
  switch (entry.kind) {
    case "message":
      return entry.to === undefined
        ? `${stamp}${entry.name}: ${inOneLine(entry.text)}`
        : `${stamp}* ${entry.name} answered ${entry.to}: ${inOneLine(entry.text)}`;
    case "created":
      return `${stamp}* ${entry.name} created the room`;
    case "imported":
      return `${stamp}* ${entry.name} imported this room${entry.asAccounts ? " as accounts" : ""}`;
    case "reacted":
      return `${stamp}* ${entry.name} ${
        entry.on ? "" : "un"
      }reacted ${entry.emoji} to ${entry.target}`;
    case "edited":
      return `${stamp}* ${entry.name} edited ${entry.target}: ${inOneLine(entry.text)}`;
    case "erased":
      return `${stamp}* ${entry.name} erased ${entry.target}`;
    case "added":
    case "removed":
      return `${stamp}* ${entry.name} ${entry.kind} ${entry.who}`;
    case "left":
      return `${stamp}* ${entry.name} left the room`;
    case "shared": {
      const { id, type, size, name } = entry.file;
      const verb = entry.to === undefined ? "shared" : `answered ${entry.to} with`;
      return `${stamp}* ${entry.name} ${verb} ${id} ${type} ${size} "${name}": ${
        inOneLine(entry.text)
      }`;
    }
    default:
      return `${stamp}* ${entry.name}${formatRoomEntry(entry)}`;
  }
}

/** The entry that a line (without its newline) holds, or null where it fits nothing. */
export function parse(line: string): Entry | null {
  const time = parseTime(line);
  if (time === null) return null;
  if (line.startsWith("* ", STAMP_LENGTH)) {
    return event(time, line.slice(STAMP_LENGTH + 2));
  }
  const colon = line.indexOf(": ", STAMP_LENGTH);
  if (colon < 0) return null;
  const name = line.slice(STAMP_LENGTH, colon);
  if (!OLD_NAME.test(name) || name.length > 200) return null;
  // Our own lines never hold "\r"; one at the end comes from a file with CRLF line ends.
  const end = line.endsWith("\r") ? line.length - 1 : line.length;
  return {
    kind: "message",
    time,
    name,
    text: inManyLines(line.slice(colon + 2, end)),
  };
}

/**
 * False for an entry whose line could be read as another: a name may be like the end of an event, and
 * whoever bears it must not make others write one.
 */
export function isUnmistakable(entry: Entry): boolean {
  return [...readings(entry.time, format(entry).slice(STAMP_LENGTH + 2))].length === 1;
}

/** False for a line that is surely no message, so that nobody parses what is passed over anyway. */
export function mayBeMessage(line: string): boolean {
  return !line.startsWith("* ", STAMP_LENGTH) || line.includes(" shared ", STAMP_LENGTH) ||
    line.includes(" answered ", STAMP_LENGTH);
}

/** The bytes that never change in a line, whatever is erased later: its time and its name. */
export function fixedPart(line: string): string {
  const entry = parse(line);
  // A version that does not know the line of an import takes it for one that fits nothing.
  return entry === null || entry.kind === "imported"
    ? line.slice(0, 200)
    : `[${formatTime(entry.time)}] ${entry.name}`;
}

function parseTime(line: string): number | null {
  if (!TIME.test(line)) return null;
  const [century, month, day] = [two(line, 1), two(line, 6), two(line, 9)];
  const [hour, minute, second] = [two(line, 12), two(line, 15), two(line, 18)];
  const time = Date.UTC(century * 100 + two(line, 3), month - 1, day, hour, minute, second);
  // Date.UTC rolls 31 February over and takes years below 100 for 19xx; such a stamp is none of ours.
  const isDay = month > 0 && month < 13 && day > 0 && new Date(time).getUTCDate() === day;
  return century >= 10 && isDay && hour < 24 && minute < 60 && second < 60 ? time : null;
}

function two(line: string, at: number): number {
  return (line.charCodeAt(at) - ZERO) * 10 + line.charCodeAt(at + 1) - ZERO;
}

/**
 * Names may hold spaces and words, so the name is everything before the LAST place where the rest
 * of the line is a known event. What people write stands behind a colon, and a name holds none,
 * so no text can move that place.
 */
function event(time: number, body: string): Entry | null {
  const line = body.endsWith("\r") ? body.slice(0, -1) : body;
  let found: Entry | null = null;
  for (const entry of readings(time, line)) found = entry;
  return found;
}

/** Everything that the line of an event could mean, from the first place on. */
function* readings(time: number, line: string): Iterable<Entry> {
  // The first colon ends the part in which a name can stand: no need to look behind it.
  const colon = line.indexOf(":");
  const limit = colon < 0 ? line.length : colon;
  for (const match of line.matchAll(VERB)) {
    if (match.index >= limit) break;
    const name = line.slice(0, match.index);
    if (!NAME.test(name)) continue;
    const entry = known(time, name, line.slice(match.index));
    if (entry !== null) yield entry;
  }
}

function known(time: number, name: string, rest: string): Entry | null {
  if (CREATED.test(rest)) return { kind: "created", time, name };
  if (LEFT.test(rest)) return { kind: "left", time, name };
  let m = ADDED.exec(rest);
  if (m !== null && NAME.test(m[2] as string)) {
    return { kind: m[1] as "added" | "removed", time, name, who: m[2] as string };
  }
  m = IMPORTED.exec(rest);
  if (m !== null) return { kind: "imported", time, name, asAccounts: m[1] !== undefined };
  m = REACTED.exec(rest);
  if (m !== null) {
    const target = Number(m[3]);
    return {
      kind: "reacted",
      time,
      name,
      target,
      emoji: m[2] as string,
      on: m[1] === undefined,
    };
  }
  m = ERASED.exec(rest);
  if (m !== null) return { kind: "erased", time, name, target: Number(m[1]) };
  m = EDITED.exec(rest);
  if (m !== null) {
    return {
      kind: "edited",
      time,
      name,
      target: Number(m[1]),
      text: inManyLines(m[2] as string),
    };
  }
  m = ANSWERED.exec(rest);
  if (m !== null) {
    const text = inManyLines(m[2] as string);
    return { kind: "message", time, name, text, to: Number(m[1]) };
  }
  m = SHARED.exec(rest);
  if (m === null) return parseRoomEntry(time, name, rest);
  const [to, id = "", type = "", size = "", safeFileName = "", text = ""] = m.slice(1);
  const file = { id, type, size: Number(size), name: safeFileName };
  const shared = { kind: "shared" as const, time, name, text: inManyLines(text), file };
  return to === undefined ? shared : { ...shared, to: Number(to) };
}

function inOneLine(text: string): string {
  return text.includes("\n") ? text.replaceAll("\n", "\u2028") : text;
}

function inManyLines(text: string): string {
  return text.includes("\u2028") ? text.replaceAll("\u2028", "\n") : text;
}
