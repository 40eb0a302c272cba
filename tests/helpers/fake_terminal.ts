/** A terminal in the hands of a test: keys go in, and what a person would see can be read. */
import type { TerminalDevice } from "../../server/cli/talk/terminal_view.ts";
import { Characters } from "../../server/cli/talk/width.ts";

// deno-lint-ignore no-control-regex -- the escape character is what is looked for
const SEQUENCE = /^\x1b\[(\??[\d;]*)([A-Za-z])/;

// deno-lint-ignore no-control-regex -- the same
const TITLE = /^\x1b\]2;([^\x00-\x1f\x7f-\x9f]*)\x1b\\/;

/** Draws what is written as a terminal does, and refuses what it does not know. */
export class FakeTerminal implements TerminalDevice {
  readonly #characters = new Characters();
  readonly #waiting: ((bytes: Uint8Array | null) => void)[] = [];
  readonly #typed: (Uint8Array | null)[] = [];
  #columns: number;
  readonly #rows: number;
  #cursor = { row: 0, column: 0 };
  /** All lines since the beginning, those that scrolled away included; cells hold clusters. */
  #lines: string[][] = [[]];
  #resize = () => {};
  #end = () => {};
  written = "";
  isRaw = false;
  isReleased = false;
  bells = 0;
  /** What the window is called, and what it was called before. */
  title = "shell";
  #titles: string[] = [];
  /** Modes that are on: `?2004` is bracketed paste. */
  readonly modes = new Set<string>();

  constructor(columns = 80, rows = 24) {
    [this.#columns, this.#rows] = [columns, rows];
  }

  /** Everything that was shown, top to bottom, without what is empty at the end. */
  get text(): string {
    return this.#lines.map((line) => line.join("").trimEnd()).join("\n")
      .trimEnd();
  }

  /** The last line: what is being written. */
  get input(): string {
    return this.text.split("\n").at(-1) ?? "";
  }

  get cursor(): { row: number; column: number } {
    return { ...this.#cursor };
  }

  /** Keys, as bytes; what follows from them has happened when it resolves. */
  async types(...keys: (string | Uint8Array | null)[]): Promise<void> {
    for (const key of keys) {
      const bytes = typeof key === "string" ? new TextEncoder().encode(key) : key;
      const take = this.#waiting.shift();
      if (take === undefined) this.#typed.push(bytes);
      else take(bytes);
      for (let i = 0; i < 20; i++) await Promise.resolve();
    }
  }

  resizes(columns: number): void {
    this.#columns = columns;
    this.#resize();
  }

  /** The program is told to end. */
  ends(): void {
    this.#end();
  }

  read(): Promise<Uint8Array | null> {
    const next = this.#typed.shift();
    if (next !== undefined) return Promise.resolve(next);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  write(text: string): void {
    this.written += text;
    for (let rest = text; rest !== "";) rest = rest.slice(this.#take(rest));
  }

  size(): { columns: number; rows: number } {
    return { columns: this.#columns, rows: this.#rows };
  }

  setRaw(isRaw: boolean): void {
    this.isRaw = isRaw;
  }

  onResize(fn: () => void): void {
    this.#resize = fn;
  }

  onEnd(fn: () => void): void {
    this.#end = fn;
  }

  release(): void {
    this.isReleased = true;
  }

  /** Takes one character or sequence, and returns its length. */
  #take(text: string): number {
    const sequence = SEQUENCE.exec(text);
    if (sequence !== null) {
      this.#control(sequence[1]!, sequence[2]!);
      return sequence[0].length;
    }
    const title = TITLE.exec(text);
    if (title !== null) {
      this.title = title[1]!;
      return title[0].length;
    }
    const character = this.#characters.of(text.slice(0, 64))[0]!;
    if (character === "\r\n") {
      this.#cursor.column = 0;
      this.#down();
    } else if (character === "\r") this.#cursor.column = 0;
    else if (character === "\n") this.#down();
    else if (character === "\x07") this.bells++;
    else if (/\p{Cc}/u.test(character)) {
      throw new Error(`Not drawn: ${JSON.stringify(text)}`);
    } else this.#put(character);
    return character.length;
  }

  #control(parameters: string, end: string): void {
    const count = Number(parameters) || 1;
    const { row, column } = this.#cursor;
    if (end === "A") this.#cursor.row = row - count;
    else if (end === "B") this.#cursor.row = row + count;
    else if (end === "C") this.#cursor.column = column + count;
    else if (end === "K") this.#line.length = column;
    else if (end === "J" && parameters === "") {
      this.#line.length = column;
      this.#lines.length = row + 1;
    } else if (end === "J") {
      this.#lines = Array.from({ length: row + 1 }, () => []);
    } else if (end === "H") this.#cursor = { row: 0, column: 0 };
    else if (end === "h") this.modes.add(parameters);
    else if (end === "l") this.modes.delete(parameters);
    else if (end === "t" && parameters === "22;2") this.#titles.push(this.title);
    else if (end === "t" && parameters === "23;2") this.title = this.#titles.pop() ?? "none";
    else if (end !== "m") {
      throw new Error(`Not understood: ${parameters}${end}`);
    }
    if (this.#cursor.row < 0 || this.#cursor.row >= this.#lines.length) {
      throw new Error(`The cursor left the screen: row ${this.#cursor.row}`);
    }
    if (this.#cursor.row < this.#lines.length - this.#rows) {
      throw new Error("The cursor went into the scrollback");
    }
  }

  #put(character: string): void {
    const width = this.#characters.width(character);
    if (this.#cursor.column + width > this.#columns) {
      this.#cursor.column = 0;
      this.#down();
    }
    const line = this.#line;
    while (line.length < this.#cursor.column) line.push(" ");
    if (width === 0) line[line.length - 1] += character;
    else {line.splice(
        this.#cursor.column,
        width,
        character,
        ...Array.from({ length: width - 1 }, () => ""),
      );}
    this.#cursor.column += width;
  }

  get #line(): string[] {
    return this.#lines[this.#cursor.row]!;
  }

  #down(): void {
    this.#cursor.row++;
    if (this.#cursor.row === this.#lines.length) this.#lines.push([]);
  }
}
