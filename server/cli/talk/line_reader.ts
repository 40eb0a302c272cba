/** What somebody writes, line by line until they go: in order where it comes from a pipe. */
import type { Clock } from "../../base/clock.ts";
import { isSlow } from "./slash_commands.ts";
import type { TalkView } from "./talk_view.ts";

/** What is needed from outside. */
export interface LineReaderOptions {
  view: TalkView;
  clock: Clock;
  /** Takes a line; false where the person wants to go. */
  take: (line: string) => Promise<boolean>;
  /** Something that takes its time went wrong. */
  onFailed: (error: unknown) => void;
}

/** How long a pipe waits for what was said lately. */
const SHOWN_PATIENCE_MS = 10_000;

/** Reads lines. */
export class LineReader {
  readonly #options: LineReaderOptions;
  readonly #shown = Promise.withResolvers<void>();

  constructor(options: LineReaderOptions) {
    this.#options = options;
  }

  /** What was said lately is there. */
  shown(): void {
    this.#shown.resolve();
  }

  async run(): Promise<null> {
    const { view, take, onFailed } = this.#options;
    // Nobody who pipes something in asks for less than who waits.
    if (!view.isInteractive) await this.#waits();
    for await (const line of view.lines()) {
      const taken = take(line);
      // Who waits at a prompt writes on meanwhile; what comes from a pipe keeps its order.
      if (view.isInteractive && isSlow(line)) taken.catch(onFailed);
      else if (!await taken) return null;
    }
    return null;
  }

  async #waits(): Promise<void> {
    const timer = this.#options.clock.after(SHOWN_PATIENCE_MS, () => this.shown());
    await this.#shown.promise;
    timer.cancel();
  }
}
