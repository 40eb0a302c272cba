/**
 * Lets the index of a history see what it has not seen, and does what a crash left between the line of
 * an erasure and its words. What is much is done in slices of later turns, while people are served.
 */
import type { Entry } from "./line.ts";
import type { RelationIndex } from "./relation_index.ts";
import { redactInPlace } from "./redact.ts";
import type { Slices } from "../base/time_slices.ts";
import type { LineFile } from "../store/line_file.ts";

/** What it needs from outside. */
export interface IndexingOptions {
  file: () => LineFile;
  /** Where the history ends. */
  end: () => number;
  /** Without them what is long is done in one go. */
  slices?: Slices;
  /** Takes a file from the disk whose message was erased. */
  dropFile?: (id: string) => void;
  onTrouble?: (what: string, error: unknown) => void;
}

/** Where a line about an emoji starts, and the message that it speaks of. */
export interface ReactionLine {
  offset: number;
  target: number;
}

/** Bytes of a history that the index may see in one go. */
const AT_ONCE_BYTES = 256 * 1024;

/** The way of one history into its index. */
export class Indexing {
  readonly #index: RelationIndex;
  readonly #options: IndexingOptions;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(index: RelationIndex, options: IndexingOptions) {
    this.#index = index;
    this.#options = options;
  }

  /** Bytes that the index has not seen yet. */
  get unseen(): number {
    return this.#options.end() - this.#index.covered;
  }

  /** What goes on in slices, or null. */
  get running(): Promise<void> | null {
    return this.#running;
  }

  /** Sees a little at once, and much in slices of later turns. */
  catchUp(): Promise<void> {
    if (this.#running !== null) return this.#running;
    const { slices, onTrouble } = this.#options;
    if (slices === undefined || this.unseen <= AT_ONCE_BYTES) {
      this.catchUpNow();
      return Promise.resolve();
    }
    return this.#running = this.#inSlices(slices).catch((error) => {
      onTrouble?.("Cannot index a history; its pages may lack reactions", error);
    }).finally(() => {
      this.#running = null;
    });
  }

  /** Sees everything at once. */
  catchUpNow(): void {
    while (this.unseen > 0 && this.#step());
    this.#index.cover();
  }

  /** The history is read anew: nothing more is done for this index. */
  stop(): void {
    this.#stopped = true;
  }

  /** Overwrites what an erasure takes, or the words of an edit that came behind one; false where it is owed. */
  blanked(entry: Entry, id: number): boolean {
    if (entry.kind === "erased") return this.#blankOrOwe(entry.target);
    const isLate = entry.kind === "edited" && this.#index.isErased(entry.target);
    return !isLate || this.#blankOrOwe(entry.target, id);
  }

  /**
   * Overwrites the words of an erased message, those in the line at `also` too, which the index has not
   * seen; false where the disk refused, so that a start does it.
   */
  #blankOrOwe(target: number, also?: number): boolean {
    try {
      this.#blank(target, also);
      return true;
    } catch (error) {
      const what = "Cannot overwrite erased words; the next start tries again";
      this.#options.onTrouble?.(what, error);
      return false;
    }
  }

  /**
   * Overwrites in place which emoji these lines put on messages and took off, in the order in which they are
   * named. Whoever asks has taken each off before, by a line of its own: nothing of them is folded any more.
   */
  redactReactions(lines: ReactionLine[]): void {
    redactInPlace(this.#options.file(), lines.map(({ offset }) => offset), () => {});
    this.#index.condense(lines.map(({ target }) => target));
    this.#index.cover(true);
  }

  async #inSlices(slices: Slices): Promise<void> {
    while (!this.#stopped && this.unseen > 0 && this.#step()) {
      if (slices.isUsed) await slices.next();
    }
    if (!this.#stopped) this.#index.cover();
  }

  #step(): boolean {
    const { covered } = this.#index;
    const { erased, went } = this.#index.step(this.#options.end());
    try {
      // What a crash left between an erasure's line and its words is done now, and what came behind it.
      for (const target of erased) this.#redact(target);
    } catch (error) {
      // All of them are owed: what says that they were seen must never be on the disk before they are gone.
      this.#index.rewind(covered);
      throw error;
    }
    if (erased.size > 0) this.#index.cover(true);
    return went;
  }

  #blank(target: number, also?: number): void {
    this.#redact(target, also);
    // The bytes by which the index knows the file may be among them.
    this.#index.cover(true);
  }

  #redact(target: number, also?: number): void {
    const { file, dropFile = () => {} } = this.#options;
    const unseen = also === undefined ? [] : [also];
    redactInPlace(file(), [target, ...this.#index.editLines(target), ...unseen], dropFile);
  }
}
