/**
 * What `export --format text` writes beside the lines of a room's file: times of a zone, answers by the time
 * of what they answer, attachments, and what was done to a message under it.
 */
import { formatTime } from "../../base/clock.ts";
import { parse } from "../../history/line.ts";
import type { Times } from "../dates/times.ts";
import { eventOfEntry } from "./plaintalk_events.ts";
import { exportedFile, tellErased } from "./plaintalk_export.ts";
import type { LogContext, LogEvent, LogMessage, Sink } from "./source.ts";

const STAMP = String.raw`(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: ([+-]\d\d:\d\d))?`;
const LINE = new RegExp(`^\\[${STAMP}\\] (.*)$`, "s");
/** An event of a person: names hold no bracket, and no colon, so that no name can pass for more of it. */
const ANSWERED = new RegExp(`^\\* ([^:\\[]+) answered \\[${STAMP}(?: #(\\d{1,6}))?\\] (.*)$`, "s");
const PINNED = new RegExp(`^\\* ([^:\\[]+) (un)?pinned \\[${STAMP}(?: #(\\d{1,6}))?\\] (.+)$`, "s");
const SHARED = /^\* ([^:["]+) shared (".*)$/s;
const FILE = /"([^"]*)" \([^\s,]+, \d+ bytes, ([^()\s]+)\):(?: (.*))?$/s;
const FILE_BEHIND = new RegExp(`^([^:]+) with ${FILE.source}`, "s");
const WORDS = /^([^:]+):(?: (.*))?$/s;
/** `👍 Ada, Boris` */
const REACTION = /^(\S{1,64}) (.+)$/u;
/** Where the bracket behind a time in UTC stands. */
const STAMP_END = 20;
/** What the first reading leaves for the second. */
const HAS_ANSWERS = "plaintalk: answers name a time";
/** Characters of a message that are held, so that an edit of it can be told. */
const MAX_HELD_CHARS = 64 * 1024;

/** Reads such lines, and hands those on that are none of them. */
export class ExportedLines implements Sink {
  readonly #sink: Sink;
  readonly #times: Times;
  readonly #memory: LogContext["memory"];
  readonly #isAnswered: boolean;
  #last: (LogMessage & { id: string }) | null = null;
  #lines: string[] = [];
  #chars = 0;
  #second = NaN;
  /** How many messages each said in the second of the last one. */
  readonly #said = new Map<string, number>();

  constructor({ sink, times, memory }: Pick<LogContext, "sink" | "times" | "memory">) {
    this.#sink = sink;
    this.#times = times;
    this.#memory = memory;
    // Only a log in which answers name a time needs messages to be found by theirs.
    this.#isAnswered = memory.has(HAS_ANSWERS);
  }

  /** Takes a line that begins with a time, if it is one that a room's file has not; false for others. */
  line(line: string, id: string): boolean {
    // Nearly all lines are those of a room's file: `[2025-11-19 23:46:36] Ada: Hello`.
    if (line[STAMP_END] === "]" && line[STAMP_END + 2] !== "*") return false;
    const [, stamp, zone, rest = ""] = LINE.exec(line) ?? [];
    if (stamp === undefined) return false;
    const time = this.#time(stamp, zone);
    const answered = ANSWERED.exec(rest);
    const shared = answered === null ? SHARED.exec(rest) : null;
    if (answered !== null) return this.#answer(answered, { time, id });
    const pinned = PINNED.exec(rest);
    if (pinned !== null) return this.#pin(pinned, time);
    if (shared !== null) {
      const [, name = "", what = ""] = shared;
      const found = FILE.exec(what);
      if (found === null || found.index > 0) return false;
      const [, fileName = "", path = "", text = ""] = found;
      return this.#tell({ time, id, name, text, files: [fileAt(path, fileName)] });
    }
    if (zone === undefined || Number.isNaN(time)) return false;
    if (rest.startsWith("* ")) return this.#inZone(rest, time, id);
    const words = WORDS.exec(rest);
    if (words === null) return false;
    return this.#tell({ time, id, name: words[1]!, text: words[2] ?? "" });
  }

  /** Takes a line about the message before it, without its indent. */
  under(line: string): void {
    const last = this.#last;
    if (last === null) return this.#sink.malformed("stands under no message");
    const { time, name, id } = last;
    if (line === "(erased)") return tellErased(this.#sink, { time, name, id });
    if (line === "(edited)") {
      if (this.#chars > MAX_HELD_CHARS) return this.#sink.remark();
      const text = [last.text, ...this.#lines].join("\n");
      return this.#sink.event({ kind: "edited", time, name, target: id, text });
    }
    const [, emoji, names = ""] = REACTION.exec(line) ?? [];
    if (emoji === undefined) {
      return this.#sink.malformed("stands under a message and says nothing of it");
    }
    for (const by of names.split(", ")) {
      this.#sink.event({ kind: "reacted", time, name: by, target: id, emoji, on: true });
    }
  }

  message(message: LogMessage): void {
    this.#last = { ...message, id: message.id ?? "" };
    [this.#lines, this.#chars] = [[], 0];
    const alias = this.#isAnswered ? { alias: this.#aliasOf(message) } : {};
    this.#sink.message({ ...message, ...alias, isExact: true });
  }

  event(event: LogEvent): void {
    this.#last = null;
    this.#sink.event(event);
  }

  more(line: string): void {
    this.#chars += line.length;
    if (this.#chars <= MAX_HELD_CHARS) this.#lines.push(line);
    this.#sink.more(line);
  }

  remark(): void {
    this.#sink.remark();
  }

  malformed(reason: string): void {
    this.#last = null;
    this.#sink.malformed(reason);
  }

  room(name: string, members?: readonly string[]): void {
    this.#sink.room(name, members);
  }

  #aliasOf({ time, name }: LogMessage): string {
    if (time !== this.#second) this.#said.clear();
    this.#second = time;
    const nth = (this.#said.get(name) ?? 0) + 1;
    this.#said.set(name, nth);
    return aliasOf(time, name, nth);
  }

  #answer(answered: RegExpExecArray, head: { time: number; id: string }): boolean {
    const [, name = "", stamp = "", zone, nth = "1", rest = ""] = answered;
    const withFile = FILE_BEHIND.exec(rest);
    const words = withFile ?? WORDS.exec(rest);
    if (words === null) return false;
    this.#memory.set(HAS_ANSWERS, "yes");
    const to = aliasOf(this.#time(stamp, zone), words[1]!, Number(nth));
    if (withFile === null) return this.#tell({ ...head, name, to, text: words[2] ?? "" });
    const [, , fileName = "", path = "", text = ""] = withFile;
    return this.#tell({ ...head, name, to, text, files: [fileAt(path, fileName)] });
  }

  #pin([, name = "", off, stamp = "", zone, nth = "1", by = ""]: RegExpExecArray, time: number) {
    this.#memory.set(HAS_ANSWERS, "yes");
    const target = aliasOf(this.#time(stamp, zone), by, Number(nth));
    this.event({ kind: "pinned", time, name, target, on: off === undefined });
    return true;
  }

  /** A line about the room is that of its file, but for its time. */
  #inZone(rest: string, time: number, id: string): boolean {
    const entry = parse(`[${formatTime(time)}] ${rest}`);
    const event = entry === null ? null : eventOfEntry(entry, time, id);
    if (event !== null) this.event(event);
    return event !== null;
  }

  #tell(message: LogMessage): true {
    this.message(message);
    return true;
  }

  #time(stamp: string, zone = "Z"): number {
    return this.#times.iso(`${stamp.replace(" ", "T")}${zone}`);
  }
}

/** Only the id of a file that did not go along stands alone. */
function fileAt(path: string, name: string) {
  const id = path.replace(/^.*\//, "").replace(/\.txt$/, "");
  return exportedFile(id, name, path.includes("/") ? path : "");
}

function aliasOf(time: number, name: string, nth: number): string {
  return `${time} ${nth} ${name}`;
}
