/**
 * What is on its way to the server: sent in order and one at a time, so that a refusal in the middle cannot
 * change the order, and sent again after a loss. Its ref never changes, so that the server does each once
 * however often it arrives. What the server asks to be patient about is tried again by itself.
 */
import type { Clock, Timer } from "../../base/clock.ts";
import type { Command, Event } from "../../protocol.ts";

/** Commands that the server answers by their ref. */
export type SentCommand =
  & Extract<Command, { type: "message" | "edit" | "erase" | "react" }>
  & { ref: string };

/** What an outbox needs from outside. */
export interface OutboxOptions {
  clock: Clock;
  /** False where there is no connection. */
  send: (command: SentCommand) => boolean;
  /** It could not be done, and is not tried again. */
  onFailed: (command: SentCommand, problem: string) => void;
  /** Something was added, or is done. */
  onChange: () => void;
}

/** Most things that may wait. */
const MAX_WAITING = 1000;
const MAX_TRIES = 8;
const DEFAULT_WAIT_MS = 1000;
/** How long the server may take to answer before it is asked again. */
const ANSWER_TIMEOUT_MS = 20_000;
const RETRYABLE = new Set(["too_fast", "busy", "disk", "restarting"]);

interface Waiting {
  command: SentCommand;
  isSent: boolean;
  tries: number;
}

/** Commands that are not answered yet. */
export class Outbox {
  readonly #options: OutboxOptions;
  #waiting: Waiting[] = [];
  #timer: Timer | null = null;
  #isPaused = false;
  #onProgress = () => {};

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#waiting.length;
  }

  get isFull(): boolean {
    return this.#waiting.length >= MAX_WAITING;
  }

  /** What waits, oldest first. */
  get commands(): SentCommand[] {
    return this.#waiting.map(({ command }) => command);
  }

  /** Takes a command in; false where too many wait already. */
  add(command: SentCommand): boolean {
    if (this.isFull) return false;
    this.#waiting.push({ command, isSent: false, tries: 0 });
    this.#flush();
    this.#options.onChange();
    return true;
  }

  /** After a new connection nothing counts as sent. */
  resend(): void {
    this.#pauseFor(null);
    for (const one of this.#waiting) one.isSent = false;
    this.#flush();
  }

  /** An event came: true where it is the answer to what was sent. */
  onEvent(event: Event): boolean {
    const ref = "ref" in event ? event.ref : undefined;
    const one = this.#waiting.find(({ command }) => command.ref === ref);
    if (one === undefined) return false;
    if (event.type !== "error") {
      this.#done(one);
      return true;
    }
    if (RETRYABLE.has(event.code) && ++one.tries < MAX_TRIES) {
      one.isSent = false;
      this.#pauseFor(event.wait ?? DEFAULT_WAIT_MS);
      return true;
    }
    this.#options.onFailed(one.command, event.text);
    this.#done(one);
    return true;
  }

  /** Resolves once nothing waits, or once it made no progress for so long. */
  async drained(patienceMs: number): Promise<void> {
    for (let before = Infinity; this.size > 0 && this.size < before;) {
      before = this.size;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#onProgress = resolve;
      const timer = this.#options.clock.after(patienceMs, resolve);
      await promise;
      timer.cancel();
    }
  }

  #done(one: Waiting): void {
    this.#pauseFor(null);
    this.#waiting = this.#waiting.filter((other) => other !== one);
    this.#flush();
    this.#onProgress();
    this.#options.onChange();
  }

  #flush(): void {
    const next = this.#waiting[0];
    if (this.#isPaused || next === undefined || next.isSent) return;
    next.isSent = this.#options.send(next.command);
    if (!next.isSent) return;
    // An answer that is lost would keep everything behind it for ever.
    this.#timer = this.#options.clock.after(ANSWER_TIMEOUT_MS, () => this.#again(next));
  }

  #again(one: Waiting): void {
    if (++one.tries >= MAX_TRIES) {
      this.#options.onFailed(one.command, "The server does not answer");
      return this.#done(one);
    }
    one.isSent = false;
    this.#flush();
  }

  /** Sends nothing for so long; null: whatever was waited for is over. */
  #pauseFor(ms: number | null): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#isPaused = ms !== null;
    if (ms === null) return;
    this.#timer = this.#options.clock.after(ms, () => {
      this.#isPaused = false;
      this.#flush();
    });
  }
}

/** What a command is called where it is told that it was not sent. */
export function textOf(command: SentCommand): string {
  switch (command.type) {
    case "react":
      return `a reaction ${command.emoji}`;
    case "erase":
      return "an erasure";
    default:
      return command.text === "" ? "a file" : command.text;
  }
}
