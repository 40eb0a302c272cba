/**
 * Which lines of a history are notes about which messages: the derived index, and how far it has
 * seen the file. Everything before `covered` is in it; what a crash or an old program left behind
 * that point is looked through by `step`.
 */
import { createHash } from "node:crypto";
import type { Note } from "./line.ts";
import { scan } from "./scan.ts";
import type { Disk } from "../store/disk.ts";
import { fill, LONGEST_LINE } from "../store/line_reader.ts";
import { OffsetIndex, type Pointing } from "../store/offset_index.ts";

/** What the index needs from outside. */
export interface NoteIndexOptions {
  disk: Disk;
  /** Folder of the index. */
  index: string;
  /** The history file. */
  path: string;
  onTrouble?: (what: string, error: unknown) => void;
}

/** How much history may lie behind what was last said on disk before it is said anew. */
const COVER_EVERY = 1024 * 1024;
const CHUNK = 1024 * 1024;
/** Bytes before the covered point by which the file is known again. */
const MARK = 256;

/** The notes of one history. */
export class NoteIndex {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #epoch: string;
  readonly #pairs: OffsetIndex;
  readonly #onTrouble: (what: string, error: unknown) => void;
  #covered = 0;
  #said = -1;
  #unfit = 0;

  constructor(options: NoteIndexOptions, epoch: string, end: number) {
    this.#disk = options.disk;
    this.#path = options.path;
    this.#epoch = epoch;
    this.#onTrouble = options.onTrouble ?? (() => {});
    this.#pairs = new OffsetIndex(options.disk, options.index);
    const known = this.#pairs.coverage();
    if (known === null) return;
    const isSame = known.epoch === epoch && known.covered <= end;
    if (isSame && known.mark === this.#markAt(known.covered)) {
      this.#covered = this.#said = known.covered;
      this.#unfit = known.unfit;
    } else {
      this.#pairs.clear();
    }
  }

  /** Up to here, in bytes, every note is known. */
  get covered(): number {
    return this.#covered;
  }

  /** Lines before `covered` that fit nothing. */
  get unfit(): number {
    return this.#unfit;
  }

  /** Offsets of the notes about messages in `from … to` (`to` not included), in order. */
  pointers(from: number, to: number): number[] {
    return this.#pairs.pointers(from, to);
  }

  /** Takes in a line that was just appended at `offset`. */
  took(note: Note | null, offset: number, end: number): void {
    if (note !== null) this.#add([{ target: note.target, pointer: offset }]);
    // Lines are told in the order of the file: what follows directly is seen, a gap is still owed.
    if (this.#covered === offset || this.#covered === end) this.#covered = end;
    if (this.#covered - this.#said > COVER_EVERY) this.cover();
  }

  /** Looks through one more chunk of the file. `erased`: targets of the erasures in it. */
  step(end: number): { went: boolean; erased: number[] } {
    const look = this.#disk.openToRead(this.#path);
    if (look === null) return { went: false, erased: [] };
    const from = this.#covered;
    const bytes = new Uint8Array(Math.min(CHUNK, end - from));
    try {
      if (fill(look, bytes, from) < bytes.length) {
        return { went: false, erased: [] };
      }
    } finally {
      look.close();
    }
    const found = scan(bytes, from);
    this.#unfit += found.unfit;
    this.#add(found.notes.map(({ note, offset }) => ({ target: note.target, pointer: offset })));
    // A chunk without one whole line is the middle of something that can be none.
    this.#covered = from +
      (found.length || Math.min(bytes.length, LONGEST_LINE));
    const erased = found.notes.filter(({ note }) => note.kind === "erased");
    return { went: true, erased: erased.map(({ note }) => note.target) };
  }

  /** Says on disk how far the file was seen; `anew` where words before that point were blanked. */
  cover(anew = false): void {
    if (this.#covered === this.#said && !anew) return;
    try {
      const [covered, mark] = [this.#covered, this.#markAt(this.#covered)];
      this.#pairs.cover({ epoch: this.#epoch, covered, unfit: this.#unfit, mark });
      this.#said = covered;
    } catch (error) {
      this.#onTrouble("Cannot write the index", error);
    }
  }

  #markAt(covered: number): string {
    const look = this.#disk.openToRead(this.#path);
    if (look === null) return "";
    try {
      const bytes = new Uint8Array(Math.min(MARK, covered));
      const length = fill(look, bytes, covered - bytes.length);
      return createHash("sha256").update(bytes.subarray(0, length)).digest("hex").slice(0, 12);
    } finally {
      look.close();
    }
  }

  #add(pairs: Pointing[]): void {
    if (pairs.length === 0) return;
    try {
      this.#pairs.add(pairs);
    } catch (error) {
      // The history has them: what was not indexed is looked through again.
      this.#covered = Math.min(this.#covered, Math.max(0, this.#said));
      this.#onTrouble("Cannot write the index", error);
    }
  }
}
