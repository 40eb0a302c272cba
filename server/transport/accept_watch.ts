/**
 * Whether newcomers are still let in. Where no file is left for one, node's server under Deno stops to accept,
 * tells nobody and does not begin again; so, once there were many, it is knocked at from inside.
 */
import type { Clock, Timer } from "../base/clock.ts";

/** What knocking needs. */
export interface AcceptWatchOptions {
  clock: Clock;
  /** Opens a connection to ourselves; what ends it. */
  knock: () => Promise<() => void>;
  /** Told that nobody opened; to listen again. */
  onShut: (error: unknown) => void;
}

/** How often it is looked, and how many looks an answer may take: a busy process is late, and not shut. */
const LOOK_EVERY_MS = 1000;
const PATIENT_LOOKS = 3;
/** Fewer connections than these never use up what a process may open. */
const MANY = 64;

/** Looks while it lives. */
export class AcceptWatch {
  readonly #options: AcceptWatchOptions;
  readonly #timer: Timer;
  #accepted = 0;
  /** How many there were when the last one was let in. */
  #openThen = 0;
  #acceptedAtLook = 0;
  #hangUp: (() => void) | null = null;
  #looksSinceKnock = 0;
  #isKnocking = false;

  constructor(options: AcceptWatchOptions) {
    this.#options = options;
    this.#timer = options.clock.every(LOOK_EVERY_MS, () => void this.#look());
  }

  /** One was let in, and so many are open with it. */
  accepted(open: number): void {
    this.#accepted++;
    this.#openThen = open;
  }

  stop(): void {
    this.#timer.cancel();
    this.#hangUp?.();
  }

  async #look(): Promise<void> {
    if (this.#isKnocking) return;
    const isQuiet = this.#accepted === this.#acceptedAtLook;
    this.#acceptedAtLook = this.#accepted;
    const hasKnocked = this.#hangUp !== null;
    if (hasKnocked && isQuiet && ++this.#looksSinceKnock < PATIENT_LOOKS) return;
    this.#hangUp?.();
    this.#hangUp = null;
    if (this.#openThen < MANY || !isQuiet) return;
    try {
      if (hasKnocked) throw new Error("nobody is let in");
      this.#looksSinceKnock = 0;
      this.#isKnocking = true;
      this.#hangUp = await this.#options.knock();
    } catch (error) {
      // Not even one of our own can be opened, or nobody saw it come.
      this.#options.onShut(error);
    } finally {
      this.#isKnocking = false;
    }
  }
}
