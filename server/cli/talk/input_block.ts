/**
 * What stands below the conversation: the prompt and what is being written, broken into rows by us, so that
 * it is known where each character stands. Pure.
 */
import { printable } from "../../base/printable.ts";
import type { Characters } from "./width.ts";

/** What is to be drawn. */
export interface Input {
  prompt: string;
  text: string;
  /** Offset in the text. */
  cursor: number;
  /** A line above it that comes and goes: how far a file is. */
  status: string | null;
  /** True where what is written must not be seen. */
  isHidden?: boolean;
}

/** Rows as they stand in the terminal, and where the cursor is among them. */
export interface Block {
  rows: string[];
  cursor: { row: number; column: number };
}

/** What stands before each further line of what is written. */
const CONTINUATION = "· ";
const ELLIPSIS = "…";

/** Lays it out for a terminal of that size; `strong` draws the prompt. */
export function layOut(
  input: Input,
  characters: Characters,
  size: { columns: number; rows: number },
  strong: (text: string) => string,
): Block {
  // The last column stays free: where a terminal goes on behind it is not for us to know.
  const columns = Math.max(size.columns - 1, 4);
  const prompt = shortened(printable(input.prompt), Math.floor(columns / 2), characters);
  const drawing = new Drawing(columns);
  drawing.put(strong(prompt), characters.width(prompt));
  const cursor = drawText(drawing, input.isHidden ? { ...input, text: "" } : input, characters);
  const status = input.status === null
    ? []
    : [shortened(printable(input.status), columns, characters)];
  const rows = [...status, ...drawing.rows];
  const row = cursor.row + status.length;
  // Of what is too high the rows around the cursor are seen.
  const height = Math.max(size.rows - 1, 1);
  const first = Math.max(0, Math.min(row, rows.length - height));
  return {
    rows: rows.slice(first, first + height),
    cursor: { row: row - first, column: cursor.column },
  };
}

/** Draws the text and returns where the cursor stands in it. */
function drawText(
  drawing: Drawing,
  { text, cursor }: Input,
  characters: Characters,
): Block["cursor"] {
  let [at, found] = [0, null as Block["cursor"] | null];
  for (const character of characters.of(text)) {
    const end = drawing.end;
    const isBreak = character === "\n";
    const shown = character === "\t" ? " " : printable(character);
    const place = isBreak ? end : drawing.put(shown, characters.width(shown));
    if (isBreak) drawing.breaks(CONTINUATION);
    at += character.length;
    if (found === null && cursor < at) found = place;
  }
  return found ?? drawing.end;
}

/** Rows that fill up. */
class Drawing {
  readonly rows: string[] = [""];
  readonly #columns: number;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Where the next character would stand if it fits. */
  get end(): Block["cursor"] {
    return { row: this.rows.length - 1, column: this.#column };
  }

  /** Puts a character and returns where it stands. */
  put(shown: string, width: number): Block["cursor"] {
    if (this.#column + width > this.#columns && this.#column > 0) {
      this.breaks("");
    }
    const place = this.end;
    this.rows[this.rows.length - 1] += shown;
    this.#column += width;
    return place;
  }

  breaks(beginning: string): void {
    this.rows.push(beginning);
    this.#column = beginning.length;
  }
}

function shortened(text: string, columns: number, characters: Characters): string {
  if (characters.width(text) <= columns) return text;
  return characters.cut(text, columns - ELLIPSIS.length) + ELLIPSIS;
}
