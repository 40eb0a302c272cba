/**
 * Puts what a source tells line by line together to messages, and counts what does not fit, by number and
 * reason. What goes on belongs to whatever stood before it, be that a message or a line that says nothing.
 */
import type { LogEvent, LogMessage, Sink } from "../sources/source.ts";
import type { Malformed } from "./import_options.ts";
import type { Log, NumberedSink } from "./log_file.ts";

/** Something that was said or done, whole, and where it stands. */
export type Item =
  & { room: string; log: number; number: number }
  & (({ kind: "message" } & LogMessage) | LogEvent);

/** Characters of lines that go on which are held for one message; the rest becomes messages of its own. */
const MAX_HELD_CHARS = 512 * 1024;
/** At the beginning and the end of a text. */
const BLANK_LINES = /^\n+|\n+$/g;
/** Lines that did not fit which are remembered. */
const MAX_MALFORMED = 100;

/** What did not fit, of all logs. */
export class MalformedLines {
  count = 0;
  readonly first: Malformed[] = [];

  add(path: string, number: number, reason: string): void {
    this.count++;
    if (this.first.length < MAX_MALFORMED) {
      this.first.push({ path, number, reason });
    }
  }
}

/** The second reading of one log. */
export class Assembler implements NumberedSink, Sink {
  readonly #log: Log;
  readonly #index: number;
  readonly #malformed: MalformedLines;
  readonly #take: (item: Item) => void;
  #room: string;
  #number = 0;
  #held: (LogMessage & { kind: "message"; number: number }) | null = null;
  #lines: string[] = [];
  #chars = 0;
  #before: "nothing" | "message" | "remark" | "malformed" = "nothing";
  lines = 0;
  remarks = 0;

  /** `index`: which of the logs it is. */
  constructor(log: Log, index: number, malformed: MalformedLines, take: (item: Item) => void) {
    this.#log = log;
    this.#index = index;
    this.#room = "";
    this.#malformed = malformed;
    this.#take = take;
  }

  next(): void {
    this.#number++;
    this.lines++;
  }

  message(message: LogMessage): void {
    this.#release();
    if (Number.isNaN(message.time)) {
      return this.malformed("has a day or a time that there is not");
    }
    this.#before = "message";
    this.#held = { ...message, kind: "message", number: this.#number };
  }

  event(event: LogEvent): void {
    this.#release();
    if (Number.isNaN(event.time)) {
      return this.malformed("has a day or a time that there is not");
    }
    this.#before = "remark";
    this.#take({ ...event, room: this.#room, log: this.#index, number: this.#number });
  }

  more(line: string): void {
    if (this.#held === null) {
      if (line.trim() === "") return;
      if (this.#before === "remark") this.remarks++;
      else if (this.#before === "malformed") {
        this.malformed("goes on a line that does not fit");
      } else this.malformed("stands before the first message");
      return;
    }
    this.#lines.push(line);
    this.#chars += line.length + 1;
    if (this.#chars < MAX_HELD_CHARS) return;
    const { time, name } = this.#held;
    this.#release();
    this.message({ time, name, text: "" });
  }

  remark(): void {
    this.#release();
    this.#before = "remark";
    this.remarks++;
  }

  malformed(reason: string): void {
    this.#release();
    this.#before = "malformed";
    this.#malformed.add(this.#log.file.path, this.#number, reason);
  }

  room(name: string): void {
    this.#release();
    this.#room = name;
  }

  /** The log is at its end. */
  end(): void {
    this.#release();
  }

  #release(): void {
    const held = this.#held;
    if (held === null) return;
    // A first line without words is where the writer began; blank lines at the end are the log's.
    const lines = [held.text, ...this.#lines].join("\n");
    const said = this.#lines.length === 0 || held.isExact === true
      ? lines
      : lines.replace(BLANK_LINES, "");
    const { whole, isExact: _, ...rest } = held;
    const text = whole === undefined ? said : whole(said);
    [this.#held, this.#lines, this.#chars] = [null, [], 0];
    this.#take({ ...rest, text, room: this.#room, log: this.#index });
  }
}
