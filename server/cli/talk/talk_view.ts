/** Where a conversation is shown and what is written comes from: a terminal, or plain lines in and out. */
import { TextLineStream } from "@std/streams/text-line-stream";

/** What a conversation asks of where it is shown. */
export interface TalkView {
  /** Lines that stay. */
  print(lines: readonly string[]): void;
  /** What stands before what is being written. */
  prompt(text: string): void;
  /** A line that comes and goes, null for none. */
  status(text: string | null): void;
  /** Puts a text where one writes. */
  write(text: string): void;
  /** Asks without showing what is typed; null where there is nobody to ask. */
  ask(question: string): Promise<string | null>;
  bell(): void;
  clear(): void;
  /** What the window is called, where it has a title. */
  title(text: string): void;
  /** What the person says, line by line, until they go. */
  lines(): AsyncIterable<string>;
  /** Gives back what was taken: nothing is read or drawn any more. */
  close(): void;
  /** False for plain lines, which carry no numbers, and where nobody waits at a prompt. */
  readonly isInteractive: boolean;
  /** How wide it is. */
  readonly columns: number;
}

/** Columns of what nobody measures. */
const PLAIN_COLUMNS = 80;

/** Lines in, lines out: for pipes, files and terminals that can do no more. */
export class PlainView implements TalkView {
  readonly isInteractive = false;
  readonly columns = PLAIN_COLUMNS;
  readonly #print: (line: string) => void;
  readonly #input: ReadableStream<Uint8Array>;
  readonly #ask: TalkView["ask"];

  constructor(
    print: (line: string) => void,
    input: ReadableStream<Uint8Array>,
    ask: TalkView["ask"] = () => Promise.resolve(null),
  ) {
    this.#print = print;
    this.#input = input;
    this.#ask = ask;
  }

  print(lines: readonly string[]): void {
    for (const line of lines) this.#print(line);
  }

  prompt(): void {}
  status(): void {}
  write(): void {}
  bell(): void {}
  clear(): void {}
  title(): void {}
  close(): void {}

  ask(question: string): Promise<string | null> {
    return this.#ask(question);
  }

  async *lines(): AsyncGenerator<string> {
    const text = this.#input.pipeThrough(new TextDecoderStream() as TransformStream);
    yield* text.pipeThrough(new TextLineStream());
  }
}
