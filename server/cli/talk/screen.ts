/**
 * The terminal as two parts: lines of the conversation, which belong to the scrollback once they are
 * written and are never touched again, and below them the block that is being written in, which is drawn
 * anew with each change. Each change is one write, so that nothing flickers.
 */
import { type Block, type Input, layOut } from "./input_block.ts";
import type { Characters } from "./width.ts";

/** What a screen needs from outside. */
export interface ScreenOptions {
  write: (text: string) => void;
  size: () => { columns: number; rows: number };
  characters: Characters;
  /** How the prompt is drawn. */
  strong: (text: string) => string;
}

const CSI = "\x1b[";
/** Colours, which take no room. */
// deno-lint-ignore no-control-regex -- the escape character is what is looked for
const STYLE = /\x1b\[[\d;]*m/g;

/** Draws on a terminal. */
export class Screen {
  readonly #options: ScreenOptions;
  #input: Input = { prompt: "", text: "", cursor: 0, status: null };
  /** What stands there now, null for nothing. */
  #drawn: { block: Block; columns: number; isBroken?: true } | null = null;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Lines that stay, above what is being written. */
  print(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.#options.write(this.#erase() + lines.map(lineOf).join("") + this.#draw());
  }

  /** What is being written now. */
  show(input: Input): void {
    this.#input = input;
    this.#options.write(this.#erase() + this.#draw());
  }

  /** The terminal has another size, and may have broken the rows anew. */
  resized(): void {
    const { columns } = this.#options.size();
    if (this.#drawn !== null && columns < this.#drawn.columns) {
      const block = this.#rebroken(this.#drawn.block, columns);
      this.#drawn = { block, columns, isBroken: true };
    }
    this.#options.write(this.#erase() + this.#draw());
  }

  /** Everything that is seen goes; the scrollback stays. */
  clear(): void {
    this.#drawn = null;
    this.#options.write(`${CSI}2J${CSI}H${this.#draw()}`);
  }

  bell(): void {
    this.#options.write("\x07");
  }

  /** Takes the block away for good: what follows is written below the conversation. */
  leave(): void {
    this.#options.write(this.#erase());
  }

  /**
   * Row by row: a terminal that is told to clear from its first row on may take that for a screen that is to
   * be kept in the scrollback. What was broken anew by a resize goes at once.
   */
  #erase(): string {
    if (this.#drawn === null) return "";
    const { block: { rows, cursor }, isBroken } = this.#drawn;
    this.#drawn = null;
    const begin = `${cursor.row > 0 ? `${CSI}${cursor.row}A` : ""}\r`;
    if (isBroken) return `${begin}${CSI}J`;
    const below = rows.length - 1;
    return `${begin}${CSI}K${`${CSI}B${CSI}K`.repeat(below)}${below > 0 ? `${CSI}${below}A` : ""}`;
  }

  #draw(): string {
    const { size, characters, strong } = this.#options;
    const { columns } = size();
    const block = layOut(this.#input, characters, size(), strong);
    this.#drawn = { block, columns };
    const up = block.rows.length - 1 - block.cursor.row;
    const { column } = block.cursor;
    return block.rows.join("\r\n") + (up > 0 ? `${CSI}${up}A` : "") + "\r" +
      (column > 0 ? `${CSI}${column}C` : "");
  }

  /** Where the cursor is once the terminal broke what did not fit: each row may have become several. */
  #rebroken({ rows, cursor }: Block, columns: number): Block {
    const { characters } = this.#options;
    const height = (width: number) => Math.max(1, Math.ceil(width / columns));
    const above = rows.slice(0, cursor.row).reduce(
      (sum, row) => sum + height(characters.width(row.replace(STYLE, ""))),
      0,
    );
    const row = above + Math.floor(cursor.column / columns);
    return { rows, cursor: { row, column: cursor.column % columns } };
  }
}

/** Some terminals in some modes do not return to the first column by themselves. */
function lineOf(line: string): string {
  return `${line.replaceAll("\n", "\r\n")}\r\n`;
}
