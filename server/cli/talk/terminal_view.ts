/**
 * A conversation in a terminal: keys become a line that is sent, lines of others appear above it. What was
 * taken of the terminal is given back by `close`, however it comes to that.
 */
import type { Clock, Timer } from "../../base/clock.ts";
import { printable } from "../../base/printable.ts";
import { complete, type CompletionSources } from "./completion.ts";
import { type Key, KeyDecoder } from "./keys.ts";
import { LineEditor } from "./line_editor.ts";
import { Screen } from "./screen.ts";
import type { Style } from "./style.ts";
import type { TalkView } from "./talk_view.ts";
import type { Characters } from "./width.ts";

/** The terminal itself. */
export interface TerminalDevice {
  /** The next bytes that were typed, null at their end. */
  read(): Promise<Uint8Array | null>;
  write(text: string): void;
  size(): { columns: number; rows: number };
  /** Keys as they are pressed and unseen, or lines as the terminal has them. */
  setRaw(isRaw: boolean): void;
  /** Told of another size. */
  onResize(fn: () => void): void;
  /** Told that the program is to end, or that the terminal is gone. */
  onEnd(fn: () => void): void;
  /** No longer told of anything. */
  release(): void;
}

/** What needs doing while somebody writes. */
export interface TerminalHooks {
  /** A key was pressed. */
  present(): void;
  /** Breaks off what is going on; false where nothing is. */
  cancel(): boolean;
  sources: CompletionSources;
}

/** What the view needs from outside. */
export interface TerminalViewOptions {
  device: TerminalDevice;
  clock: Clock;
  style: Style;
  characters: Characters;
  /** The window has a title that may be set. */
  hasTitle: boolean;
}

interface Question {
  editor: LineEditor;
  text: string;
  answer: (text: string | null) => void;
}

/** How long an escape character waits for what belongs to it. */
const ESCAPE_WAIT_MS = 50;
/** Lines that were sent and not taken yet. */
const MAX_QUEUED = 10_000;
const PASTE_ON = "\x1b[?2004h";
const PASTE_OFF = "\x1b[?2004l";
/** Titles are put on a stack and taken from it, so that the shell finds its own. */
const TITLE_KEPT = "\x1b[22;2t";
const TITLE_BACK = "\x1b[23;2t";

/** The keys, the screen and what lies between. */
export class TerminalView implements TalkView {
  readonly isInteractive = true;
  readonly #options: TerminalViewOptions;
  readonly #screen: Screen;
  readonly #decoder = new KeyDecoder();
  readonly #editor: LineEditor;
  #hooks: TerminalHooks | null = null;
  #prompt = "";
  #status: string | null = null;
  #title: string | null = null;
  #question: Question | null = null;
  #escape: Timer | null = null;
  #isLeaving = false;
  #isClosed = false;
  readonly #lines: string[] = [];
  #isOver = false;
  #wake = () => {};

  constructor(options: TerminalViewOptions) {
    this.#options = options;
    const { device, style, characters } = options;
    this.#editor = new LineEditor(characters);
    this.#screen = new Screen({
      characters,
      write: (text) => device.write(text),
      size: () => device.size(),
      strong: (text) => style.strong(text),
    });
  }

  /** Takes the terminal: from now on each key counts. */
  open(): void {
    const { device } = this.#options;
    device.setRaw(true);
    device.onResize(() => this.#screen.resized());
    device.onEnd(() => this.close());
    device.write(PASTE_ON);
    void this.#readKeys();
  }

  /** Who is asked while somebody writes. */
  bind(hooks: TerminalHooks): void {
    this.#hooks = hooks;
  }

  print(lines: readonly string[]): void {
    if (!this.#isClosed) this.#screen.print(lines);
    else for (const line of lines) this.#options.device.write(`${line}\r\n`);
  }

  prompt(text: string): void {
    if (text === this.#prompt) return;
    this.#prompt = text;
    this.#show();
  }

  status(text: string | null): void {
    if (text === this.#status) return;
    this.#status = text;
    this.#show();
  }

  write(text: string): void {
    this.#editor.set(text);
    this.#show();
  }

  title(text: string): void {
    if (!this.#options.hasTitle || this.#isClosed || text === this.#title) return;
    const { device } = this.#options;
    if (this.#title === null) device.write(TITLE_KEPT);
    this.#title = text;
    device.write(`\x1b]2;${printable(text).replaceAll("\t", " ")}\x1b\\`);
  }

  get columns(): number {
    return this.#options.device.size().columns;
  }

  bell(): void {
    this.#screen.bell();
  }

  clear(): void {
    this.#screen.clear();
  }

  ask(question: string): Promise<string | null> {
    const { promise, resolve } = Promise.withResolvers<string | null>();
    const editor = new LineEditor(this.#options.characters);
    this.#question = { editor, text: question, answer: resolve };
    if (this.#isOver) resolve(null);
    this.#show();
    return promise;
  }

  async *lines(): AsyncGenerator<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) yield line;
      else if (this.#isOver) return;
      else await new Promise<void>((wake) => this.#wake = wake);
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#escape?.cancel();
    this.#end();
    const { device } = this.#options;
    this.#screen.leave();
    device.write(this.#title === null ? PASTE_OFF : PASTE_OFF + TITLE_BACK);
    device.setRaw(false);
    device.release();
  }

  async #readKeys(): Promise<void> {
    const { device, clock } = this.#options;
    while (!this.#isClosed) {
      const bytes = await device.read();
      if (bytes === null) return this.#end();
      this.#escape?.cancel();
      this.#pressAll(this.#decoder.push(bytes));
      if (!this.#decoder.isWaiting) continue;
      this.#escape = clock.after(ESCAPE_WAIT_MS, () => this.#pressAll(this.#decoder.flush()));
    }
  }

  /** What came at once is drawn once. */
  #pressAll(keys: Key[]): void {
    if (keys.length === 0 || this.#isClosed) return;
    for (const key of keys) {
      if (this.#question !== null) this.#answer(key, this.#question);
      else this.#press(key);
    }
    this.#hooks?.present();
    this.#show();
  }

  /** A key of somebody who is asked for a password. */
  #answer(key: Key, { editor, answer, text }: Question): void {
    const result = editor.press(key);
    const isGone = result.kind === "asked" && /^ctrl-[cd]$/.test(result.key);
    if (result.kind !== "submitted" && !isGone) return;
    this.#question = null;
    this.#screen.print([text]);
    answer(result.kind === "submitted" ? result.text : null);
  }

  #press(key: Key): void {
    const isLeaving = this.#isLeaving;
    this.#isLeaving = false;
    const result = this.#editor.press(key);
    if (result.kind === "submitted") this.#submit(result.text);
    else if (result.kind === "asked") this.#command(result.key, isLeaving);
  }

  #command(key: string, isLeaving: boolean): void {
    switch (key) {
      case "ctrl-c":
        return this.#interrupt(isLeaving);
      case "ctrl-d":
        return this.#end();
      case "ctrl-l":
        return this.#screen.clear();
      case "tab":
        return this.#complete();
      case "page-up":
        return this.#submit("/history");
      case "alt-a":
        return this.#submit("/next");
    }
  }

  /** Breaks off a file; else empties the line, which up brings back; twice on an empty line leaves. */
  #interrupt(isLeaving: boolean): void {
    if (this.#hooks?.cancel()) return;
    if (this.#editor.text !== "") {
      this.#editor.remember(this.#editor.text);
      this.#editor.set("");
    } else if (isLeaving) this.#end();
    else {
      this.#isLeaving = true;
      this.#screen.print([this.#options.style.soft("-- Ctrl-C again leaves, as Ctrl-D does")]);
    }
  }

  #submit(text: string): void {
    if (this.#lines.length < MAX_QUEUED) this.#lines.push(text);
    this.#wake();
  }

  #complete(): void {
    if (this.#hooks === null) return;
    const { text, cursor } = this.#editor;
    const found = complete(text, cursor, this.#hooks.sources);
    if (found === null) return;
    this.#editor.set(found.text, found.cursor);
    if (found.choices.length > 0) {
      this.#screen.print([this.#options.style.soft(printable(found.choices.join("  ")))]);
    }
  }

  #end(): void {
    this.#isOver = true;
    this.#question?.answer(null);
    this.#wake();
  }

  #show(): void {
    if (this.#isClosed) return;
    const status = this.#status;
    if (this.#question !== null) {
      const { text } = this.#question;
      this.#screen.show({ prompt: text, text: "", cursor: 0, status });
    } else {
      const { text, cursor } = this.#editor;
      this.#screen.show({ prompt: this.#prompt, text, cursor, status });
    }
  }
}
