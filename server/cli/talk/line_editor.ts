/**
 * What somebody writes before it is sent: text, a cursor, what was cut, what was written before. The keys
 * are those that readline has. Pure but for the object itself: keys in, text and cursor out.
 */
import type { Key } from "./keys.ts";
import type { Characters } from "./width.ts";

/** What a key asks for beyond the text. */
export type EditorResult =
  | { kind: "edited" }
  | { kind: "submitted"; text: string }
  /** Ctrl-C, Ctrl-D on an empty line, Tab, Ctrl-L, Alt-A, and what is no key of ours. */
  | { kind: "asked"; key: string };

/** Lines that up and down go through. */
const MAX_HISTORY = 200;
/** Units of a text that is being written: more than any message may have. */
const MAX_UNITS = 32 * 1024;

/** What pasted text may not hold: it is drawn, and then said. */
// deno-lint-ignore no-control-regex -- controls are what is removed
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** The line that somebody writes. */
export class LineEditor {
  readonly #characters: Characters;
  #text = "";
  #cursor = 0;
  #cut = "";
  /** The last key cut as well: what it takes joins what was cut before. */
  #isCutting = false;
  readonly #history: string[] = [];
  /** Where up and down are, and what was being written when they began. */
  #at = 0;
  #draft = "";

  constructor(characters: Characters) {
    this.#characters = characters;
  }

  get text(): string {
    return this.#text;
  }

  /** Offset of the cursor in the text. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Another text, with the cursor at its end or where it is said to be. */
  set(text: string, cursor = text.length): void {
    this.#text = text.slice(0, MAX_UNITS);
    this.#cursor = Math.min(cursor, this.#text.length);
  }

  /** Keeps a line for up and down. */
  remember(line: string): void {
    if (line !== "" && this.#history.at(-1) !== line) this.#history.push(line);
    if (this.#history.length > MAX_HISTORY) this.#history.shift();
    this.#at = this.#history.length;
  }

  /** Takes a key. */
  press(key: Key): EditorResult {
    if (key.kind === "text") this.#insert(key.text);
    else if (key.kind === "paste") this.#insert(pasted(key.text));
    else return this.#command(key.name);
    this.#isCutting = false;
    return { kind: "edited" };
  }

  #command(name: string): EditorResult {
    const wasCutting = this.#isCutting;
    this.#isCutting = false;
    if (name === "enter") return this.#enter();
    if (name === "ctrl-d" && this.#text === "") {
      return { kind: "asked", key: name };
    }
    if (this.#move(name) || this.#erase(name, wasCutting) || this.#other(name)) {
      return { kind: "edited" };
    }
    return { kind: "asked", key: name };
  }

  /** Enter sends, but behind a backslash it begins another line. */
  #enter(): EditorResult {
    if (this.#text.slice(0, this.#cursor).endsWith("\\")) {
      this.#replace(this.#cursor - 1, this.#cursor, "\n");
      return { kind: "edited" };
    }
    const text = this.#text;
    this.remember(text);
    this.set("");
    return { kind: "submitted", text };
  }

  #move(name: string): boolean {
    const to = this.#target(name);
    if (to !== null) this.#cursor = to;
    else if (name === "up" || name === "ctrl-p") this.#vertical(-1);
    else if (name === "down" || name === "ctrl-n") this.#vertical(1);
    else return false;
    return true;
  }

  /** Where a key moves the cursor, null for one that does not. */
  #target(name: string): number | null {
    const [text, at] = [this.#text, this.#cursor];
    switch (name) {
      case "left":
      case "ctrl-b":
        return this.#characters.before(text, at);
      case "right":
      case "ctrl-f":
        return this.#characters.after(text, at);
      case "home":
      case "ctrl-a":
        return this.#lineStart();
      case "end":
      case "ctrl-e":
        return this.#lineEnd();
      case "alt-b":
      case "ctrl-left":
      case "alt-left":
        return this.#wordStart();
      case "alt-f":
      case "ctrl-right":
      case "alt-right":
        return this.#wordEnd();
      case "alt-<":
        return 0;
      case "alt->":
        return text.length;
      default:
        return null;
    }
  }

  /** Keys that take something away; what more than a character takes is kept for Ctrl-Y. */
  #erase(name: string, wasCutting: boolean): boolean {
    const [text, at] = [this.#text, this.#cursor];
    const { before, after } = {
      before: this.#characters.before(text, at),
      after: this.#characters.after(text, at),
    };
    if (name === "backspace") this.#replace(before, at, "");
    else if (name === "delete" || name === "ctrl-d") {
      this.#replace(at, after, "");
    } else {
      const range = this.#cutRange(name);
      if (range === null) return false;
      this.#takeOut(...range, wasCutting);
    }
    return true;
  }

  /** What a key cuts, null for one that cuts nothing. */
  #cutRange(name: string): [from: number, to: number] | null {
    const at = this.#cursor;
    switch (name) {
      case "ctrl-k": {
        const end = this.#lineEnd();
        return [at, end === at ? Math.min(at + 1, this.#text.length) : end];
      }
      case "ctrl-u":
        return [this.#lineStart(), at];
      case "ctrl-w":
        return [/\S*\s*$/.exec(this.#text.slice(0, at))!.index, at];
      case "alt-backspace":
        return [this.#wordStart(), at];
      case "alt-d":
        return [at, this.#wordEnd()];
      default:
        return null;
    }
  }

  #takeOut(from: number, to: number, wasCutting: boolean): void {
    const taken = this.#text.slice(from, to);
    const isBefore = from < this.#cursor;
    const joined = isBefore ? taken + this.#cut : this.#cut + taken;
    if (taken !== "") this.#cut = wasCutting ? joined : taken;
    this.#replace(from, to, "");
    this.#isCutting = true;
  }

  #other(name: string): boolean {
    if (name === "alt-enter" || name === "shift-enter") this.#insert("\n");
    else if (name === "ctrl-y") this.#insert(this.#cut);
    else if (name === "ctrl-t") this.#swap();
    else return false;
    return true;
  }

  /** The characters before and behind the cursor change places. */
  #swap(): void {
    const [text, length] = [this.#text, this.#text.length];
    const middle = this.#cursor === length ? this.#characters.before(text, length) : this.#cursor;
    const [from, to] = [
      this.#characters.before(text, middle),
      this.#characters.after(text, middle),
    ];
    if (from === middle || to === middle) return;
    this.#replace(from, to, text.slice(middle, to) + text.slice(from, middle));
  }

  #insert(text: string): void {
    this.#replace(this.#cursor, this.#cursor, text.slice(0, MAX_UNITS - this.#text.length));
  }

  #replace(from: number, to: number, by: string): void {
    this.#text = this.#text.slice(0, from) + by + this.#text.slice(to);
    this.#cursor = from + by.length;
  }

  #lineStart(): number {
    return this.#text.slice(0, this.#cursor).lastIndexOf("\n") + 1;
  }

  #lineEnd(): number {
    const end = this.#text.indexOf("\n", this.#cursor);
    return end < 0 ? this.#text.length : end;
  }

  #wordStart(): number {
    const words = this.#characters.words(this.#text.slice(0, this.#cursor));
    return words.at(-1)?.start ?? 0;
  }

  #wordEnd(): number {
    const { end } = this.#characters.words(this.#text.slice(this.#cursor))[0] ??
      {};
    return end === undefined ? this.#text.length : this.#cursor + end;
  }

  /** A line up or down in the text; at its edge, the one written before or after. */
  #vertical(step: 1 | -1): void {
    const [start, end] = [this.#lineStart(), this.#lineEnd()];
    const column = this.#characters.of(this.#text.slice(start, this.#cursor)).length;
    if (step < 0 && start > 0) {
      this.#toColumn(this.#text.lastIndexOf("\n", start - 2) + 1, column);
    } else if (step > 0 && end < this.#text.length) {
      this.#toColumn(end + 1, column);
    } else this.#recall(step);
  }

  #toColumn(start: number, column: number): void {
    const end = this.#text.indexOf("\n", start);
    const line = this.#text.slice(start, end < 0 ? undefined : end);
    this.#cursor = start +
      this.#characters.of(line).slice(0, column).join("").length;
  }

  #recall(step: 1 | -1): void {
    const to = this.#at + step;
    if (to < 0 || to > this.#history.length) return;
    if (this.#at === this.#history.length) this.#draft = this.#text;
    this.#at = to;
    this.set(this.#history[to] ?? this.#draft);
  }
}

/** Pasted lines are lines, and whatever else would drive a terminal is left out. */
function pasted(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(CONTROLS, "");
}
