/**
 * Messages and remarks as lines of a terminal. A message is one line, however long, so that what is copied
 * or searched is what was said; whatever others wrote is made harmless here.
 */
import { printable, printableLines } from "../../base/printable.ts";
import type { Answered, Message, Reaction, SharedFile } from "../../protocol.ts";
import type { Style } from "./style.ts";

/** What a line says beside the message. */
export interface LineContext {
  /** The number beside it; null where there are none. */
  number: number | null;
  /** That of the message answered, where it was shown. */
  answers: number | null;
  /** True where it calls whoever reads. */
  isCall: boolean;
  /** Where it was said, if not in the room that is open. */
  room?: string;
}

/** Columns of a number and of the space behind it. */
const NUMBER_COLUMNS = 3;
const MAX_QUOTE_UNITS = 60;
const REMARK = "--";

/** Makes lines. */
export class MessageLines {
  readonly #style: Style;

  constructor(style: Style) {
    this.#style = style;
  }

  /** Something said, one line of the terminal unless its words have several. */
  message(message: Message, { number, answers, isCall, room }: LineContext): string {
    const { time, name, to, edited } = message;
    const shown = this.#style.person(name, printable(name));
    return [
      number === null ? "" : this.#style.soft(`${number}`.padStart(NUMBER_COLUMNS)) + " ",
      this.#style.soft(clockTime(time)),
      room === undefined ? " " : ` ${printable(room)} `,
      isCall ? this.#style.call("!") + shown : shown,
      to === undefined ? "" : this.#style.soft(` (to ${answeredText(to, answers)})`),
      ": ",
      printableLines(wordsOf(message)),
      edited && !message.erased ? this.#style.soft(" (edited)") : "",
      this.#style.soft(reactionText(message.reactions ?? [])),
    ].join("");
  }

  /** What the program says. Several lines stand indented, so that none is taken for another's. */
  remark(text: string): string {
    return this.#style.soft(`${REMARK} ${printableLines(text)}`);
  }

  /** The same, for what asks for attention. */
  notice(text: string): string {
    return this.#style.strong(`${REMARK} ${printableLines(text)}`);
  }

  /** The day of what follows. */
  day(day: string): string {
    return this.#style.soft(`${REMARK} ${day}`);
  }

  /** What a message is called where somebody does something to it: `7 (Ada: Hello)`. */
  reference(message: Message, number: number | null): string {
    const quote = quoted(wordsOf(message));
    return `${number === null ? "" : `${number} `}(${message.name}: ${quote})`;
  }
}

/** `23:46`, where the reader is. */
export function clockTime(time: string): string {
  return new Date(time).toTimeString().slice(0, 5);
}

/** `2025-11-19`, where the reader is. */
export function dayOf(time: string): string {
  const date = new Date(time);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) =>
    `${part}`.padStart(2, "0")
  );
  return `${date.getFullYear()}-${month}-${day}`;
}

/** `34 KB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const unit = bytes < 999_500 ? 1000 : bytes < 999_500_000 ? 1_000_000 : 1_000_000_000;
  const name = { 1000: "KB", 1000000: "MB", 1000000000: "GB" }[unit];
  const value = bytes / unit;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${name}`;
}

/** The words of a message and its file. */
export function wordsOf({ text, file, erased }: Message): string {
  if (erased) return "(erased)";
  return file === undefined ? text : `${text} ${fileText(file)}`.trim();
}

function fileText({ name, size }: SharedFile): string {
  return `[${name}${size === undefined ? "" : `, ${sizeText(size)}`}]`;
}

function answeredText({ name, text }: Answered, number: number | null): string {
  const quote = text === "" ? "(erased)" : quoted(text);
  return printable(`${number === null ? "" : `${number} `}${name}: ${quote}`);
}

function reactionText(reactions: readonly Reaction[]): string {
  if (reactions.length === 0) return "";
  const all = reactions.map(({ emoji, names }) =>
    printable(emoji) + (names.length > 1 ? ` ${names.length}` : "")
  );
  return ` [${all.join(" ")}]`;
}

function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= MAX_QUOTE_UNITS
    ? line
    : `${line.slice(0, MAX_QUOTE_UNITS).toWellFormed().replace(/\ufffd$/, "")}…`;
}
