/**
 * What a source is: the log of another chat, read in one form. A source is one file in this folder and a row
 * in `table.ts`; it only tells what a line or record says. Which day that was, whose name it becomes, what
 * is too long and what is written are the importer's affair.
 */
import type { CalendarWords } from "../dates/calendar_words.ts";
import type { Times } from "../dates/times.ts";

/** A file that came along with a message. */
export interface Attachment {
  /** Where it lies as the log says it, beside the log or at an address. */
  path: string;
  /** What it was called, where the log tells. */
  name?: string;
  /** The words in the text that stand for it; they go where the file came along. */
  inText?: string;
  /** What is added to the text where it did not; else its path. */
  missing?: string;
  /** Width and height of a picture in pixels, where the log tells. */
  extent?: readonly [number, number];
}

/** What somebody put under a message. */
export interface LogReaction {
  emoji: string;
  name: string;
}

/** Something that was said. */
export interface LogMessage {
  /** As `Times` gave it; NaN for no such day or time, which does not fit. */
  time: number;
  /** As the log writes it. */
  name: string;
  text: string;
  /** What the log calls it, where something may refer to it. */
  id?: string;
  /** The `id` of the message that it answers. */
  to?: string;
  files?: readonly Attachment[];
  reactions?: readonly LogReaction[];
  /** What else may stand for it in `to`. */
  alias?: string;
  /** The text is not the first one. */
  edited?: boolean;
  /** Blank lines before and behind its words are its own. */
  isExact?: boolean;
  /** Where it stood among what was of the same second. */
  place?: number;
  /** What the text means once all lines of it came. */
  whole?: (text: string) => string;
}

/** What a log says of a message that it told before, or of its room; `place` as of a message. */
export type LogEvent =
  & { place?: number }
  & (
    | { kind: "created"; time: number; name: string }
    | {
      kind: "reacted";
      time: number;
      name: string;
      target: string;
      emoji: string;
      on: boolean;
    }
    | { kind: "edited"; time: number; name: string; target: string; text: string }
    | {
      kind: "erased";
      time: number;
      name: string;
      target: string;
      orElse?: string;
    }
    | { kind: "pinned"; time: number; name: string; target: string; on: boolean }
    | LogRoomEvent
  );

/** What a log says of its room, and of nothing that was said in it. */
export type LogRoomEvent =
  /** `id`: what the log calls it, where something may refer to it. */
  | { kind: "topic"; time: number; name: string; text: string; id?: string }
  | { kind: "renamed"; time: number; name: string; to: string }
  | { kind: "archived"; time: number; name: string; on: boolean }
  | { kind: "added" | "removed"; time: number; name: string; who: string }
  | { kind: "left"; time: number; name: string };

/** Where a source tells what it read. Each line or record is told by at least one call. */
export interface Sink {
  message(message: LogMessage): void;
  event(event: LogEvent): void;
  /** The message before goes on with this line; with none before it, the line does not fit. */
  more(line: string): void;
  /** Nothing that anybody said: a heading, who came, which day it is. */
  remark(): void;
  /** Nothing that can be kept, and why: "does not begin with a time". */
  malformed(reason: string): void;
  /** What follows was said in this room, where a log holds several; `members`: those of a private one, a line each. */
  room(name: string, members?: readonly string[]): void;
}

/** What a source is given to read a log with. */
export interface LogContext {
  sink: Sink;
  times: Times;
  words: CalendarWords;
  /** The path of the log within what is imported: `general/2023-12-30.json`. */
  path: string;
  /** The bytes of a mark at the very start of the log. */
  markBytes: number;
  /** What the companion of that name holds, parsed; null where there is none. */
  companion(name: string): JsonValue;
  /** True for the path of a file that came along. */
  isThere(path: string): boolean;
  /** What sources of this import found out: the second reading knows what the first one left here. */
  memory: Map<string, string>;
}

/** A log whose every line tells something. */
export interface LineSource {
  shape: "lines";
  /** As people call it: "WhatsApp". */
  name: string;
  /** A line is given without its newline, a "\r" before it included. */
  open(context: LogContext): (line: string) => void;
  /** True where lines need not be in the order of their times; they are put in it. */
  isUnordered?: boolean;
  /** False where this cannot be such a log, by its path. */
  mayBe?(path: string): boolean;
  /** Names of JSON files beside the log that tell more: `users.json`. */
  companions?: readonly string[];
}

/** A JSON document that holds arrays of records; they are put in the order of their times. */
export interface RecordSource {
  shape: "records";
  name: string;
  /** True for a document that begins like this. */
  recognises(head: string, path: string): boolean;
  /** Where the arrays of records are, arrays on the way left out: `messages`, `chats.list.messages`, "". */
  records: readonly string[];
  open(context: LogContext): {
    /** A value that is no record and holds none, by its path, before the records that follow it. */
    head?(path: string, value: JsonValue): void;
    record(value: JsonValue): void;
  };
  companions?: readonly string[];
}

export type Source = LineSource | RecordSource;

/** A value of JSON. Fields of an object are looked at with `field()`. */
export type JsonValue = null | boolean | number | string | JsonValue[] | {
  [name: string]: JsonValue;
};

/** What stands in a field of an object, null where it is none or has no such field. */
export function field(
  value: JsonValue | undefined,
  ...path: string[]
): JsonValue {
  let found: JsonValue = value ?? null;
  for (const name of path) {
    if (typeof found !== "object" || found === null || Array.isArray(found)) {
      return null;
    }
    found = Object.hasOwn(found, name) ? found[name]! : null;
  }
  return found;
}

/** The same as text: "" for what is none. */
export function textIn(
  value: JsonValue | undefined,
  ...path: string[]
): string {
  const found = field(value, ...path);
  return typeof found === "string" ? found : typeof found === "number" ? String(found) : "";
}

/** The same as a list: empty for what is none. */
export function listIn(
  value: JsonValue | undefined,
  ...path: string[]
): JsonValue[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}
